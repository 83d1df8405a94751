-- Until it is sealed a response is an envelope, and its place, its day and its receipt are told by different tables.

create table envelopes (
    municipality_id uuid not null,
    survey_id uuid not null,
    id uuid not null,
    content bytea not null,
    constraint envelopes_pkey primary key (municipality_id, survey_id, id),
    constraint envelopes_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id)
);
comment on table envelopes is 'Responses that are not sealed yet, each encrypted under a key of the installation''s secret and its survey, all of a survey of the same length.';
comment on column envelopes.id is 'A keyed hash of the form''s id: it tells nothing without the secret, and goes with the envelope.';
-- Encrypted bytes cannot be made smaller.
alter table envelopes alter column content set storage external;

create table receipts (
    municipality_id uuid not null,
    survey_id uuid not null,
    receipt_hash bytea not null,
    constraint receipts_pkey primary key (municipality_id, survey_id, receipt_hash),
    constraint receipts_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id)
);
comment on table receipts is 'Which submissions are recorded, and nothing of what they say.';
comment on column receipts.receipt_hash is 'Keyed hash of the receipt code: a form sent twice is one response, and nobody goes from here to an answer.';

create table returns (
    municipality_id uuid not null,
    survey_id uuid not null,
    id uuid not null default gen_random_uuid(),
    day date not null,
    mode text not null,
    responses bigint not null,
    constraint returns_pkey primary key (municipality_id, survey_id, id),
    constraint returns_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id),
    constraint returns_mode_check check (mode in ('web', 'paper', 'kiosk', 'phone')),
    constraint returns_responses_check check (responses > 0)
);
comment on table returns is 'How many responses came on which day and how. Appended with every sealing and summed later, so that nobody waits for a row.';

insert into receipts (municipality_id, survey_id, receipt_hash)
select municipality_id, survey_id, receipt_hash from responses order by gen_random_uuid();

insert into returns (municipality_id, survey_id, day, mode, responses)
select municipality_id, survey_id, received_on, mode, count(*) from responses group by 1, 2, 3, 4;

-- A sealed response bears no day and no receipt, and an id of its own. What was stored before is written anew, all of a
-- survey together and in random order; what is less than twenty goes back into envelopes at the next sealing.
alter table responses rename to unsealed_responses;
alter table unsealed_responses drop constraint responses_pkey;
create table responses (
    municipality_id uuid not null,
    survey_id uuid not null,
    id uuid not null,
    mode text not null,
    language text not null,
    duration text,
    answers jsonb not null,
    constraint responses_pkey primary key (municipality_id, survey_id, id),
    constraint responses_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id),
    constraint responses_mode_check check (mode in ('web', 'paper', 'kiosk', 'phone')),
    constraint responses_duration_check check (duration in ('short', 'usual', 'long'))
);
insert into responses (municipality_id, survey_id, id, mode, language, duration, answers)
select municipality_id, survey_id, gen_random_uuid(), mode, language, duration, answers
from unsealed_responses order by 3;
drop table unsealed_responses;
comment on table responses is 'Sealed: written in random order together with at least 19 others of its survey, with an id drawn then. Its version is its survey''s: one survey asks one version.';
comment on column responses.answers is '{item code: option code | [codes] | number | text | {"invalid": true}}, never labels; blank = absent; 非該当 is never stored but computed from the routing.';

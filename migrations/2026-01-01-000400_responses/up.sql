-- A draft: what a person typed so far, encrypted under a token only that person holds.
create table drafts (
    municipality_id uuid not null,
    survey_id uuid not null,
    token_hash bytea not null,
    content bytea not null,
    saved_on date not null,
    constraint drafts_pkey primary key (municipality_id, survey_id, token_hash),
    constraint drafts_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id)
);
comment on column drafts.saved_on is 'The day only, for cleaning up.';

-- A response (回答票). Nothing here refers to an invitation, and nothing says when beyond the day.
create table responses (
    municipality_id uuid not null,
    survey_id uuid not null,
    submission_id uuid not null,
    receipt_hash bytea not null,
    mode text not null,
    language text not null,
    duration text,
    received_on date not null,
    sealed boolean not null default false,
    answers jsonb not null,
    constraint responses_pkey primary key (municipality_id, survey_id, submission_id),
    constraint responses_receipt_key unique (municipality_id, survey_id, receipt_hash),
    constraint responses_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id),
    constraint responses_mode_check check (mode in ('web', 'paper', 'kiosk', 'phone')),
    constraint responses_duration_check check (duration in ('short', 'usual', 'long'))
);
comment on table responses is 'Its version is its survey''s: one survey asks one version.';
comment on column responses.receipt_hash is 'Keyed hash of the receipt code, so that a citizen can find the response with it and a reader of this table cannot.';
comment on column responses.submission_id is 'Drawn at random when the form was made: a form sent twice is one response.';
comment on column responses.answers is '{item code: option code | [codes] | number | text | {"invalid": true}}, never labels; blank = absent; 非該当 is never stored but computed from the routing.';
comment on column responses.sealed is 'Stored, or rewritten since it arrived, in random order together with at least 19 others of its survey, so that neither xmin nor ctid tells which key it came with.';
create index responses_unsealed on responses (municipality_id, survey_id) where not sealed;

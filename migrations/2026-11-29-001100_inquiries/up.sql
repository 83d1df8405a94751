-- 庁内照会: divisions are asked what they find in a draft, and what they say is answered. 起案: what is put before who decides.

create table inquiries (
    municipality_id uuid not null,
    id uuid not null,
    draft_id uuid not null,
    person_id uuid not null,
    message text not null,
    until_day date not null,
    is_for_all boolean not null,
    begun_at timestamptz not null,
    closed_at timestamptz,
    constraint inquiries_pkey primary key (municipality_id, id),
    constraint inquiries_draft_fkey foreign key (municipality_id, draft_id)
        references questionnaire_drafts (municipality_id, id),
    constraint inquiries_person_fkey foreign key (municipality_id, person_id) references people (municipality_id, id)
);
create unique index inquiries_open_key on inquiries (municipality_id, draft_id) where closed_at is null;
comment on column inquiries.person_id is 'Who asks.';
comment on column inquiries.until_day is 'The last day on which something is said.';
comment on column inquiries.is_for_all is 'Nobody of the divisions asked could say anything when it was begun: whoever may answer inquiries does.';

create table inquiry_divisions (
    municipality_id uuid not null,
    inquiry_id uuid not null,
    division_id uuid not null,
    reminded_at timestamptz,
    constraint inquiry_divisions_pkey primary key (municipality_id, inquiry_id, division_id),
    constraint inquiry_divisions_inquiry_fkey foreign key (municipality_id, inquiry_id)
        references inquiries (municipality_id, id),
    constraint inquiry_divisions_division_fkey foreign key (municipality_id, division_id)
        references divisions (municipality_id, id)
);
comment on table inquiry_divisions is 'Who is asked.';
comment on column inquiry_divisions.reminded_at is 'When they were reminded of the last day; an extension forgets it.';

create table inquiry_comments (
    municipality_id uuid not null,
    id uuid not null,
    inquiry_id uuid not null,
    question text,
    division_id uuid,
    person_id uuid not null,
    said text not null,
    said_at timestamptz not null,
    answer text,
    answered_by uuid,
    answered_at timestamptz,
    constraint inquiry_comments_pkey primary key (municipality_id, id),
    constraint inquiry_comments_inquiry_fkey foreign key (municipality_id, inquiry_id)
        references inquiries (municipality_id, id),
    constraint inquiry_comments_division_fkey foreign key (municipality_id, division_id)
        references divisions (municipality_id, id),
    constraint inquiry_comments_person_fkey foreign key (municipality_id, person_id)
        references people (municipality_id, id),
    constraint inquiry_comments_answerer_fkey foreign key (municipality_id, answered_by)
        references people (municipality_id, id),
    constraint inquiry_comments_answer_check check (
        (answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)
    )
);
create index inquiry_comments_inquiry on inquiry_comments (municipality_id, inquiry_id, said_at);
comment on column inquiry_comments.question is 'The code of the question it is about; none: the whole.';
comment on column inquiry_comments.division_id is 'The division of who said it, then.';
comment on column inquiry_comments.answer is 'What becomes of it: with that it is settled.';

create table draft_packets (
    municipality_id uuid not null,
    draft_id uuid not null,
    document jsonb not null,
    version integer not null,
    constraint draft_packets_pkey primary key (municipality_id, draft_id),
    constraint draft_packets_draft_fkey foreign key (municipality_id, draft_id)
        references questionnaire_drafts (municipality_id, id),
    constraint draft_packets_version_check check (version > 0)
);
comment on table draft_packets is 'What is typed for the paper by which a survey is decided on; the rest of it is the draft and its inquiries.';
comment on column draft_packets.version is 'Counts its changes: of two who change it at once, the second one looks again.';

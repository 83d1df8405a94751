-- What somebody agreed to that stands in a draft as it stood in the version it was copied from.

create table draft_agreements (
    municipality_id uuid not null,
    draft_id uuid not null,
    number integer not null,
    place jsonb not null,
    language text not null,
    found text not null,
    who jsonb not null,
    at timestamptz not null,
    constraint draft_agreements_pkey primary key (municipality_id, draft_id, number),
    constraint draft_agreements_draft_fkey foreign key (municipality_id, draft_id)
        references questionnaire_drafts (municipality_id, id),
    constraint draft_agreements_number_check check (number > 0)
);
comment on table draft_agreements is 'Parts of texts that may stay as they were last year.';
comment on column draft_agreements.municipality_id is 'The tenant.';
comment on column draft_agreements.draft_id is 'The draft.';
comment on column draft_agreements.number is 'Counted within the draft; one that was taken back leaves a gap.';
comment on column draft_agreements.place is 'In which text, by codes.';
comment on column draft_agreements.language is 'In which language of it.';
comment on column draft_agreements.found is 'The part as it is written; written otherwise, it is not agreed to.';
comment on column draft_agreements.who is 'By whom.';
comment on column draft_agreements.at is 'When.';

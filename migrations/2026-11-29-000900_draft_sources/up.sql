-- What a draft was begun from, where that is a file or a text: written with it, and gone with it.

create table draft_sources (
    municipality_id uuid not null,
    draft_id uuid not null,
    document jsonb not null,
    constraint draft_sources_pkey primary key (municipality_id, draft_id),
    constraint draft_sources_draft_fkey foreign key (municipality_id, draft_id)
        references questionnaire_drafts (municipality_id, id) on delete cascade
);
comment on table draft_sources is 'The file or the text that a draft was begun from, and what became of each part of it.';
comment on column draft_sources.municipality_id is 'The tenant.';
comment on column draft_sources.draft_id is 'The draft.';
comment on column draft_sources.document is
    'Its name and kind, its lines with what became of them, and what could not be mapped; bounded by the program.';
create trigger draft_sources_immutable before update on draft_sources
    for each row execute function forbid_change();

-- A questionnaire while it is made: a document that changes by acts, each kept with what takes it back.

create table questionnaire_drafts (
    municipality_id uuid not null,
    id uuid not null,
    document jsonb not null,
    revision integer not null,
    basis_id uuid,
    version_id uuid,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    removed_at timestamptz,
    constraint questionnaire_drafts_pkey primary key (municipality_id, id),
    constraint questionnaire_drafts_basis_fkey foreign key (municipality_id, basis_id)
        references versions (municipality_id, id),
    constraint questionnaire_drafts_version_fkey foreign key (municipality_id, version_id)
        references versions (municipality_id, id),
    constraint questionnaire_drafts_revision_check check (revision >= 0)
);
comment on column questionnaire_drafts.document is 'As it is after its last revision; it need not pass its review.';
comment on column questionnaire_drafts.basis_id is 'The version it was copied from.';
comment on column questionnaire_drafts.version_id is 'The version it was frozen as: it does not change any more.';

create table draft_revisions (
    municipality_id uuid not null,
    draft_id uuid not null,
    number integer not null,
    way text not null,
    of integer not null,
    act jsonb not null,
    undo jsonb not null,
    who jsonb not null,
    at timestamptz not null,
    constraint draft_revisions_pkey primary key (municipality_id, draft_id, number),
    constraint draft_revisions_draft_fkey foreign key (municipality_id, draft_id)
        references questionnaire_drafts (municipality_id, id),
    constraint draft_revisions_way_check check (way in ('done', 'undone', 'redone')),
    constraint draft_revisions_of_check check (of <= number and (way = 'done') = (of = number))
);
create index draft_revisions_of on draft_revisions (municipality_id, draft_id, of, number);
comment on column draft_revisions.of is 'The revision that was first done and is taken back or done again; itself where it is one.';
comment on column draft_revisions.undo is 'The act that takes this revision back.';
create trigger draft_revisions_immutable before update or delete on draft_revisions
    for each row execute function forbid_change();

-- Options that a town words once and asks in many places. What it was before is in the log.

create table scales (
    municipality_id uuid not null,
    id uuid not null,
    document jsonb not null,
    revision integer not null,
    changed_at timestamptz not null,
    removed_at timestamptz,
    constraint scales_pkey primary key (municipality_id, id),
    constraint scales_municipality_fkey foreign key (municipality_id) references municipalities (id),
    constraint scales_revision_check check (revision >= 0)
);
create unique index scales_name_key on scales (municipality_id, (document ->> 'name')) where removed_at is null;
comment on table scales is 'Options with a name: questions use them by being equal to them.';
comment on column scales.municipality_id is 'The tenant.';
comment on column scales.document is 'Its name and its options.';
comment on column scales.revision is 'How often it was changed: who changes it says which one they saw.';
comment on column scales.changed_at is 'When it was last changed.';
comment on column scales.removed_at is 'Since when it is thrown away.';

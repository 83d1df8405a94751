-- Before a value is published, the division that owns its indicator says what stands behind it.

create table value_comments (
    municipality_id uuid not null,
    id uuid not null,
    value_id uuid not null,
    division_id uuid not null,
    person_id uuid not null,
    said text not null,
    said_at timestamptz not null,
    constraint value_comments_pkey primary key (municipality_id, id),
    constraint value_comments_value_fkey foreign key (municipality_id, value_id)
        references indicator_values (municipality_id, id),
    constraint value_comments_division_fkey foreign key (municipality_id, division_id)
        references divisions (municipality_id, id),
    constraint value_comments_person_fkey foreign key (municipality_id, person_id)
        references people (municipality_id, id)
);
create index value_comments_value on value_comments (municipality_id, value_id, said_at);
comment on table value_comments is 'What owners say of a value before it is published: appended, read by whoever approves it, not public.';
create trigger value_comments_immutable before update or delete on value_comments
    for each row execute function forbid_change();

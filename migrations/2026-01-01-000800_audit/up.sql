-- What staff, operators and the clock did; one chain of hashes a municipality. Never what citizens answered.
create table audit (
    municipality_id uuid not null,
    number bigint not null,
    at timestamptz not null,
    who jsonb not null,
    event jsonb not null,
    hash bytea not null,
    constraint audit_pkey primary key (municipality_id, number),
    constraint audit_municipality_fkey foreign key (municipality_id) references municipalities (id)
);
comment on column audit.hash is 'SHA-256 over the hash before it and this entry in canonical form: a changed or missing entry shows.';
create trigger audit_immutable before update or delete on audit for each row execute function forbid_change();

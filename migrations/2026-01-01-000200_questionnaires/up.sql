create table questionnaires (
    municipality_id uuid not null,
    id uuid not null,
    code text not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint questionnaires_pkey primary key (municipality_id, id),
    constraint questionnaires_code_key unique (municipality_id, code),
    constraint questionnaires_municipality_fkey foreign key (municipality_id) references municipalities (id)
);

-- A version (版) is immutable: answers were given to exactly this wording.
create table versions (
    municipality_id uuid not null,
    id uuid not null,
    questionnaire_id uuid not null,
    number integer not null,
    document jsonb not null,
    digest bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint versions_pkey primary key (municipality_id, id),
    constraint versions_number_key unique (municipality_id, questionnaire_id, number),
    constraint versions_digest_key unique (municipality_id, questionnaire_id, digest),
    constraint versions_questionnaire_fkey foreign key (municipality_id, questionnaire_id)
        references questionnaires (municipality_id, id)
);
comment on column versions.digest is 'SHA-256 of the canonical document: the same file imported twice is one version.';

create function forbid_change() returns trigger language plpgsql as $$
begin
    raise exception '% is never changed', tg_table_name;
end
$$;
create trigger versions_immutable before update on versions for each row execute function forbid_change();

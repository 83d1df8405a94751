-- A report (集計結果): immutable figures of one survey at one moment, with what they were computed from.
create table reports (
    municipality_id uuid not null,
    id uuid not null,
    survey_id uuid not null,
    number integer not null,
    stage text not null,
    state text not null,
    version_id uuid not null,
    method text not null,
    response_count integer not null,
    response_digest bytea not null,
    document jsonb not null,
    computed_at timestamptz not null,
    computed_by jsonb not null,
    constraint reports_pkey primary key (municipality_id, id),
    constraint reports_number_key unique (municipality_id, survey_id, number),
    constraint reports_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id),
    constraint reports_version_fkey foreign key (municipality_id, version_id) references versions (municipality_id, id),
    constraint reports_stage_check check (stage in ('provisional', 'final')),
    constraint reports_state_check check (state in ('provisional', 'final', 'approved', 'published', 'withdrawn'))
);
comment on column reports.method is 'Version of the computation rules, so that a figure can be recomputed by the rules it was made with.';
comment on column reports.response_digest is 'Order-free digest over the responses that were counted.';

create function forbid_change_but_state() returns trigger language plpgsql as $$
begin
    new.state := old.state;
    if new is distinct from old then
        raise exception '% is never changed', tg_table_name;
    end if;
    return null;
end
$$;
create trigger reports_immutable after update on reports for each row execute function forbid_change_but_state();

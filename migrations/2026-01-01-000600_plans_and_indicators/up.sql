-- A plan (総合計画) with its versions (改訂, 新旧対照表).
create table plans (
    municipality_id uuid not null,
    id uuid not null,
    slug text not null,
    heading jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint plans_pkey primary key (municipality_id, id),
    constraint plans_slug_key unique (municipality_id, slug),
    constraint plans_municipality_fkey foreign key (municipality_id) references municipalities (id)
);
comment on column plans.heading is 'Name, period and evidence as printed.';

create table plan_versions (
    municipality_id uuid not null,
    plan_id uuid not null,
    number integer not null,
    label text,
    constraint plan_versions_pkey primary key (municipality_id, plan_id, number),
    constraint plan_versions_plan_fkey foreign key (municipality_id, plan_id) references plans (municipality_id, id)
);
comment on column plan_versions.label is '変更前, 変更後, …; null when the plan has only one version.';

-- A node of the tree of one version, at any depth; codes and names as printed.
create table plan_nodes (
    municipality_id uuid not null,
    id uuid not null,
    plan_id uuid not null,
    version integer not null,
    parent_id uuid,
    position integer not null,
    level text not null,
    code text,
    name text,
    short text,
    no_indicator text,
    constraint plan_nodes_pkey primary key (municipality_id, id),
    constraint plan_nodes_version_fkey foreign key (municipality_id, plan_id, version)
        references plan_versions (municipality_id, plan_id, number),
    constraint plan_nodes_parent_fkey foreign key (municipality_id, parent_id)
        references plan_nodes (municipality_id, id)
);
create index plan_nodes_version on plan_nodes (municipality_id, plan_id, version);
comment on column plan_nodes.no_indicator is 'The reason, where the plan says that it sets no indicator here. That is data, not an empty row.';

-- An indicator (指標): the same over all versions of its plan, also when it is renamed.
create table indicators (
    municipality_id uuid not null,
    id uuid not null,
    plan_id uuid not null,
    slug text not null,
    constraint indicators_pkey primary key (municipality_id, id),
    constraint indicators_slug_key unique (municipality_id, slug),
    constraint indicators_plan_fkey foreign key (municipality_id, plan_id) references plans (municipality_id, id)
);

create table indicator_versions (
    municipality_id uuid not null,
    indicator_id uuid not null,
    plan_id uuid not null,
    version integer not null,
    node_id uuid,
    position integer not null,
    name text not null,
    document jsonb not null,
    constraint indicator_versions_pkey primary key (municipality_id, indicator_id, version),
    constraint indicator_versions_indicator_fkey foreign key (municipality_id, indicator_id)
        references indicators (municipality_id, id),
    constraint indicator_versions_version_fkey foreign key (municipality_id, plan_id, version)
        references plan_versions (municipality_id, plan_id, number),
    constraint indicator_versions_node_fkey foreign key (municipality_id, node_id)
        references plan_nodes (municipality_id, id)
);
create index indicator_versions_plan on indicator_versions (municipality_id, plan_id, version);
comment on column indicator_versions.document is 'Baseline, milestones and explanation, each as printed and as understood.';
comment on column indicator_versions.position is 'Place in the file, over all versions of the plan.';

-- Which divisions (課) own an indicator; there may be several.
create table indicator_owners (
    municipality_id uuid not null,
    indicator_id uuid not null,
    division_id uuid not null,
    constraint indicator_owners_pkey primary key (municipality_id, indicator_id, division_id),
    constraint indicator_owners_indicator_fkey foreign key (municipality_id, indicator_id)
        references indicators (municipality_id, id),
    constraint indicator_owners_division_fkey foreign key (municipality_id, division_id)
        references divisions (municipality_id, id)
);

-- How an indicator is measured. A change is a new row: old values keep the definition they were made with.
create table indicator_definitions (
    municipality_id uuid not null,
    indicator_id uuid not null,
    number integer not null,
    document jsonb not null,
    comparability text not null,
    defined_at timestamptz not null,
    constraint indicator_definitions_pkey primary key (municipality_id, indicator_id, number),
    constraint indicator_definitions_indicator_fkey foreign key (municipality_id, indicator_id)
        references indicators (municipality_id, id),
    constraint indicator_definitions_comparability_check
        check (comparability in ('same', 'minor', 'limited', 'broken', 'unknown'))
);
comment on column indicator_definitions.comparability is 'With the definition before it; for the first one, with the printed baseline (unknown until its source is recorded).';
create trigger indicator_definitions_immutable before update or delete on indicator_definitions
    for each row execute function forbid_change();

-- A value (実績値): appended, never edited; only its state moves.
create table indicator_values (
    municipality_id uuid not null,
    id uuid not null,
    indicator_id uuid not null,
    fiscal_year integer not null,
    state text not null,
    document jsonb not null,
    report_id uuid,
    recorded_at timestamptz not null,
    recorded_by jsonb not null,
    constraint indicator_values_pkey primary key (municipality_id, id),
    constraint indicator_values_report_key unique (municipality_id, indicator_id, report_id),
    constraint indicator_values_indicator_fkey foreign key (municipality_id, indicator_id)
        references indicators (municipality_id, id),
    constraint indicator_values_report_fkey foreign key (municipality_id, report_id)
        references reports (municipality_id, id),
    constraint indicator_values_state_check
        check (state in ('provisional', 'final', 'approved', 'published', 'withdrawn'))
);
create index indicator_values_series on indicator_values (municipality_id, indicator_id, fiscal_year);
comment on constraint indicator_values_report_key on indicator_values is 'A report gives an indicator one value, however often it is asked to.';
create trigger indicator_values_immutable after update on indicator_values
    for each row execute function forbid_change_but_state();
create trigger indicator_values_kept before delete on indicator_values
    for each row execute function forbid_change();

-- An amendment (計画変更): old, new, reason; generated from what changed.
create table amendments (
    municipality_id uuid not null,
    plan_id uuid not null,
    number integer not null,
    indicator_id uuid,
    document jsonb not null,
    amended_at timestamptz not null,
    constraint amendments_pkey primary key (municipality_id, plan_id, number),
    constraint amendments_plan_fkey foreign key (municipality_id, plan_id) references plans (municipality_id, id),
    constraint amendments_indicator_fkey foreign key (municipality_id, indicator_id)
        references indicators (municipality_id, id)
);
comment on column amendments.indicator_id is 'Null when the heading of the plan changed.';
create trigger amendments_immutable before update or delete on amendments
    for each row execute function forbid_change();

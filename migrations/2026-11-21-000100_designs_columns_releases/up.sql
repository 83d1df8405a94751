-- The design of a survey (調査設計): population, letters, rules for small numbers. Replaced as a whole.
create table designs (
    municipality_id uuid not null,
    survey_id uuid not null,
    document jsonb not null,
    constraint designs_pkey primary key (municipality_id, survey_id),
    constraint designs_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id)
);

-- The cleaned answers of a closed survey, one column for each item, as they were counted. They belong to the set of
-- responses with this digest, so that a report can be computed again by another method also after entry was reopened.
create table report_columns (
    municipality_id uuid not null,
    survey_id uuid not null,
    response_digest bytea not null,
    item text not null,
    answers bytea not null,
    constraint report_columns_pkey primary key (municipality_id, survey_id, response_digest, item),
    constraint report_columns_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id)
);
comment on column report_columns.item is 'Item code; empty for what belongs to the responses as a whole.';
comment on column report_columns.answers is 'Packed, half a byte to eight bytes an answer; in an order that does not tell when an answer came.';
alter table report_columns alter column answers set storage external;

-- A release (公表): what the public may see of a report, small numbers gone. Never changed.
create table releases (
    municipality_id uuid not null,
    report_id uuid not null,
    survey_id uuid not null,
    document jsonb not null,
    released_at timestamptz not null,
    constraint releases_pkey primary key (municipality_id, report_id),
    constraint releases_report_fkey foreign key (municipality_id, report_id) references reports (municipality_id, id),
    constraint releases_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id)
);
create trigger releases_immutable before update on releases for each row execute function forbid_change();

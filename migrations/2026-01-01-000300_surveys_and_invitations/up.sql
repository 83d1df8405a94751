-- A survey (調査): one fieldwork of one version. Whether it takes answers follows from its times and the
-- database's clock; `state` only records acts by hand and what the clock's job has already done.
create table surveys (
    municipality_id uuid not null,
    id uuid not null,
    version_id uuid not null,
    slug text not null,
    title jsonb not null,
    fiscal_year integer not null,
    anonymity text not null,
    state text not null default 'draft',
    opens_at timestamptz,
    web_closes_at timestamptz,
    entry_closes_at timestamptz,
    grace_minutes integer not null default 15,
    frame_population integer,
    sample_size integer,
    census boolean not null default false,
    synthetic boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    constraint surveys_pkey primary key (municipality_id, id),
    constraint surveys_slug_key unique (municipality_id, slug),
    constraint surveys_municipality_fkey foreign key (municipality_id) references municipalities (id),
    constraint surveys_version_fkey foreign key (municipality_id, version_id) references versions (municipality_id, id),
    constraint surveys_anonymity_check check (anonymity in ('anonymous', 'confidential', 'open')),
    constraint surveys_state_check check (state in ('draft', 'scheduled', 'open', 'web_closed', 'entry_closed', 'cancelled')),
    constraint surveys_times_check check (opens_at < web_closes_at and web_closes_at <= entry_closes_at),
    constraint surveys_schedule_check check (
        num_nulls(opens_at, web_closes_at, entry_closes_at) = 0
        or (state in ('draft', 'cancelled') and num_nulls(opens_at, web_closes_at, entry_closes_at) = 3)
    ),
    constraint surveys_grace_check check (grace_minutes between 0 and 1440)
);
comment on column surveys.web_closes_at is 'Exclusive: 「10月31日まで」 is the first moment of 1 November. What was begun before it is taken for grace_minutes more.';
comment on column surveys.frame_population is 'N, the people the sample was drawn from; null when unknown (no finite population correction then).';

-- An invitation (調査対象): one one-time key, drawn at random and printed on a letter without a name.
create table invitations (
    municipality_id uuid not null,
    survey_id uuid not null,
    key_hash bytea not null,
    stratum text,
    used boolean not null default false,
    constraint invitations_pkey primary key (municipality_id, survey_id, key_hash),
    constraint invitations_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id)
);
comment on column invitations.key_hash is 'HMAC under the secret of the installation, which is not in the database: short keys cannot be found by trying.';
comment on column invitations.used is 'A boolean without a time: when a key was used would tell whose answer is whose.';

-- A municipality (自治体) is the tenant: every other table belongs to one and is reached only with it,
-- so `municipality_id` comes first in every primary key (and a distributed database needs no other table shape).
create table municipalities (
    id uuid not null,
    slug text not null,
    name jsonb not null,
    contact jsonb not null,
    time_zone text not null default 'Asia/Tokyo',
    synthetic boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    constraint municipalities_pkey primary key (id),
    constraint municipalities_slug_key unique (slug)
);
comment on column municipalities.contact is 'Who answers questions about a survey: {division, telephone, hours}; texts in several languages.';
comment on column municipalities.synthetic is 'A demonstration: every page, feed and export says 「架空の回答」.';

-- A division (課) owns indicators and gets the mail when their value arrives.
create table divisions (
    municipality_id uuid not null,
    id uuid not null,
    name text not null,
    email text,
    constraint divisions_pkey primary key (municipality_id, id),
    constraint divisions_name_key unique (municipality_id, name),
    constraint divisions_municipality_fkey foreign key (municipality_id) references municipalities (id)
);

-- One row: what this installation is recognised by.
create table installation (
    singleton boolean not null default true,
    secret_check bytea not null,
    constraint installation_pkey primary key (singleton),
    constraint installation_singleton_check check (singleton)
);
comment on column installation.secret_check is 'Keyed hash of a fixed text under the secret of the installation: a wrong secret would make every key and receipt invalid, so the program refuses to start with one.';

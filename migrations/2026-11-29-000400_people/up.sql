-- Members of staff: who they are, how they come in, what they may do.

-- The people who run the installation have a desk of their own: it is kept like a municipality, so that whoever signs in
-- signs in the same way, and is none for citizens and the public.
alter table municipalities add column is_office boolean not null default false;
alter table municipalities add column suspended_at timestamptz;
alter table municipalities add column second_factor boolean not null default true;
alter table municipalities
    add constraint municipalities_office_check
    check (is_office = (slug = 'office'));
create unique index municipalities_is_office_key on municipalities (is_office) where is_office;
comment on column municipalities.is_office is 'The desk of those who run the installation: it has people and a log, no surveys, and no public page.';
comment on column municipalities.suspended_at is 'Since when nobody is served: neither its citizens nor its staff.';
comment on column municipalities.second_factor is 'Whether administrators and approvers need a second factor to sign in.';

create table people (
    municipality_id uuid not null,
    id uuid not null,
    login text not null,
    name text not null,
    email text,
    division_id uuid,
    until date,
    password text,
    totp bytea,
    totp_step bigint,
    account text,
    signed_in_at timestamptz,
    signed_in_before_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    constraint people_pkey primary key (municipality_id, id),
    constraint people_login_key unique (municipality_id, login),
    constraint people_account_key unique (municipality_id, account),
    constraint people_municipality_fkey foreign key (municipality_id) references municipalities (id),
    constraint people_division_fkey foreign key (municipality_id, division_id) references divisions (municipality_id, id),
    constraint people_login_check check (login = lower(login) and length(login) between 1 and 60)
);
comment on table people is 'Members of staff. Nobody is ever deleted, so that the log goes on naming them; who leaves has a last day.';
comment on column people.login is 'What they type to sign in; unique in their municipality, and never given to another.';
comment on column people.until is 'Their last day; none: no end. After it they cannot come in, and whoever is in is out.';
comment on column people.password is 'Argon2id in PHC form over a keyed hash of what they typed; none until they chose one.';
comment on column people.totp is 'The secret of their one-time codes, encrypted under a key of the installation; none: they use none.';
comment on column people.totp_step is 'The last half minute whose code was used: none is used twice.';
comment on column people.account is 'Issuer and subject of the account of a provider (OpenID Connect) that is bound to them; none: they use none.';
comment on column people.signed_in_at is 'When they last signed in.';
comment on column people.signed_in_before_at is 'When they signed in the time before: what is new since then is shown.';
comment on column people.version is 'Counts its changes: of two who change it at once, the second one looks again.';

create table person_roles (
    municipality_id uuid not null,
    person_id uuid not null,
    role text not null,
    until date,
    constraint person_roles_pkey primary key (municipality_id, person_id, role),
    constraint person_roles_person_fkey foreign key (municipality_id, person_id) references people (municipality_id, id)
);
comment on table person_roles is 'What a person is there for.';
comment on column person_roles.until is 'The last day of the role; none: no end.';

create table one_time_codes (
    municipality_id uuid not null,
    person_id uuid not null,
    number smallint not null,
    hash bytea not null,
    used_at timestamptz,
    constraint one_time_codes_pkey primary key (municipality_id, person_id, number),
    constraint one_time_codes_person_fkey foreign key (municipality_id, person_id) references people (municipality_id, id),
    constraint one_time_codes_number_check check (number between 1 and 10)
);
comment on table one_time_codes is 'Printed lists of codes that are a second factor: each is used once. A new list takes the place of the old one.';
comment on column one_time_codes.hash is 'Keyed hash of the code: a stolen database does not reveal short codes.';

create table set_ups (
    municipality_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    purpose text not null,
    hash bytea not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    constraint set_ups_pkey primary key (municipality_id, id),
    constraint set_ups_hash_key unique (municipality_id, hash),
    constraint set_ups_person_fkey foreign key (municipality_id, person_id) references people (municipality_id, id),
    constraint set_ups_purpose_check check (purpose in ('invitation', 'reset'))
);
comment on table set_ups is 'The right to choose a password once: sent as a link, or printed as a code. The clock deletes what is over.';
comment on column set_ups.hash is 'Keyed hash of the code.';

create table sessions (
    municipality_id uuid not null,
    hash bytea not null,
    person_id uuid not null,
    id uuid not null,
    device text not null,
    place text not null,
    entry text not null,
    began_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    constraint sessions_pkey primary key (municipality_id, hash),
    constraint sessions_id_key unique (municipality_id, id),
    constraint sessions_person_fkey foreign key (municipality_id, person_id) references people (municipality_id, id),
    constraint sessions_place_check check (place in ('here', 'inside', 'outside'))
);
create index sessions_person on sessions (municipality_id, person_id);
comment on table sessions is 'Who is signed in. A session that is over is no session; the clock deletes it.';
comment on column sessions.hash is 'SHA-256 of the random token that the browser keeps.';
comment on column sessions.id is 'What a session is called where it is ended from another one: it opens nothing.';
comment on column sessions.device is 'What kind of browser on what kind of system, in a few words. No address is kept.';
comment on column sessions.place is 'Where from: this machine, a network of the office, or elsewhere.';
comment on column sessions.entry is 'How they came in: with what besides the password.';
comment on column sessions.seen_at is 'When it was last used, to the minute.';
comment on column sessions.ends_at is 'When it ends however busy.';

-- Names of divisions change; what was written under the old name goes on bearing it.
create table division_names (
    municipality_id uuid not null,
    division_id uuid not null,
    from_day date not null,
    name text not null,
    constraint division_names_pkey primary key (municipality_id, division_id, from_day),
    constraint division_names_division_fkey foreign key (municipality_id, division_id) references divisions (municipality_id, id)
);
comment on table division_names is 'What a division was called from which day on; `divisions.name` is the name of now.';

create table deputies (
    municipality_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    deputy_id uuid not null,
    from_day date not null,
    until_day date not null,
    reason text not null,
    ended_at timestamptz,
    constraint deputies_pkey primary key (municipality_id, id),
    constraint deputies_person_fkey foreign key (municipality_id, person_id) references people (municipality_id, id),
    constraint deputies_deputy_fkey foreign key (municipality_id, deputy_id) references people (municipality_id, id),
    constraint deputies_days_check check (from_day <= until_day),
    constraint deputies_other_check check (person_id <> deputy_id)
);
comment on table deputies is '代決: who decides in an approver''s place, from and until which day.';

create table transfers (
    municipality_id uuid not null,
    id uuid not null,
    from_id uuid not null,
    to_id uuid not null,
    on_day date not null,
    state text not null,
    tried_on date,
    hindrance text,
    constraint transfers_pkey primary key (municipality_id, id),
    constraint transfers_from_fkey foreign key (municipality_id, from_id) references people (municipality_id, id),
    constraint transfers_to_fkey foreign key (municipality_id, to_id) references people (municipality_id, id),
    constraint transfers_other_check check (from_id <> to_id),
    constraint transfers_state_check check (state in ('planned', 'done', 'undone'))
);
create unique index transfers_planned_key on transfers (municipality_id, from_id) where state = 'planned';
comment on table transfers is '人事異動: on a day all roles of one person become another''s.';
comment on column transfers.tried_on is 'The day on which it could not be made; it is tried again on the next one.';
comment on column transfers.hindrance is 'Why it could not be made on that day.';

create table motions (
    municipality_id uuid not null,
    id uuid not null,
    motion jsonb not null,
    reason text not null,
    moved_by uuid not null,
    moved_at timestamptz not null,
    state text not null,
    decided_by uuid,
    instead_of uuid,
    decided_at timestamptz,
    constraint motions_pkey primary key (municipality_id, id),
    constraint motions_mover_fkey foreign key (municipality_id, moved_by) references people (municipality_id, id),
    constraint motions_decider_fkey foreign key (municipality_id, decided_by) references people (municipality_id, id),
    constraint motions_instead_fkey foreign key (municipality_id, instead_of) references people (municipality_id, id),
    constraint motions_state_check check (state in ('waiting', 'accepted', 'refused', 'withdrawn')),
    constraint motions_second_check check (
        (state in ('accepted', 'refused')) = (decided_by is not null)
        and decided_by <> moved_by
        and instead_of <> moved_by
    )
);
create unique index motions_waiting_key
    on motions (municipality_id, (motion ->> 'act'), (coalesce(motion ->> 'report', motion ->> 'survey')))
    where state = 'waiting';
create index motions_moved on motions (municipality_id, moved_at);
comment on table motions is '起案と決裁: acts that are done only when a second person has said yes.';
comment on column motions.motion is 'What is to be done, as the program writes it.';
comment on column motions.instead_of is 'In whose place it was decided, by a deputy.';

-- Long work that somebody asked for. It is done by a job; here stands how far it is.
create table works (
    municipality_id uuid not null,
    id uuid not null,
    kind text not null,
    who jsonb not null,
    asked_at timestamptz not null default clock_timestamp(),
    done bigint not null default 0,
    total bigint,
    state text not null default 'waiting',
    is_stopped boolean not null default false,
    outcome jsonb,
    finished_at timestamptz,
    constraint works_pkey primary key (municipality_id, id),
    constraint works_municipality_fkey foreign key (municipality_id) references municipalities (id),
    constraint works_state_check check (state in ('waiting', 'running', 'finished', 'stopped', 'failed')),
    constraint works_done_check check (done >= 0 and (total is null or done <= total))
);
create unique index works_under_way_key on works (municipality_id, kind) where state in ('waiting', 'running');
create index works_asked on works (municipality_id, asked_at);
comment on table works is 'Long work that somebody asked for, and how far it is. The clock deletes what was finished long ago.';
comment on column works.who is 'Who asked for it, as in the audit log.';
comment on column works.is_stopped is 'Whether somebody asked it to stop: it looks at this between its steps, and leaves nothing half.';
comment on column works.outcome is 'What came of it, or why it failed.';

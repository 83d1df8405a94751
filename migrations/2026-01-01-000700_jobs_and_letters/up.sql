-- The queue: an ordinary table, claimed with a lease so that a slow job pins no connection.
create table jobs (
    id uuid not null,
    job jsonb not null,
    run_at timestamptz not null,
    attempts integer not null default 0,
    leased_until timestamptz,
    last_error text,
    given_up_at timestamptz,
    constraint jobs_pkey primary key (id)
);
create index jobs_due on jobs (run_at) where given_up_at is null;
create unique index jobs_waiting on jobs (job) where leased_until is null and given_up_at is null;
comment on index jobs_waiting is 'The same job waits once, however often it is asked for.';

-- The outbox: a letter is a row of the transaction that causes it; the worker sends it.
create table letters (
    municipality_id uuid not null,
    id uuid not null,
    letter jsonb not null,
    language text not null,
    address text not null,
    state text not null default 'queued',
    last_error text,
    written_at timestamptz not null default clock_timestamp(),
    sent_at timestamptz,
    constraint letters_pkey primary key (municipality_id, id),
    constraint letters_municipality_fkey foreign key (municipality_id) references municipalities (id),
    constraint letters_state_check check (state in ('queued', 'sent', 'given_up'))
);

-- What a survey's keys, receipts and envelopes were made with, where the installation's secret was changed since: each
-- encrypted under the secret of now.
create table survey_secrets (
    municipality_id uuid not null,
    survey_id uuid not null,
    wrapped bytea not null,
    constraint survey_secrets_pkey primary key (municipality_id, survey_id),
    constraint survey_secrets_survey_fkey foreign key (municipality_id, survey_id)
        references surveys (municipality_id, id)
);
comment on column survey_secrets.wrapped is 'The former secret, encrypted under the present one.';
-- All the installation ever had: what was bound with them (the audit log) can still be followed.
create table former_secrets (
    number integer not null,
    wrapped bytea not null,
    constraint former_secrets_pkey primary key (number)
);
comment on table former_secrets is 'The former secrets, oldest first, each encrypted under the present one.';

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

-- 正誤: words of a version that are corrected while surveys ask it. The version stays as it is; the surveys go on with
-- another one, 3.1 after 3, that says the same in better words.

alter table versions add column erratum integer not null default 0, add
    constraint versions_erratum_check check (erratum >= 0);
alter table versions drop constraint versions_number_key, add
    constraint versions_number_key unique (municipality_id, questionnaire_id, number, erratum);
comment on column versions.erratum is 'Which correction of the words of this number: 3.1 is its first; 0 is the version itself.';

alter table questionnaire_drafts add column is_erratum boolean not null default false, add
    constraint questionnaire_drafts_erratum_check check (not is_erratum or basis_id is not null);
comment on column questionnaire_drafts.is_erratum is 'Whether it corrects the words of its basis and changes nothing else.';
create unique index questionnaire_drafts_erratum_key on questionnaire_drafts (municipality_id, basis_id)
    where is_erratum and version_id is null and removed_at is null;

create table errata (
    municipality_id uuid not null,
    survey_id uuid not null,
    issued_at timestamptz not null,
    corrected_id uuid not null,
    version_id uuid not null,
    constraint errata_pkey primary key (municipality_id, survey_id, issued_at),
    constraint errata_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id),
    constraint errata_corrected_fkey foreign key (municipality_id, corrected_id)
        references versions (municipality_id, id),
    constraint errata_version_fkey foreign key (municipality_id, version_id) references versions (municipality_id, id),
    constraint errata_change_check check (corrected_id <> version_id)
);
comment on table errata is 'When a survey that was under way went on with corrected words.';
comment on column errata.municipality_id is 'The tenant.';
comment on column errata.survey_id is 'The survey.';
comment on column errata.issued_at is 'From when on citizens read the corrected words.';
comment on column errata.corrected_id is 'The version that was asked before.';
comment on column errata.version_id is 'The version that is asked since.';
create trigger errata_immutable before update or delete on errata for each row execute function forbid_change();

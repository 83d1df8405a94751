drop table errata;
drop index questionnaire_drafts_erratum_key;
alter table questionnaire_drafts drop column is_erratum;
alter table versions drop constraint versions_number_key;
alter table versions drop column erratum;
alter table versions add
    constraint versions_number_key unique (municipality_id, questionnaire_id, number);

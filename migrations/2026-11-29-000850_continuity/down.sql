alter table versions drop column judged;
alter table questionnaire_drafts drop column judged;

drop table draft_revisions;
drop table questionnaire_drafts;

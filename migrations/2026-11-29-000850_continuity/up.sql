-- Whether questions still mean what they meant when they were last asked: said while a questionnaire is made, and kept
-- with its version, by which the series of indicators start again or go on.

alter table questionnaire_drafts add column judged jsonb not null default '[]';
comment on column questionnaire_drafts.judged is
    'What was said of questions that changed since they were last asked; of other changes than now it says nothing.';

alter table versions add column judged jsonb not null default '[]';
comment on column versions.judged is
    'How its questions continue those of the version that was asked before: what breaks a series, and what does not.';

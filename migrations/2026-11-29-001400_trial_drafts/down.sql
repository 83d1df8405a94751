drop table trial_drafts;

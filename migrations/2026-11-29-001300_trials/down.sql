drop table trial_notes;
drop table trial_responses;
drop table trials;

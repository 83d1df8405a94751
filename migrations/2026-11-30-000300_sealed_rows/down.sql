alter table trial_drafts alter column content set storage extended;
alter table trial_drafts reset (toast_tuple_target);
alter table drafts alter column content set storage extended;
alter table drafts reset (toast_tuple_target);
alter table envelopes reset (toast_tuple_target);

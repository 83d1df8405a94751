-- Encrypted bytes cannot be made smaller, and what is a little larger than a quarter of a page is read and deleted with its
-- row: it lies there, and not in a table of its own with an index of its own.

alter table envelopes set (toast_tuple_target = 8160);
alter table drafts set (toast_tuple_target = 8160);
alter table drafts alter column content set storage external;
alter table trial_drafts set (toast_tuple_target = 8160);
alter table trial_drafts alter column content set storage external;

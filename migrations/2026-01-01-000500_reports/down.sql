drop table reports;
drop function forbid_change_but_state();

drop table versions;
drop table questionnaires;
drop function forbid_change();

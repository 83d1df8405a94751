drop function new_edition() cascade;
drop table editions;

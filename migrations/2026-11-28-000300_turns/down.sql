drop table held_back;
drop table turns;

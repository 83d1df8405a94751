drop table scales;

drop table installation;
drop table divisions;
drop table municipalities;

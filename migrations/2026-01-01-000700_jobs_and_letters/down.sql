drop table letters;
drop table jobs;

drop table releases;
drop table report_columns;
drop table designs;

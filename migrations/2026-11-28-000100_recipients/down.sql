drop table recipients;
drop table recipient_lists;

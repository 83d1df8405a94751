drop table value_comments;

drop table responses;
drop table drafts;

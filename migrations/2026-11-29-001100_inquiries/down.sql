drop table draft_packets;
drop table inquiry_comments;
drop table inquiry_divisions;
drop table inquiries;

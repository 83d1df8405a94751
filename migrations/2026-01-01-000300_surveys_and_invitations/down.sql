drop table invitations;
drop table surveys;

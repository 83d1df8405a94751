drop table draft_agreements;

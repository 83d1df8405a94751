drop table draft_sources;

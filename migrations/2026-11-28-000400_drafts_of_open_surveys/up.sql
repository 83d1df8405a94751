-- Drafts of open surveys are bounded for each network and in all: anybody may begin as many as they like.
alter table drafts add column network bytea;
comment on column drafts.network is 'Only for open surveys: keyed hash of the network the draft was begun from, of its survey and of that day, so that it says nothing about another day or survey. Emptied on the next day; gone with the draft, which is deleted in the transaction that stores the response.';
create index drafts_network on drafts (municipality_id, survey_id, network) where network is not null;

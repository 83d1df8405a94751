-- Texts of questionnaires may lead to the town's own pages: which those are, each town says for itself.
alter table municipalities add column linked_hosts jsonb not null default '[]';
alter table municipalities
    add constraint municipalities_linked_hosts_check
    check (jsonb_typeof(linked_hosts) = 'array');
comment on column municipalities.linked_hosts is 'Names of hosts whose pages texts of questionnaires may link to, and those of all below them.';

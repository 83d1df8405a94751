alter table audit drop column audit_key;
comment on column audit.hash is 'SHA-256 over the hash before it and this entry in canonical form: a changed or missing entry shows.';

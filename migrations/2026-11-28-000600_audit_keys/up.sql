-- Entries are bound with a key from now on: whoever has the database alone can no longer write a log that fits.
alter table audit add column audit_key bytea;
comment on column audit.audit_key is 'The name of the key that `hash` was made with; null in entries of before there were keys, which the first keyed entry seals.';
comment on column audit.hash is 'Keyed hash (HMAC-SHA-256) over the hash before it and this entry in canonical form; without a key (SHA-256) where `audit_key` is null.';

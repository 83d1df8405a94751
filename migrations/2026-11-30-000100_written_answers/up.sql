-- The answers of a response are kept as they were written: they are read whole, all of a survey together, and jsonb has to
-- be put together as text again each time. The text is the one the database printed so far, so the digest of a report
-- stays the same.
alter table responses alter column answers type json using answers::text::json;

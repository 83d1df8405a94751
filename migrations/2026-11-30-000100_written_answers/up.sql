-- The answers of a response are kept as they were written: they are read whole, all of a survey together, and putting
-- the text of a million documents together again took longer than everything else a closing does. The text is the one
-- the database printed so far, so the digest of a report stays the same.
alter table responses alter column answers type json using answers::text::json;

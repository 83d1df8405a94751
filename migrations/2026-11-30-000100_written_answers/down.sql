alter table responses alter column answers type jsonb using answers::text::jsonb;

-- Whom a confidential survey was sent to (送付先): promised to be destroyed on a date, and then destroyed.
create table recipient_lists (
    municipality_id uuid not null,
    survey_id uuid not null,
    destroy_on date not null,
    destroyed_at timestamptz,
    destroyed integer,
    constraint recipient_lists_pkey primary key (municipality_id, survey_id),
    constraint recipient_lists_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id),
    constraint recipient_lists_destroyed_check check (num_nulls(destroyed_at, destroyed) in (0, 2))
);
comment on column recipient_lists.destroy_on is 'The day promised on the first page; at its beginning the recipients go. It is never put off.';
comment on column recipient_lists.destroyed is 'How many recipients were destroyed.';

-- A recipient with the hash of the key that was drawn for them, so that only those who have not answered are reminded.
-- Nothing refers to this table, and it is in no backup.
create table recipients (
    municipality_id uuid not null,
    survey_id uuid not null,
    number integer not null,
    code text,
    name text,
    email text,
    key_hash bytea not null,
    constraint recipients_pkey primary key (municipality_id, survey_id, number),
    constraint recipients_key_key unique (municipality_id, survey_id, key_hash),
    constraint recipients_code_key unique (municipality_id, survey_id, code),
    constraint recipients_email_key unique (municipality_id, survey_id, email),
    constraint recipients_list_fkey foreign key (municipality_id, survey_id)
        references recipient_lists (municipality_id, survey_id),
    constraint recipients_known_check check (num_nonnulls(code, name, email) > 0)
);
comment on column recipients.number is 'In the order of the files: 1, 2, 3 …';

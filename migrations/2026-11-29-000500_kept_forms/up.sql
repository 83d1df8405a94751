create table kept_forms (
    municipality_id uuid not null,
    person text not null,
    form text not null,
    fields jsonb not null,
    version integer not null default 1,
    kept_at timestamptz not null default clock_timestamp(),
    constraint kept_forms_pkey primary key (municipality_id, person, form),
    constraint kept_forms_municipality_fkey foreign key (municipality_id) references municipalities (id),
    constraint kept_forms_fields_check check (jsonb_typeof(fields) = 'object')
);
comment on table kept_forms is 'What somebody has typed into a form and not sent yet: theirs alone, and gone when the form is sent.';
comment on column kept_forms.person is 'Whose it is, by login name, which is never given to another.';
comment on column kept_forms.form is 'Which form, by the address it stands at.';
comment on column kept_forms.fields is 'What was typed, by the names of the fields.';
comment on column kept_forms.version is 'Counts how often it was kept: of two windows with the same form, the second one looks again.';

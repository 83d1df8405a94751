-- 試行: a draft as it stood, answered like the real thing by whoever has the link. Nothing here hangs on a survey: no
-- result can count it.

create table trials (
    municipality_id uuid not null,
    id uuid not null,
    draft_id uuid not null,
    revision integer not null,
    document jsonb not null,
    who jsonb not null,
    begun_at timestamptz not null,
    ends_at timestamptz not null,
    constraint trials_pkey primary key (municipality_id, id),
    constraint trials_draft_fkey foreign key (municipality_id, draft_id)
        references questionnaire_drafts (municipality_id, id),
    constraint trials_time_check check (begun_at <= ends_at)
);
comment on table trials is 'Drafts that colleagues answer before citizens do.';
comment on column trials.municipality_id is 'The tenant.';
comment on column trials.id is 'Random: the link holds it, and nothing else leads there.';
comment on column trials.draft_id is 'The draft.';
comment on column trials.revision is 'Which revision of it.';
comment on column trials.document is 'The questionnaire as it stood then; changed since, it is tried anew.';
comment on column trials.who is 'By whom it was begun.';
comment on column trials.begun_at is 'When.';
comment on column trials.ends_at is 'From when on nobody answers any more.';

create table trial_responses (
    municipality_id uuid not null,
    trial_id uuid not null,
    id uuid not null,
    seconds integer not null,
    answers jsonb not null,
    constraint trial_responses_pkey primary key (municipality_id, trial_id, id),
    constraint trial_responses_trial_fkey foreign key (municipality_id, trial_id)
        references trials (municipality_id, id),
    constraint trial_responses_seconds_check check (seconds >= 0)
);
comment on table trial_responses is 'What was answered on trial; counted with nothing else.';
comment on column trial_responses.municipality_id is 'The tenant.';
comment on column trial_responses.trial_id is 'Of which trial.';
comment on column trial_responses.id is 'Of the form: sent twice, it is one.';
comment on column trial_responses.seconds is 'How long it took, from the first page on.';
comment on column trial_responses.answers is 'As responses of surveys are stored.';
create trigger trial_responses_immutable before update on trial_responses
    for each row execute function forbid_change();

create table trial_notes (
    municipality_id uuid not null,
    trial_id uuid not null,
    id uuid not null,
    question text,
    said text not null,
    at timestamptz not null,
    constraint trial_notes_pkey primary key (municipality_id, trial_id, id),
    constraint trial_notes_trial_fkey foreign key (municipality_id, trial_id)
        references trials (municipality_id, id)
);
comment on table trial_notes is 'What those noticed who tried a draft.';
comment on column trial_notes.municipality_id is 'The tenant.';
comment on column trial_notes.trial_id is 'In which trial.';
comment on column trial_notes.id is 'Random.';
comment on column trial_notes.question is 'At which question, by its code; none: of the whole.';
comment on column trial_notes.said is 'Their words.';
comment on column trial_notes.at is 'When.';
create trigger trial_notes_immutable before update on trial_notes
    for each row execute function forbid_change();

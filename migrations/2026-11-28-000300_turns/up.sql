-- How fast codes are tried and open surveys are answered is bounded, for all nodes together.

-- Lost in a crash and in no backup: it matters for seconds.
create unlogged table turns (
    lane bytea not null,
    free_at timestamptz not null,
    constraint turns_pkey primary key (lane)
);
comment on table turns is 'Lanes in which one waits for a turn. A row is there only while something may have to wait; it is deleted a few seconds after that.';
comment on column turns.lane is 'Keyed hash of what waits: a network, a municipality, a survey. Of a network it is another one every hour.';
comment on column turns.free_at is 'When the lane will have worked off what passed it.';

create table held_back (
    municipality_id uuid not null,
    survey_id uuid not null,
    forms bigint not null,
    constraint held_back_pkey primary key (municipality_id, survey_id),
    constraint held_back_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id),
    constraint held_back_forms_check check (forms > 0)
);
comment on table held_back is 'How many forms of an open survey were asked to come again in a moment, because their network sent very many.';

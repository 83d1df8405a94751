-- What somebody typed so far on a trial, as drafts of surveys are kept: encrypted under a token only that person holds,
-- and bounded like those of open surveys, since whoever has the link may begin as many as they like.
create table trial_drafts (
    municipality_id uuid not null,
    trial_id uuid not null,
    token_hash bytea not null,
    content bytea not null,
    saved_on date not null,
    network bytea not null,
    constraint trial_drafts_pkey primary key (municipality_id, trial_id, token_hash),
    constraint trial_drafts_trial_fkey foreign key (municipality_id, trial_id) references trials (municipality_id, id)
);
comment on table trial_drafts is 'Unfinished answers of trials, beside those of surveys so that no survey counts them; in no backup.';
comment on column trial_drafts.municipality_id is 'The tenant.';
comment on column trial_drafts.trial_id is 'Of which trial.';
comment on column trial_drafts.token_hash is 'What it is found by; the token opens it, and only the browser has that.';
comment on column trial_drafts.content is 'Encrypted, filled up so that its length says little.';
comment on column trial_drafts.saved_on is 'The day only.';
comment on column trial_drafts.network is 'Keyed hash of the network it was begun from, of its trial and of that day; emptied on the next.';

-- The log is read by people: newest first, narrowed down by who, what, which survey and when. Each index ends with when
-- and the number, so that a page of a long log is read from its place on and nothing is sorted. Citizens' answers never write here.
create index audit_by on audit (municipality_id, (coalesce(who ->> 'staff', who ->> 'operator')), at, number);
create index audit_what on audit (municipality_id, (event ->> 'event'), at, number);
create index audit_of_survey on audit (municipality_id, (coalesce(event ->> 'survey', event ->> 'report')), at, number)
    where coalesce(event ->> 'survey', event ->> 'report') is not null;
create index audit_at on audit (municipality_id, at, number);
comment on index audit_by is 'By the login of a member of staff or an operator.';
comment on index audit_what is 'By the word of the event.';
comment on index audit_of_survey is 'By survey; what is about a report alone, by that.';
comment on index audit_at is 'By day.';

drop index audit_at;
drop index audit_of_survey;
drop index audit_what;
drop index audit_by;

drop table former_secrets;
drop table survey_secrets;

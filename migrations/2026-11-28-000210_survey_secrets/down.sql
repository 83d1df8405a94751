drop table survey_secrets;

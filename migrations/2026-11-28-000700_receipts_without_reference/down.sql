alter table receipts
    add constraint receipts_survey_fkey foreign key (municipality_id, survey_id) references surveys (municipality_id, id);

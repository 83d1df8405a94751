//! The tests of behaviour: one file an activity, one schema a test.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "a test that cannot go on fails here, and tells its whole story in one place"
)]

// What the tests of the library and these share names the house as the library does.
use kocho::domain;

mod advisories;
mod alone;
mod apart;
mod audit;
mod bad_input;
mod case_folder;
mod closing;
mod commands;
mod connections;
mod disclosure;
mod figures;
mod five;
mod following;
mod given_up;
mod indicators;
mod intake;
mod intake_outcomes;
mod jobs;
mod letters;
mod lifecycle;
mod linkage;
mod linking;
mod openid;
mod operations;
mod options;
mod paces;
mod plan_charts;
mod plan_pages;
mod plan_words;
mod plans;
mod publications;
mod questionnaire_files;
mod questionnaire_limits;
mod questionnaire_pictures;
mod questionnaire_slips;
mod questionnaires;
mod rekeying;
mod respond;
mod results;
mod results_of_families;
mod results_of_grids;
mod results_read;
mod safe_methods;
mod schema;
mod sealing;
mod shape;
mod sheets;
mod staff;
mod statistics;
mod support;
mod tour;
mod values;
mod words;

//! The tests of behaviour: one file an activity, one schema a test.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails here"
)]

mod closing;
mod intake;
mod jobs;
mod lifecycle;
mod operations;
mod plans;
mod questionnaire_files;
mod questionnaires;
mod sealing;
mod statistics;
mod support;

//! The nouns: what surveys, answers, shares and targets *are*. Pure: no I/O, no SQL, no clock, no randomness.
//!
//! Time, randomness and ids come in as arguments. Nothing here names another part of the program.

pub mod account;
pub mod actor;
pub mod between;
pub mod calendar;
pub mod chain;
pub mod cipher;
pub mod division;
pub mod envelope;
pub mod era;
pub mod event;
pub mod free_text;
pub mod ids;
pub mod invitation;
pub mod job;
pub mod language;
pub mod letter;
pub mod motion;
pub mod numeral;
pub mod pace;
pub mod permission;
pub mod person;
pub mod plan;
pub mod questionnaire;
pub mod reason;
pub mod recipient;
pub mod report;
pub mod role;
pub mod search;
pub mod secret;
pub mod session;
pub mod slug;
pub mod small_numbers;
pub mod statistics;
pub mod submission;
pub mod survey;
pub mod tabulation;
pub mod telephone;
pub mod text;
pub mod time;
pub mod time_of_day;
pub mod token;
pub(crate) mod words;
pub mod work;
pub mod year;

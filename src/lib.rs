//! Kocho (広聴): citizen surveys that feed a municipality's plan.
//!
//! ```text
//!  nouns     domain/      what surveys, answers, shares and targets ARE       pure, no I/O, no SQL, no clock
//!  bytes     formats/     questionnaire and plan files, CSV, case folders     pure, knows domain
//!  rows      storage/     every SQL statement of the program                  functions over a connection
//!  verbs     workflows/   changes that touch more than one thing              one transaction each, audited
//!  pages     views/       templates, languages, numbers and dates as text
//!  letters   mail/        transport
//!  doors     web/         HTTP: who is asking, what they sent, what they get
//!  doors     commands/    the operator's command line
//!  time      jobs/        the same workflows, when nobody is asking
//! ```

pub mod app;
pub mod clock;
pub mod commands;
pub mod config;
pub mod domain;
pub mod formats;
pub mod installation;
pub mod jobs;
pub mod mail;
pub mod metrics;
pub mod private_postgres;
pub mod storage;
pub mod telemetry;
pub mod views;
pub mod web;
pub mod workflows;

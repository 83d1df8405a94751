//! Operation through real processes: each test has its own directory, its own ports and its own PostgreSQL, and ends
//! only what it started.

mod audit_log;
mod away;
mod backup_files;
mod backups;
mod crowds;
mod doors;
mod dry_runs;
pub mod installation;
mod pictures;
mod postgres;
mod refusals;
mod starting;
mod takeover;

//! The bytes: questionnaire files, pictures, plan files, CSV, case folders. Pure: bytes in, domain values out, or back. No files, no network.

pub mod backup;
pub mod case;
pub mod dump;
mod lines;
pub mod picture;
pub mod plan;
pub mod questionnaire;
pub mod recipients;
pub mod sent_file;
pub mod spreadsheet;

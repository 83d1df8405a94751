//! The bytes: questionnaire files of ours and of other programs, last year's sheets, pictures, plan files, CSV, case
//! folders. Pure: bytes in, domain values out, or back. No files, no network.

pub mod backup;
pub mod begun;
pub mod case;
pub mod docx;
pub mod dump;
pub mod foreign;
pub mod library;
mod lines;
pub mod picture;
pub mod plan;
pub mod questionnaire;
pub mod recipients;
pub mod sent_file;
pub mod sheet;
pub mod spreadsheet;

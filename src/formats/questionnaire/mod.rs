//! Questionnaire files: YAML and JSON in, JSON out, one documented schema (`config/questionnaire.schema.json`).
//!
//! A file is read by our own reader over a tree with places, because a clerk wants every fault at once, each with
//! line, column and path. What a questionnaire may be is the domain's `review`; it runs here too, so that its
//! findings have lines.

mod document;
mod fault;
mod fields;
mod parts;
pub mod schema;
mod tree;

use sha2::{Digest, Sha256};

pub use fault::{Fault, FaultKind};

use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::review::review;
use fields::Reading;

/// Reads and reviews a file.
///
/// # Errors
/// Every fault, in the order of the file. Faults of the design are found once the file can be read.
pub fn read(bytes: &[u8]) -> Result<Questionnaire, Vec<Fault>> {
    let root = tree::parse(bytes)?;
    let mut reading = Reading::default();
    let questionnaire = document::questionnaire(&mut reading, &root);
    if let (Some(questionnaire), true) = (&questionnaire, reading.faults.is_empty()) {
        for finding in review(questionnaire) {
            let (line, column) = place(&reading, &finding.path);
            let kind = FaultKind::Design(finding.fault);
            reading.faults.push(Fault {
                line,
                column,
                path: finding.path,
                kind,
            });
        }
    }
    reading
        .faults
        .sort_by_key(|fault| (fault.line, fault.column));
    match questionnaire {
        Some(questionnaire) if reading.faults.is_empty() => Ok(questionnaire),
        _ => Err(reading.faults),
    }
}

/// Line and column of a path, or of the nearest part of the file around it.
fn place(reading: &Reading, path: &str) -> (usize, usize) {
    let mut rest = path;
    loop {
        match (reading.places.get(rest), rest.rfind(['.', '['])) {
            (Some(place), _) => return *place,
            (None, Some(end)) => rest = rest.get(..end).unwrap_or_default(),
            (None, None) => return (1, 1),
        }
    }
}

/// A questionnaire as a JSON file: indented, keys in the order of the schema, option sets written out.
///
/// # Errors
/// Never for a questionnaire: all its parts have a JSON form.
pub fn write_json(questionnaire: &Questionnaire) -> serde_json::Result<String> {
    serde_json::to_string_pretty(questionnaire)
}

/// SHA-256 of the canonical form: compact JSON, keys in the order of the types, languages in the order of their tags.
/// Equal questionnaires have equal digests however their files were written.
///
/// # Errors
/// Never for a questionnaire: all its parts have a JSON form.
pub fn digest(questionnaire: &Questionnaire) -> serde_json::Result<[u8; 32]> {
    Ok(Sha256::digest(serde_json::to_vec(questionnaire)?).into())
}

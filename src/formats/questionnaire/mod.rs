//! Questionnaire files: YAML and JSON in and out, one documented schema (`config/questionnaire.schema.json`).
//!
//! A file is read by our own reader over a tree with places, because a clerk wants every fault at once, each with
//! line, column and path. What a questionnaire may be is the domain's `review`; it runs here too, so that its
//! findings have lines.

mod document;
mod fault;
mod fields;
mod parts;
mod picture;
pub mod schema;
mod slips;
mod tree;
mod written;

use std::io;

use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

pub use fault::{Expected, Fault, FaultKind};
pub use slips::Slip;
pub use written::{unsaid, write_json, write_yaml};

use crate::domain::questionnaire::picture::Image;
use crate::domain::questionnaire::review::review;
use crate::domain::questionnaire::{Questionnaire, confusable};
use fields::Reading;

/// What is in a file: a questionnaire or faults, and what should be looked at in either case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Examined {
    /// The questionnaire, as far as it can be read; it may have faults of design.
    pub questionnaire: Option<Questionnaire>,
    /// The pictures its notes show that lay in files beside it.
    pub images: Vec<Image>,
    /// Every fault, in the order of the file. Faults of the design are found once the file can be read.
    pub faults: Vec<Fault>,
    /// What is no fault but will be confused or misread.
    pub remarks: Vec<Fault>,
}

/// Reads and reviews a file beside which there is no other: pictures it names are not found.
///
/// # Errors
/// Every fault, in the order of the file. Faults of the design are found once the file can be read.
pub fn read(bytes: &[u8]) -> Result<Questionnaire, Vec<Fault>> {
    let examined = examine(bytes, |_| Err(io::ErrorKind::NotFound.into()));
    match examined.questionnaire {
        Some(questionnaire) if examined.faults.is_empty() => Ok(questionnaire),
        _ => Err(examined.faults),
    }
}

/// Reads and reviews a file, and looks for what people will confuse. Pictures are files beside it, named without a
/// folder: `beside` reads one, of which no more is needed than a byte beyond `PICTURE_BYTES`.
#[must_use]
pub fn examine(bytes: &[u8], beside: impl Fn(&str) -> io::Result<Vec<u8>> + 'static) -> Examined {
    let text = match tree::text(bytes) {
        Ok(text) => text,
        Err(fault) => {
            let faults = vec![fault];
            return Examined {
                faults,
                ..Examined::default()
            };
        }
    };
    let mut examined = match tree::parse(text) {
        Ok(root) => document(&root, Reading::new(Box::new(beside))),
        Err(faults) => Examined {
            faults,
            ..Examined::default()
        },
    };
    if !examined.faults.is_empty() {
        examined.faults = slips::explain(text, examined.faults);
    }
    examined.remarks.extend(slips::cut_texts(text));
    examined
        .remarks
        .sort_by_key(|remark| (remark.line, remark.column));
    examined
}

fn document(root: &tree::Node, mut reading: Reading) -> Examined {
    let questionnaire = document::questionnaire(&mut reading, root);
    let readable = questionnaire.as_ref().filter(|_| reading.faults.is_empty());
    if let Some(questionnaire) = readable {
        let findings = review(questionnaire).into_iter();
        let faults = findings.map(|found| (found.path, FaultKind::Design(found.fault)));
        let remarks = confusable::remarks(questionnaire).into_iter();
        let remarks = remarks.map(|found| (found.path, FaultKind::Confusing(found.confusion)));
        let faults: Vec<Fault> = faults.map(|found| placed(&reading, found)).collect();
        let remarks: Vec<Fault> = remarks.map(|found| placed(&reading, found)).collect();
        reading.faults = faults;
        reading.remarks.extend(remarks);
    }
    reading
        .faults
        .sort_by_key(|fault| (fault.line, fault.column));
    Examined {
        questionnaire,
        images: reading.images,
        faults: reading.faults,
        remarks: reading.remarks,
    }
}

fn placed(reading: &Reading, (path, kind): (String, FaultKind)) -> Fault {
    let (line, column) = place(reading, &path);
    Fault {
        line,
        column,
        path,
        kind,
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

/// Whether a file is meant as one of ours, well or badly written: JSON that no other program asks for, or YAML by its keys.
#[must_use]
pub fn is_one(bytes: &[u8]) -> bool {
    const KEYS: [&str; 8] = [
        "code",
        "title",
        "purpose",
        "minutes",
        "languages",
        "layout",
        "option_sets",
        "sections",
    ];
    // Of UTF-16 the ASCII letters are left, which is enough to tell what is wrong with it.
    let text = String::from_utf8_lossy(bytes).replace('\0', "");
    let begin = text
        .trim_start_matches(['\u{feff}', '\u{fffd}'])
        .trim_start();
    let is_list = || serde_json::from_str::<IgnoredAny>(begin).is_ok();
    if begin.starts_with('{') || (begin.starts_with('[') && is_list()) {
        return true;
    }
    let begins = |line: &str, key: &str| {
        let rest = line.strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with([':', '：']))
    };
    let keys = KEYS.iter();
    let found = keys.filter(|key| text.lines().any(|line| begins(line, key)));
    found.count() > 1
}

/// SHA-256 of the canonical form: compact JSON, keys in the order of the types, languages in the order of their tags.
/// Equal questionnaires have equal digests however their files were written.
///
/// # Errors
/// Never for a questionnaire: all its parts have a JSON form.
pub fn digest(questionnaire: &Questionnaire) -> serde_json::Result<[u8; 32]> {
    Ok(Sha256::digest(serde_json::to_vec(questionnaire)?).into())
}

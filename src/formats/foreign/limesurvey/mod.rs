//! `LimeSurvey`: its structure as XML (`.lss`, with the texts in tables of their own or without) and as a table (`.txt`).
//!
//! Both are read into one [`structure::Structure`], which is mapped once. Written is neither: what a town moves away from
//! needs no way back, and the other formats are read by more programs.

mod conditions;
#[cfg(test)]
mod fixtures;
mod kinds;
#[cfg(test)]
mod letters_tests;
mod lss;
mod map;
mod structure;
mod tables;
#[cfg(test)]
mod tests;
mod tsv;
mod typed;

use super::assemble::Draft;
use super::expression::Dialect;
use super::lack::{FileIs, Lack};
use super::{Foreign, opened, unreadable};
use structure::Structure;

/// Reads an `.lss`, or the structure as a table.
#[must_use]
pub fn read(bytes: &[u8]) -> Foreign {
    let mut draft = Draft::new(Dialect::LimeSurvey);
    match structure(bytes, &mut draft) {
        Ok(structure) => map::questionnaire(structure, draft),
        Err(what) => unreadable(what),
    }
}

fn structure(bytes: &[u8], draft: &mut Draft) -> Result<Structure, Lack> {
    if opened::is(bytes, FileIs::Tsv).is_ok() {
        return tsv::structure(&opened::text(bytes)?, &mut draft.found);
    }
    opened::is(bytes, FileIs::Lss)?;
    let tables = tables::read(&opened::text(bytes)?, &mut draft.found)?;
    Ok(lss::structure(tables, &mut draft.found))
}

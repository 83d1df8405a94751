//! A plan (総合計画): its versions, its tree and its indicators, representable without loss.
//!
//! What the plans seen ask of the model (`plans/notes.md`) and where it is met:
//!
//! | | asked | met by |
//! |---|---|---|
//! | R1 | versions; a tree of any depth with its own codes; nodes without an indicator, with the reason | [`Plan::versions`], [`indicator::Step`], [`indicator::Version::not_set`] |
//! | R2 | an indicator is the same over versions; its name, unit, kinds, explanation, footnotes, group, order | `IndicatorId`, [`code_of`], [`indicator::Version`] |
//! | R3 | typed values with raw text, unit, scale, qualifier, missing mark, bound; compared in one unit only | [`figure::Printed`], [`unit::Unit`], [`uniform::Uniform`] |
//! | R4 | periods | [`period::Period`] |
//! | R5 | any number of targets | [`target::Milestone`] |
//! | R6 | baseline, n, denominator and source each unknown or not | [`baseline::Baseline`] |
//! | R7 | values with provenance, appended | [`value::Value`] |
//! | R8 | survey definition, versioned; changing it breaks the comparison | [`definition::Definition`], [`definition::Comparability`] |
//! | R9 | one item feeds several indicators, one indicator has several inputs | [`definition::Source::Formula`] |
//! | R10 | "cannot be judged" with a reason | [`progress::judge`], [`progress::Reason`] |
//! | R11 | the raw cell is kept and never corrected | [`printed`], [`figure::Printed::raw`] |
//! | R12 | export to the plan's own layout | rows keep their order, columns their printed heading ([`target::Milestone::label`]), cells their print |

pub mod amendment;
pub mod baseline;
pub mod definition;
pub mod direction;
pub mod figure;
pub mod indicator;
pub mod inputs;
pub mod notes;
pub mod period;
pub mod printed;
pub mod progress;
pub mod proposal;
pub mod reading;
pub mod remarks;
mod scan;
pub mod series;
pub mod target;
pub mod uniform;
pub mod unit;
pub mod value;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use indicator::Version;

/// A plan with all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its heading.
    pub heading: Heading,
    /// Its versions, oldest first; at least one.
    pub versions: Vec<Edition>,
}

/// What a plan is called and where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The municipality as printed.
    pub municipality: String,
    /// Its prefecture, where the file says it.
    pub prefecture: Option<String>,
    /// The name.
    pub name: String,
    /// Whether the document itself prints the name; otherwise it was concluded.
    pub name_in_text: bool,
    /// Why it is called so.
    pub name_evidence: Option<String>,
    /// The years it is for, as typed.
    pub period: Option<String>,
    /// The years it is for, as the document says them.
    pub period_in_text: Option<String>,
    /// A remark on the document's layout.
    pub layout: Option<String>,
    /// How the file was made.
    pub file_note: Option<String>,
}

/// One version (版) of a plan: 変更前, 変更後, or the only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its name as printed; none when there is only one.
    pub label: Option<String>,
    /// Its rows, each with its place in the file.
    pub rows: Vec<Row>,
}

/// A row of a plan and its place in the file, so that an export has the order of the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Place in the file, over all versions.
    pub position: i32,
    /// The indicator in this version.
    pub indicator: Version,
}

/// The code of an indicator, the same over all versions: the row's name without the letter of its version
/// (`SGS-02a` and `SGS-02b` are both `sgs-02`), in lower case, so that it can stand in an address.
#[must_use]
pub fn code_of(row_id: &str, versioned: bool) -> String {
    let stem = row_id.strip_suffix(|c: char| c.is_ascii_lowercase());
    let stem = stem.filter(|stem| versioned && stem.ends_with(|c: char| c.is_ascii_digit()));
    stem.unwrap_or(row_id).to_ascii_lowercase()
}

impl Plan {
    /// The name in addresses: what stands before the last hyphen of its first row (`SNG-02` → `sng`).
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let first = &self.rows().next()?.1.indicator.row_id;
        Some(
            first
                .rsplit_once('-')
                .map_or(first.as_str(), |(stem, _)| stem)
                .to_ascii_lowercase(),
        )
    }

    /// Every row with its version, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = (&Edition, &Row)> {
        let mut rows: Vec<_> = self
            .versions
            .iter()
            .flat_map(|v| v.rows.iter().map(move |row| (v, row)))
            .collect();
        rows.sort_by_key(|(_, row)| row.position);
        rows.into_iter()
    }

    /// Fills what a CSV cannot say (remarks on baselines, short names of nodes, what is known of the document) with what
    /// `known` has, so that importing one over the other form loses nothing.
    pub fn keep_unsaid(&mut self, known: &Self) {
        let old = &known.heading;
        let heading = &mut self.heading;
        for (new, old) in [
            (&mut heading.prefecture, &old.prefecture),
            (&mut heading.name_evidence, &old.name_evidence),
            (&mut heading.period_in_text, &old.period_in_text),
            (&mut heading.layout, &old.layout),
            (&mut heading.file_note, &old.file_note),
        ] {
            keep(new, old);
        }
        let before: HashMap<&str, &Version> = known
            .rows()
            .map(|(_, row)| (row.indicator.row_id.as_str(), &row.indicator))
            .collect();
        for row in self
            .versions
            .iter_mut()
            .flat_map(|version| &mut version.rows)
        {
            let Some(old) = before.get(row.indicator.row_id.as_str()) else {
                continue;
            };
            keep(&mut row.indicator.baseline.note, &old.baseline.note);
            for (step, old) in row.indicator.path.iter_mut().zip(&old.path) {
                if (&step.level, &step.code, &step.name) == (&old.level, &old.code, &old.name) {
                    keep(&mut step.short, &old.short);
                }
            }
        }
    }
}

fn keep(new: &mut Option<String>, old: &Option<String>) {
    if new.is_none() {
        new.clone_from(old);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indicator_keeps_its_code_over_versions() {
        assert_eq!(code_of("SGS-02a", true), "sgs-02");
        assert_eq!(code_of("SGS-02b", true), "sgs-02");
        assert_eq!(code_of("SNG-02", false), "sng-02");
        assert_eq!(code_of("x-a", true), "x-a");
    }
}

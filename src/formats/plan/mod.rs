//! Plan files: the CSV and JSON of `config/demo/plans`, read into [`Plan`]s and written back unchanged.
//!
//! Both forms become the same flat rows ([`record`]), so a rule about a column is written once ([`row`], [`cells`]).
//! All faults of a file are told at once, each with its line, column and path. The printed texts are kept as they are;
//! typed columns that are filled are taken as said by staff, empty ones are read from the printed text.

pub mod cells;
mod columns;
mod components;
mod json;
mod meta;
mod nested;
pub mod record;
mod row;
mod sheet;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod units_tests;
mod words;

use std::collections::HashMap;

use crate::domain::plan::{Edition, Heading, Plan, Row, code_of};
use record::{Fault, Record, What};

/// The forms a plan file comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One row a line, UTF-8 with or without BOM, LF or CRLF.
    Csv,
    /// `{meta, indicators: […]}`.
    Json,
}

/// Reads the plans of a file, in the order of their first rows.
///
/// # Errors
/// Every fault of the file.
pub fn read(bytes: &[u8], form: Form) -> Result<Vec<Plan>, Vec<Fault>> {
    let text = record::decode(bytes)?;
    let mut faults = Vec::new();
    let records = match form {
        Form::Csv => sheet::read(text, &mut faults),
        Form::Json => nested::read(text, &mut faults),
    };
    let plans = gather(&records, &mut faults);
    if plans.is_empty() && faults.is_empty() {
        faults.push(Fault::whole(What::Empty));
    }
    faults.sort_by_key(|fault| (fault.line, fault.column));
    if faults.is_empty() {
        Ok(plans)
    } else {
        Err(faults)
    }
}

/// Writes plans, in the form of [`read`].
#[must_use]
pub fn write(plans: &[Plan], form: Form) -> Vec<u8> {
    match form {
        Form::Csv => sheet::write(plans),
        Form::Json => nested::write(plans).into_bytes(),
    }
}

/// Puts the rows together to plans and versions.
fn gather(records: &[Record], faults: &mut Vec<Fault>) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    let mut seen: HashMap<_, usize> = HashMap::new();
    for (position, record) in (1..).zip(records) {
        let Some((heading, label, indicator)) = row::read(record, faults) else {
            continue;
        };
        let code = code_of(&indicator.row_id, label.is_some());
        let place = (heading.municipality.clone(), label.clone(), code);
        if let Some(first) = seen.insert(place, record.line) {
            faults.push(record.fault("row_id", What::Twice { first }));
        }
        let Some(plan) = plan_of(&mut plans, heading, record, faults) else {
            continue;
        };
        let edition = match plan
            .versions
            .iter()
            .position(|version| version.label == label)
        {
            Some(found) => plan.versions.get_mut(found),
            None => {
                plan.versions.push(Edition {
                    label,
                    rows: Vec::new(),
                });
                plan.versions.last_mut()
            }
        };
        if let Some(edition) = edition {
            edition.rows.push(Row {
                position,
                indicator,
            });
        }
    }
    plans
}

/// The plan a row belongs to; the heading must be the same in all rows.
fn plan_of<'a>(
    plans: &'a mut Vec<Plan>,
    heading: Heading,
    record: &Record,
    faults: &mut Vec<Fault>,
) -> Option<&'a mut Plan> {
    let same = |plan: &Plan| {
        plan.heading.name == heading.name && plan.heading.municipality == heading.municipality
    };
    match plans.iter().position(same) {
        Some(found) => {
            let plan = plans.get_mut(found)?;
            if plan.heading != heading {
                faults.push(record.fault("plan_name", What::HeadingDiffers));
            }
            Some(plan)
        }
        None => {
            plans.push(Plan {
                heading,
                versions: Vec::new(),
            });
            plans.last_mut()
        }
    }
}

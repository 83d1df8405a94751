//! What a change of a plan is as amendments (新旧対照表): cells that differ, rows that came and went.

use std::collections::BTreeMap;

use crate::domain::plan::amendment::{Amendment, Cause, differences};
use crate::domain::plan::indicator::Version;
use crate::domain::plan::{Edition, Heading, code_of};
use crate::formats::plan::cells;

/// Where a row came from and what was remarked about it is not the plan's text: a revision does not amend it.
const NOT_PRINTED: [&str; 7] = [
    "row_id",
    "source_file",
    "source_lines",
    "odd_case",
    "notes",
    "survey_note",
    "baseline_note",
];

/// The rows of a version by the code of their indicator.
pub(super) fn by_code(edition: &Edition) -> BTreeMap<String, &Version> {
    let versioned = edition.label.is_some();
    edition
        .rows
        .iter()
        .map(|row| (code_of(&row.indicator.row_id, versioned), &row.indicator))
        .collect()
}

/// One amendment for each cell of a row that differs.
pub(super) fn changed(old: &Version, new: &Version, cause: &Cause) -> Vec<Amendment> {
    let revision = matches!(cause, Cause::Revision { .. });
    let cells = differences(cells::of(old).as_slice(), cells::of(new).as_slice());
    let reason = new.change_reason().map(str::to_owned).filter(|_| revision);
    cells
        .into_iter()
        .filter(|(column, ..)| !revision || !NOT_PRINTED.contains(&column.as_str()))
        .map(|(field, old, new)| Amendment {
            field,
            old: some(old),
            new: some(new),
            reason: reason.clone(),
            cause: cause.clone(),
            defined: None,
        })
        .collect()
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A row that came.
pub(super) fn came(new: &Version, cause: &Cause) -> Amendment {
    let reason = new.change_reason().map(str::to_owned);
    Amendment {
        field: "row".to_owned(),
        old: None,
        new: Some(new.name.clone()),
        reason,
        cause: cause.clone(),
        defined: None,
    }
}

/// A row that went.
pub(super) fn went(old: &Version, cause: &Cause) -> Amendment {
    let old = Some(old.name.clone());
    Amendment {
        field: "row".to_owned(),
        old,
        new: None,
        reason: None,
        cause: cause.clone(),
        defined: None,
    }
}

/// What one version changed about the version before it, by indicator.
pub(super) fn revision(from: &Edition, to: &Edition) -> Vec<(String, Amendment)> {
    let name = |edition: &Edition| edition.label.clone().unwrap_or_default();
    let cause = Cause::Revision {
        from: name(from),
        to: name(to),
    };
    let (before, after) = (by_code(from), by_code(to));
    let mut amendments = Vec::new();
    for (code, new) in &after {
        let told = match before.get(code) {
            Some(old) => changed(old, new, &cause),
            None => vec![came(new, &cause)],
        };
        amendments.extend(told.into_iter().map(|amendment| (code.clone(), amendment)));
    }
    let gone = before.iter().filter(|(code, _)| !after.contains_key(*code));
    amendments.extend(gone.map(|(code, old)| (code.clone(), went(old, &cause))));
    amendments
}

/// What changed about the heading of a plan.
pub(super) fn heading(old: &Heading, new: &Heading) -> Vec<Amendment> {
    let text = |yes: bool| Some(yes.to_string());
    let fields = [
        ("plan_name", Some(old.name.clone()), Some(new.name.clone())),
        ("plan_period", old.period.clone(), new.period.clone()),
        (
            "plan_period_in_text",
            old.period_in_text.clone(),
            new.period_in_text.clone(),
        ),
        (
            "plan_name_in_text",
            text(old.name_in_text),
            text(new.name_in_text),
        ),
    ];
    fields
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| Amendment {
            field: field.to_owned(),
            old,
            new,
            reason: None,
            cause: Cause::Import,
            defined: None,
        })
        .collect()
}

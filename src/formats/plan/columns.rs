//! The columns of a plan file, in their order.

/// Columns of the row before its targets.
pub(super) const BEFORE: [&str; 32] = [
    "row_id",
    "source_file",
    "source_lines",
    "municipality",
    "plan_name",
    "plan_name_in_text",
    "plan_period",
    "version",
    "goal_code",
    "goal_name",
    "policy_code",
    "policy_name",
    "section_code",
    "section_name",
    "subsection_code",
    "subsection_name",
    "indicator_kind",
    "indicator_subkind",
    "indicator_no",
    "indicator_name",
    "indicator_name_raw",
    "unit",
    "baseline_label",
    "baseline_raw",
    "baseline_value",
    "baseline_year_raw",
    "baseline_year",
    "baseline_kind",
    "baseline_period",
    "baseline_components",
    "baseline_text",
    "baseline_missing",
];

/// Columns of each target; in CSV with `target1_`, `target2_` … before them.
pub(super) const TARGET: [&str; 15] = [
    "label",
    "raw",
    "year_raw",
    "year",
    "type",
    "explicit",
    "value",
    "low",
    "high",
    "bound",
    "unit",
    "period",
    "components",
    "text",
    "note",
];

/// Columns of the row after its targets.
pub(super) const AFTER: [&str; 9] = [
    "direction",
    "explanation_raw",
    "explanation_inherited",
    "footnotes",
    "survey_based",
    "survey_note",
    "row_group",
    "odd_case",
    "notes",
];

/// Columns that name something.
pub(super) const NAMES: [&str; 9] = [
    "municipality",
    "plan_name",
    "version",
    "goal_name",
    "policy_name",
    "section_name",
    "subsection_name",
    "indicator_name",
    "indicator_name_raw",
];

/// What only the JSON form can say.
pub(super) const JSON_ONLY: [&str; 3] = ["plan_period_in_text", "section_short", "baseline_note"];

/// A CSV has room for at least so many targets a row.
pub(super) const TARGETS: usize = 2;

/// The CSV heading for rows of at most so many targets.
pub(super) fn heading(targets: usize) -> Vec<String> {
    let each = (1..=targets.max(TARGETS))
        .flat_map(|n| TARGET.iter().map(move |name| format!("target{n}_{name}")));
    let before = BEFORE.iter().map(|name| (*name).to_owned());
    before
        .chain(each)
        .chain(AFTER.iter().map(|name| (*name).to_owned()))
        .collect()
}

/// Whether a CSV column is known: one of the row, or `targetN_…` with N from 1 to 99.
pub(super) fn known(name: &str) -> bool {
    if BEFORE.contains(&name) || AFTER.contains(&name) || JSON_ONLY.contains(&name) {
        return true;
    }
    let Some((number, name)) = name
        .strip_prefix("target")
        .and_then(|rest| rest.split_once('_'))
    else {
        return false;
    };
    number.parse::<u8>().is_ok_and(|n| (1..100).contains(&n))
        && !number.starts_with(['0', '+'])
        && TARGET.contains(&name)
}

//! An amendment (計画変更, 新旧対照表): old, new, reason; generated from what changed, never typed twice.

use serde::{Deserialize, Serialize};

use super::definition::Definition;

/// One thing that changed about a plan or an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// What changed: a column of the plan's table, or `row` when a row came or went.
    pub field: String,
    /// The text before; none when it came.
    pub old: Option<String>,
    /// The text after; none when it went.
    pub new: Option<String>,
    /// Why (変更理由), where given.
    pub reason: Option<String>,
    /// How it came about.
    pub cause: Cause,
    /// How the indicator was measured before and since, where that is what changed. What it says in words is said where it
    /// is shown; amendments of before that have it as text in `old` and `new`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defined: Option<Box<Defined>>,
}

/// A definition and the one that took its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defined {
    /// Until then.
    pub old: Definition,
    /// Since then.
    pub new: Definition,
}

impl Amendment {
    /// What changed of a definition, also where an older amendment has it as text.
    #[must_use]
    pub fn definitions(&self) -> Option<Defined> {
        let text = |side: &Option<String>| serde_json::from_str(side.as_deref()?).ok();
        let written = || {
            Some(Defined {
                old: text(&self.old)?,
                new: text(&self.new)?,
            })
        };
        self.defined.as_deref().cloned().or_else(written)
    }
}

/// How a change came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The plan was revised: these two versions differ.
    Revision {
        /// Name of the earlier version.
        from: String,
        /// Name of the later version.
        to: String,
    },
    /// The file was imported again and this cell was different.
    Import,
    /// The definition of the indicator was changed.
    Definition,
}

/// The cells of a row that differ: column, text before, text after. Both rows have the same columns in the same order.
#[must_use]
pub fn differences(
    old: &[(String, String)],
    new: &[(String, String)],
) -> Vec<(String, String, String)> {
    let before: std::collections::HashMap<&str, &str> = old
        .iter()
        .map(|(column, text)| (column.as_str(), text.as_str()))
        .collect();
    let after: std::collections::HashSet<&str> =
        new.iter().map(|(column, _)| column.as_str()).collect();
    let changed = new.iter().filter_map(|(column, text)| {
        let was = before.get(column.as_str()).copied().unwrap_or_default();
        (was != text).then(|| (column.clone(), was.to_owned(), text.clone()))
    });
    let gone = old
        .iter()
        .filter(|(column, text)| !after.contains(column.as_str()) && !text.is_empty());
    changed
        .chain(gone.map(|(column, text)| (column.clone(), text.clone(), String::new())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cells_that_differ_are_told() {
        let row = |cells: &[(&str, &str)]| {
            cells
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect::<Vec<_>>()
        };
        let old = row(&[("name", "A"), ("unit", "％"), ("target3", "5")]);
        let new = row(&[("name", "B"), ("unit", "％")]);
        let told = differences(&old, &new);
        let cell = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(told, [cell("name", "A", "B"), cell("target3", "5", "")]);
        assert!(differences(&old, &old).is_empty());
    }
}

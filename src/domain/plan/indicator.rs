//! An indicator (指標) as one version of its plan prints it (R2), and what is said about it by staff.
//!
//! Its identity (`IndicatorId`, the code) is the same over all versions of the plan and survives renaming.

use serde::{Deserialize, Serialize};

use super::baseline::Baseline;
pub use super::direction::Direction;
use super::notes;
pub use super::notes::Footnote;
use super::target::{Milestone, Target};
use crate::domain::reason::says_something;

/// One row of a plan in one version of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Name of the row in the file it came from: `SNG-02`, `SGS-02a`.
    pub row_id: String,
    /// The document it was taken from, and the lines there.
    pub source: Source,
    /// Where it hangs in the tree, from the root; any depth (R1). Stored as nodes.
    #[serde(skip)]
    pub path: Vec<Step>,
    /// 成果指標, プロセス指標, KPI, 数値目標 … as printed.
    pub kind: Option<String>,
    /// 市民意識指標, 市民取組指標, 統計指標 … as printed.
    pub subkind: Option<String>,
    /// Its number in the plan, which may start again in each chapter.
    pub number: Option<String>,
    /// The name in one line.
    pub name: String,
    /// The name as printed; `⏎` stands for a line break.
    pub name_raw: String,
    /// The unit as printed in the cell or in the name.
    pub unit: Option<String>,
    /// Where it started.
    pub baseline: Baseline,
    /// What is to be reached, in order.
    pub milestones: Vec<Milestone>,
    /// The explanation (説明) as printed.
    pub explanation: Option<String>,
    /// The explanation of another row that spans this one as well.
    pub shared_explanation: Option<String>,
    /// The notes below its table (※), as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footnotes: Option<String>,
    /// Which way is good, said by staff; never inferred from numbers.
    pub direction: Option<Direction>,
    /// Whether a citizen survey feeds it.
    pub fed_by_survey: Option<Fed>,
    /// What the plan says, or leaves unsaid, about that survey.
    pub survey_note: Option<String>,
    /// Rows printed as one row have the same group.
    pub row_group: Option<String>,
    /// Marks of whoever typed the plan.
    pub marks: Vec<String>,
    /// Remarks; `変更理由: …` is the reason of an amendment.
    pub notes: Option<String>,
}

/// Where a row was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// Name of the document.
    pub file: Option<String>,
    /// Its lines: `72-73`.
    pub lines: Option<String>,
}

/// One step of the way from the root of a plan to an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// The level: `goal`, `policy`, `section`, `subsection`, or any other word.
    pub level: String,
    /// The code as printed: Ⅰ-1, 施策6-1, 第4章, （２）②.
    pub code: Option<String>,
    /// The name as printed.
    pub name: Option<String>,
    /// A short name, where the plan has one.
    pub short: Option<String>,
}

/// Whether a citizen survey feeds an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fed {
    /// It does.
    Survey,
    /// Together with a register (R9).
    Partly,
    /// It does not.
    Register,
}

impl Version {
    /// The words in which the plan says that it sets no indicator here, with the reason where it gives one (R1).
    #[must_use]
    pub fn not_set(&self) -> Option<&str> {
        let stated = self
            .milestones
            .iter()
            .find_map(|milestone| match &milestone.target {
                Target::None { words } if words.contains("設定し") => Some(words.as_str()),
                _ => None,
            })?;
        // A reason for the change is the reason for this only where it says so itself.
        self.change_reason()
            .and_then(|reason| items(reason).find(|item| item.contains("設定し")))
            .or(self.explanation.as_deref())
            .or(Some(stated))
    }

    /// The 変更理由 given for this row.
    #[must_use]
    pub fn change_reason(&self) -> Option<&str> {
        self.notes
            .as_deref()?
            .strip_prefix("変更理由:")
            .map(str::trim)
            .filter(|reason| says_something(reason))
    }

    /// Digits after the point with which it is printed and judged (M-14): the most its baseline or a milestone has.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        let targets = self
            .milestones
            .iter()
            .filter_map(|m| m.target.value())
            .map(|v| v.scale());
        targets
            .chain(self.baseline.printed.decimals())
            .max()
            .unwrap_or(0)
    }

    /// The notes (※): those below its table, then those in its explanation.
    #[must_use]
    pub fn marked_notes(&self) -> Vec<Footnote> {
        let below = self.footnotes.as_deref().map(|text| notes::parted(text).1);
        let inside = self
            .explanation
            .as_deref()
            .map(|text| notes::parted(text).1);
        below.into_iter().chain(inside).flatten().collect()
    }

    /// The explanation without the notes in it.
    #[must_use]
    pub fn explained(&self) -> Option<&str> {
        let own = self.explanation.as_deref();
        let text = own.or(self.shared_explanation.as_deref())?;
        Some(notes::parted(text).0).filter(|text| !text.is_empty())
    }

    /// The mark in its name that no note of the row explains: the plan explains it elsewhere.
    #[must_use]
    pub fn unexplained_mark(&self) -> Option<String> {
        let mark = notes::mark_in(&self.name)?;
        let notes = self.marked_notes();
        (!notes.iter().any(|note| note.mark == mark)).then_some(mark)
    }
}

/// The items of a list in one cell (`・… ・…`); the whole where it is none.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let mut before = None;
    let parts = text.split(move |c: char| {
        let starts = c == '・' && before.is_none_or(|c: char| c.is_whitespace() || c == '⏎');
        before = Some(c);
        starts
    });
    parts.map(str::trim).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_begin_with_a_dot_after_a_blank_only() {
        let reason = "・医療費無料化に伴う文章修正 ・KPIは、保健・医療の助成額では設定しない。";
        let found: Vec<&str> = items(reason).collect();
        let expected = [
            "医療費無料化に伴う文章修正",
            "KPIは、保健・医療の助成額では設定しない。",
        ];
        assert_eq!(found, expected);
        assert_eq!(
            items("新規事業の追加").collect::<Vec<_>>(),
            ["新規事業の追加"]
        );
    }
}

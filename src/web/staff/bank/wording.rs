//! How a question was worded by versions one after the other: a column beside those before it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::domain::ids::VersionId;
use crate::domain::language::Language;
use crate::domain::permission::SeeQuestionnaires;
use crate::domain::questionnaire::acts::{Act, of_question};
use crate::domain::questionnaire::bank::{Change, Wording};
use crate::domain::questionnaire::comparison::Effect;
use crate::domain::questionnaire::question::{Choice, Kind, Question};
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::text::Text;
use crate::domain::year::FiscalYear;
use crate::storage::bank::Numbered;
use crate::views::designing;
use crate::views::say::{Say, Wording as Words};
use crate::web::page::parts::{Badge, Tone};
use crate::web::staff::Staff;

use super::row;

/// What some versions asked.
#[derive(Serialize)]
pub(super) struct Column {
    versions: Words,
    asked: Say,
    /// What the change does to figures; none of the first wording.
    effect: Option<Badge>,
    /// What was changed.
    changes: Vec<Say>,
    wording: String,
    hint: Option<String>,
    lists: Vec<List>,
}

/// Options, steps or rows.
#[derive(Serialize)]
struct List {
    label: Words,
    entries: Vec<String>,
}

/// The versions that asked it so.
pub(super) fn asked_by(wording: &Wording<'_>, versions: &[Numbered]) -> Vec<VersionId> {
    let own = versions
        .iter()
        .filter(|one| wording.versions.contains(&one.number));
    own.map(|one| one.id).collect()
}

impl Column {
    pub(super) fn of(
        staff: &Staff<SeeQuestionnaires>,
        one: &Wording<'_>,
        years: BTreeSet<FiscalYear>,
    ) -> Self {
        let language = staff.language();
        let number =
            |number: &VersionNumber| Say::new("version-number").with("number", number.to_string());
        let change = one.change.as_ref();
        Self {
            versions: Words::several(one.versions.iter().map(number), Say::new("bank-between")),
            asked: row::asked_in(staff, "bank-asked-in", &years),
            effect: change.map(|change| effect(change.effect)),
            changes: change.map_or_else(Vec::new, |change| changes(change, one.question, language)),
            wording: one.question.text.get(language).to_owned(),
            hint: one
                .question
                .hint
                .as_ref()
                .map(|hint| hint.get(language).to_owned()),
            lists: lists(&one.question.kind, language),
        }
    }
}

/// What a change does to figures that stand in a row.
fn effect(effect: Effect) -> Badge {
    match effect {
        Effect::Nothing => Badge::new(Tone::Good, Say::new("bank-same")),
        Effect::Care => Badge::new(Tone::Warn, Say::new("bank-care")),
        Effect::Breaks => Badge::new(Tone::Bad, Say::new("bank-breaks")),
    }
}

/// What was changed, in words.
fn changes(change: &Change<'_>, now: &Question, language: &Language) -> Vec<Say> {
    let acts = of_question(change.old, now);
    if acts.is_empty() {
        return vec![Say::new("bank-changed-around")];
    }
    designing::act(&Act::together(acts), change.before, language)
}

fn lists(kind: &Kind, language: &Language) -> Vec<List> {
    let shown = |text: &Text| text.get(language).to_owned();
    let options = |label: Words, options: &[Choice]| List {
        label,
        entries: options.iter().map(|option| shown(&option.label)).collect(),
    };
    let rows = kind.rows().map(|rows| List {
        label: Say::new("draft-rows").into(),
        entries: rows.iter().map(|row| shown(&row.label)).collect(),
    });
    let scales = match kind {
        Kind::DualGrid { axes, .. } => axes
            .iter()
            .map(|axis| options(shown(&axis.label).into(), &axis.options))
            .collect(),
        other => vec![options(
            Say::new("draft-list-options").into(),
            other.choices(0),
        )],
    };
    let all = rows.into_iter().chain(scales);
    all.filter(|list| !list.entries.is_empty()).collect()
}

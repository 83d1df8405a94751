//! Whether a question still means what it meant when it was last asked (M-11b): what changed in it, and what staff says
//! of that. Values before and after stand in one row where it does; else the series starts again (‖).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Questionnaire;
use super::comparison::{Change, Difference, Effect, compare};
use super::question::Code;
use crate::domain::reason::Reason;
use crate::domain::words::words;

words! {
    /// What is said of a question that changed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Continuity {
        /// It means the same: the series goes on.
        Continues = "continues",
        /// It means something else: the series starts again.
        Broken = "broken",
    }
}

/// What was said of a question that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The question.
    pub question: Code,
    /// Whether its series goes on.
    pub how: Continuity,
    /// Why; always there where it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The mark of what had changed then ([`Changed::mark`]): what changes later is looked at again.
    pub mark: String,
}

/// What was said of the questions of a version or a draft, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Judgements(Vec<Judgement>);

impl Judgements {
    /// Says something of a question, in the place of what was said of it before; none takes that back.
    pub fn say(&mut self, question: &Code, judgement: Option<Judgement>) {
        self.0.retain(|one| one.question != *question);
        self.0.extend(judgement);
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Judgement> {
        self.0.iter()
    }

    /// What was said of a change, if it is still the same change.
    #[must_use]
    pub fn holding(&self, changed: &Changed) -> Option<&Judgement> {
        let of = |one: &&Judgement| one.question == changed.question;
        self.iter()
            .find(of)
            .filter(|one| one.mark == changed.mark())
    }

    /// What is kept with a new version: what was said of what changed, and where nothing was said and it cannot be the
    /// same any more, that it is not.
    #[must_use]
    pub fn settled(&self, changed: &[Changed]) -> Self {
        let settled = changed.iter().filter_map(|one| {
            let breaks = || {
                (one.effect() == Effect::Breaks).then(|| Judgement {
                    question: one.question.clone(),
                    how: Continuity::Broken,
                    reason: None,
                    mark: one.mark(),
                })
            };
            self.holding(one).cloned().or_else(breaks)
        });
        Self(settled.collect())
    }

    /// Those that let their series go on.
    #[must_use]
    pub fn continuing(mut self) -> Self {
        self.0.retain(|one| one.how == Continuity::Continues);
        self
    }
}

/// A question that is not quite what it was when it was last asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The question.
    pub question: Code,
    /// What figures feel of it: a wording, an order, other answers, other people.
    pub differences: Vec<Difference>,
}

impl Changed {
    /// The gravest effect.
    #[must_use]
    pub fn effect(&self) -> Effect {
        let effects = self.differences.iter().map(|one| one.effect);
        effects.max().unwrap_or(Effect::Nothing)
    }

    /// Whether an item of the question (`q5`, `q7.r1`) feels it: what changed in another row only does not touch it.
    #[must_use]
    pub fn touches(&self, item: &str) -> bool {
        let mut parts = item.split('.');
        let is_ours = parts.next() == Some(self.question.as_str());
        let row = parts.next();
        let felt = |one: &Difference| match (row, within(&one.path, "rows[")) {
            (Some(own), Some(changed)) => own == changed,
            _ => true,
        };
        is_ours && self.differences.iter().any(felt)
    }

    /// Sixteen digits that are others once something else has changed.
    #[must_use]
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        for one in &self.differences {
            hash.update(format!("{}\n{}\n", one.path, content(&one.change)));
        }
        let digest = hash.finalize();
        let start = digest.iter().take(8);
        start.map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The questions of a questionnaire that were asked last time otherwise, in the order of their codes.
#[must_use]
pub fn changed(last: &Questionnaire, now: &Questionnaire) -> Vec<Changed> {
    let mut found: BTreeMap<Code, Vec<Difference>> = BTreeMap::new();
    let felt = compare(last, now).into_iter();
    for one in felt.filter(|one| one.effect != Effect::Nothing) {
        for code in about(&one, now) {
            let is_kept = last.question(&code).is_some() && now.question(&code).is_some();
            if is_kept {
                found.entry(code).or_default().push(one.clone());
            }
        }
    }
    let changed = |(question, differences)| Changed {
        question,
        differences,
    };
    found.into_iter().map(changed).collect()
}

/// Whether a questionnaire still has an item (`q5`, `q7.r1`).
#[must_use]
pub fn has_item(questionnaire: &Questionnaire, item: &str) -> bool {
    let mut parts = item.split('.');
    let code = parts.next().and_then(|code| Code::parse(code).ok());
    let Some(question) = code.and_then(|code| questionnaire.question(&code)) else {
        return false;
    };
    match (parts.next(), question.kind.rows()) {
        (Some(row), Some(rows)) => rows.iter().any(|one| one.code.as_str() == row),
        _ => true,
    }
}

/// What became of a part, as it is stored.
fn content(change: &Change) -> serde_json::Value {
    match change {
        Change::Added => serde_json::json!("added"),
        Change::Removed => serde_json::json!("removed"),
        Change::Ordered(codes) => serde_json::json!({ "ordered": codes }),
        Change::Became { from, to } => serde_json::json!({ "from": from, "to": to }),
    }
}

/// The questions a difference is about: one, or all of a section.
fn about(one: &Difference, now: &Questionnaire) -> Vec<Code> {
    let code = |text: &str| Code::parse(text).ok();
    if let Some(question) = within(&one.path, "questions[") {
        return code(question).into_iter().collect();
    }
    let section = within(&one.path, "sections[");
    let is_whole = matches!(one.change, Change::Added | Change::Removed) && one.path.ends_with(']');
    let own = now.sections.iter();
    let own = own.filter(|section_now| Some(section_now.code.as_str()) == section && !is_whole);
    let questions = own.flat_map(|section| &section.questions);
    questions.map(|question| question.code.clone()).collect()
}

/// What stands in the brackets of a step of a path.
fn within<'p>(path: &'p str, step: &str) -> Option<&'p str> {
    let (_, after) = path.split_once(step)?;
    after.split(']').next()
}

//! How a question was worded over the versions of its questionnaire, and what each change did to its figures.

use super::super::Questionnaire;
use super::super::comparison::{Effect, compare};
use super::super::question::{Code, Question};
use super::super::version_number::VersionNumber;

/// What was asked by versions one after the other.
#[derive(Debug)]
pub struct Wording<'q> {
    /// The numbers of the versions, the oldest first.
    pub versions: Vec<VersionNumber>,
    /// The question.
    pub question: &'q Question,
    /// What it differs in from the wording before; none of the first one.
    pub change: Option<Change<'q>>,
}

/// What a question differs in from what it was before.
#[derive(Debug)]
pub struct Change<'q> {
    /// The last version that asked it otherwise.
    pub before: &'q Questionnaire,
    /// The question there.
    pub old: &'q Question,
    /// What it does to figures.
    pub effect: Effect,
}

/// The wordings of a question, the oldest first; `versions` with their numbers, the oldest first.
#[must_use]
pub fn history<'q>(
    versions: &[(VersionNumber, &'q Questionnaire)],
    code: &Code,
) -> Vec<Wording<'q>> {
    let mut wordings: Vec<Wording<'q>> = Vec::new();
    let mut last: Option<(&'q Questionnaire, &'q Question)> = None;
    for (number, version) in versions {
        let Some(question) = version.question(code) else {
            continue;
        };
        let effect = last.and_then(|(before, _)| effect(before, version, code));
        let change = last.zip(effect).map(|((before, old), effect)| Change {
            before,
            old,
            effect,
        });
        match wordings.last_mut().filter(|_| change.is_none()) {
            Some(same) => same.versions.push(*number),
            None => wordings.push(Wording {
                versions: vec![*number],
                question,
                change,
            }),
        }
        last = Some((version, question));
    }
    wordings
}

/// What the difference between two versions does to the figures of a question; none where there is no difference in it.
fn effect(old: &Questionnaire, new: &Questionnaire, code: &Code) -> Option<Effect> {
    let own = format!("questions[{code}]");
    let mut sections = new.sections.iter();
    let section = sections.find(|one| one.questions.iter().any(|question| question.code == *code));
    let around = section.map(|section| format!("sections[{}].", section.code));
    let concerns = |path: &str| {
        let within = path.strip_prefix(&own);
        let around = around.as_ref().and_then(|around| path.strip_prefix(around));
        let of_all = |field: &str| {
            ["show_if", "repeat"]
                .iter()
                .any(|one| field.starts_with(one))
        };
        within.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            || around.is_some_and(of_all)
    };
    let found = compare(old, new).into_iter();
    let own = found.filter(|difference| concerns(&difference.path));
    own.map(|difference| difference.effect).max()
}

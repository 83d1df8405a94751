//! Routing: which variables were not asked of a respondent (M-3).
//!
//! Evaluated in questionnaire order on cleaned answers. What a condition may refer to is checked where variables are
//! made.

use super::variable::{Answer, Cleaned, Index, ShowIf, Variable};

/// Sets every answer whose condition does not hold to 非該当, in place.
///
/// `answers` are parallel to `variables`. A parent that is unanswered, invalid or itself 非該当 never leads on, also not
/// behind a `Not`; what was written on a skipped variable is ignored here and kept raw by whoever stores it.
pub fn route(variables: &[Variable], answers: &mut [Cleaned]) {
    for (at, variable) in variables.iter().enumerate() {
        let Some(condition) = &variable.show_if else {
            continue;
        };
        let is_asked = verdict(condition, answers) == Some(true);
        if let Some(answer) = answers.get_mut(at)
            && !is_asked
        {
            *answer = Cleaned::from(Answer::NotApplicable);
        }
    }
}

/// Whether a condition holds, in three values: none when it hangs on a variable without a valid answer.
fn verdict(condition: &ShowIf, answers: &[Cleaned]) -> Option<bool> {
    match condition {
        ShowIf::AnyOf { parent, codes } => leads(&answers.get(*parent)?.answer, codes),
        ShowIf::Number { parent, between } => match answers.get(*parent)?.answer {
            Answer::Number(number) => Some(between.contains(number)),
            _ => None,
        },
        ShowIf::Answered { parent } => is_answered(&answers.get(*parent)?.answer),
        ShowIf::All(parts) => decided_by(false, parts.iter().map(|part| verdict(part, answers))),
        ShowIf::Any(parts) => decided_by(true, parts.iter().map(|part| verdict(part, answers))),
        ShowIf::Not(part) => verdict(part, answers).map(|holds| !holds),
    }
}

/// Three values together (M-3): one part that is `decisive` decides (false among all, true among any); otherwise an
/// unknown part leaves it open.
pub fn decided_by(decisive: bool, parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(!decisive);
    for part in parts {
        match part {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => all = None,
        }
    }
    all
}

/// Whether there is a valid answer; nothing is said of what was not asked.
pub fn is_answered(answer: &Answer) -> Option<bool> {
    (*answer != Answer::NotApplicable).then(|| answer.is_answered())
}

fn leads(parent: &Answer, codes: &[Index]) -> Option<bool> {
    match parent {
        Answer::Code(code) => Some(codes.contains(code)),
        Answer::Codes(set) => Some(codes.iter().any(|code| set.contains(*code))),
        _ => None,
    }
}

//! What a draft says: read against its questionnaire, section by section, and changed by what is sent.

use crate::domain::questionnaire::{AnswerError, Answers, Raw};
use crate::web::known::Asked;

use super::draft::Draft;

/// The answers of a draft as far as they can be read: they decide which sections are asked.
pub(super) fn readable(asked: &Asked, draft: &Draft) -> Answers {
    let sections = 0..asked.form.questionnaire().sections.len();
    sections.fold(Answers::none(&asked.form), |answers, section| {
        answers
            .read_section(section, &raw(asked, draft, section))
            .unwrap_or(answers)
    })
}

/// What was typed in one section.
pub(super) fn raw<'a>(asked: &Asked, draft: &'a Draft, section: usize) -> Raw<'a> {
    let here = |name: &str| {
        asked
            .form
            .item(name)
            .is_some_and(|(_, item)| item.section == section)
    };
    let typed = draft.typed.iter().filter(|(name, _)| here(name));
    typed
        .flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
        .collect()
}

/// Whether the page of a section would show anything a person has typed.
pub(super) fn typed_in(asked: &Asked, draft: &Draft, section: usize) -> bool {
    let item = |name| asked.form.item(name).map(|(_, item)| item);
    let mut names = draft.typed.keys();
    names.any(|name| item(name).is_none_or(|item| item.section == section))
}

/// Reads one section of a draft as it would be sent.
///
/// # Errors
/// Its faults.
pub(super) fn checked(
    asked: &Asked,
    draft: &Draft,
    answers: &Answers,
    section: usize,
) -> Result<Answers, Vec<AnswerError>> {
    answers.read_section(section, &raw(asked, draft, section))
}

/// Whether anything typed cannot be read.
pub(super) fn has_faults(asked: &Asked, draft: &Draft) -> bool {
    let answers = readable(asked, draft);
    answers
        .path()
        .sections()
        .any(|section| checked(asked, draft, &answers, section).is_err())
}

/// Puts what was typed in place of what the section held; fields of other sections are not taken.
pub(super) fn keep(
    asked: &Asked,
    draft: &mut Draft,
    section: usize,
    fields: Vec<(String, String)>,
) {
    let here = |name: &str| {
        asked
            .form
            .item(name)
            .is_some_and(|(_, item)| item.section == section)
    };
    let questions = asked.form.questionnaire().sections.get(section);
    let belongs =
        |code: &str| questions.is_some_and(|s| s.questions.iter().any(|q| q.code.as_str() == code));
    draft.replace(
        belongs,
        fields.into_iter().filter(|(name, _)| here(name)).collect(),
    );
}

/// Takes a language the questionnaire is offered in.
pub(super) fn choose(asked: &Asked, draft: &mut Draft, tag: &str) {
    let offered = &asked.form.questionnaire().languages;
    if let Some(language) = offered.iter().find(|offer| offer.tag() == tag) {
        draft.language = language.clone();
    }
}

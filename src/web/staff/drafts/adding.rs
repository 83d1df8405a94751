//! A question comes into a draft as somebody types it: the wording, then its options or rows, a line each. Its kind is
//! guessed and said, and the others are one click away.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::{Act, of_question};
use crate::domain::questionnaire::changing::{KindWord, as_kind};
use crate::domain::questionnaire::question::{Code, Question};
use crate::domain::text::Text;
use crate::formats::sheet::{Because, kind_of_question};
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::{DraftQuestionAt, DraftSectionAt};
use crate::web::page::form::FieldErrors;
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;
use super::fields::Fields;
use super::meeting::{answer_to, answer_with};

/// Every reason there is.
const WORDS: [&str; 15] = [
    "says_one",
    "says_any",
    "says_up_to",
    "says_in_order",
    "known_scale",
    "shared_scale",
    "two_scales",
    "free_text",
    "number",
    "date",
    "time",
    "form",
    "only_options",
    "no_options",
    "heading",
];

/// `POST /staff/drafts/{draft}/sections/{section}/questions`
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftSectionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let (text, here) = (fields.text("text"), At::Adding(at.section.clone()));
    if text.is_empty() {
        let wrong = FieldErrors::of("text", Say::new("error-required-text"));
        return super::page(&staff, &opened, &here, fields.refused(wrong)).await;
    }
    let asked = kind_of_question(&text, fresh(&opened.row.document));
    let question = Box::new(written_in(asked.question, &opened));
    let there = At::Question(question.code.clone()).query();
    let act = Act::AddQuestion {
        section: at.section.clone(),
        question,
        before: None,
    };
    let there = format!("{there}&because={}", word(asked.because));
    let path = format!("{}{there}", opened.path(&staff, ""));
    answer_to(&staff, &opened, (&here, path), &fields, act).await
}

/// Why a question is of its kind, as it stands in an address.
fn word(because: Because) -> &'static str {
    match because {
        Because::SaysOne => "says_one",
        Because::SaysAny => "says_any",
        Because::SaysUpTo(_) => "says_up_to",
        Because::SaysInOrder(_) => "says_in_order",
        Because::KnownScale(_) => "known_scale",
        Because::SharedScale => "shared_scale",
        Because::TwoScales => "two_scales",
        Because::FreeText => "free_text",
        Because::Number => "number",
        Because::Date => "date",
        Because::Time => "time",
        Because::Form => "form",
        Because::OnlyOptions => "only_options",
        Because::NoOptions => "no_options",
        Because::Heading => "heading",
    }
}

/// The reason that an address names.
pub(super) fn reason(word: &str) -> Option<Say> {
    let known = WORDS.contains(&word);
    known.then(|| Say::new(format!("draft-because-{word}")))
}

/// What is typed is read as Japanese; a draft may be written in another language.
fn written_in(mut question: Question, opened: &Opened) -> Question {
    let first = opened.row.document.languages.first();
    if let Some(language) = first {
        question.each_text(&mut |text: &mut Text| {
            let typed = text.iter().next().map(|(_, typed)| typed.to_owned());
            *text = typed
                .map(|typed| (language.clone(), typed))
                .into_iter()
                .collect();
        });
    }
    question
}

/// `POST /staff/drafts/{draft}/questions/{question}/kind`: what fits the new kind stays.
pub async fn change(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let word = KindWord::from_word(&fields.text("_go")).ok_or(Error::BadRequest)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let old = base.question(&at.question).ok_or(Error::NotFound)?;
    let (new, lost) = as_kind(old, word);
    let here = At::Question(at.question.clone());
    let act = Act::together(of_question(old, &new));
    let said = if lost.is_empty() { "" } else { "&lost=yes" };
    answer_with(&staff, &opened, (&here, said), &fields, act).await
}

/// A code that no question has.
pub(super) fn fresh(draft: &Questionnaire) -> Code {
    free_code(Some('q'), |code| draft.question(code).is_some())
}

/// The first code behind a letter that is free: `q1`, `q2`, …
pub(super) fn free_code(letter: Option<char>, taken: impl Fn(&Code) -> bool) -> Code {
    free_code_from(letter, 1, taken)
}

/// The same, from a number on.
pub(super) fn free_code_from(
    letter: Option<char>,
    from: u32,
    taken: impl Fn(&Code) -> bool,
) -> Code {
    let mut codes = (from..).map(|number| Code::numbered(letter, number));
    // There are more numbers than a draft can hold codes.
    codes
        .find(|code| !taken(code))
        .unwrap_or_else(|| Code::numbered(letter, from))
}

//! Templates to begin from, each a card: for whom it is, how long it takes, and a look at its questions.

use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::formats::library::Template;
use crate::formats::questionnaire::Fault;
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::staff::Staff;

/// A template.
#[derive(Serialize)]
pub(super) struct Card {
    action: String,
    word: &'static str,
    name: Say,
    begin: Say,
    whom: Say,
    size: Say,
    pages: Vec<PageView>,
}

/// A page of it with its questions.
#[derive(Serialize)]
struct PageView {
    title: String,
    questions: Vec<String>,
}

/// All of them.
pub(super) fn cards(staff: &Staff<EditQuestionnaires>) -> Result<Vec<Card>, Error> {
    let card = |template| Ok(card(staff, template, &read(template)?));
    Template::ALL.into_iter().map(card).collect()
}

/// The questionnaire of the template that was chosen.
pub(super) fn chosen(word: &str) -> Result<Questionnaire, Error> {
    read(Template::from_word(word).ok_or(Error::BadRequest)?)
}

/// A file that cannot be read is a slip of ours.
fn read(template: Template) -> Result<Questionnaire, Error> {
    let said = |faults: Vec<Fault>| {
        let first = faults.first().map_or_else(String::new, Fault::to_string);
        Error::fault(anyhow::Error::msg(format!("{}: {first}", template.word())))
    };
    template.read().map_err(said)
}

fn card(staff: &Staff<EditQuestionnaires>, template: Template, whole: &Questionnaire) -> Card {
    let language = staff.language();
    let asked = whole.questions().filter(|one| one.kind.is_asked()).count();
    let word = template.word();
    let name = Say::new(format!("library-name-{word}"));
    let pages = whole.sections.iter().map(|section| PageView {
        title: section.title.get(language).to_owned(),
        questions: section
            .questions
            .iter()
            .map(|one| one.text.get(language).to_owned())
            .collect(),
    });
    Card {
        action: staff.path(super::NEW),
        word,
        begin: Say::new("library-begin-of").with("name", name.clone()),
        name,
        whom: Say::new(format!("library-whom-{word}")),
        size: Say::new("library-size")
            .with("questions", Datum::how_many(asked))
            .with("minutes", Datum::how_many(usize::from(whole.minutes)))
            .with("languages", whole.languages.len()),
        pages: pages.collect(),
    }
}

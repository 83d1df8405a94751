//! What a question and the tables made of it are called: in captions, for who hears a table, and in titles of pages.

use crate::domain::questionnaire::item::{Item, Part};
use crate::views::say::{Say, Wording, question_number};

use super::PublishedSurvey;

/// A question as it is asked: its number and its wording.
pub(super) fn question(published: &PublishedSurvey, item: &Item) -> Wording {
    let questionnaire = published.live.reader.questionnaire();
    numbered(
        published,
        item,
        item.wording(questionnaire, &published.language),
    )
}

/// A question by its short name, where it has one.
pub(super) fn short(published: &PublishedSurvey, item: &Item) -> Wording {
    let questionnaire = published.live.reader.questionnaire();
    numbered(
        published,
        item,
        item.name(questionnaire, &published.language),
    )
}

fn numbered(published: &PublishedSurvey, item: &Item, text: String) -> Wording {
    let number = published.live.reader.number(item.section, item.question);
    let number = number.map(|number| question_number(number).into());
    joined(number.into_iter().chain([text.into()]))
}

/// A question and what distinguishes the item from its others.
pub(super) fn item(published: &PublishedSurvey, item: &Item) -> Wording {
    joined(
        [question(published, item)]
            .into_iter()
            .chain(part(published, item)),
    )
}

/// What distinguishes an item from the others of its question; none of an item that is alone.
pub(super) fn part(published: &PublishedSurvey, item: &Item) -> Option<Wording> {
    if let Part::Place(at) = item.part {
        return Some(place(at));
    }
    let labels = item.labels(published.live.reader.questionnaire(), &published.language);
    (!labels.is_empty()).then(|| labels.join(" ").into())
}

/// A place of a ranking, counted from 0.
pub(super) fn place(at: usize) -> Wording {
    Say::new("place").with("place", at + 1).into()
}

/// One behind the other.
pub(super) fn joined(parts: impl IntoIterator<Item = Wording>) -> Wording {
    Wording::several(parts, " ")
}

/// A table of a question by an attribute.
pub(super) fn crossed(question: Wording, by: &str) -> Wording {
    let say = Say::new("caption-crossed").with("question", question);
    say.with("by", by).into()
}

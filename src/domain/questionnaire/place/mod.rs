//! A place (字) to find: what a form sent of it, in a field and in a list beside it, and the one place that is meant.
//!
//! A form sends up to three values of one name: what stands in the field, what stood there when the page was made
//! ([`Before`]), and what is marked in the list. A mark in the list and a name in the field may both be there, and
//! what was there before gives way to what is new: so nobody has to empty the field to take another place from the
//! list, and emptying it is no answer.

pub mod gazetteer;
pub mod kana;
pub mod lines;
pub(super) mod review;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::Questionnaire;
use super::field;
use super::item::Item;
use super::limits::{PLACE, written_bytes};
use super::question::{Choice, Kind};
use super::refusal::AnswerErrorKind as Refused;
use super::same::SAME;
use crate::domain::language::Language;
use crate::domain::text::Text;
use gazetteer::Gazetteer;

/// Begins the value that says what stood on the page; no code begins so.
const BEFORE: &str = "_before:";

/// What stood on a page when it was made: the place it was the name of, and the text in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Before<'v> {
    /// The code of the place, or [`SAME`]; empty where the text is not the name of a place.
    pub code: &'v str,
    /// The text.
    pub text: &'v str,
}

/// What is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// The option at this position.
    Place(usize),
    /// The same as the answer to an earlier question.
    Same,
}

/// What a form sent of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sent<'v> {
    /// What stands in the field.
    text: &'v str,
    /// What stood on the page.
    before: Option<Before<'v>>,
    /// What is marked: in the list, or above the field.
    mark: Option<Meant>,
}

impl<'v> Before<'v> {
    /// The value that carries it. A text too long for a name is none that could be gone back to.
    #[must_use]
    pub fn value(self) -> String {
        let text = Some(self.text).filter(|text| text.len() <= written_bytes(PLACE));
        format!("{BEFORE}{}:{}", self.code, text.unwrap_or_default())
    }

    fn read(value: &'v str) -> Option<Self> {
        let (code, text) = value.strip_prefix(BEFORE)?.split_once(':')?;
        Some(Self { code, text })
    }
}

impl<'v> Sent<'v> {
    /// Takes the values of one item apart. Where a page says what stood on it, what comes before that is text and what
    /// comes behind it a mark; elsewhere (of drafts and of answers read before) a code is a mark. What is more than a
    /// page can send is a fault, and what comes first is kept all the same.
    fn read(item: &Item, values: &[&'v str]) -> (Self, Result<(), Refused>) {
        let mut sent = Self::default();
        let mut fault = Ok(());
        let paged = values.iter().any(|value| Before::read(value).is_some());
        for value in values {
            let taken = sent.take(item, value, paged);
            fault = fault.and(taken);
        }
        (sent, fault)
    }

    fn take(&mut self, item: &Item, value: &'v str, paged: bool) -> Result<(), Refused> {
        let behind = self.before.is_some();
        let mark = meant(item, value).filter(|mark| *mark == Meant::Same || behind || !paged);
        match (Before::read(value), mark) {
            (Some(_), _) if behind => return Err(Refused::Repeated),
            (Some(before), _) => self.before = Some(before),
            _ if field::is_blank(value) => {}
            (None, Some(mark)) if self.mark.is_none() => self.mark = Some(mark),
            (None, None) if behind => return Err(Refused::UnknownOption),
            (None, None) if self.text.is_empty() => self.text = value,
            _ => return Err(Refused::Repeated),
        }
        Ok(())
    }

    /// What stood on the page, where the text still does.
    fn unchanged(&self) -> Option<Before<'v>> {
        let stays = |before: &Before<'_>| before.text.trim() == self.text.trim();
        self.before.filter(stays)
    }

    /// A mark above the field cannot be taken away: where it only stood there before, a new text takes its place.
    fn without_old_mark(mut self, item: &Item) -> Self {
        let stood = self.before.and_then(|before| meant(item, before.code));
        let both = stood == Some(Meant::Same) && self.mark == stood;
        if both && self.unchanged().is_none() && !self.text.is_empty() {
            self.mark = None;
        }
        self
    }
}

/// Puts the reading behind the names of places that are written alike: outside their own page, which shows it anyway,
/// nothing else tells them apart.
pub(super) fn tell_apart(questionnaire: &mut Questionnaire) {
    let sections = questionnaire.sections.iter_mut();
    for question in sections.flat_map(|section| &mut section.questions) {
        if let Kind::Place { options } = &mut question.kind {
            let before = options.clone();
            let labels = before.iter().flat_map(|place| place.label.iter());
            let mut alike: HashMap<_, usize> = HashMap::new();
            labels.for_each(|label| *alike.entry(label).or_default() += 1);
            for place in options {
                place.label = apart(place, |label| alike.get(label).is_some_and(|n| *n > 1));
            }
        }
    }
}

/// The name of a place, of which some languages write another alike.
fn apart(place: &Choice, is_shared: impl Fn(&(&Language, &str)) -> bool) -> Text {
    let named = |label: (&Language, &str)| {
        let kana = place.kana.as_deref().filter(|_| is_shared(&label));
        let (language, label) = label;
        let name = kana.map_or_else(|| label.to_owned(), |kana| format!("{label}（{kana}）"));
        (language.clone(), name)
    };
    place.label.iter().map(named).collect()
}

/// What a value marks.
fn meant(item: &Item, value: &str) -> Option<Meant> {
    match item.accepts.option(value) {
        None if value == SAME && item.same_as.is_some() => Some(Meant::Same),
        option => option.map(Meant::Place),
    }
}

/// Whether a value only says what stood on a page: alone it is no answer.
#[must_use]
pub fn is_before(value: &str) -> bool {
    Before::read(value).is_some()
}

/// Most values a page sends of one place.
pub(super) const VALUES: usize = 3;

/// What is meant; none where nothing is written or marked.
///
/// # Errors
/// When it is none, or one of several.
pub(super) fn settle(
    item: &Item,
    places: &Gazetteer,
    values: &[&str],
) -> Result<Option<Meant>, Refused> {
    if values.iter().any(|value| has_control(value)) {
        return Err(Refused::ForbiddenCharacter);
    }
    let (sent, fault) = Sent::read(item, values);
    field::text(sent.text, false, PLACE)?;
    if values.len() > VALUES {
        return Err(Refused::Repeated);
    }
    fault?;
    let sent = sent.without_old_mark(item);
    let unchanged = sent.unchanged();
    let shown = unchanged.and_then(|before| meant(item, before.code));
    match (sent.text, sent.mark) {
        ("", mark) => Ok(mark),
        (_, Some(mark)) if unchanged.is_some() => Ok(Some(mark)),
        (_, None) if shown.is_some() => Ok(shown),
        (text, mark) => find(places, text, mark).map(Some),
    }
}

/// The place a text names, which a mark must not contradict.
fn find(places: &Gazetteer, text: &str, mark: Option<Meant>) -> Result<Meant, Refused> {
    let found = places.find(text);
    let typed = text.trim().to_owned();
    match (mark, found.best.as_slice()) {
        (Some(Meant::Place(at)), _) if found.all.contains(&at) => Ok(Meant::Place(at)),
        (Some(_), _) => Err(Refused::PlacesDiffer),
        (None, [place]) => Ok(Meant::Place(*place)),
        (None, []) => Err(Refused::NoSuchPlace { typed }),
        (None, several) => Err(Refused::SeveralPlaces {
            typed,
            found: several.len(),
        }),
    }
}

/// A tabulator comes along with what is copied out of a table: it is a blank.
fn has_control(value: &str) -> bool {
    value.chars().any(|c| c.is_control() && c != '\t')
}

/// So many places that fit are offered at once; more are not looked through.
pub const OFFERED: usize = 20;

/// What a page shows again of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Again<'v> {
    /// What is meant; none while it is open.
    pub meant: Option<Meant>,
    /// What stands in the field while it is open.
    pub text: &'v str,
    /// What is marked while it is open.
    pub mark: Option<Meant>,
    /// What fits the text and what is marked, while it is open: one of them is meant.
    pub offered: Vec<usize>,
}

impl<'v> Again<'v> {
    /// Of what was sent of an item.
    #[must_use]
    pub fn of(item: &Item, values: &'v [String]) -> Self {
        let Some(places) = &item.names else {
            return Self::default();
        };
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let settled = settle(item, places, &values);
        if let Ok(Some(meant)) = settled {
            return Self {
                meant: Some(meant),
                ..Self::default()
            };
        }
        let (Sent { text, mark, .. }, _) = Sent::read(item, &values);
        let short = text.len() <= written_bytes(PLACE);
        let mut offered = if short {
            places.find(text).best
        } else {
            Vec::new()
        };
        offered.truncate(OFFERED);
        if let Some(Meant::Place(mark)) = mark
            && !offered.contains(&mark)
        {
            offered.push(mark);
        }
        // Where text and mark contradict each other, people choose: what stays marked would be sent again by itself.
        Self {
            meant: None,
            text,
            mark: mark.filter(|_| settled != Err(Refused::PlacesDiffer)),
            offered,
        }
    }
}

//! Reading what a form sent: the only way from pairs of texts to [`Answers`].
//!
//! All faults are found at once; nothing is mapped silently to something that was not sent. Two kindnesses: a text
//! beside 「その他」 chooses it where nothing speaks against it, and digits may be of any width.

use std::borrow::Cow;

use super::answers::{Answer, Answers};
use super::draft_answers::DraftAnswers;
use super::field;
use super::item::{Accepts, Item, Part};
use super::place::{self, Meant};
use super::reader::Reader;
use super::refusal::{AnswerError, AnswerErrorKind as Refused};
use super::same::{SAME, Same};

/// More faults than this are not listed: no person makes them.
const FAULTS: usize = 200;

/// The pairs as posted: item and value, in order. Fields that are not answers (their names begin with `_`, which no
/// code does) are taken out before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a, K: Into<Cow<'a, str>>, V: Into<Cow<'a, str>>> FromIterator<(K, V)> for Raw<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(item, value)| (item.into(), value.into()))
                .collect(),
        )
    }
}

impl Raw<'_> {
    /// What was typed into a field, to show it again.
    #[must_use]
    pub fn typed(&self, item: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| name == item)
            .map(|(_, value)| value.as_ref())
    }

    /// Whether an option was marked, to show it again.
    #[must_use]
    pub fn marks(&self, item: &str, code: &str) -> bool {
        self.0
            .iter()
            .any(|(name, value)| name == item && value == code)
    }
}

impl<'a> Raw<'a> {
    /// Everything that was sent of an item.
    fn values(&'a self, item: &str) -> Vec<&'a str> {
        let values = self.0.iter().filter(|(name, _)| name == item);
        values.map(|(_, value)| value.as_ref()).collect()
    }
}

impl Answers {
    /// Reads a whole form. Answers to questions that are not asked are dropped (M-3).
    ///
    /// # Errors
    /// Every fault of every item that is asked, in order of the questionnaire, each with its item.
    pub fn read(reader: &Reader, raw: &Raw<'_>) -> Result<Self, Vec<AnswerError>> {
        let draft = DraftAnswers::read(reader, raw, None);
        let faults = draft.strict_faults();
        if faults.is_empty() {
            Ok(draft.into_answers())
        } else {
            Err(faults)
        }
    }
}

/// A fault with the position of its item; none for an item the questionnaire does not have.
pub(super) type Fault = (Option<usize>, AnswerError);

/// What was read.
pub(super) struct Read {
    pub(super) answers: Answers,
    pub(super) faults: Vec<Fault>,
    /// Those that are the same as others, in order; none of them has an answer yet.
    pub(super) same: Vec<Same>,
}

/// Answers being read, with the faults found so far.
pub(super) struct Reading {
    answers: Answers,
    given: Vec<bool>,
    faults: Vec<Fault>,
    same: Vec<Same>,
}

impl Reading {
    /// Every value that can be read, whatever is wrong with the others, and every fault of a value.
    pub(super) fn of(reader: &Reader, raw: &Raw<'_>) -> Read {
        let mut reading = Self {
            answers: Answers::none(reader),
            given: vec![false; reader.items().len()],
            faults: Vec::new(),
            same: Vec::new(),
        };
        for (item, value) in &raw.0 {
            reading.take(item, value);
        }
        reading.places(raw);
        reading.check();
        reading.same.sort_unstable_by_key(|same| same.item);
        Read {
            answers: reading.answers,
            faults: reading.faults,
            same: reading.same,
        }
    }

    fn fault(&mut self, position: Option<usize>, item: &str, kind: Refused) {
        if self.faults.len() < FAULTS {
            // An unknown name is the sender's own text: its beginning is enough.
            let item = item.chars().take(100).collect();
            self.faults.push((position, AnswerError { item, kind }));
        }
    }

    fn is_faulty(&self, position: usize) -> bool {
        self.faults.iter().any(|(at, _)| *at == Some(position))
    }

    /// Takes one pair.
    fn take(&mut self, name: &str, value: &str) {
        let reader = self.answers.reader.clone();
        let Some((position, item)) = reader.item(name) else {
            return self.fault(None, name, Refused::UnknownItem);
        };
        if item.names.is_some() {
            // Settled when all is there that was sent of it.
            return;
        }
        let first = self
            .given
            .get_mut(position)
            .is_some_and(|given| !std::mem::replace(given, true));
        let (Some(slot), true) = (
            self.answers.values.get_mut(position),
            first || matches!(item.accepts, Accepts::Many { .. }),
        ) else {
            return self.fault(Some(position), name, Refused::Repeated);
        };
        if value == SAME && item.same_as.is_some() {
            self.same(position);
        } else if let Err(refused) = put(&item.accepts, value, slot) {
            self.fault(Some(position), name, refused);
        }
    }

    /// The places that are meant.
    fn places(&mut self, raw: &Raw<'_>) {
        let reader = self.answers.reader.clone();
        for (position, item) in reader.items().iter().enumerate() {
            let Some(names) = &item.names else { continue };
            match place::settle(item, names, &raw.values(&item.code)) {
                Ok(Some(Meant::Same)) => self.same(position),
                Ok(Some(Meant::Place(place))) => self.put_place(position, place),
                Ok(None) => {}
                Err(refused) => self.fault(Some(position), &item.code, refused),
            }
        }
    }

    fn put_place(&mut self, position: usize, place: usize) {
        if let Some(slot) = self.answers.values.get_mut(position) {
            *slot = Some(Answer::One(place));
        }
    }

    /// Answered with the answer to another item.
    fn same(&mut self, item: usize) {
        let reader = &self.answers.reader;
        let name = reader
            .items()
            .get(item)
            .and_then(|item| item.same_as.as_deref());
        let source = name.and_then(|name| reader.item(name));
        self.same
            .extend(source.map(|(source, _)| Same { item, source }));
    }

    /// What cannot be seen at one pair alone: limits, exclusive options, 「その他」, rankings.
    fn check(&mut self) {
        let reader = self.answers.reader.clone();
        for (position, item) in reader.items().iter().enumerate() {
            if let Some(Answer::Text(_)) = self.answers.at(position)
                && let Part::Other(option) = item.part
                && let Err(refused) =
                    self.choose_other(reader.items_of(item.section, item.question).start, option)
            {
                self.fault(Some(position), &item.code, refused);
            }
            let refused = match (item.part, &item.accepts) {
                (Part::Place(place), _) => self.check_place(position, place),
                (_, Accepts::Many { max, .. }) => self.check_many(position, item, *max),
                _ => Ok(()),
            };
            if let (Err(refused), false) = (refused, self.is_faulty(position)) {
                self.fault(Some(position), &item.code, refused);
            }
        }
    }

    /// Limits of a multiple question.
    fn check_many(
        &mut self,
        position: usize,
        item: &Item,
        max: Option<u16>,
    ) -> Result<(), Refused> {
        let reader = self.answers.reader.clone();
        let Some(Some(Answer::Many(options))) = self.answers.values.get_mut(position) else {
            return Ok(());
        };
        options.sort_unstable();
        let choices = item.choices(reader.questionnaire());
        let alone = |at: &usize| choices.get(*at).is_some_and(|choice| choice.exclusive);
        if options.len() > 1 && options.iter().any(alone) {
            return Err(Refused::ExclusiveWithOthers);
        }
        match max {
            Some(max) if options.len() > usize::from(max) => Err(Refused::TooManyChosen {
                max,
                chosen: options.len(),
            }),
            _ => Ok(()),
        }
    }

    /// A place of a ranking against the places before it.
    fn check_place(&self, position: usize, place: usize) -> Result<(), Refused> {
        let Some(answer) = self.answers.at(position) else {
            return Ok(());
        };
        let mut before = (position.saturating_sub(place)..position).filter(|p| !self.is_faulty(*p));
        if before.clone().any(|p| self.answers.at(p) == Some(answer)) {
            Err(Refused::RankedTwice)
        } else if before.any(|p| self.answers.at(p).is_none()) {
            Err(Refused::PlaceSkipped)
        } else {
            Ok(())
        }
    }

    /// Something is written beside an option (「その他」): it counts as chosen unless that would contradict the other marks.
    fn choose_other(&mut self, chooser: usize, at: usize) -> Result<(), Refused> {
        let reader = self.answers.reader.clone();
        let Some(item) = reader.items().get(chooser) else {
            return Ok(());
        };
        let faulty = self.is_faulty(chooser);
        let same = self.same.iter().any(|same| same.item == chooser);
        let choices = item.choices(reader.questionnaire());
        let Some(slot) = self.answers.values.get_mut(chooser) else {
            return Ok(());
        };
        match (slot.as_mut(), &item.accepts) {
            _ if faulty => Ok(()),
            _ if same => Err(Refused::OtherNotChosen),
            (None, Accepts::One(_)) => {
                *slot = Some(Answer::One(at));
                Ok(())
            }
            (None, _) => {
                *slot = Some(Answer::Many(vec![at]));
                Ok(())
            }
            (Some(Answer::One(chosen)), _) if *chosen == at => Ok(()),
            (Some(Answer::Many(chosen)), _) if chosen.contains(&at) => Ok(()),
            (Some(Answer::Many(chosen)), Accepts::Many { max, .. }) => {
                let alone = chosen
                    .iter()
                    .any(|c| choices.get(*c).is_some_and(|c| c.exclusive));
                if alone || max.is_some_and(|max| chosen.len() >= usize::from(max)) {
                    return Err(Refused::OtherNotChosen);
                }
                chosen.push(at);
                chosen.sort_unstable();
                Ok(())
            }
            _ => Err(Refused::OtherNotChosen),
        }
    }
}

/// Puts one value where it belongs.
fn put(accepts: &Accepts, value: &str, slot: &mut Option<Answer>) -> Result<(), Refused> {
    if field::is_blank(value) {
        return match accepts {
            Accepts::Text {
                long, max_length, ..
            } => field::text(value, *long, *max_length).map(|_| ()),
            _ if value.chars().any(char::is_control) => Err(Refused::ForbiddenCharacter),
            _ => Ok(()),
        };
    }
    let answer = match accepts {
        Accepts::One(_) | Accepts::Consent(_) => {
            Answer::One(accepts.option(value).ok_or(Refused::UnknownOption)?)
        }
        Accepts::Many { .. } => {
            let option = accepts.option(value).ok_or(Refused::UnknownOption)?;
            return add(option, slot);
        }
        Accepts::Number { .. } => Answer::Number(field::number(value, accepts)?),
        Accepts::Date { .. } => Answer::Date(field::day(value, accepts)?),
        Accepts::Time { .. } => Answer::Time(field::time(value, accepts)?),
        Accepts::Text {
            pattern: Some(pattern),
            ..
        } => Answer::Text(field::patterned(value, *pattern)?),
        Accepts::Text {
            long, max_length, ..
        } => Answer::Text(field::text(value, *long, *max_length)?),
    };
    *slot = Some(answer);
    Ok(())
}

/// Adds an option to those chosen before.
fn add(option: usize, slot: &mut Option<Answer>) -> Result<(), Refused> {
    match slot {
        Some(Answer::Many(options)) if options.contains(&option) => return Err(Refused::Repeated),
        Some(Answer::Many(options)) => options.push(option),
        _ => *slot = Some(Answer::Many(vec![option])),
    }
    Ok(())
}

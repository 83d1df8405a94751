//! Scales (選択肢の組): options that a town words once and asks in many places.
//!
//! No questionnaire names a scale. A question uses one where its options are those of the scale, as far as its kind and
//! the languages of its questionnaire have room for them. So files and frozen versions are what they were, and a draft
//! changes with a scale by the acts somebody would have done by hand.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::Questionnaire;
use super::acts::{Act, of_question};
use super::changing::{KindWord, Lost, fitted};
use super::question::{Choice, Code, Kind, Meaning, Question};
use crate::domain::language::Language;
use crate::domain::person::Name;

/// Fewest options of a scale.
pub const FEWEST: usize = 2;
/// Most options of a scale.
pub const MOST: usize = 100;

/// Options with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// What staff call it.
    pub name: Name,
    /// In their order, without what only a question can say of an option: whom it is offered to.
    pub options: Vec<Choice>,
}

/// Where a questionnaire has options: a question, or one of its two scales.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The question.
    pub question: Code,
    /// The second one of two scales is 1, every other list of options 0.
    pub axis: usize,
}

/// The lists of options of a question that can be a scale's: places and parts drawn by lot are lists of their own.
#[must_use]
pub fn lists(question: &Question) -> Vec<(Place, &[Choice])> {
    let axes = match question.kind {
        Kind::Place { .. } | Kind::Drawn { .. } => 0,
        Kind::DualGrid { .. } => 2,
        _ => 1,
    };
    let list = |axis| {
        let question_code = question.code.clone();
        let place = Place {
            question: question_code,
            axis,
        };
        (place, question.kind.choices(axis))
    };
    let all = (0..axes).map(list);
    all.filter(|(_, options)| !options.is_empty()).collect()
}

/// Options as a scale has them.
#[must_use]
pub fn plain(options: &[Choice]) -> Vec<Choice> {
    let bare = |option: &Choice| Choice {
        kana: None,
        show_if: None,
        ..option.clone()
    };
    options.iter().map(bare).collect()
}

/// The steps that the questions of a questionnaire are judged on, each called by its ends.
#[must_use]
pub fn of(questionnaire: &Questionnaire) -> Vec<Scale> {
    let is_judged = |kind: &Kind| {
        matches!(
            kind,
            Kind::Scale { .. } | Kind::Grid { .. } | Kind::DualGrid { .. }
        )
    };
    let judged = questionnaire.questions().filter(|one| is_judged(&one.kind));
    let mut found: Vec<Scale> = Vec::new();
    for (_, options) in judged.flat_map(lists) {
        let Some(name) = ends(options) else { continue };
        if !found.iter().any(|scale| scale.name == name) {
            let options = plain(options);
            found.push(Scale { name, options });
        }
    }
    found
}

/// The first step and the last one that say something, as a name.
fn ends(options: &[Choice]) -> Option<Name> {
    let mut steps = options
        .iter()
        .filter(|option| option.meaning == Meaning::Substantive)
        .map(|option| option.label.get(&Language::japanese()));
    let (first, last) = (steps.next()?, steps.next_back()?);
    Name::parse(&format!("{first}～{last}")).ok()
}

impl Scale {
    /// The languages it is written in, the one it was written in first before the others.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let texts = self.options.iter().flat_map(|option| option.label.iter());
        let mut all: Vec<Language> = Vec::new();
        for (language, _) in texts {
            if !all.contains(language) {
                all.push(language.clone());
            }
        }
        all.sort_by_key(|language| *language != Language::japanese());
        all
    }

    /// Whether a questionnaire in this language can take it: every option has its words.
    #[must_use]
    pub fn is_written_in(&self, language: &Language) -> bool {
        let mut options = self.options.iter();
        options.all(|option| option.label.exact(language).is_some())
    }

    /// Its options as a question of a kind has them, and what the kind has no room for.
    fn fitted(&self, word: KindWord, languages: &[Language]) -> (Vec<Choice>, Vec<Lost>) {
        let (mut options, lost) = fitted(self.options.clone(), word);
        for option in &mut options {
            let label = option.label.iter();
            let offered = label.filter(|(language, _)| languages.contains(language));
            let offered = offered.map(|(language, text)| (language.clone(), text.to_owned()));
            option.label = offered.collect();
        }
        (options, lost)
    }

    /// Where a questionnaire uses it.
    #[must_use]
    pub fn places(&self, questionnaire: &Questionnaire) -> Vec<Place> {
        let uses = |question: &Question| {
            let word = KindWord::of(&question.kind);
            let (own, _) = self.fitted(word, &questionnaire.languages);
            let all = lists(question).into_iter();
            let used = all.filter(|(_, options)| plain(options) == own);
            used.map(|(place, _)| place).collect::<Vec<_>>()
        };
        questionnaire.questions().flat_map(uses).collect()
    }

    /// A question that has its options in one of its lists, and what there was no room for. Whom an option is offered to
    /// stays where the option does, by its code.
    #[must_use]
    pub fn put(
        &self,
        question: &Question,
        axis: usize,
        languages: &[Language],
    ) -> (Question, Vec<Lost>) {
        let mut question = question.clone();
        let (mut own, lost) = self.fitted(KindWord::of(&question.kind), languages);
        let Some(list) = list_mut(&mut question.kind, axis) else {
            return (question, Vec::new());
        };
        for option in &mut own {
            let before = list.iter().find(|before| before.code == option.code);
            option.show_if = before.and_then(|before| before.show_if.clone());
        }
        *list = own;
        (question, lost)
    }

    /// What a draft that uses it becomes another one by, in those of its places that are wanted, and how many they are.
    #[must_use]
    pub fn becomes(
        &self,
        other: &Self,
        draft: &Questionnaire,
        wanted: impl Fn(&Place) -> bool,
    ) -> (Act, usize) {
        let places = self.places(draft).into_iter().filter(wanted);
        let places: Vec<Place> = places.collect();
        let changed = draft.questions().flat_map(|question| {
            let own = places
                .iter()
                .filter(|place| place.question == question.code);
            let new = own.fold(question.clone(), |new, place| {
                other.put(&new, place.axis, &draft.languages).0
            });
            of_question(question, &new)
        });
        (Act::together(changed.collect()), places.len())
    }
}

fn list_mut(kind: &mut Kind, axis: usize) -> Option<&mut Vec<Choice>> {
    match kind {
        Kind::Place { .. } | Kind::Drawn { .. } => None,
        Kind::DualGrid { axes, .. } => axes.get_mut(axis).map(|axis| &mut axis.options),
        kind => kind.options_mut().filter(|_| axis == 0),
    }
}

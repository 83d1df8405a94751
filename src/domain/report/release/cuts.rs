//! Cuts: options of an item whose people are counted together by something else that is published.
//!
//! Whoever is asked a follow-up chose one of some options of its parent: its n is the sum of their people. An indicator
//! counts its numerator, its filter and its base. Two people whose answers no cut tells apart could have answered the
//! other way round, and nothing that is made from cuts would differ.

use std::collections::{BTreeMap, BTreeSet};

use super::sum::Sum;
use crate::domain::plan::definition::Base;
use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::question::{Code, Meaning};
use crate::domain::questionnaire::reader::Reader;
use crate::domain::questionnaire::routing::{Condition, Test};

/// A question by the positions of its section and of itself.
pub(super) type Place = (usize, usize);

/// Options of one item, by position; of a number or a day the segments into which conditions divide it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut {
    pub item: usize,
    pub options: Vec<usize>,
}

/// Every cut of something.
pub(super) type Cuts = BTreeSet<Cut>;

/// What the conditions of each question cut; nothing where it is asked of everybody. What hangs on a follow-up hangs on
/// its parent too.
pub(super) fn of_questions(reader: &Reader) -> BTreeMap<Place, Cuts> {
    let mut known = BTreeMap::new();
    for (section, content) in reader.questionnaire().sections.iter().enumerate() {
        for (at, question) in content.questions.iter().enumerate() {
            // Whoever chose an option that hangs on an answer gave that answer.
            let options = question
                .kind
                .choices(0)
                .iter()
                .flat_map(|option| &option.show_if);
            let conditions = content
                .show_if
                .iter()
                .chain(&question.show_if)
                .chain(options);
            let mut cuts = Cuts::new();
            conditions.for_each(|condition| of_condition(reader, condition, &known, &mut cuts));
            known.insert((section, at), cuts);
        }
    }
    known
}

/// The questions that are never published by an attribute: what they hang on is typed, or some of their options hang on
/// something.
pub(super) fn never_crossed(reader: &Reader) -> BTreeSet<Place> {
    let hangs = |(section, question): &Place| {
        let question = reader.questions_of(*section).get(*question);
        let options = question.map_or(&[][..], |question| question.kind.choices(0));
        options.iter().any(|option| option.show_if.is_some())
    };
    let is_typed = |cuts: &Cuts| cuts.iter().any(|cut| is_typed(reader, cut.item));
    let all = of_questions(reader).into_iter();
    all.filter(|(place, cuts)| is_typed(cuts) || hangs(place))
        .map(|(place, _)| place)
        .collect()
}

/// What a condition cuts. Behind a `Not` who answered is told from who did not (M-3).
pub(super) fn of_condition(
    reader: &Reader,
    condition: &Condition,
    known: &BTreeMap<Place, Cuts>,
    cuts: &mut Cuts,
) {
    let is_negated = has_not(condition);
    for (name, test) in condition.references() {
        let Some((item, parent)) = reader.item(name) else {
            continue;
        };
        let all: Vec<usize> = (0..answers(reader, parent)).collect();
        let options = match test {
            Test::AnyOf(codes) => chosen(reader, parent, codes),
            Test::Number(between) => {
                let segments = reader.segments_of_numbers(name);
                segments.map_or_else(Vec::new, |segments| segments.within(between).collect())
            }
            Test::Day(between) => {
                let segments = reader.segments_of_days(name);
                segments.map_or_else(Vec::new, |segments| segments.within(between).collect())
            }
            Test::Answered => all.clone(),
        };
        cuts.insert(Cut { item, options });
        cuts.extend(is_negated.then_some(Cut { item, options: all }));
        let above = known.get(&(parent.section, parent.question));
        cuts.extend(above.into_iter().flatten().cloned());
    }
}

/// How many answers of an item a condition can tell apart.
fn answers(reader: &Reader, item: &Item) -> usize {
    let segments = match &item.accepts {
        Accepts::Number { .. } => reader
            .segments_of_numbers(&item.code)
            .map(|segments| segments.count()),
        Accepts::Date { .. } => reader
            .segments_of_days(&item.code)
            .map(|segments| segments.count()),
        Accepts::Consent(_) | Accepts::Time { .. } | Accepts::Text { .. } => Some(1),
        Accepts::One(_) | Accepts::Many { .. } => None,
    };
    segments.unwrap_or_else(|| item.choices(reader.questionnaire()).len())
}

/// The options with these codes.
fn chosen(reader: &Reader, item: &Item, codes: &[Code]) -> Vec<usize> {
    let choices = item.choices(reader.questionnaire()).iter().enumerate();
    choices
        .filter(|(_, choice)| codes.contains(&choice.code))
        .map(|(at, _)| at)
        .collect()
}

/// Whether an item is answered by writing: no table says how many wrote what.
pub(super) fn is_typed(reader: &Reader, item: usize) -> bool {
    let item = reader.items().get(item);
    let chosen = |item: &Item| matches!(item.accepts, Accepts::One(_) | Accepts::Many { .. });
    item.is_some_and(|item| !chosen(item))
}

fn has_not(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(has_not),
        Condition::Not(_) => true,
        _ => false,
    }
}

/// What an indicator cuts of its own item: the options of its numerator and those of its base.
pub(super) fn of_sum(reader: &Reader, sum: &Sum, at: usize, item: &Item) -> Cuts {
    let choices = item.choices(reader.questionnaire());
    let admitted = |meaning| sum.base != Base::Substantive || meaning == Meaning::Substantive;
    let among = |is_in: &dyn Fn(usize) -> bool| Cut {
        item: at,
        options: (0..choices.len()).filter(|at| is_in(*at)).collect(),
    };
    let numerator = among(&|at| {
        let choice = choices.get(at);
        choice.is_some_and(|choice| {
            admitted(choice.meaning) && sum.codes.iter().any(|code| code == choice.code.as_str())
        })
    });
    let base = match sum.base {
        Base::Everyone | Base::All => None,
        Base::Answered => Some(among(&|_| true)),
        Base::Substantive => Some(among(&|at| {
            choices.get(at).is_some_and(|c| admitted(c.meaning))
        })),
    };
    // A cut without options divides nothing and says on what item the indicator rests.
    std::iter::once(numerator).chain(base).collect()
}

/// The options of a base by their score: a published mean tells these apart.
pub(super) fn of_scores(reader: &Reader, at: usize, item: &Item) -> Cuts {
    let choices = item.choices(reader.questionnaire());
    let mut by_score: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (option, choice) in choices.iter().enumerate() {
        by_score.entry(choice.score).or_default().push(option);
    }
    let cut = |options| Cut { item: at, options };
    by_score.into_values().map(cut).collect()
}

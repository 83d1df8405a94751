//! What is published of a survey beside the tables themselves, each with the cuts it makes (`cuts`): follow-ups,
//! indicators, and what was published before.

use std::collections::BTreeMap;

use super::cuts::{self, Cuts, Place};
use super::making::Making;
use super::sum::Sum;
use crate::domain::ids::IndicatorId;
use crate::domain::report;

/// What publishes a number that other tables can be reckoned up against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// How many were asked a question, and how many were not.
    Asked(Place),
    /// Numerator and n of an indicator.
    Indicator(IndicatorId),
    /// What was published before.
    Before,
}

/// Something published.
pub(super) struct Fact {
    pub what: What,
    pub cuts: Cuts,
    /// The item of which it is the mean.
    pub mean_of: Option<usize>,
    /// How much is lost with it.
    pub cost: u64,
}

/// An indicator is lost only where no table is left to be hidden instead.
const OF_AN_INDICATOR: u64 = 1_000_000_000_000;

/// The tables of the items; none of what is not printed.
pub(super) type Tables<'a> = [Option<&'a report::Table>];

/// Everything that is published if nothing is given up.
pub(super) fn gathered(making: &Making, tables: &Tables) -> Vec<Fact> {
    let of_questions = cuts::of_questions(making.reader);
    let asked = of_questions.iter().filter(|(_, cuts)| !cuts.is_empty());
    let asked = asked.flat_map(|(place, cuts)| asked_facts(making, tables, *place, cuts));
    let new = making.sums.iter().map(|sum| (sum, sum.indicator));
    let known = making.known.iter().map(|sum| (sum, None));
    let indicators = new.chain(known).filter_map(|(sum, indicator)| {
        let what = indicator.map_or(What::Before, What::Indicator);
        of_indicator(making, sum, what, &of_questions)
    });
    asked.chain(indicators).collect()
}

/// A question that is asked of some only, where it is printed.
fn asked_facts(making: &Making, tables: &Tables, place: Place, cuts: &Cuts) -> Vec<Fact> {
    let items = making.reader.items_of(place.0, place.1);
    let printed = tables.get(items).into_iter().flatten().flatten();
    let cost: u64 = printed.map(|table| table.bases.all + 1).sum();
    if cost == 0 {
        return Vec::new();
    }
    let fact = |what| Fact {
        what,
        cuts: cuts.clone(),
        mean_of: None,
        cost,
    };
    let known = making.was_asked(place).then(|| fact(What::Before));
    std::iter::once(fact(What::Asked(place)))
        .chain(known)
        .collect()
}

fn of_indicator(
    making: &Making,
    sum: &Sum,
    what: What,
    of_questions: &BTreeMap<Place, Cuts>,
) -> Option<Fact> {
    let reader = making.reader;
    let (place, item) = reader.item(&sum.item)?;
    let mut cuts = cuts::of_sum(reader, sum, place, item);
    if let Some(filter) = &sum.filter {
        cuts::of_condition(reader, filter, of_questions, &mut cuts);
    }
    let above = of_questions.get(&(item.section, item.question));
    cuts.extend(above.into_iter().flatten().cloned());
    Some(Fact {
        what,
        cuts,
        mean_of: sum.is_mean.then_some(place),
        cost: OF_AN_INDICATOR,
    })
}

//! Counts: how many people of each group gave each answer to one item. One pass over its column; the tally of any
//! part of the respondents, weighted or not, is a sum over the groups.

use super::columns::{
    Column, INVALID, NO_ANSWER, NOT_APPLICABLE, SET_INVALID, SET_NO_ANSWER, SET_NOT_APPLICABLE,
    mask,
};
use super::estimate::float;
use super::groups::{Group, Groups};
use super::item::{Accepts, Item, OptionKind};
use super::tally::{Filter, Sums, Tally};

/// Places behind those of the codes: the states, then who answered and who has an opinion.
const STATES: usize = 5;

/// The answers to one item by group: `[group][code …, 無回答, 無効, 非該当, answered, substantive]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    cells: Vec<u32>,
    /// Number of codes.
    codes: usize,
}

impl Counts {
    /// Counts a column.
    pub fn of(item: &Item, column: &Column, groups: &Groups, filter: Filter) -> Counts {
        let codes = codes(item);
        let mut counts = Counts {
            cells: vec![0; groups.groups().len() * (codes + STATES)],
            codes,
        };
        match column {
            Column::Codes(answers) => counts.count_codes(item, answers, groups, filter),
            Column::Sets(answers) => counts.count_sets(item, answers, groups, filter),
            Column::Numbers(answers) => counts.count_numbers(answers, groups, filter),
        }
        counts
    }

    /// The tally of the groups that `is_in`, with their weights or without.
    pub fn tally(&self, groups: &Groups, weighted: bool, is_in: impl Fn(&Group) -> bool) -> Tally {
        let mut sums = vec![Sums::default(); self.width()];
        let rows = self.cells.chunks_exact(self.width());
        for (row, group) in rows.zip(groups.groups()).filter(|(_, group)| is_in(group)) {
            let weight = if weighted { group.weight } else { 1.0 };
            for (sum, count) in sums.iter_mut().zip(row) {
                *sum = sum.and(Sums::of(u64::from(*count), weight));
            }
        }
        let mut states = sums.split_off(self.codes).into_iter();
        let mut next = || states.next().unwrap_or_default();
        Tally {
            codes: sums,
            no_answer: next(),
            invalid: next(),
            not_applicable: next(),
            answered: next(),
            substantive: next(),
        }
    }

    fn width(&self) -> usize {
        self.codes + STATES
    }

    fn count_codes(&mut self, item: &Item, answers: &[u8], groups: &Groups, filter: Filter) {
        let (width, codes) = (self.width(), self.codes);
        let mut place = [codes + 1; 256];
        for (at, place) in place.iter_mut().enumerate().take(codes) {
            *place = at;
        }
        for (state, at) in [(NO_ANSWER, 0), (INVALID, 1), (NOT_APPLICABLE, 2)] {
            if let Some(place) = place.get_mut(usize::from(state)) {
                *place = codes + at;
            }
        }
        groups.for_each(filter, |at, group| {
            let answer = answers.get(at).copied().unwrap_or(NO_ANSWER);
            let place = place.get(usize::from(answer)).copied().unwrap_or(codes);
            if let Some(cell) = self.cells.get_mut(group * width + place) {
                *cell += 1;
            }
        });
        let opinions: Vec<bool> = (0..codes).map(|at| is_substantive(item, at)).collect();
        for row in self.cells.chunks_exact_mut(width) {
            let (given, states) = row.split_at_mut(codes);
            let with_opinion = given.iter().zip(&opinions).filter(|(_, is)| **is);
            if let [.., answered, substantive] = states {
                *substantive = with_opinion.map(|(count, _)| *count).sum();
                *answered = given.iter().sum();
            }
        }
    }

    fn count_sets(&mut self, item: &Item, answers: &[u64], groups: &Groups, filter: Filter) {
        let (width, codes) = (self.width(), self.codes);
        let substantive = (0..codes).filter(|at| is_substantive(item, *at));
        let opinions: Vec<u8> = substantive.filter_map(|at| u8::try_from(at).ok()).collect();
        let opinions = mask(&opinions);
        groups.for_each(filter, |at, group| {
            let start = group * width;
            let Some(row) = self.cells.get_mut(start..start + width) else {
                return;
            };
            let (given, states) = row.split_at_mut(codes);
            let [no_answer, invalid, not_applicable, answered, substantive] = states else {
                return;
            };
            match answers.get(at).copied().unwrap_or(SET_NO_ANSWER) {
                SET_NO_ANSWER => *no_answer += 1,
                SET_INVALID => *invalid += 1,
                SET_NOT_APPLICABLE => *not_applicable += 1,
                set => {
                    *answered += 1;
                    *substantive += u32::from(set & opinions != 0);
                    count_marks(given, set);
                }
            }
        });
    }

    fn count_numbers(&mut self, answers: &[f64], groups: &Groups, filter: Filter) {
        groups.for_each(filter, |at, group| {
            let places: &[usize] = match answers.get(at).copied().unwrap_or(f64::NAN) {
                value if value.is_nan() => &[0],
                f64::INFINITY => &[1],
                f64::NEG_INFINITY => &[2],
                _ => &[3, 4],
            };
            for place in places {
                if let Some(cell) = self.cells.get_mut(group * STATES + place) {
                    *cell += 1;
                }
            }
        });
    }
}

fn count_marks(given: &mut [u32], set: u64) {
    let mut rest = set;
    while rest != 0 {
        let at = usize::try_from(rest.trailing_zeros()).unwrap_or(usize::MAX);
        if let Some(count) = given.get_mut(at) {
            *count += 1;
        }
        rest &= rest - 1;
    }
}

/// How many codes a column of the item can hold.
fn codes(item: &Item) -> usize {
    match &item.accepts {
        Accepts::One(options) | Accepts::Many(options, _) => options.len(),
        Accepts::Scale { min, max } => usize::try_from(i64::from(*max) - i64::from(*min) + 1)
            .unwrap_or(0)
            .min(usize::from(NO_ANSWER)),
        Accepts::Number { .. } => 0,
        Accepts::Text => 1,
    }
}

fn is_substantive(item: &Item, at: usize) -> bool {
    let option = item.options().get(at);
    option.is_none_or(|option| option.kind == OptionKind::Substantive)
}

impl Sums {
    /// `count` people who weigh the same.
    pub fn of(count: u64, weight: f64) -> Sums {
        Sums {
            count,
            weight: float(count) * weight,
            weight_squared: float(count) * weight * weight,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::statistics::item::Choice;
    use proptest::prelude::*;

    fn item(options: u8, many: bool) -> Item {
        let kind = |at| match at % 4 {
            3 => OptionKind::DontKnow,
            _ => OptionKind::Substantive,
        };
        let options = (0..options).map(|at| Choice {
            code: at.to_string(),
            label: String::new(),
            score: None,
            kind: kind(at),
        });
        let rule = crate::domain::statistics::item::SetRule {
            max_select: None,
            over_limit: crate::domain::statistics::item::OverLimit::All,
            exclusive: 0,
            conflict: crate::domain::statistics::item::ExclusiveConflict::Invalid,
        };
        Item {
            id: String::new(),
            question: String::new(),
            label: String::new(),
            attribute: false,
            accepts: if many {
                Accepts::Many(options.collect(), rule)
            } else {
                Accepts::One(options.collect())
            },
            show_if: None,
        }
    }

    fn code() -> impl Strategy<Value = u8> {
        prop_oneof![0..5u8, Just(NO_ANSWER), Just(INVALID), Just(NOT_APPLICABLE)]
    }

    fn set() -> impl Strategy<Value = u64> {
        prop_oneof![
            1..32u64,
            Just(SET_NO_ANSWER),
            Just(SET_INVALID),
            Just(SET_NOT_APPLICABLE)
        ]
    }

    proptest! {
        /// Counted by groups or one by one: the same people, whatever the part and the weights.
        #[test]
        fn groups_count_what_one_by_one_counts(
            people in prop::collection::vec((0..3u8, code(), set(), any::<bool>()), 0..60),
            weights in prop::collection::vec(1..9u8, 4),
        ) {
            let by = Column::Codes(people.iter().map(|p| p.0).collect());
            let groups = Groups::everybody(people.len()).split(&by);
            let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
            let groups = groups.weighted(&weights);
            let of = |group: &Group| group.weight;
            let each = groups.each(&groups.groups().iter().map(of).collect::<Vec<_>>());
            let filter: Vec<bool> = people.iter().map(|p| p.3).collect();
            let columns = [
                (item(5, false), Column::Codes(people.iter().map(|p| p.1).collect())),
                (item(5, true), Column::Sets(people.iter().map(|p| p.2).collect())),
            ];
            for (item, column) in &columns {
                let counts = Counts::of(item, column, &groups, Some(&filter));
                let mut slow = Tally::of(column, item.options(), Some(&each), Some(&filter));
                slow.codes.truncate(5);
                let fast = counts.tally(&groups, true, |_| true);
                prop_assert_eq!(&fast, &slow);
                let row: Vec<bool> = people.iter().map(|p| p.0 == 1 && p.3).collect();
                let mut slow = Tally::of(column, item.options(), None, Some(&row));
                slow.codes.truncate(5);
                let fast = counts.tally(&groups, false, |g| g.codes == [Some(1)]);
                prop_assert_eq!(&fast, &slow);
            }
        }
    }
}

//! Tallies: one pass over a column that everything else is computed from.
//!
//! A tally knows how many people gave each code, their weights and squared weights. What a code means (base, score,
//! numerator) belongs to `base`, `share`, `mean` and `net`.

use super::columns::{
    Column, INVALID, NO_ANSWER, NOT_APPLICABLE, SET_INVALID, SET_NO_ANSWER, SET_NOT_APPLICABLE,
    WIDE_INVALID, WIDE_NO_ANSWER, WIDE_NOT_APPLICABLE,
};
use super::lists::Lists;
use super::mask::Mask;
use super::set::Set;
use super::variable::{Index, Level, OptionKind};

/// How many people, and how heavy. Unweighted: `weight = weight_squared = count`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums {
    /// Number of people.
    pub count: u64,
    /// Σw
    pub weight: f64,
    /// Σw²
    pub weight_squared: f64,
}

impl Sums {
    /// Adds one person.
    pub fn add(&mut self, weight: f64) {
        self.count += 1;
        self.weight += weight;
        self.weight_squared += weight * weight;
    }

    /// The people of both.
    pub fn and(self, other: Sums) -> Sums {
        Sums {
            count: self.count + other.count,
            weight: self.weight + other.weight,
            weight_squared: self.weight_squared + other.weight_squared,
        }
    }

    /// These people without a part of them. Nobody weighs exactly nothing, whatever the order of summation left over:
    /// a weighted share of everybody is 1, not 0.999….
    pub fn without(self, part: Sums) -> Sums {
        let count = self.count.saturating_sub(part.count);
        if count == 0 {
            return Sums::default();
        }
        Sums {
            count,
            weight: self.weight - part.weight,
            weight_squared: self.weight_squared - part.weight_squared,
        }
    }
}

/// The people of several sums together.
pub fn total<'a>(sums: impl IntoIterator<Item = &'a Sums>) -> Sums {
    sums.into_iter()
        .fold(Sums::default(), |all, one| all.and(*one))
}

/// The tally of one closed variable (or of the states of any variable).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Per code (option index, or `value − min` of a scale). For sets: people who chose the option.
    pub codes: Vec<Sums>,
    /// 無回答
    pub no_answer: Sums,
    /// 無効
    pub invalid: Sums,
    /// 非該当
    pub not_applicable: Sums,
    /// Everybody who answered.
    pub answered: Sums,
    /// Answered with at least one option of kind `substantive`.
    pub substantive: Sums,
}

/// The people a tally is restricted to; `None` = everybody. Parallel to the respondents.
pub type Filter<'a> = Option<&'a [bool]>;
/// Weights parallel to the respondents; `None` = unweighted.
pub type Weights<'a> = Option<&'a [f64]>;

impl Tally {
    /// Counts a column. `options` give the kinds; codes beyond them (scales) are substantive.
    pub fn of(column: &Column, options: &[Level], weights: Weights, filter: Filter) -> Tally {
        match column {
            Column::Codes(codes) => of_codes(codes, options, weights, filter),
            Column::WideCodes(codes) => of_wide_codes(codes, options, weights, filter),
            Column::SmallSets(sets) => of_sets(sets, options, weights, filter),
            Column::Sets(sets) => of_sets(sets, options, weights, filter),
            Column::Lists(lists) => of_lists(lists, options, weights, filter),
            Column::Numbers(numbers) => of_numbers(numbers, weights, filter),
        }
    }

    /// Everybody, 非該当 included.
    pub fn everyone(&self) -> Sums {
        self.eligible().and(self.not_applicable)
    }

    /// Everybody the variable applies to.
    pub fn eligible(&self) -> Sums {
        self.answered.and(self.no_answer).and(self.invalid)
    }

    /// The people with a code; nobody for a code that does not exist.
    pub fn code(&self, code: Index) -> Sums {
        self.codes
            .get(usize::from(code))
            .copied()
            .unwrap_or_default()
    }
}

/// Calls `each(position, weight)` for everybody within the filter.
pub(super) fn for_each(
    n: usize,
    weights: Weights,
    filter: Filter,
    mut each: impl FnMut(usize, f64),
) {
    for at in 0..n {
        if filter.is_none_or(|f| f.get(at).copied().unwrap_or(false)) {
            let weight = weights.map_or(1.0, |w| w.get(at).copied().unwrap_or(0.0));
            each(at, weight);
        }
    }
}

fn of_codes(codes: &[u8], options: &[Level], weights: Weights, filter: Filter) -> Tally {
    let mut slots = vec![Sums::default(); 256];
    for_each(codes.len(), weights, filter, |at, weight| {
        let code = codes.get(at).copied().unwrap_or(NO_ANSWER);
        if let Some(slot) = slots.get_mut(usize::from(code)) {
            slot.add(weight);
        }
    });
    let slot = |code: u8| slots.get(usize::from(code)).copied().unwrap_or_default();
    let (no_answer, invalid) = (slot(NO_ANSWER), slot(INVALID));
    let not_applicable = slot(NOT_APPLICABLE);
    slots.truncate(usize::from(NO_ANSWER));
    Tally {
        no_answer,
        invalid,
        not_applicable,
        ..of_slots(slots, options)
    }
}

fn of_wide_codes(codes: &[Index], options: &[Level], weights: Weights, filter: Filter) -> Tally {
    let highest = codes.iter().filter(|code| **code < WIDE_NO_ANSWER).max();
    let width = highest.map_or(0, |code| usize::from(*code) + 1);
    let mut slots = vec![Sums::default(); width.max(options.len())];
    let mut states = Tally::default();
    for_each(codes.len(), weights, filter, |at, weight| {
        match codes.get(at).copied().unwrap_or(WIDE_NO_ANSWER) {
            WIDE_NO_ANSWER => states.no_answer.add(weight),
            WIDE_INVALID => states.invalid.add(weight),
            WIDE_NOT_APPLICABLE => states.not_applicable.add(weight),
            code => {
                if let Some(slot) = slots.get_mut(usize::from(code)) {
                    slot.add(weight);
                }
            }
        }
    });
    Tally {
        no_answer: states.no_answer,
        invalid: states.invalid,
        not_applicable: states.not_applicable,
        ..of_slots(slots, options)
    }
}

/// Of variables with one answer: who answered and who has an opinion follows from the codes.
fn of_slots(codes: Vec<Sums>, options: &[Level]) -> Tally {
    let counted = codes.iter().enumerate();
    let substantive = counted.filter(|(at, _)| is_substantive(options, *at));
    Tally {
        substantive: total(substantive.map(|(_, sums)| sums)),
        answered: total(&codes),
        codes,
        ..Tally::default()
    }
}

fn is_substantive(options: &[Level], at: usize) -> bool {
    options
        .get(at)
        .is_none_or(|o| o.kind == OptionKind::Substantive)
}

fn of_sets(sets: &[impl Mask], options: &[Level], weights: Weights, filter: Filter) -> Tally {
    let mut tally = Tally {
        codes: vec![Sums::default(); options.len()],
        ..Tally::default()
    };
    let opinions = opinions(options).first_bits();
    for_each(sets.len(), weights, filter, |at, weight| {
        match sets.get(at).map_or(SET_NO_ANSWER, |set| set.wide()) {
            SET_NO_ANSWER => tally.no_answer.add(weight),
            SET_INVALID => tally.invalid.add(weight),
            SET_NOT_APPLICABLE => tally.not_applicable.add(weight),
            set => {
                tally.answered.add(weight);
                if set & opinions != 0 {
                    tally.substantive.add(weight);
                }
                add_set(&mut tally.codes, set, weight);
            }
        }
    });
    tally
}

fn add_set(codes: &mut [Sums], set: u64, weight: f64) {
    let mut rest = set;
    while rest != 0 {
        let at = usize::try_from(rest.trailing_zeros()).unwrap_or(0);
        if let Some(sums) = codes.get_mut(at) {
            sums.add(weight);
        }
        rest &= rest - 1;
    }
}

/// The options that say an opinion.
pub(super) fn opinions(options: &[Level]) -> Set {
    let kinds = options.iter().zip(0..);
    let substantive = kinds.filter(|(option, _)| option.kind == OptionKind::Substantive);
    substantive.map(|(_, at)| at).collect()
}

fn of_lists(lists: &Lists, options: &[Level], weights: Weights, filter: Filter) -> Tally {
    let mut tally = Tally {
        codes: vec![Sums::default(); options.len()],
        ..Tally::default()
    };
    let opinions = opinions(options);
    for_each(lists.len(), weights, filter, |at, weight| {
        match lists.get(at).unwrap_or(&[WIDE_NO_ANSWER]) {
            [WIDE_NO_ANSWER] => tally.no_answer.add(weight),
            [WIDE_INVALID] => tally.invalid.add(weight),
            [WIDE_NOT_APPLICABLE] => tally.not_applicable.add(weight),
            marks => {
                tally.answered.add(weight);
                if marks.iter().any(|mark| opinions.contains(*mark)) {
                    tally.substantive.add(weight);
                }
                for mark in marks {
                    if let Some(sums) = tally.codes.get_mut(usize::from(*mark)) {
                        sums.add(weight);
                    }
                }
            }
        }
    });
    tally
}

fn of_numbers(numbers: &[f64], weights: Weights, filter: Filter) -> Tally {
    let mut tally = Tally::default();
    for_each(numbers.len(), weights, filter, |at, weight| {
        let slot = match numbers.get(at).copied().unwrap_or(f64::NAN) {
            value if value.is_nan() => &mut tally.no_answer,
            f64::INFINITY => &mut tally.invalid,
            f64::NEG_INFINITY => &mut tally.not_applicable,
            _ => &mut tally.answered,
        };
        slot.add(weight);
    });
    tally.substantive = tally.answered;
    tally
}

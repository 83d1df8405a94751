//! Counts: how many people of each group gave each answer to one variable. One pass over its column; the tally of any
//! part of the respondents, weighted or not, is a sum over the groups.

use crate::domain::statistics::columns::{
    Column, INVALID, NO_ANSWER, NOT_APPLICABLE, SET_INVALID, SET_NO_ANSWER, SET_NOT_APPLICABLE,
    WIDE_INVALID, WIDE_NO_ANSWER, WIDE_NOT_APPLICABLE,
};
use crate::domain::statistics::estimate::float;
use crate::domain::statistics::groups::{Group, Groups};
use crate::domain::statistics::lists::Lists;
use crate::domain::statistics::mask::Mask;
use crate::domain::statistics::tally::{Filter, Sums, Tally, opinions};
use crate::domain::statistics::variable::{Index, OptionKind, Variable};

/// Places behind those of the codes: the states, then who answered and who has an opinion.
const STATES: usize = 5;

/// The answers to one variable by group: `[group][code …, 無回答, 無効, 非該当, answered, substantive]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    cells: Vec<u32>,
    /// Number of codes.
    codes: usize,
}

impl Counts {
    /// Counts a column.
    pub fn of(variable: &Variable, column: &Column, groups: &Groups, filter: Filter) -> Counts {
        let codes = variable.accepts.width();
        let mut counts = Counts {
            cells: vec![0; groups.groups().len() * (codes + STATES)],
            codes,
        };
        match column {
            Column::Codes(answers) => counts.count_codes(variable, answers, groups, filter),
            Column::WideCodes(answers) => {
                counts.count_wide_codes(variable, answers, groups, filter)
            }
            Column::SmallSets(answers) => counts.count_sets(variable, answers, groups, filter),
            Column::Sets(answers) => counts.count_sets(variable, answers, groups, filter),
            Column::Lists(answers) => counts.count_lists(variable, answers, groups, filter),
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

    fn count_codes(
        &mut self,
        variable: &Variable,
        answers: &[u8],
        groups: &Groups,
        filter: Filter,
    ) {
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
        self.sum_answered(variable);
    }

    fn count_wide_codes(
        &mut self,
        variable: &Variable,
        answers: &[Index],
        groups: &Groups,
        filter: Filter,
    ) {
        let (width, codes) = (self.width(), self.codes);
        groups.for_each(filter, |at, group| {
            let place = match answers.get(at).copied().unwrap_or(WIDE_NO_ANSWER) {
                code if usize::from(code) < codes => usize::from(code),
                WIDE_NO_ANSWER => codes,
                WIDE_NOT_APPLICABLE => codes + 2,
                _ => codes + 1,
            };
            if let Some(cell) = self.cells.get_mut(group * width + place) {
                *cell += 1;
            }
        });
        self.sum_answered(variable);
    }

    /// Of variables with one answer, who answered and who has an opinion follows from the codes.
    fn sum_answered(&mut self, variable: &Variable) {
        let (width, codes) = (self.width(), self.codes);
        let opinions: Vec<bool> = (0..codes).map(|at| is_substantive(variable, at)).collect();
        for row in self.cells.chunks_exact_mut(width) {
            let (given, states) = row.split_at_mut(codes);
            let with_opinion = given.iter().zip(&opinions).filter(|(_, is)| **is);
            if let [.., answered, substantive] = states {
                *substantive = with_opinion.map(|(count, _)| *count).sum();
                *answered = given.iter().sum();
            }
        }
    }

    fn count_sets(
        &mut self,
        variable: &Variable,
        answers: &[impl Mask],
        groups: &Groups,
        filter: Filter,
    ) {
        let (width, codes) = (self.width(), self.codes);
        let opinions = opinions(variable.options()).first_bits();
        groups.for_each(filter, |at, group| {
            let start = group * width;
            let Some(row) = self.cells.get_mut(start..start + width) else {
                return;
            };
            let (given, states) = row.split_at_mut(codes);
            let [no_answer, invalid, not_applicable, answered, substantive] = states else {
                return;
            };
            match answers.get(at).map_or(SET_NO_ANSWER, |set| set.wide()) {
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

    fn count_lists(
        &mut self,
        variable: &Variable,
        answers: &Lists,
        groups: &Groups,
        filter: Filter,
    ) {
        let (width, codes) = (self.width(), self.codes);
        let opinions = opinions(variable.options());
        groups.for_each(filter, |at, group| {
            let start = group * width;
            let Some(row) = self.cells.get_mut(start..start + width) else {
                return;
            };
            let (given, states) = row.split_at_mut(codes);
            let [no_answer, invalid, not_applicable, answered, substantive] = states else {
                return;
            };
            match answers.get(at).unwrap_or(&[WIDE_NO_ANSWER]) {
                [WIDE_NO_ANSWER] => *no_answer += 1,
                [WIDE_INVALID] => *invalid += 1,
                [WIDE_NOT_APPLICABLE] => *not_applicable += 1,
                marks => {
                    *answered += 1;
                    let is_opinion = marks.iter().any(|mark| opinions.contains(*mark));
                    *substantive += u32::from(is_opinion);
                    for mark in marks {
                        if let Some(count) = given.get_mut(usize::from(*mark)) {
                            *count += 1;
                        }
                    }
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

fn is_substantive(variable: &Variable, at: usize) -> bool {
    let option = variable.options().get(at);
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
mod tests;

//! Groups: respondents alike in everything tables are split and weighted by.
//!
//! People of one group stand in the same row of every cross table and weigh the same, so a question is counted once
//! for each group and every table of it, weighted or not, is put together from those few counts.

use std::collections::HashMap;

use super::columns::{Column, option};
use super::tally::Filter;
use super::variable::Index;

/// The respondents in groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// Index of the group of each respondent.
    pub(super) of: Vec<u32>,
    groups: Vec<Group>,
}

/// People who are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Their option in each column the respondents were split by, in that order; `None` = missing.
    pub codes: Vec<Option<Index>>,
    /// How many they are.
    pub people: u64,
    /// What each of them weighs.
    pub weight: f64,
}

impl Groups {
    /// All `n` respondents in one group, unweighted.
    pub fn everybody(n: usize) -> Groups {
        let all = Group {
            codes: Vec::new(),
            people: u64::try_from(n).unwrap_or(u64::MAX),
            weight: 1.0,
        };
        Groups {
            of: vec![0; n],
            groups: vec![all],
        }
    }

    /// The same people, split further by their option in a column. New groups come in the order of their first
    /// member and weigh what their people weighed before.
    pub fn split(&self, column: &Column) -> Groups {
        const NONE: u32 = u32::MAX;
        if let Column::WideCodes(_) = column {
            let mut places: HashMap<(u32, Option<Index>), u32> = HashMap::new();
            return self.split_by(
                |at| column.code(at),
                |from, code, new| Some(*places.entry((from, code)).or_insert(new)),
            );
        }
        let mut places = vec![NONE; self.groups.len() * 256];
        let place = |from, code: Option<Index>, new| {
            let place = index(from) * 256 + code.map_or(255, usize::from);
            let place = places.get_mut(place)?;
            if *place == NONE {
                *place = new;
            }
            Some(*place)
        };
        match column {
            Column::Codes(codes) => self.split_by(|at| option(*codes.get(at)?), place),
            _ => self.split_by(|at| column.code(at), place),
        }
    }

    /// `code(position)` is what splits them; `place(group, code, new)` tells the group of the people of a group with a
    /// code: `new` when they are the first.
    fn split_by(
        &self,
        code: impl Fn(usize) -> Option<Index>,
        mut place: impl FnMut(u32, Option<Index>, u32) -> Option<u32>,
    ) -> Groups {
        let mut groups: Vec<Group> = Vec::new();
        let mut of = Vec::with_capacity(self.of.len());
        let mut new = 0;
        for (at, from) in self.of.iter().enumerate() {
            let code = code(at);
            let Some(group) = place(*from, code, new) else {
                continue;
            };
            if group == new {
                groups.extend(self.groups.get(index(*from)).map(|from| from.with(code)));
                new += 1;
            }
            if let Some(group) = groups.get_mut(index(group)) {
                group.people += 1;
            }
            of.push(group);
        }
        Groups { of, groups }
    }

    /// The same groups with these weights, parallel to them.
    #[must_use]
    pub fn weighted(mut self, weights: &[f64]) -> Groups {
        for (group, weight) in self.groups.iter_mut().zip(weights) {
            group.weight = *weight;
        }
        self
    }

    /// The groups, in the order of their first member.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// How many people are in each group.
    pub fn people(&self) -> Vec<u64> {
        self.groups.iter().map(|group| group.people).collect()
    }

    /// Number of respondents.
    pub fn respondents(&self) -> usize {
        self.of.len()
    }

    /// A value of each group handed on to its people, in the order of the respondents.
    pub fn each<T: Copy>(&self, values: &[T]) -> Vec<T> {
        self.of
            .iter()
            .filter_map(|group| values.get(index(*group)).copied())
            .collect()
    }

    /// Calls `each(position, group)` for everybody within the filter.
    pub(super) fn for_each(&self, filter: Filter, mut each: impl FnMut(usize, usize)) {
        match filter {
            None => {
                for (at, group) in self.of.iter().enumerate() {
                    each(at, index(*group));
                }
            }
            Some(filter) => {
                for (at, (group, passes)) in self.of.iter().zip(filter).enumerate() {
                    if *passes {
                        each(at, index(*group));
                    }
                }
            }
        }
    }
}

impl Group {
    fn with(&self, code: Option<Index>) -> Group {
        let mut codes = self.codes.clone();
        codes.push(code);
        Group {
            codes,
            people: 0,
            weight: self.weight,
        }
    }
}

fn index(group: u32) -> usize {
    usize::try_from(group).unwrap_or(usize::MAX)
}

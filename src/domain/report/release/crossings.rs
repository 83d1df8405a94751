//! All cross tables beside each other (M-12.5).
//!
//! A follow-up by an attribute says how many of each group chose what leads to it: the table of its parent by that
//! attribute falls into blocks. Where the parent could not be shown then, the follow-up's table by it is not. And a
//! total that is x is the same total in every table of its item: they all leave the same doubt about it.

use std::collections::{BTreeSet, HashMap};

use super::Crosstab;
use super::crossing::{self, counts};
use super::cuts::{Cuts, Place};
use super::making::{Made, Making};
use super::system::System;
use crate::domain::questionnaire::question::Role;
use crate::domain::report;
use crate::domain::statistics::suppression::{Blocks, Line, RowCellRule};

/// The cross tables of a release in the making.
pub(super) struct Crossings<'a> {
    making: &'a Making<'a>,
    system: &'a System<'a>,
    lines: HashMap<&'a str, &'a Line>,
    /// Follow-ups that are not shown by an attribute.
    given_up: BTreeSet<(usize, Place)>,
}

/// A table that can be shown.
struct Judged<'a> {
    line: &'a Line,
    blocks: Blocks,
    rule: RowCellRule,
}

impl<'a> Crossings<'a> {
    pub fn new(making: &'a Making<'a>, system: &'a System<'a>, made: &'a [Made]) -> Self {
        let line = |made: &'a Made| Some((made.table.item.as_str(), made.line.as_ref()?));
        Self {
            making,
            system,
            lines: made.iter().filter_map(line).collect(),
            given_up: BTreeSet::new(),
        }
    }

    /// The tables as the public sees them. Parents come before their follow-ups.
    pub fn make<'t>(mut self, tabs: impl Iterator<Item = &'t report::Crosstab>) -> Vec<Crosstab> {
        let tabs: Vec<&report::Crosstab> = tabs.collect();
        let mut judged: Vec<Option<Judged<'a>>> = Vec::new();
        for tab in &tabs {
            judged.push(self.judge(tab));
        }
        self.leave_one_doubt(&tabs, &mut judged);
        let told = tabs.into_iter().zip(&judged);
        told.map(|(tab, judged)| {
            let judged = judged.as_ref();
            crossing::told(tab, judged.map(|judged| (judged.line, &judged.rule)))
        })
        .collect()
    }

    /// Gives up follow-ups by the same attribute where the table could not be shown beside them.
    fn judge(&mut self, tab: &report::Crosstab) -> Option<Judged<'a>> {
        let (at, item) = self.making.reader.item(&tab.item)?;
        let (by, _) = self.making.reader.item(&tab.by)?;
        if self.given_up.contains(&(by, (item.section, item.question))) {
            return None;
        }
        if let Some(judged) = self.judge_beside(tab, (by, at)) {
            return Some(judged);
        }
        let kept = self.given_up.clone();
        for (attribute, place) in self.follow_ups(by, at) {
            self.given_up.insert((attribute, place));
            if let Some(judged) = self.judge_beside(tab, (by, at)) {
                return Some(judged);
            }
        }
        // It was not because of them.
        self.given_up = kept;
        None
    }

    fn judge_beside(&self, tab: &report::Crosstab, (by, at): (usize, usize)) -> Option<Judged<'a>> {
        let line = *self.lines.get(tab.item.as_str())?;
        let lines = (line, *self.lines.get(tab.by.as_str())?);
        let blocks = self.blocks(tab, (by, at));
        let rule = crossing::rule(self.making, tab, lines, &blocks)?;
        Some(Judged { line, blocks, rule })
    }

    /// Follow-ups whose tables say more of this one and may be given up, by attribute; those asked of fewest first.
    fn follow_ups(&self, by: usize, at: usize) -> Vec<(usize, Place)> {
        let on = |cuts: &Cuts, item: usize| cuts.iter().any(|cut| cut.item == item);
        let mut found: Vec<(u64, (usize, Place))> = Vec::new();
        for (place, cuts) in self.crossed() {
            let by_attribute = on(cuts, at).then_some(by);
            let by_item = (self.splits(at) && on(cuts, by)).then_some(at);
            for attribute in by_attribute.into_iter().chain(by_item) {
                if !self.was_crossed(attribute, place) {
                    found.push((self.people(place), (attribute, place)));
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, which)| which).collect()
    }

    /// The further sums that are published of a table.
    fn blocks(&self, tab: &report::Crosstab, (by, at): (usize, usize)) -> Blocks {
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        let of = |cuts: &Cuts, item: usize, into: &mut Vec<Vec<usize>>| {
            let own = cuts.iter().filter(|cut| cut.item == item);
            into.extend(own.map(|cut| cut.options.clone()));
        };
        for cuts in self.system.cuts_of_both(by, at) {
            of(cuts, by, &mut rows);
            of(cuts, at, &mut columns);
        }
        for (place, cuts) in self.crossed() {
            if !self.given_up.contains(&(by, place)) {
                of(cuts, at, &mut columns);
            }
            if self.splits(at) && !self.given_up.contains(&(at, place)) {
                of(cuts, by, &mut rows);
            }
        }
        let width = tab.rows.first().map_or(0, |row| row.counts.len() + 1);
        let height = tab.rows.len().saturating_sub(1);
        Blocks::new((height, &rows), (width, &columns))
    }

    /// The follow-ups that have cross tables.
    fn crossed(&self) -> impl Iterator<Item = (Place, &Cuts)> {
        self.system.asked().filter(|(place, _)| {
            let mut tables = self.tables(*place);
            tables.any(|table| !table.options.is_empty())
        })
    }

    fn tables(&self, place: Place) -> impl Iterator<Item = &'a report::Table> {
        let reader = self.making.reader;
        let items = reader.items().get(reader.items_of(place.0, place.1));
        let items = items.into_iter().flatten();
        items.filter_map(|item| self.making.printed(&item.code))
    }

    fn people(&self, place: Place) -> u64 {
        self.tables(place)
            .map(|table| table.bases.all)
            .max()
            .unwrap_or(0)
    }

    /// Whether an item is an attribute that tables are split by.
    fn splits(&self, item: usize) -> bool {
        let item = self.making.reader.items().get(item);
        item.is_some_and(|item| item.role == Role::Attribute)
    }

    fn was_crossed(&self, by: usize, place: Place) -> bool {
        let by = self.making.reader.items().get(by);
        by.is_some_and(|by| {
            self.tables(place).any(|table| {
                let mut known = self.making.crossed_before(&by.code, &table.item);
                known.any(|known| known.rows.is_some())
            })
        })
    }

    /// A small total that is x could be one more or one less, the same in all tables: those that say otherwise go.
    fn leave_one_doubt(&self, tabs: &[&report::Crosstab], judged: &mut [Option<Judged<'a>>]) {
        let items: BTreeSet<&str> = tabs.iter().map(|tab| tab.item.as_str()).collect();
        for (item, line) in items
            .into_iter()
            .filter_map(|i| Some((i, *self.lines.get(i)?)))
        {
            let of_item: Vec<usize> = (0..tabs.len())
                .filter(|at| tabs.get(*at).is_some_and(|tab| tab.item == item))
                .collect();
            let total = of_item.first().and_then(|at| tabs.get(*at)?.rows.first());
            let Some(people) = total.map(counts) else {
                continue;
            };
            for (few, group) in self.few(line, &people) {
                for at in self.dissenting(judged, &of_item, &people, few, group) {
                    if let Some(table) = judged.get_mut(at) {
                        *table = None;
                    }
                }
            }
        }
    }

    /// The small totals that are x, with the x of their part.
    fn few<'l>(&self, line: &'l Line, people: &[u64]) -> Vec<(usize, &'l Vec<usize>)> {
        let k = self.making.design.k;
        let is_few = |at: &usize| {
            let is_option = at + 1 < people.len();
            is_option && people.get(*at).is_some_and(|n| (1..k).contains(n))
        };
        let groups = line.groups.iter();
        groups
            .flat_map(|group| {
                group
                    .iter()
                    .filter(|at| is_few(at))
                    .map(move |at| (*at, group))
            })
            .collect()
    }

    /// The tables of an item that do not leave the doubt that most of them leave.
    fn dissenting(
        &self,
        judged: &[Option<Judged<'a>>],
        of_item: &[usize],
        people: &[u64],
        few: usize,
        group: &[usize],
    ) -> Vec<usize> {
        let others = group.iter().copied().filter(|at| *at != few);
        let shifts = others.flat_map(|other| [(other, few), (few, other)]);
        let possible = shifts.filter(|(from, _)| people.get(*from).is_some_and(|n| *n > 1));
        let against = |(from, to): (usize, usize)| -> Vec<usize> {
            let leaves = |at: &usize| {
                let table = judged.get(*at).and_then(Option::as_ref);
                table.is_none_or(|t| t.rule.could_shift(from, to, &t.blocks))
            };
            of_item.iter().copied().filter(|at| !leaves(at)).collect()
        };
        possible
            .map(against)
            .min_by_key(Vec::len)
            .unwrap_or_default()
    }
}

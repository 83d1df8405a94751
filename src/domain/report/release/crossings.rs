//! All cross tables beside each other (M-12.5).
//!
//! A follow-up by an attribute says how many of each group chose what leads to it: the table of its parent by that
//! attribute falls into blocks. Where the parent could not be shown then, the follow-up's table by it is not. And a
//! total that is x is the same total in every table of its item: they all leave the same doubt about it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Crosstab;
use super::crossing::{self, counts};
use super::cuts::{Cuts, Place};
use super::facts::What;
use super::groups::{self, Told};
use super::making::{Made, Making};
use super::system::System;
use super::table;
use crate::domain::questionnaire::question::Role;
use crate::domain::report;
use crate::domain::statistics::suppression::{Blocks, Line, RowCellRule};

/// The cross tables of a release in the making.
pub(super) struct Crossings<'a> {
    tabs: Vec<&'a report::Crosstab>,
    /// Parallel to them; none of a table that cannot be shown.
    judged: Vec<Option<Judged<'a>>>,
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

impl Judged<'_> {
    /// What the table says of its groups.
    fn tells(&self, tab: &report::Crosstab) -> Told {
        let rows = tab.rows.iter().skip(1);
        Told {
            asked: rows.map(|row| row.n).collect(),
            hidden: self.rule.hidden_rows(&self.blocks),
        }
    }
}

impl<'a> Crossings<'a> {
    /// Judges the tables. Parents come before their follow-ups.
    pub fn new(
        making: &'a Making<'a>,
        system: &'a System<'a>,
        made: &'a [Made],
        tabs: &[&'a report::Crosstab],
    ) -> Self {
        let line = |made: &'a Made| Some((made.table.item.as_str(), made.line.as_ref()?));
        let mut crossings = Self {
            tabs: tabs.to_vec(),
            judged: Vec::new(),
            making,
            system,
            lines: made.iter().filter_map(line).collect(),
            given_up: BTreeSet::new(),
        };
        for tab in tabs {
            let judged = crossings.judge(tab);
            crossings.judged.push(judged);
        }
        crossings
    }

    /// Something published that says how many of a group chose what, where the cross table could not be shown beside
    /// it: nothing protects what follows from it then.
    pub fn unprotected(&self) -> Option<What> {
        let code = |item: usize| {
            let item = self.making.reader.items().get(item);
            item.map_or("", |item| item.code.as_str())
        };
        let is_judged = |one: &str, other: &str| {
            let mut tabs = self.tabs.iter().zip(&self.judged);
            tabs.any(|(tab, judged)| {
                let names = (tab.by.as_str(), tab.item.as_str());
                judged.is_some() && (names == (one, other) || names == (other, one))
            })
        };
        let mut joint = self.system.joint().into_iter();
        let found = joint.find(|(_, by, item)| !is_judged(code(*by), code(*item)));
        found.map(|(what, ..)| what)
    }

    /// The tables as the public sees them.
    pub fn told(mut self) -> Vec<Crosstab> {
        let (tabs, mut judged) = (self.tabs.clone(), std::mem::take(&mut self.judged));
        self.leave_one_doubt(&tabs, &mut judged);
        self.leave_groups_open(&tabs, &mut judged);
        let told = tabs.into_iter().zip(&judged);
        told.map(|(tab, judged)| {
            let judged = judged.as_ref();
            crossing::told(tab, judged.map(|judged| (judged.line, &judged.rule)))
        })
        .collect()
    }

    /// Of an attribute with x the tables that leave its numbers no choice go, those first that say most.
    fn leave_groups_open(&self, tabs: &[&report::Crosstab], judged: &mut [Option<Judged<'a>>]) {
        let attributes: BTreeSet<&str> = tabs.iter().map(|tab| tab.by.as_str()).collect();
        for by in attributes {
            let (Some(line), Some(table)) = (self.lines.get(by), self.making.printed(by)) else {
                continue;
            };
            let all = table::counts(table);
            for group in &line.groups {
                while let Some(place) = self.too_telling(by, (group, &all), tabs, judged) {
                    let of_place =
                        |tab: &report::Crosstab| tab.by == by && self.place(tab) == place;
                    let gone = tabs.iter().zip(judged.iter_mut());
                    gone.filter(|(tab, _)| of_place(tab))
                        .for_each(|(_, judged)| *judged = None);
                }
            }
        }
    }

    /// The follow-up whose table says most of groups that are not open; none where they are.
    fn too_telling(
        &self,
        by: &str,
        (group, all): (&[usize], &[u64]),
        tabs: &[&report::Crosstab],
        judged: &[Option<Judged<'a>>],
    ) -> Option<Option<Place>> {
        let asked: BTreeSet<Place> = self.system.asked().map(|(place, _)| place).collect();
        let mut told: BTreeMap<Option<Place>, Told> = BTreeMap::new();
        for (tab, judged) in tabs.iter().zip(judged).filter(|(tab, _)| tab.by == by) {
            let place = self.place(tab).filter(|place| asked.contains(place));
            if let Some(judged) = judged.as_ref().filter(|_| place.is_some()) {
                told.entry(place).or_insert_with(|| judged.tells(tab));
            }
        }
        let most = told.iter().max_by_key(|(_, told)| told.says(group, all));
        let place = most.map(|(place, _)| *place)?;
        let told: Vec<Told> = told.into_values().collect();
        (!groups::are_open(group, all, &told)).then_some(place)
    }

    fn place(&self, tab: &report::Crosstab) -> Option<Place> {
        let (_, item) = self.making.reader.item(&tab.item)?;
        Some((item.section, item.question))
    }

    /// Gives up follow-ups by the same attribute where the table could not be shown beside them: all of them where it
    /// cannot be shown at all, for nothing would protect what they say of it.
    fn judge(&mut self, tab: &report::Crosstab) -> Option<Judged<'a>> {
        let (at, item) = self.making.reader.item(&tab.item)?;
        let (by, _) = self.making.reader.item(&tab.by)?;
        if self.given_up.contains(&(by, (item.section, item.question))) {
            return None;
        }
        if let Some(judged) = self.judge_beside(tab, (by, at)) {
            return Some(judged);
        }
        for (attribute, place) in self.follow_ups(by, at) {
            self.given_up.insert((attribute, place));
            if let Some(judged) = self.judge_beside(tab, (by, at)) {
                return Some(judged);
            }
        }
        None
    }

    fn judge_beside(&self, tab: &report::Crosstab, (by, at): (usize, usize)) -> Option<Judged<'a>> {
        let line = *self.lines.get(tab.item.as_str())?;
        let lines = (line, *self.lines.get(tab.by.as_str())?);
        let blocks = self.blocks(tab, (by, at));
        let rule = crossing::rule(self.making, tab, lines, &blocks)?;
        let is_whole = !line.hides_any() && rule.is_whole();
        if !is_whole && self.says_who_is_blank(tab, at) {
            return None;
        }
        Some(Judged { line, blocks, rule })
    }

    /// Whether 無回答 says more than it counts. A sheet without an answer about the subject is not valid (M-1): where
    /// nothing else about it is asked of everybody, those who left this out were asked something else.
    fn says_who_is_blank(&self, tab: &report::Crosstab, at: usize) -> bool {
        let asked: BTreeSet<Place> = self.system.conditional();
        let mut items = self.making.reader.items().iter().enumerate();
        let is_alone = !items.any(|(other, item)| {
            other != at
                && item.role == Role::Subject
                && !asked.contains(&(item.section, item.question))
        });
        is_alone && tab.rows.first().is_some_and(|total| total.no_answer > 0)
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

//! What follow-ups say of the numbers, days and texts they hang on: who is asked wrote something between two limits.
//!
//! No table says how many wrote what. Of numbers the report counts the segments that conditions tell apart, and these are
//! judged like options; of days and texts it counts nothing, and little is shown.

use std::collections::{BTreeMap, BTreeSet};

use super::cuts::{self, Cut, Cuts, Place};
use super::facts::Fact;
use super::system::System;
use super::table;
use crate::domain::report;
use crate::domain::statistics::suppression::parts_of;

impl System<'_> {
    /// Follow-ups of days and texts that say of few people what they wrote. No table divides these items: of one that
    /// leads to several groups of people all are unseen, and one that leads to a single group where the rest is few.
    pub fn on_what_has_no_table(&self) -> Vec<Place> {
        let k = self.making.design.k;
        let has_table = |item: usize| self.tables.get(item).copied().flatten().is_some();
        let mut leading: BTreeMap<usize, BTreeSet<&Vec<usize>>> = BTreeMap::new();
        let cuts = self.asked().flat_map(|(_, cuts)| cuts);
        let typed = |cut: &&Cut| cuts::is_typed(self.making.reader, cut.item);
        for cut in cuts.filter(typed).filter(|cut| !has_table(cut.item)) {
            leading.entry(cut.item).or_default().insert(&cut.options);
        }
        let rest_is_few = |place: Place| {
            let items = self.making.reader.items_of(place.0, place.1);
            let mut tables = self.tables.get(items).into_iter().flatten().flatten();
            tables.any(|table| (1..k).contains(&table.not_applicable))
        };
        let is_unseen = |(place, cuts): &(Place, &Cuts)| {
            cuts.iter().any(|cut| match leading.get(&cut.item) {
                Some(groups) => groups.len() > 1 || rest_is_few(*place),
                None => false,
            })
        };
        self.asked()
            .filter(is_unseen)
            .map(|(place, _)| place)
            .collect()
    }

    /// Whether the people of each segment of an item's numbers that follow-ups tell apart are none or enough, and no mean
    /// tells of a segment with few.
    pub fn segments_are_safe(
        &self,
        at: usize,
        table: &report::Table,
        counts: impl Fn(&Fact) -> bool,
    ) -> bool {
        let k = self.making.design.k;
        let shown = self
            .facts
            .iter()
            .filter(|fact| self.is_shown(fact) && counts(fact));
        let mut means = shown.clone().filter(|fact| fact.mean_of == Some(at));
        if table::has_few(self.making, table) && means.next().is_some() {
            return false;
        }
        let cuts = shown.flat_map(|fact| fact.cuts.iter().filter(|cut| cut.item == at));
        let told: Vec<Vec<usize>> = cuts.map(|cut| cut.options.clone()).collect();
        let people = |part: Vec<(usize, u64)>| part.iter().map(|(_, n)| n).sum::<u64>();
        let parts = parts_of(&table.segments, &told).into_iter();
        !parts.map(people).any(|people| (1..k).contains(&people))
    }
}

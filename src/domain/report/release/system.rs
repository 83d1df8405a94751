//! What a release and the indicators of its survey publish, as one system (M-12.5): who is asked a follow-up is a sum of
//! its parent's people, 非該当 is the rest, the figures of an indicator are sums as well.
//!
//! Of every item the options fall into parts that nothing published tells apart ([`Cut`]). An item can be shown when the
//! x of each part protect each other; a hidden one is safe when no part is one option with few people. Where neither
//! can be, a cut is given up: all that publishes it is not shown, and all that hangs on that. Follow-ups go before
//! indicators, what costs least first; tables are hidden rather than indicators.

use std::collections::{BTreeMap, BTreeSet};

use super::cuts::{self, Cut, Cuts, Place};
use super::facts::{self, Fact, What};
use super::making::{Made, Making};
use super::means::is_open_to_doubt;
use super::table;
use crate::domain::ids::IndicatorId;
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::question::Role;
use crate::domain::report;
use crate::domain::statistics::suppression::parts_of;

/// Everything published of a survey.
pub(super) struct System<'a> {
    pub making: &'a Making<'a>,
    /// Parallel to the items; none of what is not printed.
    pub tables: Vec<Option<&'a report::Table>>,
    pub facts: Vec<Fact>,
    /// Questions of which nothing is shown.
    pub closed: BTreeSet<Place>,
    /// The cuts of those of them that were asked of few: how few must not follow from anything else.
    few: BTreeSet<Cut>,
    /// Indicators whose value is not shown.
    pub withheld: BTreeSet<IndicatorId>,
}

/// How an item is to be judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// Its options are shown.
    Shown,
    /// Nothing follows about them.
    Hidden,
}

impl<'a> System<'a> {
    /// Gives up as little as is needed.
    pub fn settled(making: &'a Making<'a>) -> Self {
        let items = making.reader.items().iter();
        let tables: Vec<_> = items.map(|item| making.printed(&item.code)).collect();
        let mut system = Self {
            making,
            facts: facts::gathered(making, &tables),
            tables,
            closed: BTreeSet::new(),
            few: BTreeSet::new(),
            withheld: BTreeSet::new(),
        };
        system.close_small();
        while system.gives_up() {}
        system
    }

    /// The questions that are asked of some only.
    pub fn conditional(&self) -> BTreeSet<Place> {
        let of_questions = cuts::of_questions(self.making.reader);
        let some = of_questions
            .into_iter()
            .filter(|(_, cuts)| !cuts.is_empty());
        some.map(|(place, _)| place).collect()
    }

    /// Gives something up that cannot be shown, and what it takes with it.
    pub fn lose(&mut self, what: What) {
        self.hide(what);
        self.close_below();
        while self.gives_up() {}
    }

    /// What publishes how many of a group chose what, with both items: the group's attribute and the other one. What
    /// was published before cannot be given up.
    pub fn joint(&self) -> Vec<(What, usize, usize)> {
        let is_attribute = |item: &usize| {
            let item = self.making.reader.items().get(*item);
            item.is_some_and(|item| item.role == Role::Attribute)
        };
        let shown = self.facts.iter().filter(|fact| self.is_shown(fact));
        let mut joint = Vec::new();
        for fact in shown.filter(|fact| fact.what != What::Before) {
            let divided = fact.cuts.iter().filter(|cut| !cut.options.is_empty());
            let items: BTreeSet<usize> = divided.map(|cut| cut.item).collect();
            for by in items.iter().filter(|item| is_attribute(item)) {
                let others = items.iter().filter(|item| *item != by);
                joint.extend(others.map(|item| (fact.what, *by, *item)));
            }
        }
        joint
    }

    /// The sets of options of an item that are told apart.
    fn sums(&self, item: usize) -> Vec<Vec<usize>> {
        self.sums_of(item, Goal::Shown, |_| true)
    }

    /// The table of an item.
    pub fn make(&self, table: &report::Table) -> Made {
        let item = self.making.reader.item(&table.item);
        let closed = |item: &Item| self.closed.contains(&(item.section, item.question));
        match item {
            Some((_, item)) if closed(item) => table::closed(table),
            Some((at, _)) => table::make(self.making, table, &self.sums(at)),
            None => table::closed(table),
        }
    }

    /// The cuts of everything that is shown and cuts both items.
    pub fn cuts_of_both(&self, one: usize, other: usize) -> Vec<&Cuts> {
        let cuts = |fact: &&Fact, item| fact.cuts.iter().any(|cut| cut.item == item);
        let shown = self.facts.iter().filter(|fact| self.is_shown(fact));
        let both = shown.filter(|fact| cuts(fact, one) && cuts(fact, other));
        both.map(|fact| &fact.cuts).collect()
    }

    /// The questions that are asked of some only and shown, with their cuts.
    pub fn asked(&self) -> impl Iterator<Item = (Place, &Cuts)> {
        let shown = self.facts.iter().filter(|fact| self.is_shown(fact));
        shown.filter_map(|fact| match fact.what {
            What::Asked(place) => Some((place, &fact.cuts)),
            What::Indicator(_) | What::Before => None,
        })
    }

    /// A follow-up that was asked of few says how many these are.
    fn close_small(&mut self) {
        let k = self.making.design.k;
        let of = |place: Place| self.making.reader.items_of(place.0, place.1);
        let few = |place: &Place| {
            let mut tables = self.tables.get(of(*place)).into_iter().flatten().flatten();
            tables.any(|table| (1..k).contains(&table.bases.all))
        };
        let (mut closed, mut of_few) = (Vec::new(), Cuts::new());
        let unseen = [self.on_what_has_no_table(), self.offering_to_few()].concat();
        for (place, cuts) in self.asked() {
            let is_few = few(&place) || unseen.contains(&place);
            of_few.extend(cuts.iter().filter(|_| is_few).cloned());
            closed.extend((is_few || self.making.was_closed(place)).then_some(place));
        }
        self.few = of_few;
        self.closed.extend(closed);
        self.close_below();
    }

    /// What hangs on something that is not shown is not shown.
    fn close_below(&mut self) {
        loop {
            let items = self.making.reader.items();
            let closes = |cut: &Cut| {
                let item = items.get(cut.item);
                item.is_some_and(|item| self.closed.contains(&(item.section, item.question)))
            };
            let mut below = self.facts.iter().filter(|fact| self.is_shown(fact));
            let Some(what) = below
                .find(|fact| fact.what != What::Before && fact.cuts.iter().any(closes))
                .map(|fact| fact.what)
            else {
                return;
            };
            self.hide(what);
        }
    }

    fn hide(&mut self, what: What) {
        match what {
            What::Asked(place) => {
                self.closed.insert(place);
            }
            What::Indicator(indicator) => {
                self.withheld.insert(indicator);
            }
            What::Before => {}
        }
    }

    pub fn is_shown(&self, fact: &Fact) -> bool {
        match fact.what {
            What::Asked(place) => !self.closed.contains(&place),
            What::Indicator(indicator) => !self.withheld.contains(&indicator),
            What::Before => true,
        }
    }

    /// Gives one thing up; false when nothing has to be.
    fn gives_up(&mut self) -> bool {
        let items = self.making.reader.items().iter().enumerate();
        let open: Vec<(usize, &Item)> = items
            .filter(|(_, item)| !self.closed.contains(&(item.section, item.question)))
            .collect();
        for (at, item) in open {
            let Some(table) = self.tables.get(at).copied().flatten() else {
                continue;
            };
            let place = (item.section, item.question);
            let Some(goal) = self.missed(at, table, place) else {
                continue;
            };
            match self.cheapest(at, table, goal) {
                Some(cut) => self.give_up(&cut),
                None => {
                    self.closed.insert(place);
                }
            }
            self.close_below();
            return true;
        }
        false
    }

    /// What an item misses; none when it is well, or lost to what was published before.
    fn missed(&self, at: usize, table: &report::Table, place: Place) -> Option<Goal> {
        if self.reaches(at, table, Goal::Shown, |_| true) {
            return None;
        }
        let firm = |fact: &Fact| !matches!(fact.what, What::Asked(_));
        if self.reaches(at, table, Goal::Shown, firm) {
            return Some(Goal::Shown);
        }
        let is_well = self.reaches(at, table, Goal::Hidden, |_| true);
        let before = |fact: &Fact| fact.what == What::Before;
        let is_lost = || {
            let is_known = self.making.was_asked(place);
            is_known && !self.reaches(at, table, Goal::Hidden, before)
        };
        (!is_well && !is_lost()).then_some(Goal::Hidden)
    }

    /// Whether an item reaches the goal beside those facts.
    fn reaches(
        &self,
        at: usize,
        table: &report::Table,
        goal: Goal,
        counts: impl Fn(&Fact) -> bool + Copy,
    ) -> bool {
        if !self.segments_are_safe(at, table, counts) {
            return false;
        }
        let sums = self.sums_of(at, goal, counts);
        match goal {
            Goal::Shown => {
                table::can_be_shown(self.making, table, &sums)
                    && table::fits_before(self.making, table, &sums)
            }
            Goal::Hidden => {
                let told = self.sums_of(at, Goal::Shown, counts);
                table::fits_before(self.making, table, &told)
                    && self.is_safe(at, table, sums, counts)
            }
        }
    }

    /// Whether nothing follows about the options of a table that is not shown.
    fn is_safe(
        &self,
        at: usize,
        table: &report::Table,
        mut sums: Vec<Vec<usize>>,
        counts: impl Fn(&Fact) -> bool,
    ) -> bool {
        let k = self.making.design.k;
        let people: Vec<u64> = table.options.iter().map(|row| row.count).collect();
        sums.push((0..people.len()).collect());
        let parts = parts_of(&people, &sums);
        if self.tells_few(at, &parts) {
            return false;
        }
        let alone =
            |part: &Vec<(usize, u64)>| matches!(part.as_slice(), [(_, n)] if (1..k).contains(n));
        let means = self
            .facts
            .iter()
            .filter(|fact| self.is_shown(fact) && counts(fact));
        let told: BTreeSet<&Cuts> = means
            .filter(|fact| fact.mean_of == Some(at))
            .map(|fact| &fact.cuts)
            .collect();
        let in_doubt = || told.len() < 2 && is_open_to_doubt(self.making.reader, at, &parts, k);
        // Of a table that was shown before, what was x then is looked at by itself.
        let was_shown = self.making.x_left(table).is_some();
        let is_alone = !was_shown && parts.iter().any(alone);
        !is_alone && (told.is_empty() || people.is_empty() || in_doubt())
    }

    /// Whether the people of these parts of an item together are those of a follow-up that is closed for being few.
    fn tells_few(&self, item: usize, parts: &[Vec<(usize, u64)>]) -> bool {
        let mut few = self.few.iter().filter(|cut| cut.item == item);
        few.any(|cut| {
            let inside = |part: &&Vec<(usize, u64)>| {
                let mut options = part.iter();
                options.all(|(option, _)| cut.options.contains(option))
            };
            let covered: usize = parts.iter().filter(inside).map(Vec::len).sum();
            let all: usize = parts.iter().map(Vec::len).sum();
            // Of all its options it is asked where anything was answered: that is hidden beside it (`table::make`).
            covered == cut.options.len() && covered > 0 && covered < all
        })
    }

    /// The sets of options of an item that those of the shown facts tell apart.
    fn sums_of(&self, item: usize, goal: Goal, counts: impl Fn(&Fact) -> bool) -> Vec<Vec<usize>> {
        let (mut sums, reader) = (BTreeSet::new(), self.making.reader);
        let shown = self
            .facts
            .iter()
            .filter(|fact| self.is_shown(fact) && counts(fact));
        for fact in shown {
            let own = fact.cuts.iter().filter(|cut| cut.item == item);
            // The segments of a number are no options of its table (`segments_are_safe`).
            let is_typed = cuts::is_typed(reader, item);
            sums.extend(own.map(|cut| match is_typed {
                true => Vec::new(),
                false => cut.options.clone(),
            }));
            if let Some(of) = reader
                .items()
                .get(item)
                .filter(|_| goal == Goal::Shown && fact.mean_of == Some(item))
            {
                let by_score = cuts::of_scores(reader, item, of);
                sums.extend(by_score.into_iter().map(|cut| cut.options));
            }
        }
        sums.into_iter().collect()
    }

    /// The cut whose loss costs least and lets the item reach its goal; where none alone does, the cheapest.
    fn cheapest(&self, at: usize, table: &report::Table, goal: Goal) -> Option<Cut> {
        let mut costs: BTreeMap<&Cut, Option<u64>> = BTreeMap::new();
        let facts = self.facts.iter().filter(|fact| self.is_shown(fact));
        for fact in facts
            .filter(|fact| fact.cuts.iter().any(|cut| cut.item == at) || fact.mean_of == Some(at))
        {
            let may_go = match fact.what {
                What::Before => false,
                What::Asked(_) => true,
                What::Indicator(_) => goal == Goal::Hidden,
            };
            for cut in fact.cuts.iter().filter(|cut| cut.item == at) {
                let cost = costs.entry(cut).or_insert(Some(0));
                *cost = cost.filter(|_| may_go).map(|cost| cost + fact.cost);
            }
        }
        let mut priced: Vec<(u64, &Cut)> = costs
            .into_iter()
            .filter_map(|(cut, cost)| Some((cost?, cut)))
            .collect();
        priced.sort_unstable();
        let helps = |cut: &Cut| self.reaches(at, table, goal, |fact| !fact.cuts.contains(cut));
        let found = priced
            .iter()
            .find(|(_, cut)| helps(cut))
            .or_else(|| priced.first());
        found.map(|(_, cut)| (*cut).clone())
    }

    fn give_up(&mut self, cut: &Cut) {
        let lost: Vec<What> = self
            .facts
            .iter()
            .filter(|fact| fact.cuts.contains(cut))
            .map(|fact| fact.what)
            .collect();
        lost.into_iter().for_each(|what| self.hide(what));
    }
}

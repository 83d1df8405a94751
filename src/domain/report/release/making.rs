//! What a release is made with beside the report: the questionnaire, its limits, and what was published before (M-12).

use std::collections::{BTreeSet, HashMap};

use super::bases::ShownBases;
use super::cuts::{self, Place};
use super::sum::{Before, Sum};
use super::{self as release, Cell, Release, Table};
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::question::Role;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::report::{self, Crosstab};
use crate::domain::statistics::suppression::Line;
use crate::domain::survey::design::Design;

/// What a release is made with beside the report.
pub(super) struct Making<'a> {
    pub reader: &'a Reader,
    pub design: &'a Design,
    pub sums: &'a [Sum],
    pub known: &'a [Sum],
    pub earlier: &'a [Release],
    printed: HashMap<&'a str, &'a report::Table>,
    /// Questions that hang on something typed, or have options that hang. No table says how many of a group typed what, or
    /// were offered what, so nothing protects what would follow from theirs: they are not crossed.
    uncrossed: BTreeSet<Place>,
}

impl<'a> Making<'a> {
    /// Of these tables and sums, beside what was published before.
    pub fn of(
        tables: impl Iterator<Item = &'a report::Table>,
        sums: &'a [Sum],
        before: Before<'a>,
        reader: &'a Reader,
        design: &'a Design,
    ) -> Self {
        Self {
            reader,
            design,
            sums,
            known: before.sums,
            earlier: before.releases,
            printed: tables.map(|table| (table.item.as_str(), table)).collect(),
            uncrossed: cuts::never_crossed(reader),
        }
    }

    /// The table of an item, where the public reads it: not of texts and days.
    pub fn printed(&self, item: &str) -> Option<&'a report::Table> {
        self.printed.get(item).copied()
    }

    /// Sex by age is age by sex turned around, and what is x in one would stand in the other: of two attributes only
    /// the later one is told by the earlier. What was asked of one half only is not told by halves: one row would be empty.
    pub fn is_told(&self, tab: &Crosstab) -> bool {
        let Some((by, item)) = self.reader.item(&tab.by).zip(self.reader.item(&tab.item)) else {
            return false;
        };
        let hangs = |item: &Item| self.uncrossed.contains(&(item.section, item.question));
        let is_later = item.1.role != Role::Attribute || by.0 < item.0;
        is_later && !hangs(by.1) && !hangs(item.1) && !self.is_drawn_for(by.1, item.1)
    }

    /// Whether an item is asked of those only to whose part something drawn by lot has put them.
    fn is_drawn_for(&self, drawn: &Item, item: &Item) -> bool {
        let asked = self.reader.questionnaire();
        let is_drawn = drawn
            .question(asked)
            .is_some_and(|question| !question.kind.is_seen());
        let section = asked
            .sections
            .get(item.section)
            .and_then(|section| section.show_if.as_ref());
        let question = item
            .question(asked)
            .and_then(|question| question.show_if.as_ref());
        let conditions = section.into_iter().chain(question);
        let mut named = conditions
            .flat_map(Condition::references)
            .map(|(name, _)| name);
        is_drawn && named.any(|name| name == drawn.code)
    }

    /// Whether an earlier release said how many were asked a question.
    pub fn was_asked(&self, place: Place) -> bool {
        self.before(place).any(|table| !table.is_closed())
    }

    /// Whether an earlier release did not.
    pub fn was_closed(&self, place: Place) -> bool {
        self.before(place).any(Table::is_closed)
    }

    /// The same cross table in earlier releases.
    pub fn crossed_before<'m>(
        &'m self,
        by: &'m str,
        item: &'m str,
    ) -> impl Iterator<Item = &'m release::Crosstab> {
        let same = move |known: &&release::Crosstab| known.by == by && known.item == item;
        let earlier = self.earlier.iter();
        earlier.filter_map(move |release| release.crosstabs.iter().find(same))
    }

    fn before(&self, place: Place) -> impl Iterator<Item = &Table> {
        let items = self.reader.items_of(place.0, place.1);
        let items = self.reader.items().get(items).into_iter().flatten();
        items.flat_map(|item| self.earlier.iter().filter_map(|r| r.table(&item.code)))
    }

    fn tables_before<'m>(&'m self, item: &'m str) -> impl Iterator<Item = &'m Table> {
        self.earlier
            .iter()
            .filter_map(move |release| release.table(item))
    }

    /// Whether some earlier release did not show the options of an item.
    pub fn was_hidden(&self, item: &str) -> bool {
        self.tables_before(item)
            .any(|table| table.options.is_none())
    }

    /// The bases of an item that some earlier release showed.
    pub fn bases_before(&self, item: &str) -> ShownBases {
        let shown = |base: fn(&Table) -> Cell<u64>| {
            self.tables_before(item).any(|table| base(table) != Cell::X)
        };
        ShownBases {
            answered: shown(|table| table.bases.answered),
            substantive: shown(|table| table.bases.substantive),
        }
    }

    /// The x of an item, 無回答 last, that no earlier release showed; none where none showed its options.
    pub fn x_left(&self, table: &report::Table) -> Option<Vec<usize>> {
        let shown = self
            .tables_before(&table.item)
            .filter(|t| t.options.is_some());
        let x = shown.map(|known| -> BTreeSet<usize> {
            let options = known.options.iter().flatten();
            let x = options.filter(|option| option.figures == Cell::X);
            let place = |code: &str| table.options.iter().position(|row| row.code == code);
            let missing = (known.no_answer == Cell::X).then_some(table.options.len());
            x.filter_map(|option| place(&option.code))
                .chain(missing)
                .collect()
        });
        let left = x.reduce(|left, x| &left & &x)?;
        Some(left.into_iter().collect())
    }
}

/// A table with what is x in it.
pub(super) struct Made {
    pub table: Table,
    /// None when its options are not shown.
    pub line: Option<Line>,
}

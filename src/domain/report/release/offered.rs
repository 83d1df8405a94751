//! What options that hang on answers say of these answers: whoever chose one of them gave them.
//!
//! How many were offered such an option is a number like that of those who are asked a follow-up, and with how many chose
//! it, so is how many of them did not.

use super::cuts::Place;
use super::system::System;
use crate::domain::questionnaire::item::Accepts;
use crate::domain::questionnaire::question::Choice;
use crate::domain::questionnaire::routing::{Condition, Test};
use crate::domain::report;

impl System<'_> {
    /// Questions with an option that was offered to few, or not chosen by few of those to whom it was offered, or
    /// offered to nobody knows how many.
    pub fn offering_to_few(&self) -> Vec<Place> {
        let places = self.asked().map(|(place, _)| place);
        places.filter(|place| self.offers_to_few(*place)).collect()
    }

    fn offers_to_few(&self, (section, at): Place) -> bool {
        let reader = self.making.reader;
        let Some(question) = reader.questions_of(section).get(at) else {
            return false;
        };
        let items = reader.items_of(section, at);
        let mut tables = self.tables.get(items).into_iter().flatten().flatten();
        let options = question.kind.choices(0).iter().enumerate();
        let hanging: Vec<(usize, &Choice)> = options.filter(|(_, o)| o.show_if.is_some()).collect();
        tables.any(|table| {
            let few = |(at, option): &(usize, &Choice)| self.is_few(table, *at, option);
            hanging.iter().any(few)
        })
    }

    fn is_few(&self, table: &report::Table, at: usize, option: &Choice) -> bool {
        let k = self.making.design.k;
        let chosen = table.options.get(at).map_or(0, |row| row.count);
        let offered = option
            .show_if
            .as_ref()
            .map(|condition| self.people(condition));
        match offered.flatten() {
            Some(offered) => {
                let rest = offered.saturating_sub(chosen);
                (1..k).contains(&offered) || (1..k).contains(&rest)
            }
            None => true,
        }
    }

    /// How many meet a condition, where the table of one item says so.
    fn people(&self, condition: &Condition) -> Option<u64> {
        let (name, test) = condition.test()?;
        let (at, item) = self.making.reader.item(name)?;
        let table = self.tables.get(at).copied().flatten()?;
        let segments = match test {
            Test::Answered => return Some(table.bases.answered),
            Test::AnyOf(codes) => {
                // Of several options of a multiple question nobody knows how many chose both.
                let adds_up = codes.len() == 1 || matches!(item.accepts, Accepts::One(_));
                let named = table
                    .options
                    .iter()
                    .filter(|row| codes.iter().any(|code| code.as_str() == row.code));
                return adds_up.then(|| named.map(|row| row.count).sum());
            }
            Test::Number(between) => self
                .making
                .reader
                .segments_of_numbers(name)?
                .within(between),
            Test::Day(between) => self.making.reader.segments_of_days(name)?.within(between),
        };
        let counted = table.segments.get(segments)?;
        Some(counted.iter().sum())
    }
}

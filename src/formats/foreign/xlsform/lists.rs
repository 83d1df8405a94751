//! The sheet `choices`: the lists of options that questions share.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::columns::{Row, Table};
use crate::domain::questionnaire::question::Meaning;
use crate::domain::statistics::variable::MAX_OPTIONS;
use crate::formats::foreign::assemble::Draft;
use crate::formats::foreign::kinds::{self, Offered, Options};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::told;

/// What an option says about the subject, by the words of a column of ours: other programs read past it.
pub(super) const MEANINGS: [(&str, Meaning); 2] = [
    ("dont_know", Meaning::DontKnow),
    ("not_applicable", Meaning::NotApplicable),
];

/// An option of a list.
#[derive(Debug, Clone)]
struct Listed {
    offered: Offered,
    score: Option<Decimal>,
    meaning: Meaning,
}

/// A list of options.
#[derive(Debug)]
struct List {
    options: Vec<Listed>,
    place: Place,
    used: bool,
}

/// All lists by their names.
#[derive(Debug, Default)]
pub(super) struct Lists(BTreeMap<String, List>);

impl Lists {
    /// Reads the sheet.
    pub(super) fn read(table: &Table<'_>, draft: &mut Draft) -> Self {
        let mut lists = Self::default();
        for (number, cells) in &table.rows {
            let mut row = table.row(*number, cells);
            let place = row.place("name");
            match (row.take("list_name"), row.take("name")) {
                (Some((list, list_place)), name) => {
                    let listed = listed(&mut row, name, place, draft);
                    let list = lists.0.entry(list).or_insert(List {
                        options: Vec::new(),
                        place: list_place,
                        used: false,
                    });
                    list.options.push(listed);
                }
                (None, _) => draft.lack(
                    &row.place("list_name"),
                    Lack::Missing("list_name".to_owned()),
                ),
            }
            row.close(&mut draft.found);
        }
        lists
    }

    /// The options of a list, for one question; none where there is no such list.
    pub(super) fn options(&mut self, name: &str, draft: &mut Draft) -> Option<Options> {
        let list = self.0.get_mut(name)?;
        list.used = true;
        let offered = list
            .options
            .iter()
            // One more than there may be, so that it is told.
            .take(MAX_OPTIONS + 1)
            .map(|listed| listed.offered.clone())
            .collect();
        let mut options = kinds::options(offered, draft);
        for (choice, listed) in options.choices.iter_mut().zip(&list.options) {
            choice.score = listed.score;
            choice.meaning = listed.meaning;
        }
        Some(options)
    }

    /// Tells the lists that no question uses.
    pub(super) fn close(&self, draft: &mut Draft) {
        for (name, list) in self.0.iter().filter(|(_, list)| !list.used) {
            let (name, value) = ("list_name".to_owned(), told(name));
            draft.lack(&list.place, Lack::NotRead { name, value });
        }
    }
}

fn listed(
    row: &mut Row<'_>,
    name: Option<(String, Place)>,
    place: Place,
    draft: &mut Draft,
) -> Listed {
    if name.is_none() {
        draft.lack(&place, Lack::Missing("name".to_owned()));
    }
    let label = row.text("label", &mut draft.found);
    let mut score = None;
    if let Some((raw, place)) = row.take("score") {
        score = raw.parse().ok();
        if score.is_none() {
            draft.lack(&place, Lack::Value(told(&raw)));
        }
    }
    let mut meaning = Meaning::Substantive;
    if let Some((raw, place)) = row.take("meaning") {
        match MEANINGS.iter().find(|(word, _)| *word == raw) {
            Some((_, known)) => meaning = *known,
            None => draft.lack(&place, Lack::Value(told(&raw))),
        }
    }
    let name = name.map_or(String::new(), |(name, _)| name);
    Listed {
        offered: Offered { name, label, place },
        score,
        meaning,
    }
}

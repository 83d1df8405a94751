//! A place to find: a field for its name or reading, the places that what stands there fits, and all of them by the
//! first kana. Without script this is a list in two steps: a row of kana and its places, or a text and what fits it.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::place::gazetteer::{Gazetteer, without_readings};
use crate::domain::questionnaire::place::kana::Initial;
use crate::domain::questionnaire::place::{Again, Before, Meant};
use crate::domain::questionnaire::question::Choice;
use crate::domain::questionnaire::same::SAME;
use crate::views::say::Say;

use super::questions::Writing;

/// What a page shows of a place to find.
#[derive(Serialize)]
pub(super) struct FinderView {
    /// What stands in the field.
    #[serde(skip)]
    pub(super) text: String,
    /// Whether it is the same as the answer to another question.
    #[serde(skip)]
    pub(super) same: bool,
    /// What stands there, for the form to carry, with the place it is the name of.
    before: String,
    /// What fits what stands there; nothing where that is one place.
    offered: Vec<PlaceToChoose>,
    /// All places, in rows.
    rows: Vec<KanaRow>,
}

/// The places whose readings begin in one row of the table of kana.
#[derive(Serialize)]
struct KanaRow {
    heading: Say,
    places: Vec<PlaceToChoose>,
}

#[derive(Serialize)]
struct PlaceToChoose {
    code: String,
    label: String,
    /// Where the label alone would not tell.
    reading: Option<String>,
    checked: bool,
}

/// The options in one language.
struct Listing<'a> {
    options: &'a [Choice],
    language: &'a Language,
    /// How many are written so.
    alike: HashMap<&'a str, usize>,
}

impl Writing<'_> {
    /// What a page shows of the question of this name.
    pub(super) fn finder(&self, name: &str, options: &[Choice]) -> Option<FinderView> {
        let (_, item) = self.form.item(name)?;
        let values = self.typed.get(name).map_or(&[][..], Vec::as_slice);
        Some(FinderView::new(item, options, values, self.language))
    }
}

impl FinderView {
    /// `values`: what was typed and marked so far.
    fn new(item: &Item, options: &[Choice], values: &[String], language: &Language) -> Self {
        let listing = Listing::new(options, language);
        let again = Again::of(item, values);
        let same = again.meant.or(again.mark) == Some(Meant::Same);
        let place = match again.meant {
            Some(Meant::Place(at)) => options.get(at),
            _ => None,
        };
        let (code, text) = match place {
            None if again.meant == Some(Meant::Same) => (SAME, String::new()),
            Some(place) => (
                place.code.as_str(),
                without_readings(place.label.get(language)),
            ),
            None => ("", again.text.to_owned()),
        };
        let before = Before { code, text: &text };
        let offered = again.offered.iter();
        Self {
            before: before.value(),
            offered: offered
                .filter_map(|at| listing.offered(*at, again.mark == Some(Meant::Place(*at))))
                .collect(),
            rows: item
                .names
                .as_ref()
                .map_or_else(Vec::new, |names| listing.rows(names)),
            text,
            same,
        }
    }
}

impl<'a> Listing<'a> {
    fn new(options: &'a [Choice], language: &'a Language) -> Self {
        let mut alike = HashMap::new();
        for option in options {
            *alike.entry(option.label.get(language)).or_default() += 1;
        }
        Self {
            options,
            language,
            alike,
        }
    }

    /// A place that fits, with its reading: several may be written alike.
    fn offered(&self, at: usize, checked: bool) -> Option<PlaceToChoose> {
        let option = self.options.get(at)?;
        let reading = option.kana.clone();
        Some(PlaceToChoose {
            reading,
            checked,
            ..self.listed(option)
        })
    }

    fn listed(&self, option: &Choice) -> PlaceToChoose {
        let label = option.label.get(self.language);
        let alone = self.alike.get(label).is_none_or(|alike| *alike < 2);
        PlaceToChoose {
            code: option.code.to_string(),
            label: label.to_owned(),
            reading: option.kana.clone().filter(|_| !alone),
            checked: false,
        }
    }

    /// `places`: in which order they stand.
    fn rows(&self, places: &Gazetteer) -> Vec<KanaRow> {
        let places = places.in_order().iter().filter_map(|at| {
            let option = self.options.get(*at)?;
            Some((Initial::of(option.kana.as_deref()?)?, option))
        });
        let mut rows: Vec<(Initial, Vec<&Choice>)> = Vec::new();
        for (initial, option) in places {
            match rows.last_mut() {
                Some((last, options)) if *last == initial => options.push(option),
                _ => rows.push((initial, vec![option])),
            }
        }
        rows.iter()
            .map(|(initial, options)| self.row(*initial, options))
            .collect()
    }

    fn row(&self, initial: Initial, options: &[&Choice]) -> KanaRow {
        let kana = match self.language.public_tag() == "ja" {
            true => initial.kana.to_string(),
            false => format!("{} {}", initial.kana, initial.latin),
        };
        let heading = Say::new("place-row").with("kana", kana);
        KanaRow {
            heading: heading.with("count", options.len()),
            places: options.iter().map(|option| self.listed(option)).collect(),
        }
    }
}

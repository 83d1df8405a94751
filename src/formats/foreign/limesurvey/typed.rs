//! Letters that ask for something to be typed in, and rankings.

use rust_decimal::Decimal;

use super::kinds::{Made, Making};
use super::structure::Part;
use crate::domain::questionnaire::question::{Exactness, Kind};
use crate::domain::text::Text;
use crate::domain::time::Day;
use crate::formats::foreign::kinds::{self, Options};
use crate::formats::foreign::lack::{Instead, Lack};
use crate::formats::foreign::texts::told;

impl Making<'_> {
    /// The limits that are set, and the digits.
    pub(super) fn quantity(&mut self, limits: &str) -> Kind {
        let found = &mut self.draft.found;
        let [min, max] = match limits {
            "multiflexible_" => ["multiflexible_min", "multiflexible_max"],
            _ => ["min_num_value_n", "max_num_value_n"],
        }
        .map(|name| self.source.number::<Decimal>(name, found));
        let whole = self.source.is_set("num_value_int_only") || limits == "multiflexible_";
        let place = self.source.place.clone();
        let mut number = kinds::number((min, max), if whole { 0 } else { 3 }, &place, self.draft);
        let suffix = self
            .source
            .text("suffix", self.default, &mut self.draft.found);
        if let Kind::Number { unit, .. } = &mut number {
            *unit = (suffix != Text::default()).then_some(suffix);
        }
        number
    }

    pub(super) fn number(&mut self) -> Made {
        let kind = self.quantity("");
        Made::new(kind, Options::default(), Vec::new())
    }

    pub(super) fn number_grid(&mut self, behind: &str, limits: &str) -> Made {
        let rows = self.rows();
        let own = rows.iter().map(|(_, row)| row.clone()).collect();
        let kind = match self.quantity(limits) {
            Kind::Number {
                min,
                max,
                decimals,
                unit,
            } => Kind::NumberGrid {
                rows: own,
                min,
                max,
                decimals,
                unit,
            },
            other => other,
        };
        let mut made = Made::new(kind, Options::default(), rows);
        made.behind = behind.to_owned();
        made
    }

    pub(super) fn ranking(&mut self) -> Made {
        let options = self.answers("0");
        self.random();
        let all = u16::try_from(options.choices.len()).unwrap_or(u16::MAX);
        let most: Option<u16> = self.source.number("max_answers", &mut self.draft.found);
        let kind = Kind::Ranking {
            options: options.choices.clone(),
            places: most.unwrap_or(all).min(all),
        };
        Made::new(kind, options, Vec::new())
    }

    pub(super) fn text(&mut self, letter: &str) -> Made {
        if self.source.is_set("numbers_only") {
            return self.number();
        }
        let kind = Kind::Text {
            long: letter != "S",
            max_length: self.source.number("maximum_chars", &mut self.draft.found),
            pattern: None,
        };
        Made::new(kind, Options::default(), Vec::new())
    }

    /// The fields of several short texts.
    pub(super) fn fields(&mut self) -> Vec<(Part, Kind)> {
        let max_length: Option<u16> = self.source.number("maximum_chars", &mut self.draft.found);
        let (long, pattern) = (false, None);
        let parts = std::mem::take(&mut self.source.subquestions).into_iter();
        parts
            .map(|part| {
                (
                    part,
                    Kind::Text {
                        long,
                        max_length,
                        pattern,
                    },
                )
            })
            .collect()
    }

    pub(super) fn day(&mut self) -> Made {
        let mut limit = |name: &str| {
            let field = self.source.take(name)?;
            let day: Option<Day> = field.value.trim().parse().ok();
            if day.is_none() {
                self.draft
                    .lack(&field.place, Lack::Expression(told(&field.value)));
            }
            day
        };
        let (min, max) = (limit("date_min"), limit("date_max"));
        let format = self.source.take("date_format");
        let shown = format.as_ref().map_or("", |field| field.value.as_str());
        let lower = shown.to_lowercase();
        let exact_to = match lower.contains('m') && !lower.contains('d') && !lower.contains('h') {
            true => Exactness::Month,
            false => Exactness::Day,
        };
        // A format that asks for a time asks for more than a day.
        if let Some(field) = format.filter(|_| lower.contains('h')) {
            let (from, to) = (field.value, Instead::DayOnly);
            self.draft.lack(&field.place, Lack::Downgraded { from, to });
        }
        Made::new(
            Kind::Date { min, max, exact_to },
            Options::default(),
            Vec::new(),
        )
    }
}

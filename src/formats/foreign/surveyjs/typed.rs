//! Fields to type in: texts, numbers, days and times, with their limits.

use rust_decimal::Decimal;

use super::element::Made;
use super::object::{Object, scalar, shown};
use super::read::Reading;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Exactness, Kind};
use crate::domain::time::Day;
use crate::formats::foreign::kinds::Options;
use crate::formats::foreign::lack::{Instead, Lack};
use crate::formats::foreign::texts::told;

/// The form of a postal code as a rule.
pub(super) const POSTAL_CODE: &str = "^[0-9]{3}-?[0-9]{4}$";

/// What the validators of a field say.
#[derive(Default)]
struct Checked {
    numbers: [Option<Decimal>; 2],
    length: Option<u16>,
    pattern: Option<Pattern>,
}

impl Reading {
    pub(super) fn typed(&mut self, object: &mut Object<'_>, is: &str) -> Option<Made> {
        let input = object.word("inputType", &mut self.draft.found);
        let input = match is {
            "comment" => "comment",
            "slider" => "range",
            _ => input.as_deref().unwrap_or("text"),
        };
        let checked = self.checked(object);
        let kind = match input {
            "comment" | "text" | "tel" | "email" | "url" => self.words(object, input, &checked),
            "number" | "range" => self.between(object, input, &checked)?,
            "date" | "month" | "datetime-local" | "datetime" => self.day(object, input),
            "time" => Kind::Time {
                min: object.parsed("min", &mut self.draft.found),
                max: object.parsed("max", &mut self.draft.found),
            },
            other => {
                self.draft
                    .lack(&object.at("inputType"), Lack::NoSuchKind(told(other)));
                return None;
            }
        };
        Some(Made {
            kind,
            options: Options::default(),
            rules: Vec::new(),
        })
    }

    fn words(&mut self, object: &mut Object<'_>, input: &str, checked: &Checked) -> Kind {
        if matches!(input, "email" | "url") {
            let (from, to) = (input.to_owned(), Instead::AnyText);
            self.draft
                .lack(&object.at("inputType"), Lack::Downgraded { from, to });
        }
        let length: Option<i64> = object.parsed("maxLength", &mut self.draft.found);
        // -1 stands for what the document as a whole says.
        let length = length.filter(|length| *length >= 0);
        Kind::Text {
            long: input == "comment",
            max_length: length
                .and_then(|length| u16::try_from(length).ok())
                .or(checked.length),
            pattern: match input {
                "tel" => Some(Pattern::Telephone),
                _ => checked.pattern,
            },
        }
    }

    fn between(&mut self, object: &mut Object<'_>, input: &str, checked: &Checked) -> Option<Kind> {
        if let Some(other) = object
            .word("sliderType", &mut self.draft.found)
            .filter(|is| is != "single")
        {
            self.draft
                .lack(&object.at("sliderType"), Lack::NoSuchKind(told(&other)));
            return None;
        }
        let slides = |number: i64| (input == "range").then(|| Decimal::from(number));
        let [min, max] = checked.numbers;
        let found = &mut self.draft.found;
        let min = object.parsed("min", found).or(min).or(slides(0));
        let max = object.parsed("max", found).or(max).or(slides(100));
        Some(self.number(object, [min, max]))
    }

    fn day(&mut self, object: &mut Object<'_>, input: &str) -> Kind {
        if input.starts_with("datetime") {
            let (from, to) = (input.to_owned(), Instead::DayOnly);
            self.draft
                .lack(&object.at("inputType"), Lack::Downgraded { from, to });
        }
        let mut limit = |key| {
            let (value, place) = object.take(key)?;
            let written = scalar(value).unwrap_or_default();
            let whole = if written.len() == 7 {
                format!("{written}-01")
            } else {
                written
            };
            let day: Option<Day> = whole.parse().ok();
            if day.is_none() {
                self.draft.lack(&place, Lack::Value(shown(value)));
            }
            day
        };
        let (min, max) = (limit("min"), limit("max"));
        let exact_to = if input == "month" {
            Exactness::Month
        } else {
            Exactness::Day
        };
        Kind::Date { min, max, exact_to }
    }

    /// The validators that say what a field here can say; others are told.
    fn checked(&mut self, object: &mut Object<'_>) -> Checked {
        let mut checked = Checked::default();
        for (value, path) in object.list("validators", &mut self.draft.found) {
            let Some(mut rule) = Object::of(value, path, &mut self.draft.found) else {
                continue;
            };
            let found = &mut self.draft.found;
            let is = rule.word("type", found).unwrap_or_default();
            match is.as_str() {
                "numeric" => {
                    checked.numbers = [
                        rule.parsed("minValue", found),
                        rule.parsed("maxValue", found),
                    ]
                }
                "text" => checked.length = rule.parsed("maxLength", found),
                "regex"
                    if rule
                        .take("regex")
                        .is_some_and(|(form, _)| form == POSTAL_CODE) =>
                {
                    checked.pattern = Some(Pattern::PostalCode);
                }
                _ => {
                    found.lack(&rule.place(), Lack::Expression(shown(value)));
                    continue;
                }
            }
            rule.close(found);
        }
        checked
    }
}

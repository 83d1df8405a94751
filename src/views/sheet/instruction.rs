//! What to do with the pen: 「○は1つ」「○は3つまで」「数字を書いてください」.

use rust_decimal::Decimal;

use crate::domain::language::Language;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Exactness, Kind};
use crate::domain::text::Text;
use crate::views::datum::Datum;
use crate::views::ruby;
use crate::views::say::{Say, so_many};

/// What a sheet says behind a question; nothing behind a note, and behind a tick that says it itself.
#[must_use]
pub fn instruction(kind: &Kind, language: &Language) -> Option<Say> {
    Some(match kind {
        Kind::Single { .. } | Kind::Scale { .. } => Say::new("sheet-one"),
        Kind::Place { .. } => Say::new("sheet-place"),
        Kind::Multiple { min, max, .. } => several(*min, *max),
        Kind::Grid { .. } | Kind::DualGrid { .. } => Say::new("sheet-one-each"),
        Kind::MultipleGrid { max, .. } => Say::new("sheet-each").with("how", several(None, *max)),
        Kind::Ranking { places, .. } => Say::new("sheet-ranking").with("places", *places),
        Kind::Number { min, max, unit, .. } => {
            number("sheet-number", (*min, *max), unit.as_ref(), language)
        }
        Kind::NumberGrid { min, max, unit, .. } => {
            number("sheet-number-each", (*min, *max), unit.as_ref(), language)
        }
        Kind::Date { exact_to, .. } => Say::new(match exact_to {
            Exactness::Day => "sheet-day",
            Exactness::Month => "sheet-month",
        }),
        Kind::Time { .. } => Say::new("sheet-time"),
        Kind::Text { long, pattern, .. } => Say::new(match (pattern, long) {
            (Some(Pattern::PostalCode), _) => "sheet-postal-code",
            (Some(Pattern::Telephone), _) => "sheet-telephone",
            (None, true) => "sheet-text",
            (None, false) => "sheet-line",
        }),
        Kind::Consent { .. } => Say::new("sheet-tick"),
        Kind::Drawn { .. } | Kind::Note { .. } => return None,
    })
}

/// How many circles.
fn several(min: Option<u16>, max: Option<u16>) -> Say {
    match (min.filter(|min| *min > 1 || max == Some(1)), max) {
        (None, None) => Say::new("sheet-all"),
        (None, Some(max)) => Say::new("sheet-up-to").with("max", so_many(max)),
        (Some(min), None) => Say::new("sheet-at-least").with("min", so_many(min)),
        (Some(min), Some(max)) if min == max => {
            Say::new("sheet-exactly").with("count", so_many(max))
        }
        (Some(min), Some(max)) => {
            let say = Say::new("sheet-between").with("min", so_many(min));
            say.with("max", so_many(max))
        }
    }
}

/// `0～120歳`.
fn number(
    key: &'static str,
    (min, max): (Decimal, Decimal),
    unit: Option<&Text>,
    language: &Language,
) -> Say {
    let unit = unit.map_or_else(String::new, |unit| ruby::plain(unit.get(language)));
    let space = if unit.is_empty() || language.is_wide() {
        ""
    } else {
        " "
    };
    Say::new(key)
        .with("min", Datum::how_many(min))
        .with("max", Datum::how_many(max))
        .with("unit", format!("{space}{unit}"))
}

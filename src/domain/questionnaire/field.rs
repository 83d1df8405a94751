//! What people type into a field: numbers, days, times and texts, cleaned but never rewritten.

use chrono::Datelike as _;
use rust_decimal::Decimal;
use unicode_segmentation::UnicodeSegmentation;

use super::item::Accepts;
use super::limits::{PATTERNED, TYPED_BYTES, written_bytes};
use super::pattern::Pattern;
use super::quantity;
use super::question::Exactness;
use super::refusal::AnswerErrorKind as Refused;
use crate::domain::calendar;
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;

/// Whether nothing is written: only white space, full-width spaces or characters of no width.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{3164}'
            )
    })
}

/// A text as written, with line ends as LF. It is not normalised otherwise: a name keeps its characters.
///
/// # Errors
/// When it is too long, has several lines in a one-line field, or characters nobody can type.
pub fn text(written: &str, long: bool, max: u16) -> Result<String, Refused> {
    let bytes = written_bytes(max);
    // Line ends may shrink to half; what is longer still need not be counted.
    if written.len() > 2 * bytes {
        return Err(Refused::TooManyBytes { max: bytes });
    }
    let text = with_plain_line_ends(written);
    if text.chars().any(is_forbidden) {
        return Err(Refused::ForbiddenCharacter);
    }
    if !long && text.contains('\n') {
        return Err(Refused::NotOneLine);
    }
    // A text of few bytes cannot have more clusters than bytes.
    if text.len() > usize::from(max) {
        let length = text.graphemes(true).count();
        if length > usize::from(max) {
            return Err(Refused::TooLong { max, length });
        }
    }
    if text.len() > bytes {
        return Err(Refused::TooManyBytes { max: bytes });
    }
    Ok(text)
}

/// A text of a known form, as it is kept.
///
/// # Errors
/// When it has another form, or characters nobody can type.
pub fn patterned(written: &str, pattern: Pattern) -> Result<String, Refused> {
    let other = match pattern {
        Pattern::PostalCode => Refused::NotAPostalCode,
        Pattern::Telephone => Refused::NotATelephone,
    };
    match text(written, false, PATTERNED) {
        Ok(text) => pattern.read(&text).ok_or(other),
        Err(Refused::TooLong { .. } | Refused::TooManyBytes { .. }) => Err(other),
        Err(refused) => Err(refused),
    }
}

/// CRLF, CR, NEL and the two Unicode separators become LF.
fn with_plain_line_ends(written: &str) -> String {
    const ENDS: [char; 4] = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];
    if written.contains(ENDS) {
        written.replace("\r\n", "\n").replace(ENDS, "\n")
    } else {
        written.to_owned()
    }
}

/// C0 and C1 controls except TAB and LF, and the code points that are no characters.
fn is_forbidden(c: char) -> bool {
    let nothing = u32::from(c) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c);
    nothing || (c.is_control() && c != '\t' && c != '\n')
}

/// A number as people type it, with its unit.
///
/// # Errors
/// When it is no number, or not one that is asked.
pub fn number(written: &str, accepts: &Accepts) -> Result<Decimal, Refused> {
    let Accepts::Number {
        min,
        max,
        decimals,
        units,
    } = accepts
    else {
        return Err(Refused::NotANumber);
    };
    let read = (written.len() <= TYPED_BYTES).then(|| quantity::read(written, units));
    let number = read.flatten().ok_or(Refused::NotANumber)?.normalize();
    if number.scale() > u32::from(*decimals) {
        return Err(Refused::TooManyDecimals {
            decimals: *decimals,
        });
    }
    if number < *min || number > *max {
        return Err(Refused::NumberOutside {
            min: *min,
            max: *max,
        });
    }
    Ok(number)
}

/// A day; the first of the month where a month is enough.
///
/// # Errors
/// When it is none, or not one that is asked.
pub fn day(written: &str, accepts: &Accepts) -> Result<Day, Refused> {
    let Accepts::Date { min, max, exact_to } = accepts else {
        return Err(Refused::NotADay);
    };
    if written.len() > TYPED_BYTES {
        return Err(Refused::NotADay);
    }
    let (day, from) = match exact_to {
        Exactness::Day => (calendar::day(written)?, *min),
        Exactness::Month => (calendar::month(written)?, min.with_day(1).unwrap_or(*min)),
    };
    if day < from || day > *max {
        return Err(Refused::DayOutside {
            min: *min,
            max: *max,
        });
    }
    Ok(day)
}

/// A time of day.
///
/// # Errors
/// When it is none, or not one that is asked.
pub fn time(written: &str, accepts: &Accepts) -> Result<TimeOfDay, Refused> {
    let Accepts::Time { min, max } = *accepts else {
        return Err(Refused::NotATime);
    };
    let read = (written.len() <= TYPED_BYTES).then(|| TimeOfDay::read(written));
    let time = read.flatten().ok_or(Refused::NotATime)?;
    if time < min || time > max {
        return Err(Refused::TimeOutside { min, max });
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age() -> Accepts {
        let units = vec!["歳".to_owned()];
        Accepts::Number {
            min: Decimal::ZERO,
            max: Decimal::from(120),
            decimals: 0,
            units,
        }
    }

    #[test]
    fn numbers_are_accepted_as_they_are_typed() {
        for good in [
            "18",
            "１８",
            " 18 ",
            "18歳",
            "１８　歳",
            "18.0",
            "018",
            "十八",
            "18才",
            "約18歳",
        ] {
            assert_eq!(number(good, &age()), Ok(Decimal::from(18)), "{good}");
        }
    }

    #[test]
    fn absurd_numbers_are_refused() {
        for bad in [
            "",
            "十八回",
            "1e3",
            "0x10",
            "NaN",
            "inf",
            "1 8",
            "+18",
            "١٨",
            "--1",
            ".",
            "1,8",
            "9999999999999999",
            "-",
        ] {
            assert_eq!(number(bad, &age()), Err(Refused::NotANumber), "{bad}");
        }
        assert_eq!(
            number("3.5", &age()),
            Err(Refused::TooManyDecimals { decimals: 0 })
        );
        for outside in ["-1", "－１", "150", "1,000"] {
            assert!(
                matches!(number(outside, &age()), Err(Refused::NumberOutside { .. })),
                "{outside}"
            );
        }
    }

    #[test]
    fn a_month_is_kept_as_its_first_day() {
        let month = Accepts::Date {
            min: "2020-04-15".parse().unwrap(),
            max: "2025-03-31".parse().unwrap(),
            exact_to: Exactness::Month,
        };
        let april = "2020-04-01".parse().unwrap();
        for written in ["令和2年4月", "2020-04", "2020年4月3日"] {
            assert_eq!(day(written, &month), Ok(april), "{written}");
        }
        for outside in ["2020-03", "令和7年4月"] {
            assert!(matches!(
                day(outside, &month),
                Err(Refused::DayOutside { .. })
            ));
        }
        assert_eq!(
            day("令和2年", &month),
            Err(Refused::DayWithout {
                part: calendar::Part::Month
            })
        );
    }

    #[test]
    fn a_text_is_kept_as_written() {
        for kept in [
            "㈱①～",
            "葛\u{E0100}",
            "\u{FA19}",
            "か\u{3099}",
            "👨‍👩‍👧",
            "\u{202E}abc",
            " 前後 ",
            "a\tb",
            "' OR 1=1",
        ] {
            assert_eq!(text(kept, false, 50).as_deref(), Ok(kept));
        }
        assert_eq!(
            text("a\r\nb\rc\u{2028}d\u{85}e", true, 50).as_deref(),
            Ok("a\nb\nc\nd\ne")
        );
        assert_eq!(text("a\nb", false, 50), Err(Refused::NotOneLine));
        for bad in [
            "a\0b",
            "\u{1b}[31m",
            "\u{9f}",
            "\u{FFFE}",
            "\u{FFFF}",
            "\u{1FFFF}",
            "\u{FDD0}",
        ] {
            assert_eq!(
                text(bad, true, 50),
                Err(Refused::ForbiddenCharacter),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn length_is_counted_as_people_count() {
        assert!(text(&"👨‍👩‍👧".repeat(10), false, 10).is_ok());
        assert_eq!(
            text(&"字".repeat(11), false, 10),
            Err(Refused::TooLong {
                max: 10,
                length: 11
            })
        );
        let zalgo = format!("a{}", "\u{301}".repeat(10_000));
        assert_eq!(
            text(&zalgo, true, 4_000),
            Err(Refused::TooManyBytes { max: 16_384 })
        );
        assert!(text(&"字".repeat(4_000), true, 4_000).is_ok());
        assert!(text(&"a".repeat(1_000_000), true, 4_000).is_err());
    }

    #[test]
    fn invisible_texts_are_blank() {
        for blank in [
            "",
            " ",
            "\u{3000}",
            "\u{200B}\u{200D}",
            "\r\n\t",
            "\u{FEFF}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("。"));
    }
}

//! Numbers as people write them in Japanese: `1,234.5`, `1万2千`, 二十三, 二〇二六. Without sign and unit.

use rust_decimal::Decimal;

/// A number has at most so many digits, so that it survives JSON readers that know only floats.
pub const DIGITS: usize = 15;

/// What each sign multiplies by what stands before it, the largest first.
type Signs = [(char, i64); 3];

const LARGE: Signs = [
    ('兆', 1_000_000_000_000),
    ('億', 100_000_000),
    ('万', 10_000),
];

const SMALL: Signs = [('千', 1_000), ('百', 100), ('十', 10)];

const KANJI: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The number; none when it is not written as one, or may be read in two ways (二三: two or three?).
#[must_use]
pub fn read(written: &str) -> Option<Decimal> {
    composed(written, LARGE, |part| {
        // 十 alone is ten; 万 alone is no number.
        let implied = |part: &str| match part {
            "" => Some(Decimal::ONE),
            part => plain(part),
        };
        match part {
            "" => None,
            part => composed(part, SMALL, implied),
        }
    })
}

/// `2千5百3`: each part smaller than the sign before it.
fn composed(
    written: &str,
    signs: Signs,
    part: impl Fn(&str) -> Option<Decimal>,
) -> Option<Decimal> {
    let (mut total, mut limit, mut rest) = (Decimal::ZERO, Decimal::MAX, written);
    for (sign, worth) in signs {
        let Some((count, after)) = rest.split_once(sign) else {
            continue;
        };
        let value = part(count)?.checked_mul(worth.into())?;
        total = total.checked_add(value).filter(|_| value < limit)?;
        (limit, rest) = (worth.into(), after);
    }
    if rest.is_empty() && limit < Decimal::MAX {
        return Some(total);
    }
    let last = part(rest).filter(|last| *last < limit && !rest.is_empty())?;
    total.checked_add(last)
}

/// A number in ASCII digits, or in kanji as digits.
fn plain(written: &str) -> Option<Decimal> {
    let kanji: Option<String> = written.chars().map(digit).collect();
    match kanji {
        Some(digits) => positional(&digits),
        None => arabic(written),
    }
}

/// A kanji as an ASCII digit.
fn digit(c: char) -> Option<char> {
    let c = if c == '零' { '〇' } else { c };
    let value = KANJI.iter().position(|kanji| *kanji == c)?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}

/// 一九八五, 二〇; two digits without a zero may be two numbers.
fn positional(digits: &str) -> Option<Decimal> {
    let doubtful = digits.len() == 2 && !digits.contains('0');
    (!doubtful && digits.len() <= DIGITS).then(|| digits.parse().ok())?
}

/// `1,234.5`.
fn arabic(written: &str) -> Option<Decimal> {
    let (whole, fraction) = match written.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (written, None),
    };
    let whole = without_commas(whole)?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let length = whole.len() + fraction.map_or(0, str::len);
    let plain = digits(&whole) && fraction.is_none_or(digits) && length <= DIGITS;
    let text = format!("{whole}.{}", fraction.unwrap_or("0"));
    plain.then(|| text.parse().ok())?
}

/// `1,234,567` without its commas; none when they do not stand before groups of three.
fn without_commas(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let fits = !grouped || (1..=3).contains(&first.len());
    (fits && groups.all(|group| group.len() == 3)).then(|| whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (written, number) in [
            ("18", "18"),
            ("018", "18"),
            ("1,234,567.5", "1234567.5"),
            ("二十三", "23"),
            ("十八", "18"),
            ("百", "100"),
            ("千二百", "1200"),
            ("二〇二六", "2026"),
            ("一九八五", "1985"),
            ("二〇", "20"),
            ("1万2千", "12000"),
            ("1万2,500", "12500"),
            ("1.5万", "15000"),
            ("12千", "12000"),
            ("3千5百", "3500"),
            ("千万", "10000000"),
            ("2億3千万", "230000000"),
            ("五", "5"),
        ] {
            assert_eq!(read(written), number.parse().ok(), "{written}");
        }
    }

    #[test]
    fn what_may_be_read_in_two_ways_is_not_read() {
        for none in [
            "",
            "二三",
            "万",
            "十十",
            "1千2500",
            "1万23000",
            "2千3千",
            "1,8",
            "1 8",
            ".",
            "1.",
            "1.2.3",
            "1万万",
            "９",
            "十2百",
            "1234567890123456",
            "1e3",
            "1万-2",
            "億",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "[0-9.,〇一二九十百千万億兆]{0,24}|\\PC{0,20}") {
            let _ = read(&text);
        }

        #[test]
        fn kanji_are_read_as_the_digits_they_are(number in 100_u32..1_000_000) {
            let digits = number.to_string();
            let kanji: String = digits.bytes().map(|b| KANJI[usize::from(b - b'0')]).collect();
            prop_assert_eq!(read(&kanji), Some(number.into()));
            prop_assert_eq!(read(&digits), Some(number.into()));
        }
    }
}

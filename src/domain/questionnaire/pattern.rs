//! Texts of a known form: postal codes and telephone numbers of Japan, as people write them and as they are kept.
//!
//! Only the form is looked at. Whether there is such a place or such a line nobody here knows.

use serde::{Deserialize, Serialize};

use crate::domain::text;

/// A form a text must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Seven digits. Kept as `123-4567`.
    PostalCode,
    /// Ten or eleven digits, the first a zero. Kept with the hyphens that were typed.
    Telephone,
}

impl Pattern {
    /// The text as it is kept; none where it has another form. What is kept is read as itself.
    #[must_use]
    pub fn read(self, written: &str) -> Option<String> {
        match self {
            Self::PostalCode => postal_code(written),
            Self::Telephone => telephone(written),
        }
    }
}

/// What is read of a character; none of those that have no width, which telephones put around numbers.
fn narrow(c: char) -> Option<char> {
    match text::narrow(c) {
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => None,
        '\u{2010}'..='\u{2015}' | '−' | '﹣' | '─' | 'ー' | 'ｰ' => Some('-'),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// `〒073-0122`, `０７３ー０１２２`, `0730122`.
fn postal_code(written: &str) -> Option<String> {
    let plain: String = written
        .chars()
        .filter_map(narrow)
        .filter(|c| *c != ' ')
        .collect();
    let bare = plain.strip_prefix('〒').unwrap_or(&plain);
    let (area, place) = bare.split_at_checked(3)?;
    let place = place.strip_prefix('-').unwrap_or(place);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (place.len() == 4 && digits(area) && digits(place)).then(|| format!("{area}-{place}"))
}

/// `0125-54-2121`, `０１２５（５４）２１２１`, `090 1234 5678`, `+81 90-1234-5678`.
fn telephone(written: &str) -> Option<String> {
    let plain: String = written.chars().filter_map(narrow).collect();
    let (abroad, local) = match plain.trim().strip_prefix("+81") {
        Some(local) => (true, local),
        None => (false, plain.trim()),
    };
    let is_gap = |c: char| matches!(c, '-' | '(' | ')' | '.' | ' ');
    let groups: Vec<&str> = local
        .split(is_gap)
        .filter(|group| !group.is_empty())
        .collect();
    let joined = groups.join("-");
    // From abroad the zero is left out, or put in brackets.
    let number = match abroad {
        true => {
            let rest = joined.strip_prefix('0').unwrap_or(&joined);
            format!("0{}", rest.trim_start_matches('-'))
        }
        false => joined,
    };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let plain = number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    (plain && number.starts_with('0') && (10..=11).contains(&digits)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn postal_codes_are_kept_in_one_form() {
        for good in [
            "073-0122",
            "0730122",
            "〒073-0122",
            "〒 ０７３－０１２２",
            "０７３ー０１２２",
            "073−0122",
            "073‐0122",
            "073 0122",
            " 073-0122 ",
        ] {
            assert_eq!(
                Pattern::PostalCode.read(good).as_deref(),
                Some("073-0122"),
                "{good}"
            );
        }
        for bad in [
            "073",
            "073-012",
            "073-01222",
            "07-30122",
            "073--0122",
            "-0730122",
            "〒〒0730122",
            "砂川市",
            "073-O122",
            "〇七三－〇一二二",
            "٠٧٣-٠١٢٢",
        ] {
            assert_eq!(Pattern::PostalCode.read(bad), None, "{bad}");
        }
    }

    #[test]
    fn telephone_numbers_keep_their_hyphens() {
        for (written, kept) in [
            ("0125-54-2121", "0125-54-2121"),
            ("０１２５－５４ー２１２１", "0125-54-2121"),
            ("0125542121", "0125542121"),
            ("(0125) 54-2121", "0125-54-2121"),
            ("０１２５（５４）２１２１", "0125-54-2121"),
            ("090-1234-5678", "090-1234-5678"),
            ("090 1234 5678", "090-1234-5678"),
            ("09012345678", "09012345678"),
            ("\u{202A}090‑1234‑5678\u{202C}", "090-1234-5678"),
            ("+81 90-1234-5678", "090-1234-5678"),
            ("＋８１（０）１２５−５４−２１２１", "0125-54-2121"),
            ("+819012345678", "09012345678"),
        ] {
            assert_eq!(
                Pattern::Telephone.read(written).as_deref(),
                Some(kept),
                "{written}"
            );
        }
        for bad in [
            "54-2121",
            "119",
            "0125-54-21211111",
            "1125-54-2121",
            "+1 (415) 555-2671",
            "0125-54-2121（内線3）",
            "0125-54-2121/2",
            "090-1234-567x",
            "〇九〇一二三四五六七八",
            "+81",
            "----------",
        ] {
            assert_eq!(Pattern::Telephone.read(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_as_itself(written in "\\PC{0,20}|[〒0-9０-９ーー（）() +-]{0,16}|0[0-9]{9,10}") {
            for pattern in [Pattern::PostalCode, Pattern::Telephone] {
                if let Some(kept) = pattern.read(&written) {
                    prop_assert!(kept.bytes().all(|b| b.is_ascii_digit() || b == b'-'), "{}", kept);
                    prop_assert_eq!(pattern.read(&kept), Some(kept));
                }
            }
        }
    }
}

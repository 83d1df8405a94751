//! Telephone numbers as offices print them: 「０１２５-５４-２１２１（内線123）」.

use super::text;

/// Digits of the longest number there is (ITU-T E.164).
const MOST: usize = 15;

/// What a telephone dials for the first number printed: digits, `+` in front of a country code. An extension is not
/// dialled (telephones disagree on how): it is printed beside the link, for the caller to ask for. None where no
/// number is read with certainty, also for short codes behind `#` or `*`.
#[must_use]
pub fn dialled(printed: &str) -> Option<String> {
    let plain: Vec<char> = printed.chars().map(narrow).collect();
    let mut rest = plain.as_slice();
    let mut before = ' ';
    while let [first, after @ ..] = rest {
        if first.is_ascii_digit() || *first == '+' {
            let number = Number::read(rest);
            let end = rest.len() - number.after;
            match number.dialled() {
                Some(_) if matches!(before, '#' | '*') => return None,
                Some(number) => return Some(number),
                None => rest = rest.get(end.max(1)..).unwrap_or_default(),
            }
        } else {
            rest = after;
        }
        before = *first;
    }
    None
}

/// The digits of one number, across the marks that may stand between them.
struct Number {
    international: bool,
    digits: String,
    /// How many characters come after it.
    after: usize,
}

impl Number {
    fn read(text: &[char]) -> Self {
        let mut rest = text;
        let international = matches!(rest, ['+', ..]);
        let mut number = Self {
            international,
            digits: String::new(),
            after: 0,
        };
        if let (true, [_, after @ ..]) = (international, rest) {
            rest = after;
        }
        while number
            .length()
            .is_none_or(|length| number.digits.len() < length)
        {
            rest = match rest {
                // 「+81 (0)125」: the zero is for callers inside the country.
                ['(', '0', ')', after @ ..] if international => after,
                [c, after @ ..] if c.is_ascii_digit() => {
                    number.digits.push(*c);
                    after
                }
                [mark, after @ ..] if number.allows(*mark) && goes_on(after) => after,
                _ => break,
            };
        }
        number.after = rest.len();
        number
    }

    fn dialled(self) -> Option<String> {
        let sign = if self.international { "+" } else { "" };
        let whole = (3..=MOST).contains(&self.digits.len());
        whole.then(|| format!("{sign}{}", self.digits))
    }

    /// How many digits a number that begins so has, where that is known.
    fn length(&self) -> Option<usize> {
        match (self.international, self.digits.get(..2)) {
            (true, Some("81")) => Some(1 + domestic(&format!("0{}", self.digits.get(2..)?))),
            (false, Some(_)) if self.digits.starts_with('0') => Some(domestic(&self.digits)),
            _ => None,
        }
    }

    /// Whether a mark may stand inside: brackets only where the length says when the number ends.
    fn allows(&self, mark: char) -> bool {
        let bracket = matches!(mark, '(' | ')');
        let known = self.international || self.digits.is_empty() || self.length().is_some();
        may_stand_between(mark) && (!bracket || known)
    }
}

/// The length of a Japanese number with its leading zero: 10 digits, 11 for mobile, IP and 0800 numbers.
fn domestic(digits: &str) -> usize {
    let long = ["020", "050", "060", "070", "080", "090"];
    let is_long = long.iter().any(|prefix| digits.starts_with(prefix));
    if is_long { 11 } else { 10 }
}

fn may_stand_between(c: char) -> bool {
    matches!(c, '-' | '(' | ')' | ' ' | '.')
}

/// Whether the number goes on behind a mark: at most one more mark, then a digit.
fn goes_on(rest: &[char]) -> bool {
    match rest {
        [c, ..] if c.is_ascii_digit() => true,
        [mark, c, ..] => may_stand_between(*mark) && c.is_ascii_digit(),
        _ => false,
    }
}

fn narrow(c: char) -> char {
    match text::narrow(c) {
        '\u{a0}' => ' ',
        '−' | '‐' | '‑' | '–' | '—' | '―' | 'ー' | 'ｰ' | '─' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn printed_numbers_are_dialled() {
        for (printed, number) in [
            ("0125-54-2121", "0125542121"),
            ("０１２５-５４-２１２１（内線123）", "0125542121"),
            ("０１２５－５４ー２１２１　内線１２３", "0125542121"),
            ("+81 125-54-2121", "+81125542121"),
            ("＋８１（０）１２５−５４−２１２１", "+81125542121"),
            ("0125-54-2121・2122", "0125542121"),
            ("0125-54-2121、0125-54-2122", "0125542121"),
            ("0125-54-2121 0125-54-2122", "0125542121"),
            ("0125-54-2121/2", "0125542121"),
            ("0125-54-2121(123)", "0125542121"),
            ("0125（54）2121", "0125542121"),
            ("(0125) 54-2121", "0125542121"),
            ("0125-54-2121（代表）", "0125542121"),
            ("電話 0125.54.2121 ext. 5", "0125542121"),
            ("090-1234-5678", "09012345678"),
            ("0800-123-4567", "08001234567"),
            ("0120-123-456 7", "0120123456"),
            ("54-2121（123）", "542121"),
            ("54-2121（市外局番0125）", "542121"),
            ("+81 125-54-2121（123）", "+81125542121"),
            ("+1 (415) 555-2671", "+14155552671"),
            ("市役所2階 0125-54-2121", "0125542121"),
            ("119", "119"),
        ] {
            assert_eq!(dialled(printed).as_deref(), Some(number), "{printed}");
        }
        for nothing in [
            "",
            "代表",
            "内線",
            "+",
            "1",
            "#7119",
            "＃7119",
            "12345678901234567890",
        ] {
            assert_eq!(dialled(nothing), None, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_a_number_is_dialled(printed in "\\PC{0,30}|[0-9０-９+＋() ・内線-]{0,40}") {
            if let Some(number) = dialled(&printed) {
                let digits = number.strip_prefix('+').unwrap_or(&number);
                prop_assert!((3..=MOST).contains(&digits.len()));
                prop_assert!(digits.bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
}

//! The small words of a printed cell: numbers with their scale and unit, labels, brackets. Used by `printed` only.

use rust_decimal::Decimal;

use super::figure::Bound;

/// A cell's characters, as printed and folded (full-width digits, comma, point and brackets made plain) side by side,
/// so that what is cut out is always the printed form.
pub(super) struct Scan {
    printed: Vec<char>,
    folded: Vec<char>,
}

/// A number with what belongs to it.
pub(super) struct Term {
    pub value: Decimal,
    pub scale: Option<String>,
    pub unit: Option<String>,
    pub bound: Option<Bound>,
}

/// A place in the cell.
type At = usize;

/// The operators as words, longest first where one begins another.
const BOUNDS: [(&str, Bound); 8] = [
    ("以上", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("未満", Bound::Below),
    ("を超える", Bound::Above),
    ("を上回る", Bound::Above),
    ("を下回る", Bound::Below),
    ("超", Bound::Above),
];

/// Words that look like a label before a number but begin a year or an ordinal.
const NOT_LABELS: [&str; 6] = ["令和", "平成", "昭和", "西暦", "第", "約"];

fn fold(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '，' => ',',
        '．' => '.',
        '（' => '(',
        '）' => ')',
        '　' => ' ',
        _ => c,
    }
}

/// How many ones a scale word is.
fn scale_of(c: char) -> Option<Decimal> {
    match c {
        '百' => Some(Decimal::ONE_HUNDRED),
        '千' => Some(Decimal::ONE_THOUSAND),
        '万' => Some(Decimal::from(10_000)),
        '億' => Some(Decimal::from(100_000_000)),
        '兆' => Some(Decimal::from(1_000_000_000_000_i64)),
        _ => None,
    }
}

impl Scan {
    pub fn new(text: &str) -> Self {
        Self {
            printed: text.chars().collect(),
            folded: text.chars().map(fold).collect(),
        }
    }

    pub fn start(&self) -> At {
        self.skip(0)
    }

    pub fn finished(&self, at: At) -> bool {
        self.skip(at) >= self.folded.len()
    }

    fn peek(&self, at: At) -> Option<char> {
        self.folded.get(at).copied()
    }

    fn skip(&self, mut at: At) -> At {
        while self.peek(at).is_some_and(char::is_whitespace) {
            at += 1;
        }
        at
    }

    fn cut(&self, from: At, to: At) -> String {
        self.printed
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    /// One of these words here, which is then behind us.
    pub fn take(&self, at: &mut At, words: &[&str]) -> Option<String> {
        let here = self.skip(*at);
        let rest = self.folded.get(here..)?;
        let word = words.iter().find(|word| {
            let mut chars = rest.iter();
            word.chars().all(|c| chars.next() == Some(&c))
        })?;
        *at = self.skip(here + word.chars().count());
        Some((*word).to_owned())
    }

    pub fn bound(&self, at: &mut At) -> Option<Bound> {
        let words: Vec<&str> = BOUNDS.iter().map(|(word, _)| *word).collect();
        let word = self.take(at, &words)?;
        BOUNDS
            .iter()
            .find(|(other, _)| *other == word)
            .map(|(_, bound)| *bound)
    }

    /// `number[scale][unit][bound]`.
    pub fn term(&self, at: &mut At) -> Option<Term> {
        let mut here = self.skip(*at);
        let negative = matches!(self.peek(here), Some('△' | '▲' | '-' | '−'));
        if negative {
            here = self.skip(here + 1);
        }
        let (value, scale) = self.scaled(&mut here)?;
        let unit = self.unit(&mut here);
        let thousand = unit
            .as_deref()
            .and_then(|u| u.chars().next())
            .filter(|c| matches!(c, '千' | '百'));
        let scale = scale.or_else(|| {
            thousand.map(|_| {
                unit.iter()
                    .flat_map(|u| u.chars())
                    .take_while(|c| scale_of(*c).is_some())
                    .collect()
            })
        });
        let bound = self.bound(&mut here);
        *at = self.skip(here);
        let value = if negative { -value } else { value };
        Some(Term {
            value,
            scale,
            unit,
            bound,
        })
    }

    /// `38億9千万` is 3,890,000,000 with the scale words `億千万`; a 千 or 百 right before a unit is left to the unit.
    fn scaled(&self, at: &mut At) -> Option<(Decimal, Option<String>)> {
        let mut total: Option<Decimal> = None;
        let mut words = String::new();
        let mut smallest = Decimal::MAX;
        let mut here = *at;
        while let Some(number) = self.digits(&mut here) {
            let (factor, word, after) = self.factor(here);
            if factor >= smallest {
                return None;
            }
            smallest = factor;
            total = Some(
                total
                    .unwrap_or_default()
                    .checked_add(number.checked_mul(factor)?)?,
            );
            here = after;
            *at = here;
            if word.is_empty() {
                break;
            }
            words.push_str(&word);
            here = self.skip(here);
        }
        let scale = (!words.is_empty()).then_some(words);
        total.map(|total| {
            (
                if scale.is_some() {
                    total.normalize()
                } else {
                    total
                },
                scale,
            )
        })
    }

    /// The scale words after a number: `億`, `千万`, `万`. Not a lone `千` or `百`, which belongs to the unit.
    fn factor(&self, at: At) -> (Decimal, String, At) {
        let start = self.skip(at);
        let mut here = start;
        let mut factor = Decimal::ONE;
        let mut large = false;
        while let Some(scale) = self.peek(here).and_then(scale_of) {
            let Some(product) = factor.checked_mul(scale) else {
                break;
            };
            factor = product;
            large |= scale > Decimal::ONE_THOUSAND;
            here += 1;
        }
        if large {
            (factor, self.cut(start, here), here)
        } else {
            (Decimal::ONE, String::new(), at)
        }
    }

    /// Digits with thousands commas and at most one point.
    fn digits(&self, at: &mut At) -> Option<Decimal> {
        let mut text = String::new();
        let mut here = *at;
        while let Some(c) = self.peek(here) {
            let between = self
                .peek(here + 1)
                .is_some_and(|next| next.is_ascii_digit())
                && !text.is_empty();
            match c {
                '0'..='9' => text.push(c),
                '.' if between && !text.contains('.') => text.push(c),
                ',' if between && !text.contains('.') => {}
                _ => break,
            }
            here += 1;
        }
        let value = Decimal::from_str_exact(&text).ok()?;
        *at = here;
        Some(value)
    }

    /// Up to eight characters of kanji, katakana, letters, ％ and /, and the か of か所; ends before an operator.
    fn unit(&self, at: &mut At) -> Option<String> {
        let start = self.skip(*at);
        let mut here = start;
        while let Some(c) = self.peek(here) {
            let katakana = ('ァ'..='ヺ').contains(&c) || c == 'ー' || c == '㎡';
            let kanji = ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '々';
            let ka = c == 'か' && here == start;
            let sign = matches!(c, '％' | '%' | '‰' | '/' | '／' | '℃');
            if !(katakana || kanji || ka || sign || c.is_ascii_alphabetic())
                || self.bound(&mut here.clone()).is_some()
            {
                break;
            }
            here += 1;
        }
        if here == start || here - start > 8 {
            return None;
        }
        *at = here;
        Some(self.cut(start, here))
    }

    /// `（…）` up to its closing bracket.
    pub fn brackets(&self, at: &mut At) -> Option<String> {
        let start = self.skip(*at);
        if self.peek(start) != Some('(') {
            return None;
        }
        let mut here = start + 1;
        while self.peek(here)? != ')' {
            here += 1;
        }
        *at = self.skip(here + 1);
        Some(self.cut(start + 1, here))
    }

    /// A word without digits followed by a space and a number: `コスト額 7,000千円`.
    pub fn spaced_label(&self, at: &mut At) -> Option<String> {
        let mut after = *at;
        let label = self.label(&mut after)?;
        let spaced = after
            .checked_sub(1)
            .and_then(|before| self.peek(before))
            .is_some_and(char::is_whitespace);
        spaced.then(|| {
            *at = after;
            label
        })
    }

    /// A word of two or more characters without digits, right before a number.
    pub fn label(&self, at: &mut At) -> Option<String> {
        let start = self.skip(*at);
        let mut here = start;
        while self
            .peek(here)
            .is_some_and(|c| c.is_alphabetic() || c == '・')
        {
            here += 1;
        }
        let label = self.cut(start, here);
        let after = self.skip(here);
        let number = self.peek(after).is_some_and(|c| c.is_ascii_digit());
        if here - start < 2
            || !number
            || NOT_LABELS.iter().any(|word| label.ends_with(word))
            || label == "各年"
            || label == "毎年"
        {
            return None;
        }
        *at = after;
        Some(label)
    }
}

//! The small words of a printed cell: numbers with their scale and unit, labels, brackets. Used by `printed` only.

use rust_decimal::Decimal;

use super::figure::Bound;
use super::unit::scale_of;

/// A cell's characters, as printed and folded (full-width digits, comma, point and brackets made plain) side by side,
/// so that what is cut out is always the printed form.
pub(super) struct Scan {
    printed: Vec<char>,
    folded: Vec<char>,
}

/// A number with what belongs to it.
pub(super) struct Term {
    pub value: Decimal,
    /// What one scale word behind one number makes of it (万: 10,000); 1 where there is none, or more than one.
    pub times: Decimal,
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

/// What stands before a number below zero. `±` stands before 0 only; before any other number it says two.
const SIGNS: [char; 6] = ['△', '▲', '-', '−', '－', EITHER];
const EITHER: char = '±';

/// Most characters of a unit: `kg-CO2/人・日`.
const LONGEST_UNIT: usize = 12;

/// Words that look like a label before a number but begin a year or an ordinal.
const NOT_LABELS: [&str; 6] = ["令和", "平成", "昭和", "西暦", "第", "約"];

/// Words before a number that say how often, or how exactly: `printed` reads them.
const RATES: [&str; 11] = [
    "各年",
    "毎年",
    "年間",
    "年額",
    "毎月",
    "月額",
    "毎週",
    "毎日",
    "日額",
    "およそ",
    "おおむね",
];

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
        let sign = self.peek(here).filter(|c| SIGNS.contains(c));
        if sign.is_some() {
            here = self.skip(here + 1);
        }
        let (value, times, scale) = self.scaled(&mut here)?;
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
        let value = match sign {
            None => value,
            Some(EITHER) if value.is_zero() => value,
            Some(EITHER) => return None,
            Some(_) => -value,
        };
        Some(Term {
            value,
            times,
            scale,
            unit,
            bound,
        })
    }

    /// `38億9千万` is 3,890,000,000 with the scale words `億千万`; a 千 or 百 right before a unit is left to the unit.
    /// With the number comes what the one scale word made of it.
    fn scaled(&self, at: &mut At) -> Option<(Decimal, Decimal, Option<String>)> {
        let mut here = *at;
        let mut total = self.digits(&mut here)?;
        let (times, mut words, mut after) = self.factor(here, false);
        total = total.checked_mul(times)?;
        let (mut least, mut groups) = (times, 1);
        *at = after;
        while !words.is_empty() {
            here = self.skip(after);
            let Some(number) = self.digits(&mut here) else {
                break;
            };
            let (factor, word, then) = self.factor(here, true);
            let part = number.checked_mul(factor)?;
            if part >= least {
                return None;
            }
            total = total.checked_add(part)?;
            (least, after, groups) = (factor, then, groups + 1);
            *at = after;
            if word.is_empty() {
                break;
            }
            words.push_str(&word);
        }
        let times = if groups == 1 { times } else { Decimal::ONE };
        if words.is_empty() {
            Some((total, times, None))
        } else {
            Some((total.normalize(), times, Some(words)))
        }
    }

    /// The scale words after a number: `億`, `千万`, `万`. A lone `千` or `百` belongs to the unit, unless the number goes
    /// on behind it (`２千５百人`) or began with a greater one (`38億9千円`).
    fn factor(&self, at: At, goes_on: bool) -> (Decimal, String, At) {
        let start = self.skip(at);
        let mut here = start;
        let mut factor = Decimal::ONE;
        let mut multiplies = goes_on;
        while let Some(scale) = self.peek(here).and_then(scale_of) {
            let Some(product) = factor.checked_mul(scale) else {
                break;
            };
            factor = product;
            multiplies |= scale > Decimal::ONE_THOUSAND;
            here += 1;
        }
        multiplies |= self.peek(here).is_some_and(|c| c.is_ascii_digit());
        if multiplies && here > start {
            (factor, self.cut(start, here), here)
        } else {
            (Decimal::ONE, String::new(), at)
        }
    }

    /// Digits with at most one point, and commas only between thousands: what is grouped in another way (`1,2345`) is not
    /// known to be a number.
    fn digits(&self, at: &mut At) -> Option<Decimal> {
        let mut text = String::new();
        let mut groups = vec![0_usize];
        let mut here = *at;
        while let Some(c) = self.peek(here) {
            let next = self.peek(here + 1);
            let between = next.is_some_and(|next| next.is_ascii_digit()) && !text.is_empty();
            let whole = !text.contains('.');
            match c {
                '0'..='9' => {
                    text.push(c);
                    if let Some(group) = groups.last_mut().filter(|_| whole) {
                        *group += 1;
                    }
                }
                '.' if between && whole => text.push(c),
                ',' if between && whole => groups.push(0),
                _ => break,
            }
            here += 1;
        }
        let (first, others) = groups.split_first()?;
        let thousands = *first <= 3 && others.iter().all(|group| *group == 3);
        if !others.is_empty() && !thousands {
            return None;
        }
        let value = Decimal::from_str_exact(&text).ok()?;
        *at = here;
        Some(value)
    }

    /// What a number counts: kanji, katakana, letters with their digits (CO2), ％ and /, and the か of か所; ends before an
    /// operator.
    fn unit(&self, at: &mut At) -> Option<String> {
        let start = self.skip(*at);
        let mut here = start;
        while self.peek(here).is_some() {
            if !self.continues_unit(start, here) || self.bound(&mut here.clone()).is_some() {
                break;
            }
            here += 1;
        }
        // 「男性79.1 女性84.2」: a word behind a blank and before a number is the label of that number.
        let next = self.peek(self.skip(here));
        let label = start > *at && next.is_some_and(|c| c.is_ascii_digit());
        if here == start || here - start > LONGEST_UNIT || label {
            return None;
        }
        *at = here;
        Some(self.cut(start, here))
    }

    fn continues_unit(&self, start: At, here: At) -> bool {
        let (first, c) = (here == start, self.peek(here).unwrap_or_default());
        let before = here.checked_sub(1).and_then(|before| self.peek(before));
        let latin = |c: Option<char>| {
            c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
        };
        match c {
            'ァ'..='ヺ' | 'ー' | '\u{4e00}'..='\u{9fff}' | '々' => true,
            '％' | '%' | '‰' | '℃' | 'ℓ' | 'µ' | 'μ' | '\u{3300}'..='\u{33ff}' => true,
            'か' => first,
            '/' | '／' | '・' => !first,
            '²' | '³' | '₀'..='₉' | '0'..='9' => !first && latin(before),
            '-' | '－' | '‐' => latin(before) && latin(self.peek(here + 1)),
            c => latin(Some(c)),
        }
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
            || RATES.contains(&label.as_str())
        {
            return None;
        }
        *at = after;
        Some(label)
    }
}

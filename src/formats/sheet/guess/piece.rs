//! Pieces of lines, and how letters are read that are written in many ways.

use crate::domain::numeral;
use crate::domain::text::narrow;

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'l> {
    /// Which line.
    pub line: usize,
    /// At which byte of the line it begins.
    pub start: usize,
    /// What it says.
    pub text: &'l str,
}

impl<'l> Piece<'l> {
    /// The byte behind it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// From one of its bytes to another.
    pub fn cut(&self, from: usize, to: usize) -> Self {
        let from = from.min(self.text.len());
        let text = self.text.get(from..to.max(from)).unwrap_or_default();
        Self {
            line: self.line,
            start: self.start + from,
            text,
        }
    }

    /// From one of its bytes on.
    pub fn from(&self, at: usize) -> Self {
        self.cut(at, self.text.len())
    }

    /// Without white space around it.
    pub fn trim(&self) -> Self {
        let lead = self.text.len() - self.text.trim_start().len();
        self.cut(lead, lead + self.text.trim().len())
    }

    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// All of it, kept but for white space around it.
    pub fn taken(&self) -> Taken<'l> {
        Taken {
            line: self.line,
            start: self.start,
            end: self.end(),
            kept: self.text.trim(),
        }
    }
}

/// A piece of a line of which a part is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken<'l> {
    /// Which line.
    pub line: usize,
    /// At which byte of the line it begins.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// What is kept.
    pub kept: &'l str,
}

impl Taken<'_> {
    /// The same, with what stands before it from a byte of the line on.
    pub fn since(self, start: usize) -> Self {
        Self {
            start: start.min(self.start),
            ..self
        }
    }
}

/// A letter as it is compared: in its narrow form, one of several dashes, rings and waves for all.
pub(super) fn plain(c: char) -> char {
    match narrow(c) {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '─' | 'ｰ' | '━' => '-',
        '〜' | '～' => '~',
        '〇' | '◯' | '⚪' | '⭕' => '○',
        '＿' | '‗' => '_',
        '，' => ',',
        '｡' => '。',
        '｢' => '「',
        '｣' => '」',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// A text as it is searched for words: [`plain`], without white space.
pub(super) fn squeezed(text: &str) -> String {
    let plain = text.chars().map(plain);
    plain.filter(|c| *c != ' ').collect()
}

/// Whether one of the words is in it.
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// How many columns of paper the white space at the beginning takes: two for a full-width one, four for a stop.
pub(super) fn gap(text: &str) -> usize {
    let widths = text.chars().map_while(|c| match c {
        '\t' => Some(4),
        '\u{3000}' => Some(2),
        c if c.is_whitespace() => Some(1),
        _ => None,
    });
    widths.sum()
}

/// Takes the first letter where it fits.
pub(super) fn eat(rest: &mut &str, fits: impl Fn(char) -> bool) -> Option<char> {
    let first = rest.chars().next()?;
    fits(plain(first)).then(|| {
        *rest = rest.get(first.len_utf8()..).unwrap_or_default();
        plain(first)
    })
}

/// Takes white space.
pub(super) fn eat_space(rest: &mut &str) {
    *rest = rest.trim_start();
}

/// Takes a number of at most three digits, in ASCII or full-width digits; for questions also 一 and ①.
pub(super) fn eat_number(rest: &mut &str) -> Option<u16> {
    let mut digits = String::new();
    let mut left = *rest;
    while let Some(digit) = eat(&mut left, |c| c.is_ascii_digit()) {
        digits.push(digit);
    }
    let number = digits.parse().ok().filter(|_| digits.len() <= 3)?;
    *rest = left;
    Some(number)
}

/// Takes a number as [`eat_number`], or one in kanji or in a ring.
pub(super) fn eat_any_number(rest: &mut &str) -> Option<u16> {
    if let Some(number) = eat_number(rest) {
        return Some(number);
    }
    let first = rest.chars().next()?;
    if let Some(number) = ringed(first) {
        *rest = rest.get(first.len_utf8()..).unwrap_or_default();
        return Some(number);
    }
    let is_kanji = |c: &char| "一二三四五六七八九十".contains(*c);
    let kanji: String = rest.chars().take_while(is_kanji).collect();
    let number = numeral::read(&kanji)?;
    *rest = rest.get(kanji.len()..).unwrap_or_default();
    number.to_string().parse().ok()
}

/// The number of ①, ㉑, ❶ and their like.
pub(super) fn ringed(c: char) -> Option<u16> {
    let number = u32::from(c);
    let place = match number {
        0x2460..=0x2473 => number - 0x2460 + 1,
        0x3251..=0x325F => number - 0x3251 + 21,
        0x2776..=0x277F => number - 0x2776 + 1,
        0x2474..=0x2487 => number - 0x2474 + 1,
        _ => return None,
    };
    u16::try_from(place).ok()
}

/// Opening brackets and what closes them, as [`plain`] writes them.
const BRACKETS: [(char, char); 9] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('<', '>'),
    ('【', '】'),
    ('〔', '〕'),
    ('〈', '〉'),
    ('《', '》'),
    ('≪', '≫'),
];

/// Whether a letter opens a bracket. Quotation marks are none.
pub(super) fn opens(c: char) -> bool {
    BRACKETS.iter().any(|(open, _)| *open == plain(c))
}

/// Whether a letter closes a bracket.
pub(super) fn closes(c: char) -> bool {
    BRACKETS.iter().any(|(_, close)| *close == plain(c))
}

/// The bracket a piece begins with: the bracket with what is in it, and the rest.
pub(super) fn leading_bracket<'l>(piece: Piece<'l>) -> Option<(Piece<'l>, Piece<'l>)> {
    let piece = piece.trim();
    piece.text.chars().next().filter(|c| opens(*c))?;
    let mut depth = 0_usize;
    for (at, c) in piece.text.char_indices() {
        depth += usize::from(opens(c));
        depth -= usize::from(closes(c)).min(depth);
        if depth == 0 {
            let end = at + c.len_utf8();
            return Some((piece.cut(0, end), piece.from(end)));
        }
    }
    None
}

/// The bracket a piece ends with: what is before it, and the bracket with what is in it.
pub(super) fn trailing_bracket<'l>(piece: Piece<'l>) -> Option<(Piece<'l>, Piece<'l>)> {
    let trimmed = piece.trim();
    let text = trimmed.text.trim_end_matches(['。', '．']);
    text.chars().next_back().filter(|c| closes(*c))?;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        depth += usize::from(closes(c));
        depth -= usize::from(opens(c)).min(depth);
        if depth == 0 {
            return Some((trimmed.cut(0, at), trimmed.from(at)));
        }
    }
    None
}

/// What is in a bracket.
pub(super) fn inside<'l>(bracket: Piece<'l>) -> &'l str {
    let text = bracket.text.trim().trim_end_matches(['。', '．']);
    text.trim_start_matches(opens).trim_end_matches(closes)
}

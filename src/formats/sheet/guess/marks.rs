//! The marks before questions and options: 「問1」, 「【問１】」, 「付問」, 「1.」, 「①」, 「ア．」, 「(1)」, 「□」.

use super::piece::{
    Piece, Taken, closes, eat, eat_any_number, eat_number, eat_space, gap, has, opens, plain,
    ringed, squeezed,
};

/// The mark of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QuestionMark {
    /// What it is marked with.
    pub lead: Lead,
    /// Its numbers: 問1-2 has two. None of 「付問」 alone.
    pub numbers: Vec<u16>,
    /// How many bytes it takes, white space behind it included.
    pub length: usize,
}

/// The word of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// 問, 設問, Q.
    Main,
    /// 付問, SQ: of the question before.
    Sub,
    /// F: about the person who answers (フェイスシート).
    Face,
}

const LEADS: [(&str, Lead); 9] = [
    ("設問", Lead::Main),
    ("質問", Lead::Main),
    ("問い", Lead::Main),
    ("問", Lead::Main),
    ("付問", Lead::Sub),
    ("補問", Lead::Sub),
    ("SQ", Lead::Sub),
    ("Q", Lead::Main),
    ("F", Lead::Face),
];

/// The mark of a question at the beginning of a text. 「問3で…」 speaks of a question and is none.
pub(super) fn question(text: &str) -> Option<QuestionMark> {
    let mut rest = text;
    eat_space(&mut rest);
    let is_bracketed = eat(&mut rest, opens).is_some();
    eat_space(&mut rest);
    let lead = eat_lead(&mut rest)?;
    eat_space(&mut rest);
    let mut numbers: Vec<u16> = eat_any_number(&mut rest).into_iter().collect();
    if numbers.is_empty() && lead != Lead::Sub {
        return None;
    }
    while let Some(number) = eat_sub_number(&mut rest).filter(|_| numbers.len() < 3) {
        numbers.push(number);
    }
    eat_space(&mut rest);
    if is_bracketed {
        eat(&mut rest, closes)?;
    }
    let spaced = rest.trim_start().len() < rest.len();
    let parted = eat(&mut rest, |c| matches!(c, '.' | ':' | ')' | '、' | ',')).is_some();
    eat_space(&mut rest);
    let speaks_of = match (is_bracketed, parted) {
        (true, _) => false,
        (false, true) => begins(rest, &["問", "Q", "Ｑ"]),
        (false, false) => begins(rest, &["で", "に"]) || (!spaced && begins(rest, PARTICLES)),
    };
    (!speaks_of).then(|| QuestionMark {
        lead,
        numbers,
        length: text.len() - rest.len(),
    })
}

/// What follows a number that a sentence only mentions.
const PARTICLES: &[&str] = &[
    "の", "へ", "と", "が", "を", "は", "も", "や", "～", "〜", "~", "-", "－", "・", "まで",
    "から", "）", ")", "」",
];

fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

fn eat_lead(rest: &mut &str) -> Option<Lead> {
    for (word, lead) in LEADS {
        let mut left = *rest;
        let found = word
            .chars()
            .all(|letter| eat(&mut left, |c| c == letter).is_some());
        // In a word, Q and F are letters like others.
        let is_word =
            word.is_ascii() && !left.trim_start().starts_with(|c| plain(c).is_ascii_digit());
        if found && !is_word {
            *rest = left;
            return Some(lead);
        }
    }
    None
}

/// `-1`, `の１`, `(1)` behind the number of a question.
fn eat_sub_number(rest: &mut &str) -> Option<u16> {
    let mut left = *rest;
    if eat(&mut left, |c| matches!(c, '-' | 'ー' | 'の' | '_')).is_some() {
        let number = eat_any_number(&mut left)?;
        *rest = left;
        return Some(number);
    }
    eat(&mut left, |c| c == '(')?;
    let number = eat_number(&mut left)?;
    eat(&mut left, |c| c == ')')?;
    *rest = left;
    Some(number)
}

/// How an option is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `1.`, `１．`, `1、`
    Point,
    /// `(1)`, `1)`
    Bracket,
    /// `1 `
    Space,
    /// `①`
    Ring,
    /// `ア．`
    Kana,
    /// `a.`
    Letter,
    /// `□`, `・`
    Box,
}

/// The mark of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OptionMark {
    /// How it is marked.
    pub style: Style,
    /// Its number; ア and a are the first.
    pub number: Option<u16>,
    /// How many bytes it takes.
    pub length: usize,
}

const KANA: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";

/// The mark of an option at the beginning of a text; `next` is the number that should come.
pub(super) fn option(text: &str, next: u16) -> Option<OptionMark> {
    let mut rest = text;
    let first = text.chars().next()?;
    let (style, number) = if let Some(number) = ringed(first) {
        eat(&mut rest, |_| true)?;
        (Style::Ring, Some(number))
    } else if matches!(plain(first), '□' | '☐' | '☑' | '・' | '･' | '○') {
        eat(&mut rest, |_| true)?;
        eat_space(&mut rest);
        // 「○は1つ」 says how to answer, and 「・」 alone nothing.
        if rest.is_empty() || (plain(first) == '○' && begins(rest, &["は", "を", "印", "の"]))
        {
            return None;
        }
        (Style::Box, None)
    } else if plain(first) == '(' {
        eat(&mut rest, |_| true)?;
        let number = eat_sign(&mut rest)?;
        eat(&mut rest, |c| c == ')')?;
        (Style::Bracket, Some(number))
    } else {
        let is_digit = plain(first).is_ascii_digit();
        let number = eat_sign(&mut rest)?;
        let style = eat_end(&mut rest, is_digit.then_some((number, next)))?;
        let style = match (plain(first), style) {
            (c, Style::Point) if c.is_ascii_alphabetic() => Style::Letter,
            (c, Style::Space) if c.is_ascii_alphabetic() => return None,
            (c, _) if !c.is_ascii_digit() => Style::Kana,
            (_, style) => style,
        };
        (style, Some(number))
    };
    Some(OptionMark {
        style,
        number,
        length: text.len() - rest.len(),
    })
}

/// A number, or the place of a single letter.
fn eat_sign(rest: &mut &str) -> Option<u16> {
    if let Some(number) = eat_number(rest) {
        return Some(number);
    }
    let first = plain(rest.chars().next()?);
    let place = match first {
        'a'..='z' => Some(usize::try_from(u32::from(first) - u32::from('a')).ok()?),
        'A'..='Z' => Some(usize::try_from(u32::from(first) - u32::from('A')).ok()?),
        _ => KANA.chars().position(|letter| letter == first),
    }?;
    eat(rest, |_| true)?;
    u16::try_from(place + 1).ok()
}

/// What parts a number from what it counts. 「1.5倍」 is a number; 「1.10代」 is one where the first is to come.
fn eat_end(rest: &mut &str, digits: Option<(u16, u16)>) -> Option<Style> {
    let first = rest.chars().next()?;
    let after = rest.get(first.len_utf8()..).unwrap_or_default();
    let digit_follows = after.starts_with(|c| plain(c).is_ascii_digit());
    let is_next = digits.is_none_or(|(number, next)| number == next);
    let style = match first {
        '．' | '。' | '､' | '、' => Style::Point,
        '.' | ',' | ':' | '：' | '，' if !digit_follows || (first == '.' && is_next) => {
            Style::Point
        }
        ')' | '）' => Style::Bracket,
        c if c.is_whitespace() && !after.trim().is_empty() => Style::Space,
        _ => return None,
    };
    *rest = after;
    Some(style)
}

/// An option as it stands in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer<'l> {
    /// The option; its wording is kept.
    pub taken: Taken<'l>,
    /// How it is marked.
    pub style: Style,
    /// The number that is printed.
    pub number: Option<u16>,
    /// Whether there is room to write beside it.
    pub other: bool,
    /// The arrow to another question behind it.
    pub arrow: Option<Taken<'l>>,
}

/// The options of a line; none where it does not begin with one. `last` is the number of the option before.
pub(super) fn options<'l>(piece: Piece<'l>, last: Option<u16>) -> Vec<Offer<'l>> {
    let marks = option_marks(piece, last);
    let ends = marks.iter().skip(1).map(|(at, _)| *at);
    let ends: Vec<usize> = ends.chain([piece.text.len()]).collect();
    let all = marks.iter().zip(ends);
    all.map(|((at, mark), end)| offer(piece.cut(*at, end), mark))
        .collect()
}

fn option_marks(piece: Piece<'_>, last: Option<u16>) -> Vec<(usize, OptionMark)> {
    let text = piece.text;
    let lead = text.len() - text.trim_start().len();
    let next = |last: Option<u16>| last.map_or(1, |last| last.saturating_add(1));
    let Some(first) = option(text.trim_start(), next(last)) else {
        return Vec::new();
    };
    let mut marks = vec![(lead, first)];
    let (mut before, mut from) = (first, lead + first.length);
    // The white space that was passed last.
    let mut space = 0;
    for (at, c) in text.char_indices() {
        if at < from {
            continue;
        }
        if c.is_whitespace() {
            space += gap(c.encode_utf8(&mut [0; 4]));
            continue;
        }
        let width = std::mem::take(&mut space);
        let could = width > 0 || first.style == Style::Ring;
        let rest = text.get(at..).filter(|_| could).unwrap_or_default();
        let Some(mark) = option(rest, next(before.number)) else {
            continue;
        };
        if mark.style == first.style && follows(mark, before, width) {
            marks.push((at, mark));
            (before, from) = (mark, at + mark.length);
        }
    }
    marks
}

/// Whether a mark within a line is the next one: numbers go up, and a bare number stands apart.
fn follows(mark: OptionMark, before: OptionMark, width: usize) -> bool {
    let (Some(number), Some(last)) = (mark.number, before.number) else {
        return width > 0 && mark.number == before.number;
    };
    let is_next = number == last.saturating_add(1);
    match mark.style {
        Style::Space => is_next && width >= 2,
        Style::Ring => is_next || (number > last && width > 0),
        _ => is_next || (number > last && width >= 2),
    }
}

const ARROWS: [char; 6] = ['→', '⇒', '➡', '⇨', '➔', '►'];

/// An option without its arrow and its room to write.
fn offer<'l>(piece: Piece<'l>, mark: &OptionMark) -> Offer<'l> {
    let label = piece.from(mark.length);
    let (label, arrow) = without_arrow(label);
    let (kept, other) = without_room(label.text);
    Offer {
        taken: Taken {
            line: piece.line,
            start: piece.start,
            end: label.end(),
            kept,
        },
        style: mark.style,
        number: mark.number,
        other,
        arrow: arrow.map(|arrow| arrow.taken()),
    }
}

/// An option that is not marked.
pub(super) fn unmarked<'l>(piece: Piece<'l>) -> Offer<'l> {
    let mark = OptionMark {
        style: Style::Box,
        number: None,
        length: 0,
    };
    offer(piece, &mark)
}

fn without_arrow<'l>(label: Piece<'l>) -> (Piece<'l>, Option<Piece<'l>>) {
    if let Some(at) = label.text.find(ARROWS)
        && !label.cut(0, at).is_blank()
    {
        return (label.cut(0, at), Some(label.from(at)));
    }
    if let Some((before, bracket)) = super::piece::trailing_bracket(label) {
        let said = squeezed(bracket.text);
        let leads = has(&said, &["問", "Q"]) && has(&said, &["へ", "進"]);
        if leads && !before.is_blank() {
            let at = bracket.start - label.start;
            return (label.cut(0, at), Some(label.from(at)));
        }
    }
    (label, None)
}

/// 「その他（　　　）」: the wording, and whether there is room behind it.
fn without_room(label: &str) -> (&str, bool) {
    let label = label.trim();
    let room = |c: char| opens(c) || plain(c) == '_' || c == '…';
    let Some(at) = label.find(room).filter(|at| *at > 0) else {
        return (label, false);
    };
    let (before, behind) = label.split_at_checked(at).unwrap_or((label, ""));
    let words: String = squeezed(behind);
    let is_room = |c: char| room(c) || closes(c) || matches!(c, ':' | '.' | '。' | '・' | '-');
    let words = words.trim_matches(is_room);
    let asks = [
        "",
        "具体的に",
        "具体的にご記入ください",
        "具体的にお書きください",
        "内容",
        "具体的",
        "ご記入ください",
        "自由記述",
    ];
    let spaced = behind
        .chars()
        .any(|c| c.is_whitespace() || plain(c) == '_' || c == '…');
    let empty = !words.is_empty() || spaced || before.contains("その他");
    match asks.contains(&words) && empty {
        true => (before.trim(), true),
        false => (label, false),
    }
}

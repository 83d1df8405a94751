//! Room to write in: 「　　　歳」, 「（　　）人」, 「　年　月　日」, and lines that only draw.

use super::piece::{Piece, closes, eat, gap, opens, plain};

/// What room is left for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room<'l> {
    /// Anything.
    Text,
    /// A number of these.
    Number(&'l str),
    /// Year, month and day.
    Day,
    /// Year and month.
    Month,
    /// Hours and minutes.
    Time,
}

/// What is counted on sheets.
const UNITS: [&str; 32] = [
    "歳", "才", "年", "人", "回", "円", "万円", "千円", "分", "時間", "日", "か月", "ヶ月", "カ月",
    "月", "週", "台", "匹", "頭", "冊", "枚", "件", "点", "％", "%", "km", "m", "㎡", "世帯",
    "部屋", "年間", "cm",
];

/// What may stand before the room for a number.
const BEFORE: [&str; 14] = [
    "満",
    "約",
    "およそ",
    "合計",
    "計",
    "西暦",
    "昭和",
    "平成",
    "令和",
    "大正",
    "月",
    "年",
    "週",
    "1日",
];

/// What room a text is; none where it says something.
pub(super) fn room(text: &str) -> Option<Room<'_>> {
    let parts = |c: char| c.is_whitespace() || opens(c) || closes(c) || plain(c) == '_' || c == '…';
    let mut words: Vec<&str> = text.split(parts).filter(|word| !word.is_empty()).collect();
    let drawn = text.chars().any(|c| plain(c) == '_' || c == '…');
    let bracketed = text.chars().any(opens) && text.chars().any(closes);
    if !drawn && !bracketed && !is_wide(text) {
        return None;
    }
    words.retain(|word| !word.ends_with("番目") && !word.ends_with('位'));
    match words.as_slice() {
        [.., "年", "月", "日"] if words.len() <= 4 => return Some(Room::Day),
        [.., "年", "月"] if words.len() <= 3 => return Some(Room::Month),
        ["時", "分"] => return Some(Room::Time),
        _ => {}
    }
    if words.len() > 1 && words.first().is_some_and(|word| BEFORE.contains(word)) {
        words.remove(0);
    }
    match words.as_slice() {
        [] => Some(Room::Text),
        [unit] if UNITS.contains(unit) => Some(Room::Number(unit)),
        _ => None,
    }
}

/// Whether there is white space that is wider than one between words.
fn is_wide(text: &str) -> bool {
    let starts = text.char_indices().filter(|(_, c)| c.is_whitespace());
    let mut starts = starts.take(8);
    starts.any(|(at, _)| gap(text.get(at..).unwrap_or_default()) >= 2)
}

/// The room at the end of a wording: what is before it, the room, and what it is for.
pub(super) fn behind<'l>(piece: Piece<'l>) -> Option<(Piece<'l>, Piece<'l>, Room<'l>)> {
    const MOST: usize = 30;
    let text = piece.text;
    let starts: Vec<(usize, char)> = text.char_indices().rev().take(MOST).collect();
    for (at, c) in starts.into_iter().rev() {
        let begins = opens(c) || plain(c) == '_' || c.is_whitespace();
        let rest = piece.from(at);
        if !begins || piece.cut(0, at).is_blank() {
            continue;
        }
        let found = room(rest.text).filter(|room| *room != Room::Text || !rest.is_blank());
        if let Some(room) = found {
            return Some((piece.cut(0, at), rest, room));
        }
    }
    None
}

/// A line drawn with letters.
pub(super) fn is_rule(text: &str) -> bool {
    let drawn = |c: char| {
        matches!(
            plain(c),
            '-' | '=' | '_' | '*' | '~' | 'ー' | '・' | '…' | '.' | ' '
        ) || ('\u{2500}'..='\u{257f}').contains(&c)
            || matches!(c, '■' | '◆' | '▼' | '▲' | '↓' | '⇩')
    };
    let text = text.trim();
    !text.is_empty() && text.chars().all(drawn)
}

/// The number of a page, or that the sheet goes on.
pub(super) fn is_page_number(text: &str) -> bool {
    let mut rest = text.trim();
    let dash = |c| matches!(c, '-' | '/' | ' ');
    if eat(&mut rest, |c| matches!(c, '-')).is_some() {
        let inner = rest.trim_matches(|c| dash(plain(c)));
        let digits = inner.chars().all(|c| plain(c).is_ascii_digit());
        return digits && !inner.is_empty() && rest.ends_with(|c| dash(plain(c)));
    }
    let over = ["裏面", "次のページ", "次ページ", "うら面", "次頁"];
    let goes_on = ["続", "つづ", "進み", "お答え", "へ"];
    let said = super::piece::squeezed(rest);
    said.chars().count() <= 25
        && super::piece::has(&said, &over)
        && super::piece::has(&said, &goes_on)
}

/// A cell or a word that is only there to be marked with a pen.
pub(super) fn is_mark(text: &str) -> bool {
    let text = text.trim();
    let mut letters = text
        .chars()
        .map(plain)
        .filter(|c| !opens(*c) && !closes(*c));
    let count = text.chars().count();
    let sign = |c: char| matches!(c, '○' | '□' | '☐' | '・' | '-' | ' ' | '●' | 'ー');
    let all_signs = letters.clone().all(sign);
    let digits = letters.clone().all(|c| c.is_ascii_digit());
    let ringed = letters.clone().all(|c| super::piece::ringed(c).is_some());
    let single = letters.clone().count() == 1 && letters.all(|c| c.is_ascii_alphabetic());
    (count <= 4 && (all_signs || digits || single)) || (count == 1 && ringed)
}

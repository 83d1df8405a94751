//! Tables that are laid out with spaces, as they stand in a text.

use std::collections::BTreeMap;

use super::blanks::is_mark;
use super::marks;
use super::piece::Piece;
use super::table::{Cell, Rows, whole};
use crate::formats::sheet::{Line, Where};

/// The words of a line that stand apart.
fn words<'l>(at: usize, line: &'l Line) -> Vec<Piece<'l>> {
    let piece = whole(at, line);
    let mut words = Vec::new();
    let (mut start, mut end, mut gap) = (None, 0, 0);
    for (at, c) in line.text.char_indices() {
        if c.is_whitespace() {
            gap += super::piece::gap(c.encode_utf8(&mut [0; 4]));
            continue;
        }
        let before = start.map(|start| piece.cut(start, end));
        let single = before.is_some_and(|word| is_mark(word.text)) && words.len() > 1;
        if let Some(word) = before.filter(|_| gap >= 2 || (gap > 0 && single)) {
            words.push(word);
            start = None;
        }
        start = start.or(Some(at));
        (end, gap) = (at + c.len_utf8(), 0);
    }
    words.extend(start.map(|start| piece.cut(start, end)));
    words
}

/// A row that is laid out: what is judged and at least three marks behind it.
fn judged<'l>(at: usize, line: &'l Line) -> Option<(Piece<'l>, Vec<Piece<'l>>)> {
    const MOST: usize = 300;
    let is_line = matches!(line.place, Where::Line(_)) && line.text.len() <= MOST;
    let words = is_line.then(|| words(at, line))?;
    let marks = words
        .iter()
        .rev()
        .take_while(|word| is_mark(word.text))
        .count();
    let label = words
        .len()
        .checked_sub(marks)
        .filter(|label| *label > 0 && marks >= 3)?;
    let (first, last) = (words.first()?, words.get(label - 1)?);
    let label = whole(at, line).cut(first.start, last.end());
    Some((
        label,
        words.iter().skip(words.len() - marks).copied().collect(),
    ))
}

/// A table that is laid out with spaces: one or two lines over it, then at least two rows.
pub(super) fn rows<'l>(lines: &'l [Line], from: usize) -> Option<(Rows<'l>, usize)> {
    let get = |at: usize| Some((at, lines.get(at)?));
    let row = |at: usize| get(at).and_then(|(at, line)| judged(at, line));
    let over = (0..=2).find(|over| row(from + over).is_some())?;
    let (_, marks) = row(from + over)?;
    let same = |(_, other): &(Piece<'l>, Vec<Piece<'l>>)| other.len() == marks.len();
    row(from + over + 1).filter(same)?;
    let mut rows = Vec::new();
    for at in from..from + over {
        let (at, line) = get(at)?;
        let piece = whole(at, line);
        let is_other =
            marks::question(piece.text).is_some() || !marks::options(piece, None).is_empty();
        if !matches!(line.place, Where::Line(_)) || is_other {
            return None;
        }
        rows.push(header(words(at, line), marks.len())?);
    }
    let mut at = from + over;
    while let Some((label, marks)) = row(at).filter(same) {
        let cells = (1..).zip(marks.into_iter().map(|mark| vec![mark]));
        rows.push([(0, vec![label])].into_iter().chain(cells).collect());
        at += 1;
    }
    Some((rows, at - from))
}

/// The columns of a line over a table: one word a column, or one for each half.
fn header(words: Vec<Piece<'_>>, columns: usize) -> Option<BTreeMap<usize, Cell<'_>>> {
    let half = columns / 2;
    let is_even = columns > 3 && columns.is_multiple_of(2);
    let columns: Vec<usize> = match words.len() {
        2 if is_even => vec![1, 1 + half],
        3 if is_even => vec![0, 1, 1 + half],
        count if count == columns => (1..=columns).collect(),
        count if count == columns + 1 => (0..=columns).collect(),
        _ => return None,
    };
    let cells = words.into_iter().map(|word| vec![word]);
    Some(columns.into_iter().zip(cells).collect())
}

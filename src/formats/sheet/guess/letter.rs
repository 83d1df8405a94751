//! What stands before the questions: the title, the letter, and how to fill in the sheet.

use super::became::{Became, Ledger, Reason};
use super::heads;
use super::piece::{Piece, Taken};
use crate::domain::questionnaire::limits::TEXT;
use crate::domain::text::Text;

/// What was found there.
#[derive(Debug, Default)]
pub(super) struct Letter {
    /// The title; nothing where there is none.
    pub title: Text,
    /// What is said before the questions.
    pub purpose: Text,
    /// How long it takes, where it is said.
    pub minutes: Option<u16>,
}

/// Sorts the lines before the first question.
pub(super) fn read<'l>(lines: &[Piece<'l>], ledger: &mut Ledger<'l>) -> Letter {
    let (first, count) = title(lines);
    let titles: Vec<Taken<'l>> = lines
        .iter()
        .skip(first)
        .take(count)
        .map(Piece::taken)
        .collect();
    for taken in &titles {
        ledger.keep(taken, Became::Title);
    }
    let rest = lines.iter().enumerate();
    let rest = rest.filter(|(at, _)| !(first..first + count).contains(at));
    let purpose = purpose(rest.map(|(_, piece)| piece), ledger);
    let said = |parts: Vec<&str>, between: &str| match parts.is_empty() {
        true => Text::default(),
        false => Text::japanese(parts.join(between)),
    };
    Letter {
        title: said(titles.iter().map(|taken| taken.kept).collect(), " "),
        purpose: said(purpose, "\n"),
        minutes: lines.iter().find_map(|piece| heads::minutes(piece.text)),
    }
}

/// The lines that say what it is for; the others are left out.
fn purpose<'p, 'l: 'p>(
    lines: impl Iterator<Item = &'p Piece<'l>>,
    ledger: &mut Ledger<'l>,
) -> Vec<&'l str> {
    let (mut purpose, mut letters) = (Vec::new(), 0);
    let mut is_filling_in = false;
    for piece in lines {
        let taken = piece.taken();
        is_filling_in |= heads::begins_filling_in(piece.text);
        let length = taken.kept.chars().count() + 1;
        let reason = match heads::of_letter(piece.text) {
            Some(reason) => Some(reason),
            None if is_filling_in => Some(Reason::FillingIn),
            None => (letters + length > TEXT).then_some(Reason::TooMany),
        };
        if let Some(reason) = reason {
            ledger.note(&taken, Became::LeftOut(reason));
        } else {
            ledger.keep(&taken, Became::Purpose);
            purpose.push(taken.kept);
            letters += length;
        }
    }
    purpose
}

/// Which lines are the title: where it begins, and how many there are.
fn title(lines: &[Piece<'_>]) -> (usize, usize) {
    const FAR: usize = 12;
    const SHORT: usize = 40;
    let named = lines
        .iter()
        .take(FAR)
        .position(|piece| heads::is_title(piece.text));
    if let Some(at) = named {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        return match before {
            Some(before) if heads::is_over_title(before.text) => (at - 1, 2),
            _ => (at, 1),
        };
    }
    let first = lines.first().map_or("", |piece| piece.text.trim());
    let is_short = first.chars().count() <= SHORT && !first.contains('。');
    (
        0,
        usize::from(is_short && heads::of_letter(first).is_none() && !first.is_empty()),
    )
}

//! One question as somebody types it into a box: the wording first, then its options or rows.

use super::asking::Asking;
use super::became::Ledger;
use super::because::Because;
use super::marks::{self, Offer};
use super::piece::Piece;
use super::scales;
use super::settling::settle;
use super::table::{self, Axis, Grid, Step};
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::limits::TEXT;
use crate::domain::questionnaire::question::Question;
use crate::formats::sheet::line::Gathered;
use crate::formats::sheet::{Line, Where};

/// Most lines of the box that are read.
const MOST: usize = 300;

/// One question, and why it is of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// The reason.
    pub because: Because,
}

/// Reads one question, under the code it is to have: the first line is its wording, further lines are options, or rows
/// where one of them is a scale. Lines of more than 4,000 letters are cut, lines beyond 300 not read.
#[must_use]
pub fn kind_of_question(text: &str, code: Code) -> Asked {
    let lines = lines(text);
    let mut ledger = Ledger::new(&lines);
    let mut asking = Asking::default();
    let mut pieces = lines
        .iter()
        .enumerate()
        .map(|(at, line)| table::whole(at, line));
    if let Some(first) = pieces.next() {
        let mark = marks::question(first.text).map_or(0, |mark| mark.length);
        asking.word(first.from(mark));
    }
    let rest: Vec<Piece<'_>> = pieces.collect();
    match table::at(&lines, 1)
        .and_then(|(rows, _)| table::grid(&rows))
        .or_else(|| typed_grid(&rest))
    {
        Some(grid) => asking.tabulate(grid),
        None => {
            for piece in rest {
                asking.typed(piece);
            }
            asking.settle_loose(true);
        }
    }
    let (question, because) = settle(asking, code, &[], false, &mut ledger);
    Asked { question, because }
}

fn lines(text: &str) -> Vec<Line> {
    let mut gathered = Gathered::default();
    for (number, line) in (1..=MOST).zip(text.lines()) {
        let line: String = line.chars().take(TEXT).collect();
        // So few lines are never too many.
        let _ = gathered.take(Where::Line(number), &line);
    }
    gathered.lines
}

impl<'l> Asking<'l> {
    /// A line of the box: whatever it is, the wording has ended.
    fn typed(&mut self, piece: Piece<'l>) {
        let offers = marks::options(piece, self.last_number());
        match (offers.is_empty(), steps(piece)) {
            (false, _) => self.offer(offers),
            (true, Some(steps)) if self.loose.is_empty() => self.offer(steps),
            (true, _) => {
                let open = self.is_open() && self.wording.is_empty();
                match open {
                    true => self.word(piece),
                    false
                        if self.options.is_empty()
                            && super::blanks::room(piece.text).is_none()
                            && !is_help(piece.text) =>
                    {
                        self.loose.push(piece);
                    }
                    false => self.plain_line(piece),
                }
            }
        }
    }
}

fn is_help(text: &str) -> bool {
    text.trim_start().starts_with(['※', '＊', '*']) || super::asks::is_instruction(text)
}

/// The steps of a scale on one line: 「満足／やや満足／不満」, or parted by wide spaces.
fn steps<'l>(piece: Piece<'l>) -> Option<Vec<Offer<'l>>> {
    let marked = marks::options(piece, None);
    let offers = match marked.len() {
        0 => parted(piece).into_iter().map(marks::unmarked).collect(),
        _ => marked,
    };
    let labels: Vec<&str> = offers.iter().map(|offer| offer.taken.kept).collect();
    scales::scale(&labels).is_some().then_some(offers)
}

/// A line at its slashes, commas or white space.
fn parted<'l>(piece: Piece<'l>) -> Vec<Piece<'l>> {
    let parts = |c: char| matches!(super::piece::plain(c), '/' | ' ' | '、' | ',' | '|');
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in piece.text.char_indices().filter(|(_, c)| parts(*c)) {
        pieces.push(piece.cut(start, at));
        start = at + c.len_utf8();
    }
    pieces.push(piece.from(start));
    pieces.retain(|piece| !piece.is_blank());
    pieces
}

/// Rows that share a scale: one line is a scale, and at least two others stand beside it.
fn typed_grid<'l>(lines: &[Piece<'l>]) -> Option<Grid<'l>> {
    let at = lines.iter().position(|line| steps(*line).is_some())?;
    let (scale, rows): (Vec<_>, Vec<_>) =
        lines.iter().enumerate().partition(|(line, _)| *line == at);
    let (_, scale) = scale.first()?;
    let rows: Vec<Piece<'l>> = rows.into_iter().map(|(_, piece)| *piece).collect();
    let judged = |piece: &Piece<'l>| !is_help(piece.text) && steps(*piece).is_none();
    let options = steps(**scale)?.into_iter().map(|offer| Step {
        taken: vec![offer.taken],
        number: offer.number,
    });
    let options = options.collect();
    (rows.len() >= 2 && rows.iter().all(judged)).then(|| Grid {
        rows: rows.into_iter().map(|piece| vec![piece]).collect(),
        axes: vec![Axis {
            heading: None,
            options,
        }],
        headings: Vec::new(),
        marks: Vec::new(),
    })
}

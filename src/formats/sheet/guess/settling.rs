//! A question that is decided, with what became of its lines.

use super::asking::Asking;
use super::became::{Became, Ledger, Reason};
use super::because::Because;
use super::blanks::Room;
use super::deciding;
use super::grids;
use super::marks::Offer;
use super::piece::Piece;
use super::routes;
use super::table::{Axis, Grid};
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::question::{Choice, Kind, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::text::Text;

/// Decides what a question is, and says what became of its lines.
pub(super) fn settle<'l>(
    mut asking: Asking<'l>,
    code: Code,
    before: &[(String, &Question)],
    about_you: bool,
    ledger: &mut Ledger<'l>,
) -> (Question, Because) {
    asking.settle_loose(false);
    in_order(&mut asking.options);
    let (kind, because) = deciding::kind(&asking);
    let show_if = show_if(&mut asking, &code, before, ledger);
    let wording = asking.said();
    let hints: Vec<&str> = asking.hints.iter().map(|taken| taken.kept).collect();
    let question = Question {
        role: deciding::role(&kind, &wording, about_you),
        text: Text::japanese(wording),
        short: None,
        hint: (!hints.is_empty()).then(|| Text::japanese(hints.join("\n"))),
        required: false,
        show_if,
        same_as: None,
        order: Order::AsWritten,
        kind,
        code,
    };
    tell(&asking, &question, ledger);
    (question, because)
}

/// Columns of options are read across: their numbers say the order that was meant.
fn in_order(options: &mut [Offer<'_>]) {
    let numbers: Option<Vec<u16>> = options.iter().map(|offer| offer.number).collect();
    let mut sorted = numbers.unwrap_or_default();
    sorted.sort_unstable();
    let count = sorted.len();
    sorted.dedup();
    if sorted.len() == count && count == options.len() {
        options.sort_by_key(|offer| offer.number);
    }
}

/// When it is asked. What is not understood of it stays as a hint.
fn show_if<'l>(
    asking: &mut Asking<'l>,
    code: &Code,
    before: &[(String, &Question)],
    ledger: &mut Ledger<'l>,
) -> Option<Condition> {
    let mut condition = None;
    for piece in std::mem::take(&mut asking.routes) {
        let found = routes::route(piece.text).and_then(|route| route.condition(before));
        match found.filter(|_| condition.is_none()) {
            Some(found) => {
                condition = Some(found);
                ledger.note(&piece.taken(), Became::ShowIf(code.clone()));
            }
            None => asking.hints.push(piece.taken()),
        }
    }
    condition
}

/// Says what became of its lines.
fn tell<'l>(asking: &Asking<'l>, question: &Question, ledger: &mut Ledger<'l>) {
    let code = || question.code.clone();
    if let Some(mark) = &asking.mark {
        ledger.note(mark, Became::Question(code()));
    }
    for taken in &asking.wording {
        ledger.keep(taken, Became::Question(code()));
    }
    for taken in &asking.hints {
        ledger.keep(taken, Became::Hint(code()));
    }
    for (taken, _) in &asking.asks {
        ledger.note(taken, Became::Kind(code()));
    }
    for (taken, reason) in &asking.left {
        ledger.note(taken, Became::LeftOut(*reason));
    }
    if let Some((piece, room)) = &asking.room {
        tell_room(*piece, *room, question, ledger);
    }
    tell_options(asking, question, ledger);
    if let Some(grid) = &asking.grid {
        tell_grid(grid, question, ledger);
    }
}

fn tell_room<'l>(piece: Piece<'l>, room: Room<'l>, question: &Question, ledger: &mut Ledger<'l>) {
    let mut taken = piece.taken();
    match (&question.kind, room) {
        (Kind::Number { .. }, Room::Number(unit)) => {
            taken.kept = unit;
            ledger.keep(&taken, Became::Unit(question.code.clone()));
        }
        (Kind::Date { .. } | Kind::Time { .. }, _) => {
            ledger.note(&taken, Became::Kind(question.code.clone()));
        }
        _ => ledger.note(&taken, Became::LeftOut(Reason::AnswerBox)),
    }
}

fn tell_options<'l>(asking: &Asking<'l>, question: &Question, ledger: &mut Ledger<'l>) {
    let steps = asking.grid.as_ref().and_then(|grid| grid.axes.first());
    // Said once more over the columns of a table.
    let is_said = steps.is_some_and(|axis| !axis.options.is_empty());
    let mut choices = question.kind.choices(0).iter().filter(|_| !is_said);
    for offer in &asking.options {
        match choices.next() {
            Some(choice) => ledger.keep(&offer.taken, option(question, choice)),
            None => ledger.note(&offer.taken, Became::LeftOut(Reason::TableHeading)),
        }
        if let Some(arrow) = &offer.arrow {
            ledger.note(arrow, Became::LeftOut(Reason::Arrow));
        }
    }
}

fn option(question: &Question, choice: &Choice) -> Became {
    Became::Option {
        question: question.code.clone(),
        code: choice.code.clone(),
    }
}

fn tell_grid<'l>(grid: &Grid<'l>, question: &Question, ledger: &mut Ledger<'l>) {
    let rows = question.kind.rows().unwrap_or_default();
    for (row, cell) in rows.iter().zip(&grid.rows) {
        for piece in cell {
            let mut taken = piece.taken();
            taken.kept = grids::kept(piece.text);
            let (question, code) = (question.code.clone(), row.code.clone());
            ledger.keep(&taken, Became::Row { question, code });
        }
    }
    for (at, axis) in grid.axes.iter().enumerate() {
        tell_axis(at, axis, question, ledger);
    }
    for piece in &grid.headings {
        ledger.note(&piece.taken(), Became::LeftOut(Reason::TableHeading));
    }
    for piece in &grid.marks {
        ledger.note(&piece.taken(), Became::LeftOut(Reason::Mark));
    }
}

fn tell_axis<'l>(at: usize, axis: &Axis<'l>, question: &Question, ledger: &mut Ledger<'l>) {
    let named = match &question.kind {
        Kind::DualGrid { axes, .. } => axes.get(at),
        _ => None,
    };
    if let Some(heading) = &axis.heading {
        let became = match named {
            Some(named) => Became::Axis {
                question: question.code.clone(),
                code: named.code.clone(),
            },
            None => Became::LeftOut(Reason::TableHeading),
        };
        ledger.keep(&heading.taken(), became);
    }
    for (step, choice) in axis.options.iter().zip(question.kind.choices(at)) {
        for taken in &step.taken {
            ledger.keep(taken, option(question, choice));
        }
    }
}

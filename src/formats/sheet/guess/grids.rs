//! Rows that share one scale or two.

use super::asking::Asking;
use super::asks::Asks;
use super::because::{Because, Family};
use super::deciding::{as_scale, choice, choices, numbered, text};
use super::piece::{has, squeezed};
use super::scales;
use super::table::{Axis, Grid, Step};
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::question::{self, Choice, Kind, Row};
use crate::domain::text::Text;

/// The kind of a question with a table.
pub(super) fn kind(asking: &Asking<'_>, grid: &Grid<'_>) -> (Kind, Because) {
    let rows = rows(grid);
    if let [first, second] = grid.axes.as_slice()
        && let Some(axes) = both(first, second)
    {
        return (Kind::DualGrid { rows, axes }, Because::TwoScales);
    }
    let steps = grid.axes.first().map_or(&[][..], |axis| &axis.options);
    // Only numbers over the columns: what they mean was said before.
    let mut options = match steps.is_empty() {
        true => choices(&asking.options),
        false => of_steps(steps),
    };
    options.iter_mut().for_each(|option| option.other = false);
    match asking.how_many() {
        Some(Asks::Any) => (several(rows, options, None), Because::SaysAny),
        Some(Asks::UpTo(most)) => {
            let max = Some(most).filter(|most| usize::from(*most) <= options.len());
            (several(rows, options, max), Because::SaysUpTo(most))
        }
        _ => {
            weigh(&mut options);
            (Kind::Grid { rows, options }, Because::SharedScale)
        }
    }
}

fn several(rows: Vec<Row>, mut options: Vec<Choice>, max: Option<u16>) -> Kind {
    for option in &mut options {
        option.exclusive = scales::stands_alone(&said(&option.label));
    }
    Kind::MultipleGrid { rows, options, max }
}

fn said(label: &Text) -> String {
    label.iter().map(|(_, text)| text).collect()
}

/// Points, where the options are steps of a scale.
fn weigh(options: &mut [Choice]) -> Option<Family> {
    let labels: Vec<String> = options.iter().map(|option| said(&option.label)).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let (family, best_first) = scales::scale(&labels)?;
    as_scale(options, best_first);
    Some(family)
}

/// The rows with the codes r1, r2 and so on.
fn rows(grid: &Grid<'_>) -> Vec<Row> {
    let numbered = (1..).zip(&grid.rows);
    let rows = numbered.filter_map(|(number, cell): (usize, _)| {
        Some(Row {
            code: Code::parse(&format!("r{number}")).ok()?,
            label: text(&label(cell)),
        })
    });
    rows.collect()
}

/// What a row says, without the number before it.
pub(super) fn label(cell: &[super::piece::Piece<'_>]) -> String {
    let pieces = cell.iter().map(|piece| kept(piece.text));
    let said: Vec<&str> = pieces.filter(|said| !said.is_empty()).collect();
    said.join(" ")
}

/// What is kept of a piece of a row.
pub(super) fn kept(text: &str) -> &str {
    let text = text.trim();
    if super::blanks::is_mark(text) {
        return "";
    }
    match super::marks::option(text, 1) {
        Some(mark) => text.get(mark.length..).unwrap_or_default().trim(),
        None => text,
    }
}

fn of_steps(steps: &[Step<'_>]) -> Vec<Choice> {
    let codes = numbered(steps.iter().map(|step| step.number));
    let all = steps.iter().zip(codes);
    let choices = all.filter_map(|(step, code)| {
        let said: String = step.taken.iter().map(|taken| taken.kept).collect();
        Some(choice(code?, &said))
    });
    choices.collect()
}

fn both(first: &Axis<'_>, second: &Axis<'_>) -> Option<[question::Axis; 2]> {
    let first = axis(first, "axis1")?;
    let mut second = axis(second, "axis2")?;
    // Two scales of one family: the second would take the first's code.
    if first.code == second.code {
        second.code = Code::parse("axis2").ok()?;
    }
    Some([first, second])
}

/// A scale of two: its code by what it speaks of.
fn axis(axis: &Axis<'_>, otherwise: &str) -> Option<question::Axis> {
    let mut options = of_steps(&axis.options);
    let family = weigh(&mut options);
    let heading = axis.heading.map_or("", |heading| heading.text.trim());
    let spoken = squeezed(heading);
    let code = match family {
        _ if has(&spoken, &["満足"]) => "satisfaction",
        _ if has(&spoken, &["重要", "優先", "必要", "期待"]) => "importance",
        Some(Family::Satisfaction) => "satisfaction",
        Some(Family::Importance) => "importance",
        _ => otherwise,
    };
    let label = match heading.is_empty() {
        true => Text::default(),
        false => text(heading),
    };
    Some(question::Axis {
        code: Code::parse(code).ok()?,
        label,
        options,
    })
}

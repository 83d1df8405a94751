//! Reading a whole row: cells explain each other (a composite neighbour, a unit in the name, a period in a footnote).

use super::figure::{Figure, Printed};
use super::period::{self, Kind, Period};
use super::printed;
use super::unit::Unit;

/// The printed texts of one row.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    /// The name as printed.
    pub name: &'a str,
    /// The unit, where the table has a column for it.
    pub unit: Option<&'a str>,
    /// The explanation and the notes below the table as printed.
    pub notes: [Option<&'a str>; 2],
    /// The baseline and its year.
    pub baseline: (&'a str, Option<&'a str>),
    /// The targets and their years.
    pub targets: &'a [(&'a str, Option<&'a str>)],
}

/// What the texts of a row say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The unit of the row, from its name or its cells.
    pub unit: Option<String>,
    /// The baseline.
    pub baseline: (Printed, Period),
    /// The targets.
    pub targets: Vec<(Printed, Period)>,
}

/// Reads a row.
#[must_use]
pub fn read(cells: &Cells) -> Reading {
    let one = if composite(cells) {
        printed::parse_composite
    } else {
        printed::parse
    };
    let mut baseline = (one(cells.baseline.0), time(cells, cells.baseline.1, true));
    let targets = cells
        .targets
        .iter()
        .map(|(raw, year)| (one(raw), time(cells, *year, false)));
    let mut targets: Vec<_> = targets.collect();
    said_in_name(cells.name, &mut baseline.0, &mut targets);
    let unit = cells.unit.map(str::to_owned);
    let unit = unit
        .or_else(|| printed::unit_in_name(cells.name))
        .or_else(|| baseline.0.unit.clone())
        .or_else(|| targets.iter().find_map(|(target, _)| target.unit.clone()));
    for (target, _) in &mut targets {
        if target.figure.counts() && target.unit.is_none() {
            // 「150万」 beside 千人 is 150万人: its scale is multiplied into the number already.
            target.unit = match (&target.scale, &unit) {
                (Some(_), Some(unit)) => Some(Unit::parse(unit).what().to_owned()),
                (_, unit) => unit.clone(),
            };
        }
    }
    for (cell, period) in std::iter::once(&mut baseline).chain(&mut targets) {
        beside(cell, period);
    }
    Reading {
        unit,
        baseline,
        targets,
    }
}

/// A year may stand behind the number instead of in a column of its own: `32.3％（R元）`.
fn beside(cell: &Printed, period: &mut Period) {
    let said = cell
        .qualifier
        .as_deref()
        .map(|text| period::parse(Some(text)));
    let said = said.filter(|said| period.kind == Kind::Unstated && said.kind != Kind::Words);
    if let Some(said) = said {
        *period = Period { raw: None, ..said };
    }
}

/// Whether a cell of the row holds several labelled numbers.
fn composite(cells: &Cells) -> bool {
    let raws = cells
        .targets
        .iter()
        .map(|(raw, _)| *raw)
        .chain([cells.baseline.0]);
    raws.map(printed::parse)
        .any(|cell| matches!(cell.figure, Figure::Composite(_)))
}

/// A row whose name says that no indicator is set prints nothing else.
fn said_in_name(name: &str, baseline: &mut Printed, targets: &mut Vec<(Printed, Period)>) {
    let said = printed::parse(name);
    if said.figure != Figure::NotSet || !matches!(baseline.figure, Figure::Missing) {
        return;
    }
    if targets.is_empty() {
        targets.push((printed::parse(""), period::parse(None)));
    }
    for (target, _) in targets {
        if target.figure == Figure::Missing {
            target.figure = Figure::NotSet;
            target.qualifier = Some(name.replace('⏎', ""));
        }
    }
}

fn time(cells: &Cells, year: Option<&str>, baseline: bool) -> Period {
    let mut period = period::parse(year);
    let of: &[&str] = if baseline {
        &["現状値", "基準値"]
    } else {
        &["目標値"]
    };
    let notes = || cells.notes.iter().flatten();
    let stated = || {
        of.iter()
            .flat_map(|of| notes().filter_map(|note| period::stated_in(note, of)))
    };
    if let Some((span, kind)) = stated().next() {
        (period.span, period.kind) = (Some(span), kind);
    } else if cells.name.contains("累計") && period.span.is_none() {
        period.kind = Kind::RunningTotal;
    } else if period.kind == Kind::Year && notes().any(|note| period::calendar_in(note)) {
        period.kind = Kind::CalendarYear;
    }
    period
}

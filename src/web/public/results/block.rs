//! What is shown of a question: a chart and its table for each set of items that share their options.

use serde::Serialize;

use crate::domain::questionnaire::item::{Accepts, Item, Part};
use crate::domain::report::release::Table;
use crate::views::say::{Say, Wording};

use super::super::wording;
use super::PublishedSurvey;
use super::chart::Chart;
use super::figures;
use super::list::List;
use super::matrix::{self, Line, Matrix};
use super::means::Means;
use super::names;

/// A chart with its table.
#[derive(Serialize)]
pub(super) struct Block {
    heading: Option<String>,
    chart: Option<Chart>,
    list: Option<List>,
    matrix: Option<Matrix>,
    means: Option<Means>,
    mean: Option<MeanView>,
    hidden: bool,
    /// Nothing is said of it, for the sake of the question it hangs on.
    closed: bool,
}

#[derive(Serialize)]
struct MeanView {
    shown: Wording,
    margin: Option<String>,
    n: String,
    weighted: Option<Wording>,
}

/// The blocks of a question; none for texts and notes.
pub(super) fn of_question(published: &PublishedSurvey, section: usize, at: usize) -> Vec<Block> {
    let form = &published.live.reader;
    let items = form
        .items()
        .get(form.items_of(section, at))
        .unwrap_or_default();
    let released = items
        .iter()
        .filter_map(|item| Some((item, published.figures().table(&item.code)?)));
    let mut blocks = Vec::new();
    let mut grids: [Vec<(&Item, &Table)>; 2] = [Vec::new(), Vec::new()];
    for (item, table) in released {
        match item.part {
            Part::Cell { axis: 1, .. } => grids[1].push((item, table)),
            Part::Row(_) | Part::Cell { .. } | Part::Place(_) => grids[0].push((item, table)),
            Part::Whole | Part::Other(_) => blocks.push(of_item(published, item, table)),
        }
    }
    let grids = grids.iter().filter(|grid| !grid.is_empty());
    blocks.extend(grids.map(|grid| of_grid(published, grid)));
    blocks
}

/// One item.
pub(super) fn of_item(published: &PublishedSurvey, item: &Item, table: &Table) -> Block {
    let language = &published.language;
    let choices = item.choices(published.live.reader.questionnaire());
    let list = table
        .options
        .as_ref()
        .map(|_| List::new(names::item(published, item), table, choices, language));
    let line = Line::of_table("".into(), table, choices.len());
    let drawn = list.is_some() && !choices.is_empty() && line.n.is_some_and(|n| n > 0);
    let chart = || match item.accepts {
        Accepts::Many { .. } => Chart::of_options(&line, choices, language),
        _ => Chart::of_line(&line, choices, language),
    };
    Block {
        heading: None,
        chart: drawn.then(chart),
        hidden: list.is_none(),
        closed: table.is_closed(),
        list: list.filter(|_| !choices.is_empty()),
        matrix: None,
        means: None,
        mean: MeanView::of(table),
    }
}

/// The rows of a grid on one axis, or the places of a ranking. Shares of several answers are not stacked to one bar.
fn of_grid(published: &PublishedSurvey, grid: &[(&Item, &Table)]) -> Block {
    let (questionnaire, language) = (published.live.reader.questionnaire(), &published.language);
    let choices = grid
        .first()
        .map_or(&[][..], |(item, _)| item.choices(questionnaire));
    let axis = axis(published, grid);
    let named = grid
        .iter()
        .map(|(item, table)| (row_label(published, item), *table));
    let caption = caption(published, grid, axis.clone());
    let block = Block {
        heading: axis,
        chart: None,
        list: None,
        matrix: None,
        means: None,
        mean: None,
        hidden: false,
        closed: grid.iter().any(|(_, table)| table.is_closed()),
    };
    if choices.is_empty() {
        let means = Some(Means::new(caption, named.collect()));
        return Block { means, ..block };
    }
    let lines: Vec<Line> = named
        .map(|(label, table)| Line::of_table(label, table, choices.len()))
        .collect();
    let mut accepts = grid.iter().map(|(item, _)| &item.accepts);
    let several = accepts.any(|accepts| matches!(accepts, Accepts::Many { .. }));
    Block {
        chart: (!several).then(|| Chart::of_lines(&lines, choices, language)),
        matrix: Some(matrix::matrix(
            (caption, corner(grid)),
            &lines,
            choices,
            several,
            language,
        )),
        ..block
    }
}

/// The name of the axis it is of; none of a grid that has one only.
fn axis(published: &PublishedSurvey, grid: &[(&Item, &Table)]) -> Option<String> {
    let (item, _) = grid.first()?;
    let labels = item.labels(published.live.reader.questionnaire(), &published.language);
    labels.get(1).map(|axis| (*axis).to_owned())
}

/// What its table is called: the question, and the axis.
fn caption(published: &PublishedSurvey, grid: &[(&Item, &Table)], axis: Option<String>) -> Wording {
    let first = grid.first();
    let asked = first.map(|(item, _)| names::question(published, item));
    names::joined(asked.into_iter().chain(axis.map(Wording::from)))
}

/// What a row or a place is called.
fn row_label(published: &PublishedSurvey, item: &Item) -> Wording {
    if let Part::Place(at) = item.part {
        return names::place(at);
    }
    let labels = item.labels(published.live.reader.questionnaire(), &published.language);
    labels.first().copied().unwrap_or_default().into()
}

/// What the rows are.
fn corner(grid: &[(&Item, &Table)]) -> Wording {
    let is_place = |(item, _): &(&Item, &Table)| matches!(item.part, Part::Place(_));
    let key = match grid.iter().all(is_place) {
        true => "col-place",
        false => "col-item",
    };
    Say::new(key).into()
}

impl MeanView {
    fn of(table: &Table) -> Option<Self> {
        let mean = table.mean.as_ref()?;
        Some(Self {
            shown: wording::signed(&mean.shown),
            margin: mean.margin.clone(),
            n: figures::n(mean.n),
            weighted: mean.weighted.as_deref().map(wording::signed),
        })
    }
}

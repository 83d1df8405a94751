//! What is shown of a question: a chart and its table for each set of items that share their options.

use serde::Serialize;

use crate::domain::questionnaire::item::{Accepts, Item, Part};
use crate::domain::report::release::Table;
use crate::views::say::{Say, Wording};

use super::PublishedSurvey;
use super::chart::Chart;
use super::figures;
use super::list::List;
use super::matrix::{self, Line, Matrix};

/// A chart with its table.
#[derive(Serialize)]
pub(super) struct Block {
    heading: Option<String>,
    chart: Option<Chart>,
    list: Option<List>,
    matrix: Option<Matrix>,
    mean: Option<MeanView>,
    hidden: bool,
    /// Nothing is said of it, for the sake of the question it hangs on.
    closed: bool,
}

#[derive(Serialize)]
struct MeanView {
    shown: String,
    margin: Option<String>,
    n: String,
    weighted: Option<String>,
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
        .map(|_| List::new(table, choices, language));
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
        mean: MeanView::of(table),
    }
}

/// The rows of a grid on one axis, or the places of a ranking.
fn of_grid(published: &PublishedSurvey, grid: &[(&Item, &Table)]) -> Block {
    let (questionnaire, language) = (published.live.reader.questionnaire(), &published.language);
    let choices = grid
        .first()
        .map_or(&[][..], |(item, _)| item.choices(questionnaire));
    let axis = grid.first().and_then(|(item, _)| {
        let labels = item.labels(questionnaire, language);
        labels.get(1).map(|axis| (*axis).to_owned())
    });
    let label = |item: &Item| match item.part {
        Part::Place(at) => place(at),
        _ => {
            let labels = item.labels(questionnaire, language);
            labels.first().copied().unwrap_or_default().into()
        }
    };
    let lines: Vec<Line> = grid
        .iter()
        .map(|(item, table)| Line::of_table(label(item), table, choices.len()))
        .collect();
    Block {
        heading: axis,
        chart: Some(Chart::of_lines(&lines, choices, language)),
        list: None,
        matrix: Some(matrix::matrix(&lines, choices, false, language)),
        mean: None,
        hidden: false,
        closed: grid.iter().any(|(_, table)| table.is_closed()),
    }
}

/// A place of a ranking, counted from 0.
pub(super) fn place(at: usize) -> Wording {
    Say::new("place").with("place", (at + 1).to_string()).into()
}

impl MeanView {
    fn of(table: &Table) -> Option<Self> {
        let mean = table.mean.as_ref()?;
        Some(Self {
            shown: figures::mean(&mean.shown),
            margin: mean.margin.clone(),
            n: figures::n(mean.n),
            weighted: mean.weighted.as_deref().map(figures::mean),
        })
    }
}

//! What is shown of a question: a chart and its table for each set of items that share their options.

use serde::Serialize;

use crate::domain::questionnaire::item::{Accepts, Item, Part};
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::{Cell, Table};
use crate::views::chart::{self, Bar};
use crate::web::public::wording::count;

use super::PublishedSurvey;
use super::list::List;
use super::matrix::{self, Legend, Line, Matrix};
use super::words::{self, NONE, Words, X, percent};

/// A chart with its table.
#[derive(Serialize)]
pub(super) struct Block {
    heading: Option<String>,
    description: String,
    legend: Vec<Legend>,
    svg: Option<String>,
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
pub(super) fn of_question(
    published: &PublishedSurvey,
    words: &Words<'_>,
    section: usize,
    at: usize,
) -> Vec<Block> {
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
            Part::Whole | Part::Other => blocks.push(of_item(published, words, item, table)),
        }
    }
    let grids = grids.iter().filter(|grid| !grid.is_empty());
    blocks.extend(grids.map(|grid| of_grid(published, words, grid)));
    blocks
}

/// One item.
pub(super) fn of_item(
    published: &PublishedSurvey,
    words: &Words<'_>,
    item: &Item,
    table: &Table,
) -> Block {
    let choices = item.choices(published.live.reader.questionnaire());
    let list = table
        .options
        .as_ref()
        .map(|_| List::new(table, choices, words));
    let line = Line::of_table(String::new(), table, choices.len());
    let drawn = list.is_some() && !choices.is_empty() && line.n.is_some_and(|n| n > 0);
    let many = matches!(item.accepts, Accepts::Many { .. });
    let lines = [line];
    let [line] = &lines;
    Block {
        heading: None,
        description: described(line, choices, words),
        legend: match drawn && !many {
            true => matrix::legend(&lines, choices, words),
            false => Vec::new(),
        },
        svg: drawn.then(|| match many {
            true => chart::bars(&bars(line, choices, words)),
            false => matrix::bands(&lines, choices, false),
        }),
        hidden: list.is_none(),
        closed: table.is_closed(),
        list: list.filter(|_| !choices.is_empty()),
        matrix: None,
        mean: MeanView::of(table),
    }
}

/// The rows of a grid on one axis, or the places of a ranking.
fn of_grid(published: &PublishedSurvey, words: &Words<'_>, grid: &[(&Item, &Table)]) -> Block {
    let questionnaire = published.live.reader.questionnaire();
    let choices = grid
        .first()
        .map_or(&[][..], |(item, _)| item.choices(questionnaire));
    let axis = grid.first().and_then(|(item, _)| {
        let labels = item.labels(questionnaire, &published.language);
        labels.get(1).map(|axis| (*axis).to_owned())
    });
    let label = |item: &Item| match item.part {
        Part::Place(place) => words.say("place", &[("place", &(place + 1).to_string())]),
        _ => item
            .labels(questionnaire, &published.language)
            .first()
            .map_or_else(String::new, |l| (*l).to_owned()),
    };
    let lines: Vec<Line> = grid
        .iter()
        .map(|(item, table)| Line::of_table(label(item), table, choices.len()))
        .collect();
    Block {
        heading: axis,
        description: words.plain("chart-rows", &[("rows", &lines.len().to_string())]),
        legend: matrix::legend(&lines, choices, words),
        svg: Some(matrix::bands(&lines, choices, true)),
        list: None,
        matrix: Some(matrix::matrix(&lines, choices, false, words)),
        mean: None,
        hidden: false,
        closed: grid.iter().any(|(_, table)| table.is_closed()),
    }
}

/// The sentence that says what a chart of one item shows.
fn described(line: &Line, choices: &[Choice], words: &Words<'_>) -> String {
    let shown = line
        .cells
        .iter()
        .zip(choices)
        .filter_map(|(cell, choice)| Some((cell.shown()?, choice)));
    let most = shown.max_by_key(|(made, _)| made.count);
    let Some((made, choice)) = most else {
        return String::new();
    };
    let option = choice.label.get(words.language);
    let percent = made.percent.as_deref().unwrap_or(NONE);
    words.plain(
        "chart-most",
        &[
            ("n", &line.n.map_or_else(|| X.to_owned(), count)),
            ("option", option),
            ("percent", percent),
        ],
    )
}

fn bars(line: &Line, choices: &[Choice], words: &Words<'_>) -> Vec<Bar> {
    let named = choices
        .iter()
        .map(|choice| choice.label.get(words.language).to_owned());
    named
        .chain([words.say("no-answer", &[])])
        .zip(&line.cells)
        .map(|(label, cell)| match cell {
            Cell::X => Bar {
                label,
                count: None,
                percent: X.to_owned(),
            },
            Cell::Shown(made) => Bar {
                label,
                count: Some((made.count, line.n.unwrap_or(0))),
                percent: percent(made.count, made.percent.as_deref()),
            },
        })
        .collect()
}

impl MeanView {
    fn of(table: &Table) -> Option<Self> {
        let mean = table.mean.as_ref()?;
        Some(Self {
            shown: words::mean(&mean.shown),
            margin: mean.margin.clone(),
            n: words::n(mean.n),
            weighted: mean.weighted.as_deref().map(words::mean),
        })
    }
}

//! The rows of the files of results: each figure of the tables of the whole town and of the cross tables.

use serde::Serialize;

use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::{self, Cell, Crosstab, OptionFigures, RowFigures, Table};
use crate::domain::report::{Bases, RowOf};
use crate::domain::statistics::rounding;
use crate::web::public::file_words::FileWords;

use super::data::Filed;
use super::figures::X;

/// A count, or x.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Count {
    People(u64),
    Hidden(&'static str),
}

impl Count {
    fn of(cell: Cell<u64>) -> Self {
        cell.shown()
            .map_or(Self::Hidden(X), |people| Self::People(*people))
    }
}

/// One figure: an option or a state of an item, of the whole town or of one group.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    survey: String,
    item: String,
    question: String,
    /// The attribute of a cross table; empty in the table of the whole town.
    by: String,
    /// `total`, `missing` or a code of the attribute.
    group: String,
    group_label: String,
    /// The code of an option, or `_no_answer`, `_invalid`, `_not_applicable`, `_mean` for the mean of the item, `_hidden`
    /// for a table that is not shown.
    option: String,
    label: String,
    /// People the item applies to, in this group; x where it would give another number away, or the table is not shown.
    n: Count,
    count: Option<Count>,
    percent_everyone: Option<String>,
    percent_all: Option<String>,
    percent_answered: Option<String>,
    percent_substantive: Option<String>,
    margin_all: Option<String>,
    weighted_percent_all: Option<String>,
    weighted_margin_all: Option<String>,
    note: Option<String>,
    /// The mean of an item with scores, or of a number; x where one of its counts is.
    mean: Option<String>,
    /// People in the mean.
    mean_n: Option<Count>,
    /// `±0.05`
    mean_margin: Option<String>,
    /// Who is in the mean: `answered`, or `substantive` for scores.
    mean_base: Option<&'static str>,
    weighted_mean: Option<String>,
}

/// The tables of the whole town, then the cross tables.
pub(super) fn rows(filed: &Filed) -> Vec<Row> {
    let release = filed.published.figures();
    let form = &filed.published.live.reader;
    let simple = release.tables.iter().filter_map(|table| {
        let (_, item) = form.item(&table.item)?;
        Some(of_table(filed, item, table))
    });
    let crossed = release.crosstabs.iter().filter_map(|tab| {
        let (_, item) = form.item(&tab.item)?;
        let (_, by) = form.item(&tab.by)?;
        Some(of_crosstab(filed, (item, by), tab))
    });
    simple.chain(crossed).flatten().collect()
}

impl Row {
    fn of(filed: &Filed, item: &Item) -> Self {
        let published = &filed.published;
        let (questionnaire, language) =
            (published.live.reader.questionnaire(), &published.language);
        let text = item.wording(questionnaire, language);
        let part = item.labels(questionnaire, language).join(" ");
        Self {
            survey: published.live.survey.slug.to_string(),
            item: item.code.clone(),
            question: format!("{text} {part}").trim().to_owned(),
            by: String::new(),
            group: "total".to_owned(),
            group_label: String::new(),
            option: String::new(),
            label: String::new(),
            n: Count::Hidden(X),
            count: None,
            percent_everyone: None,
            percent_all: None,
            percent_answered: None,
            percent_substantive: None,
            margin_all: None,
            weighted_percent_all: None,
            weighted_margin_all: None,
            note: filed.note(),
            mean: None,
            mean_n: None,
            mean_margin: None,
            mean_base: None,
            weighted_mean: None,
        }
    }

    /// With a figure that is x, and everything made from it.
    fn hidden(self) -> Self {
        let x = || Some(X.to_owned());
        Self {
            count: Some(Count::Hidden(X)),
            percent_all: x(),
            ..self
        }
    }

    fn shown(self, figures: &OptionFigures) -> Self {
        let Bases {
            everyone,
            all,
            answered,
            substantive,
        } = figures.percent.clone();
        let weighted = figures.weighted_percent.as_ref();
        let heavy = figures.weighted_precision.as_ref();
        Self {
            count: Some(Count::People(figures.count)),
            percent_everyone: everyone,
            percent_all: all,
            percent_answered: answered,
            percent_substantive: substantive,
            margin_all: figures
                .precision
                .all
                .as_ref()
                .and_then(|p| p.margin.clone()),
            weighted_percent_all: weighted.and_then(|w| w.all.clone()),
            weighted_margin_all: heavy.and_then(|w| w.all.as_ref()?.margin.clone()),
            ..self
        }
    }

    /// The same of one option or state.
    fn named(&self, option: &str, label: &str) -> Self {
        Self {
            option: option.to_owned(),
            label: label.to_owned(),
            ..self.clone()
        }
    }
}

fn of_table(filed: &Filed, item: &Item, table: &Table) -> Vec<Row> {
    let (published, words) = (&filed.published, &filed.words);
    let choices = item.choices(published.live.reader.questionnaire());
    let blank = Row {
        n: Count::of(table.bases.all),
        ..Row::of(filed, item)
    };
    let options = table.options.iter().flatten().map(|option| {
        let choice = choices.iter().find(|c| c.code.as_str() == option.code);
        let label = choice.map_or("", |choice| choice.label.get(&published.language));
        let row = blank.named(&option.code, label);
        match &option.figures {
            Cell::X => row.hidden(),
            Cell::Shown(figures) => row.shown(figures),
        }
    });
    let none = table.options.is_none();
    let none = none.then(|| blank.named("_hidden", "").hidden());
    let shown = options.chain(none).chain(states(words, &blank, table));
    shown.chain(mean(filed, &blank, item, table)).collect()
}

/// The mean; none of an item that has none, or of which nobody is in it.
fn mean(filed: &Filed, blank: &Row, item: &Item, table: &Table) -> Option<Row> {
    let choices = item.choices(filed.published.live.reader.questionnaire());
    let is_scored = choices.iter().any(|choice| choice.score.is_some());
    let (base, people) = match item.accepts {
        Accepts::Number { .. } => ("answered", table.bases.answered),
        _ if is_scored => ("substantive", table.bases.substantive),
        _ => return None,
    };
    if people == Cell::Shown(0) {
        return None;
    }
    let row = Row {
        mean_base: Some(base),
        ..blank.named("_mean", &filed.words.mean)
    };
    let x = || Some(X.to_owned());
    Some(match &table.mean {
        Some(mean) => Row {
            mean: Some(mean.shown.clone()),
            mean_n: Some(Count::People(mean.n)),
            mean_margin: mean.margin.clone(),
            weighted_mean: mean.weighted.clone(),
            ..row
        },
        None => Row {
            mean: x(),
            mean_n: Some(Count::Hidden(X)),
            ..row
        },
    })
}

/// 無回答, 無効, 非該当.
fn states(words: &FileWords, blank: &Row, table: &Table) -> Vec<Row> {
    let all = table.bases.all.shown().copied().unwrap_or(0);
    let states = [
        ("_no_answer", &words.no_answer, table.no_answer, true),
        ("_invalid", &words.invalid, table.invalid, true),
        (
            "_not_applicable",
            &words.not_applicable,
            table.not_applicable,
            false,
        ),
    ];
    let row = |(code, label, people, inside): (&str, &String, Cell<u64>, bool)| match people {
        Cell::X => blank.named(code, label).hidden(),
        Cell::Shown(people) => Row {
            count: Some(Count::People(people)),
            percent_all: rounding::percent(people, all, 1).filter(|_| inside),
            ..blank.named(code, label)
        },
    };
    states.into_iter().map(row).collect()
}

fn of_crosstab(filed: &Filed, (item, by): (&Item, &Item), tab: &Crosstab) -> Vec<Row> {
    let published = &filed.published;
    let questionnaire = published.live.reader.questionnaire();
    let blank = Row {
        by: tab.by.clone(),
        ..Row::of(filed, item)
    };
    let Some(rows) = &tab.rows else {
        return vec![blank.named("_hidden", "").hidden()];
    };
    let groups = by.choices(questionnaire);
    let choices = item.choices(questionnaire).iter();
    let options: Vec<(&str, &str)> = choices
        .map(|choice| (choice.code.as_str(), choice.label.get(&published.language)))
        .chain([("_no_answer", filed.words.no_answer.as_str())])
        .collect();
    let row = |row: &release::Row| {
        let (group, label) = group(row, groups, filed);
        let blank = Row {
            group,
            group_label: label,
            n: Count::People(row.n),
            ..blank.clone()
        };
        of_group(&blank, row, &options)
    };
    rows.iter().flat_map(row).collect()
}

/// The code and the name of a row.
fn group(row: &release::Row, groups: &[Choice], filed: &Filed) -> (String, String) {
    let (code, label) = match &row.of {
        RowOf::Total => ("total", filed.words.total.as_str()),
        RowOf::Missing => ("missing", filed.words.no_answer.as_str()),
        RowOf::Option(code) => {
            let choice = groups.iter().find(|choice| choice.code.as_str() == code);
            let label = choice.map_or("", |choice| choice.label.get(&filed.published.language));
            (code.as_str(), label)
        }
    };
    (code.to_owned(), label.to_owned())
}

fn of_group(blank: &Row, row: &release::Row, options: &[(&str, &str)]) -> Vec<Row> {
    let cells = row.cells.iter().zip(options);
    let figure = |(cell, (code, label)): (&Cell<RowFigures>, &(&str, &str))| match cell {
        Cell::X => blank.named(code, label).hidden(),
        Cell::Shown(figures) => Row {
            count: Some(Count::People(figures.count)),
            percent_all: figures.percent.clone(),
            weighted_percent_all: figures.weighted_percent.clone(),
            ..blank.named(code, label)
        },
    };
    cells.map(figure).collect()
}

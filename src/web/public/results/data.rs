//! The results as data: CSV for offices, JSON for programs. The same released figures as the pages, the same x.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::app::App;
use crate::domain::language::Language;
use crate::domain::questionnaire::item::Item;
use crate::domain::report::release::{Cell, Crosstab, OptionFigures, Table};
use crate::domain::report::{Bases, RowOf};
use crate::domain::statistics::rounding;
use crate::web::error::Error;
use crate::web::public::data::{SYNTHETIC, csv_of, guard, open_to_all};
use crate::web::tenant::Surveyed;

use super::Known;
use super::words::X;

/// A count, or x.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Count {
    People(u64),
    Hidden(&'static str),
}

/// One figure: an option or a state of an item, of the whole town or of one group.
#[derive(Debug, Clone, Serialize)]
struct Row {
    survey: String,
    item: String,
    question: String,
    /// The attribute of a cross table; empty in the table of the whole town.
    by: String,
    /// `total`, `missing` or a code of the attribute.
    group: String,
    group_label: String,
    /// The code of an option, or `_no_answer`, `_invalid`, `_not_applicable`, `_hidden` for a table that is not shown.
    option: String,
    label: String,
    /// People the item applies to, in this group.
    n: u64,
    count: Option<Count>,
    percent_everyone: Option<String>,
    percent_all: Option<String>,
    percent_answered: Option<String>,
    percent_substantive: Option<String>,
    margin_all: Option<String>,
    weighted_percent_all: Option<String>,
    weighted_margin_all: Option<String>,
    note: Option<&'static str>,
}

/// The JSON document.
#[derive(Serialize)]
struct Document {
    municipality: String,
    survey: String,
    title: String,
    synthetic: bool,
    note: Option<&'static str>,
    released_at: String,
    returned: u64,
    valid: u64,
    sample_size: Option<i32>,
    population: Option<i32>,
    least_count_shown: u64,
    least_people_of_a_row: u64,
    suppressed: &'static str,
    rows: Vec<Row>,
}

/// `GET /{town}/surveys/{survey}/results.csv`: UTF-8 with BOM, CRLF.
pub async fn csv(app: Data<App>, asked: Surveyed) -> Result<HttpResponse, Error> {
    let known = load(&app, &asked).await?;
    let rows = rows(&known).into_iter().map(Row::guarded);
    csv_of(rows, &format!("{}-results", known.asked.survey.slug))
}

/// `GET /{town}/surveys/{survey}/results.json`
pub async fn json(app: Data<App>, asked: Surveyed) -> Result<HttpResponse, Error> {
    let known = load(&app, &asked).await?;
    let (survey, release, language) = (&known.asked.survey, known.figures(), Language::japanese());
    let document = Document {
        municipality: known.asked.town.name.get(&language).to_owned(),
        survey: survey.slug.to_string(),
        title: survey.title.get(&language).to_owned(),
        synthetic: survey.synthetic,
        note: survey.synthetic.then_some(SYNTHETIC),
        released_at: known.release.released_at.to_rfc3339(),
        returned: release.returned,
        valid: release.valid,
        sample_size: release.sample_size,
        population: release.population,
        least_count_shown: release.k,
        least_people_of_a_row: release.min_base,
        suppressed: X,
        rows: rows(&known),
    };
    Ok(open_to_all(&mut HttpResponse::Ok()).json(document))
}

async fn load(app: &App, asked: &Surveyed) -> Result<Known, Error> {
    let known = Known::load(app, &asked.0, Language::japanese()).await?;
    known.ok_or(Error::NotFound)
}

/// The tables of the whole town, then the cross tables.
fn rows(known: &Known) -> Vec<Row> {
    let release = known.figures();
    let form = &known.asked.form;
    let simple = release.tables.iter().filter_map(|table| {
        let (_, item) = form.item(&table.item)?;
        Some(of_table(known, item, table))
    });
    let crossed = release.crosstabs.iter().filter_map(|tab| {
        let (_, item) = form.item(&tab.item)?;
        let (_, by) = form.item(&tab.by)?;
        Some(of_crosstab(known, (item, by), tab))
    });
    simple.chain(crossed).flatten().collect()
}

impl Row {
    fn of(known: &Known, item: &Item) -> Self {
        let (questionnaire, language) = (known.asked.form.questionnaire(), &known.language);
        let question = item.question(questionnaire);
        let text = question.map_or("", |question| question.text.get(language));
        let part = item.labels(questionnaire, language).join(" ");
        Self {
            survey: known.asked.survey.slug.to_string(),
            item: item.code.clone(),
            question: format!("{text} {part}").trim().to_owned(),
            by: String::new(),
            group: "total".to_owned(),
            group_label: String::new(),
            option: String::new(),
            label: String::new(),
            n: 0,
            count: None,
            percent_everyone: None,
            percent_all: None,
            percent_answered: None,
            percent_substantive: None,
            margin_all: None,
            weighted_percent_all: None,
            weighted_margin_all: None,
            note: known.asked.survey.synthetic.then_some(SYNTHETIC),
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

    fn guarded(mut self) -> Self {
        for text in [&mut self.question, &mut self.label, &mut self.group_label] {
            guard(text);
        }
        self
    }
}

fn of_table(known: &Known, item: &Item, table: &Table) -> Vec<Row> {
    let choices = item.choices(known.asked.form.questionnaire());
    let n = table.bases.all.shown().copied().unwrap_or(0);
    let blank = Row {
        n,
        ..Row::of(known, item)
    };
    let named = |option: &str, label: &str| Row {
        option: option.to_owned(),
        label: label.to_owned(),
        ..blank.clone()
    };
    let options = table.options.iter().flatten().map(|option| {
        let choice = choices
            .iter()
            .find(|choice| choice.code.as_str() == option.code);
        let row = named(
            &option.code,
            choice.map_or("", |c| c.label.get(&known.language)),
        );
        match &option.figures {
            Cell::X => row.hidden(),
            Cell::Shown(figures) => row.shown(figures),
        }
    });
    let none = table
        .options
        .is_none()
        .then(|| named("_hidden", "").hidden());
    let states = [
        ("_no_answer", "無回答", table.no_answer, true),
        ("_invalid", "無効", table.invalid, true),
        (
            "_not_applicable",
            "非該当",
            Cell::Shown(table.not_applicable),
            false,
        ),
    ];
    let states = states.map(|(code, label, people, inside)| match people {
        Cell::X => named(code, label).hidden(),
        Cell::Shown(people) => Row {
            count: Some(Count::People(people)),
            percent_all: inside.then(|| rounding::percent(people, n, 1)).flatten(),
            ..named(code, label)
        },
    });
    options.chain(none).chain(states).collect()
}

fn of_crosstab(known: &Known, (item, by): (&Item, &Item), tab: &Crosstab) -> Vec<Row> {
    let questionnaire = known.asked.form.questionnaire();
    let (choices, groups) = (item.choices(questionnaire), by.choices(questionnaire));
    let blank = Row {
        by: tab.by.clone(),
        ..Row::of(known, item)
    };
    let Some(rows) = &tab.rows else {
        let option = "_hidden".to_owned();
        return vec![Row { option, ..blank }.hidden()];
    };
    let mut all = Vec::new();
    for row in rows {
        let (group, group_label) = match &row.of {
            RowOf::Total => ("total", "総数"),
            RowOf::Missing => ("missing", "無回答"),
            RowOf::Option(code) => {
                let choice = groups.iter().find(|choice| choice.code.as_str() == code);
                (
                    code.as_str(),
                    choice.map_or("", |c| c.label.get(&known.language)),
                )
            }
        };
        let options = choices
            .iter()
            .map(|c| (c.code.as_str(), c.label.get(&known.language)));
        for (cell, (option, label)) in row
            .cells
            .iter()
            .zip(options.chain([("_no_answer", "無回答")]))
        {
            let named = Row {
                group: group.to_owned(),
                group_label: group_label.to_owned(),
                option: option.to_owned(),
                label: label.to_owned(),
                n: row.n,
                ..blank.clone()
            };
            all.push(match cell {
                Cell::X => named.hidden(),
                Cell::Shown(figures) => Row {
                    count: Some(Count::People(figures.count)),
                    percent_all: figures.percent.clone(),
                    weighted_percent_all: figures.weighted_percent.clone(),
                    ..named
                },
            });
        }
    }
    all
}

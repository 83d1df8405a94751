//! The results of a closed survey: every table with its chart, as released. Nothing here reads a report, which holds
//! small numbers.

mod block;
mod crossing;
pub mod data;
mod facts;
mod list;
mod matrix;
mod question;
pub(super) mod words;

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::job::Job;
use crate::domain::language::Language;
use crate::domain::report::release::{Cell, Release};
use crate::domain::survey::outlook::Outlook;
use crate::storage::jobs;
use crate::storage::releases::{self, StoredRelease};
use crate::views::dates;
use crate::web::error::{Error, KindPage};
use crate::web::known::Asked;
use crate::web::page::{Chrome, Display, asked_language, publish, query, respond, shipped};
use crate::web::state::AppState;
use crate::web::tenant::Surveyed;

use block::Block;
use facts::Facts;
use words::Words;

/// The results of a survey on one page.
#[derive(Serialize)]
struct Overview {
    survey: String,
    synthetic: bool,
    facts: Facts,
    sections: Vec<SectionView>,
    csv: String,
    json: String,
    has_x: bool,
    has_margins: bool,
    weighted: bool,
    k: u64,
    min_base: u64,
}

#[derive(Serialize)]
struct SectionView {
    title: String,
    questions: Vec<QuestionView>,
}

/// A question with its tables.
#[derive(Serialize)]
struct QuestionView {
    number: Option<usize>,
    code: String,
    text: String,
    href: Option<String>,
    blocks: Vec<Block>,
}

/// A survey with its release, and the reader's language.
pub(super) struct Known {
    asked: Arc<Asked>,
    language: Language,
    release: StoredRelease,
}

impl Known {
    /// What is released of a survey; none before.
    async fn load(
        app: &AppState,
        asked: &Arc<Asked>,
        language: Language,
    ) -> Result<Option<Self>, Error> {
        let mut conn = app.db.get().await?;
        let release = releases::current(&mut conn, asked.town.id, asked.survey.id).await?;
        Ok(release.map(|release| Self {
            asked: asked.clone(),
            language,
            release,
        }))
    }

    fn figures(&self) -> &Release {
        &self.release.document
    }

    /// The address of the results.
    fn path(&self) -> String {
        path(&self.asked)
    }
}

/// The address of a survey's results.
fn path(asked: &Asked) -> String {
    format!("{}/results", asked.path())
}

/// `GET /{town}/surveys/{survey}/results`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    asked: Surveyed,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let Some(known) = Known::load(&app, &asked.0, language.clone()).await? else {
        return not_yet(&app, &request, &asked.0, &language).await;
    };
    let chrome = chrome(&app, &request, &known, "results-title");
    let page = Overview::new(&known, &Words::new(&app, &known.language));
    publish(&app, "public/results", &chrome, &page)
}

/// `GET /{town}/surveys/{survey}/results/{question}`
pub async fn question(
    app: Data<AppState>,
    request: HttpRequest,
    asked: Surveyed,
    at: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let Some(known) = Known::load(&app, &asked.0, language.clone()).await? else {
        return not_yet(&app, &request, &asked.0, &language).await;
    };
    let chrome = chrome(&app, &request, &known, "crosstabs-title");
    let words = Words::new(&app, &known.language);
    let page = question::Page::new(&known, &words, &at.2).ok_or(Error::NotFound)?;
    publish(&app, "public/crosstabs", &chrome, &page)
}

fn chrome(app: &AppState, request: &HttpRequest, known: &Known, title: &str) -> Chrome {
    let display = Display::read(query(request, "display").unwrap_or_default());
    let (asked, language) = (&known.asked, &known.language);
    let mut chrome = Chrome::new(app, &asked.town, language, display, &shipped());
    let title = chrome.text(app, title, 0);
    chrome.title = format!(
        "{} {title} {}",
        asked.survey.title.get(language),
        chrome.title
    );
    chrome.synthetic |= asked.survey.synthetic;
    chrome
}

/// The page of a survey of which nothing is released: when it ends, or ended, and what may be expected.
async fn not_yet(
    app: &AppState,
    request: &HttpRequest,
    asked: &Asked,
    language: &Language,
) -> Result<HttpResponse, Error> {
    let display = Display::read(query(request, "display").unwrap_or_default());
    let mut chrome = Chrome::new(app, &asked.town, language, display, &shipped());
    let ends = asked.survey.web_closes_at;
    let zone = asked.town.zone;
    let key = match outlook(app, asked).await? {
        Outlook::Undated => "results-none",
        Outlook::Later => "results-later",
        Outlook::Soon => "results-soon",
        Outlook::Delayed => "results-delayed",
        Outlook::Never => "results-cancelled",
    };
    chrome.entitle(app, &format!("{key}-title"));
    let page = KindPage {
        key,
        date: ends.map_or_else(String::new, |at| dates::date(zone.last_day(at), language)),
        action: Some(format!("/{}?lang={language}", asked.town.slug)),
        carried: None,
        receipt: None,
        results: None,
        keys: None,
    };
    let status = HttpResponse::build(StatusCode::FORBIDDEN);
    respond(app, status, "respond/kind", &chrome, &page)
}

async fn outlook(app: &AppState, asked: &Asked) -> Result<Outlook, Error> {
    let figures = Job::Tabulate {
        municipality: asked.town.id,
        survey: asked.survey.id,
    };
    let stuck = jobs::given_up(&mut *app.db.get().await?, &figures).await?;
    let fieldwork = asked.survey.fieldwork();
    Ok(Outlook::of(&fieldwork, stuck.is_some(), asked.now()))
}

impl Overview {
    fn new(known: &Known, words: &Words<'_>) -> Self {
        let (asked, release) = (&known.asked, known.figures());
        let form = &asked.form;
        let sections = form.questionnaire().sections.iter().enumerate();
        let sections = sections.map(|(at, section)| SectionView {
            title: section.title.get(&known.language).to_owned(),
            questions: (0..section.questions.len())
                .filter_map(|question| QuestionView::new(known, words, at, question))
                .collect(),
        });
        let path = known.path();
        let options = || {
            release
                .tables
                .iter()
                .flat_map(|table| table.options.iter().flatten())
        };
        let margins = |figures: &Cell<_>| {
            let figures: Option<&crate::domain::report::release::OptionFigures> = figures.shown();
            figures.is_some_and(|f| f.precision.all.as_ref().is_some_and(|p| p.margin.is_some()))
        };
        Self {
            survey: asked.survey.title.get(&known.language).to_owned(),
            synthetic: asked.survey.synthetic,
            facts: Facts::new(known, words),
            sections: sections
                .filter(|section| !section.questions.is_empty())
                .collect(),
            csv: format!("{path}.csv"),
            json: format!("{path}.json"),
            has_x: options().any(|option| option.figures == Cell::X)
                || release.by_mode.values().any(|n| *n == Cell::X)
                || release.tables.iter().any(|table| table.options.is_none()),
            has_margins: options().any(|option| margins(&option.figures)),
            weighted: release.weights.is_some(),
            k: release.k,
            min_base: release.min_base,
        }
    }
}

impl QuestionView {
    /// None when the release has no table of it: texts, notes.
    fn new(known: &Known, words: &Words<'_>, section: usize, at: usize) -> Option<Self> {
        let form = &known.asked.form;
        let section_of = form.questionnaire().sections.get(section)?;
        let question = section_of.questions.get(at)?;
        let blocks = block::of_question(known, words, section, at);
        let items = form.items_of(section, at);
        let crossed = form.items().get(items).into_iter().flatten().any(|item| {
            let mut crosstabs = known.figures().crosstabs.iter();
            crosstabs.any(|tab| tab.item == item.code)
        });
        let href = format!("{}/{}?lang={}", known.path(), question.code, known.language);
        (!blocks.is_empty()).then(|| Self {
            number: form.number(section, at),
            code: question.code.to_string(),
            text: question.text.get(&known.language).to_owned(),
            href: crossed.then_some(href),
            blocks,
        })
    }
}

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
use crate::storage::releases::{self, ReleaseRow};
use crate::views::dates;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::notice::NoticePage;
use crate::web::page::{Chrome, Display, asked_language, publish, query, respond, shipped};
use crate::web::state::AppState;

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
pub(super) struct PublishedSurvey {
    live: Arc<LiveSurvey>,
    language: Language,
    release: ReleaseRow,
}

impl PublishedSurvey {
    /// What is released of a survey; none before.
    async fn load(
        app: &AppState,
        live: &Arc<LiveSurvey>,
        language: Language,
    ) -> Result<Option<Self>, Error> {
        let mut conn = app.db.get().await?;
        let release = releases::current(&mut conn, live.town.id, live.survey.id).await?;
        Ok(release.map(|release| Self {
            live: live.clone(),
            language,
            release,
        }))
    }

    fn figures(&self) -> &Release {
        &self.release.document
    }

    /// The address of the results.
    fn path(&self) -> String {
        path(&self.live)
    }
}

/// The address of a survey's results.
fn path(live: &LiveSurvey) -> String {
    format!("{}/results", live.path())
}

/// `GET /{town}/surveys/{survey}/results`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let Some(published) = PublishedSurvey::load(&app, &live.0, language.clone()).await? else {
        return not_yet(&app, &request, &live.0, &language).await;
    };
    let chrome = chrome(&app, &request, &published, "results-title");
    let page = Overview::new(&published, &Words::new(&app, &published.language));
    publish(&app, "public/results", &chrome, &page)
}

/// `GET /{town}/surveys/{survey}/results/{question}`
pub async fn question(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
    at: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let Some(published) = PublishedSurvey::load(&app, &live.0, language.clone()).await? else {
        return not_yet(&app, &request, &live.0, &language).await;
    };
    let chrome = chrome(&app, &request, &published, "crosstabs-title");
    let words = Words::new(&app, &published.language);
    let page = question::Page::new(&published, &words, &at.2).ok_or(Error::NotFound)?;
    publish(&app, "public/crosstabs", &chrome, &page)
}

fn chrome(
    app: &AppState,
    request: &HttpRequest,
    published: &PublishedSurvey,
    title: &str,
) -> Chrome {
    let display = Display::read(query(request, "display").unwrap_or_default());
    let (live, language) = (&published.live, &published.language);
    let mut chrome = Chrome::new(app, &live.town, language, display, &shipped());
    let title = chrome.text(app, title, 0);
    chrome.title = format!(
        "{} {title} {}",
        live.survey.title.get(language),
        chrome.title
    );
    chrome.synthetic |= live.survey.synthetic;
    chrome
}

/// The page of a survey of which nothing is released: when it ends, or ended, and what may be expected.
async fn not_yet(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    language: &Language,
) -> Result<HttpResponse, Error> {
    let display = Display::read(query(request, "display").unwrap_or_default());
    let mut chrome = Chrome::new(app, &live.town, language, display, &shipped());
    let ends = live.survey.web_closes_at;
    let zone = live.town.zone;
    let key = match outlook(app, live).await? {
        Outlook::Undated => "results-none",
        Outlook::Later => "results-later",
        Outlook::Soon => "results-soon",
        Outlook::Delayed => "results-delayed",
        Outlook::Never => "results-cancelled",
    };
    chrome.entitle(app, &format!("{key}-title"));
    let page = NoticePage {
        key,
        date: ends.map_or_else(String::new, |at| dates::date(zone.last_day(at), language)),
        action: Some(format!("/{}?lang={language}", live.town.slug)),
        carried: None,
        receipt: None,
        results: None,
        keys: None,
    };
    let status = HttpResponse::build(StatusCode::FORBIDDEN);
    respond(app, status, "respond/notice", &chrome, &page)
}

async fn outlook(app: &AppState, live: &LiveSurvey) -> Result<Outlook, Error> {
    let figures = Job::Tabulate {
        municipality: live.town.id,
        survey: live.survey.id,
    };
    let stuck = jobs::given_up(&mut *app.db.get().await?, &figures).await?;
    let fieldwork = live.survey.fieldwork();
    Ok(Outlook::of(&fieldwork, stuck.is_some(), live.now()))
}

impl Overview {
    fn new(published: &PublishedSurvey, words: &Words<'_>) -> Self {
        let (live, release) = (&published.live, published.figures());
        let form = &live.reader;
        let sections = form.questionnaire().sections.iter().enumerate();
        let sections = sections.map(|(at, section)| SectionView {
            title: section.title.get(&published.language).to_owned(),
            questions: (0..section.questions.len())
                .filter_map(|question| QuestionView::new(published, words, at, question))
                .collect(),
        });
        let path = published.path();
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
            survey: live.survey.title.get(&published.language).to_owned(),
            synthetic: live.survey.synthetic,
            facts: Facts::new(published, words),
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
    fn new(
        published: &PublishedSurvey,
        words: &Words<'_>,
        section: usize,
        at: usize,
    ) -> Option<Self> {
        let form = &published.live.reader;
        let section_of = form.questionnaire().sections.get(section)?;
        let question = section_of.questions.get(at)?;
        let blocks = block::of_question(published, words, section, at);
        let items = form.items_of(section, at);
        let crossed = form.items().get(items).into_iter().flatten().any(|item| {
            let mut crosstabs = published.figures().crosstabs.iter();
            crosstabs.any(|tab| tab.item == item.code)
        });
        let href = format!(
            "{}/{}?lang={}",
            published.path(),
            question.code,
            published.language
        );
        (!blocks.is_empty()).then(|| Self {
            number: form.number(section, at),
            code: question.code.to_string(),
            text: question.text.get(&published.language).to_owned(),
            href: crossed.then_some(href),
            blocks,
        })
    }
}

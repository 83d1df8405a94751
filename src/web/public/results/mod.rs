//! The results of a closed survey: every table with its chart, as released. Nothing here reads a report, which holds
//! small numbers.

mod block;
mod chart;
mod crossing;
pub mod data;
mod facts;
mod figures;
mod list;
mod matrix;
mod means;
mod names;
mod others;
mod question;
mod rows;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::report::release::{Cell, OptionCell, Release};
use crate::domain::survey::outlook::Outlook;
use crate::read::{self, Public, Sees as _};
use crate::storage::errata::Issued;
use crate::storage::releases::ReleaseRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, question_number};
use crate::web::cache::publications::{Form, Issue, Publication};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::path::QuestionAt;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::notice::NoticePage;
use crate::web::page::{self, Title, shipped};
use crate::web::public::material::{self, Material};
use crate::web::state::AppState;

use block::Block;
use facts::Facts;

/// The results of a survey on one page.
#[derive(Serialize)]
struct Overview {
    survey: String,
    synthetic: bool,
    facts: Facts,
    sections: Vec<SectionView>,
    csv: String,
    json: String,
    has_margins: bool,
    weighted: bool,
    /// How x came to be, where there is one.
    small: Option<Say>,
}

impl page::Page for Overview {
    const FRAME: Frame = Frame::Public;
    const TEMPLATE: &'static str = "public/results";

    fn title(&self) -> Title {
        let what = Say::new("results-title").into();
        Title::Before(names::joined([self.survey.as_str().into(), what]))
    }
}

#[derive(Serialize)]
struct SectionView {
    title: String,
    questions: Vec<QuestionView>,
}

/// A question with its tables.
#[derive(Serialize)]
struct QuestionView {
    number: Option<Say>,
    code: String,
    text: String,
    href: Option<String>,
    blocks: Vec<Block>,
}

/// A survey with its release, and the reader's language.
pub(super) struct PublishedSurvey {
    live: LiveSurvey,
    language: Language,
    release: ReleaseRow,
    /// When its words were corrected while answers came in.
    corrected: Vec<Issued>,
}

/// What the public has of a survey.
enum Found {
    /// Its results.
    Published(Box<PublishedSurvey>),
    /// Nothing yet.
    NotYet(Box<LiveSurvey>),
}

impl Found {
    /// What is released of a survey. Of a trial nothing ever is.
    async fn load(material: &Material<'_>, survey: &str) -> Result<Self, Error> {
        let live = material.survey(survey).await?;
        if live.trial.is_some() {
            return Err(Error::NotFound);
        }
        let (conn, public) = (&mut *material.app.db.get().await?, Public::of(live.town.id));
        let Some(release) = public.release(conn, live.survey.id).await? else {
            return Ok(Self::NotYet(Box::new(live)));
        };
        let corrected = read::survey::corrected(conn, &public, live.survey.id).await?;
        Ok(Self::Published(Box::new(PublishedSurvey {
            live,
            language: material.language.clone(),
            release,
            corrected,
        })))
    }
}

impl PublishedSurvey {
    fn figures(&self) -> &Release {
        &self.release.document
    }

    /// Whether its reader has chosen easy words.
    fn is_easy(&self) -> bool {
        self.language == Language::easy_japanese()
    }

    /// One of its pages.
    fn page<P: page::Page>(&self, material: &Material<'_>, page: &P) -> Result<Issue, Error> {
        let mut visitor = material.visitor();
        visitor.synthetic |= self.live.survey.synthetic;
        Ok(visitor.show(page)?.into())
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
    let survey = live.0.survey.slug.as_str();
    let asked = (
        Publication::Results(Form::Page, survey.to_owned()),
        &*shipped(),
    );
    let write = async |material: &Material<'_>| match Found::load(material, survey).await? {
        Found::Published(published) => published.page(material, &Overview::new(&published)),
        Found::NotYet(live) => not_yet(material, &live).await,
    };
    material::give(&app, &request, &live.0.town, asked, write).await
}

/// `GET /{town}/surveys/{survey}/results/{question}`
pub async fn question(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
    at: Path<QuestionAt>,
) -> Result<HttpResponse, Error> {
    let (survey, question) = (live.0.survey.slug.as_str(), at.into_inner().question);
    let publication = Publication::Question(survey.to_owned(), question.clone());
    let write = async |material: &Material<'_>| match Found::load(material, survey).await? {
        Found::Published(published) => {
            let page = question::Page::new(&published, &question).ok_or(Error::NotFound)?;
            published.page(material, &page)
        }
        Found::NotYet(live) => not_yet(material, &live).await,
    };
    material::give(
        &app,
        &request,
        &live.0.town,
        (publication, &shipped()),
        write,
    )
    .await
}

/// The page of a survey of which nothing is released: when it ends, or ended, and what may be expected.
async fn not_yet(material: &Material<'_>, live: &LiveSurvey) -> Result<Issue, Error> {
    let ends = live.survey.web_closes_at;
    let zone = live.town.zone;
    let key = match outlook(material.app, live).await? {
        Outlook::Undated => "results-none",
        Outlook::Later => "results-later",
        Outlook::Soon => "results-soon",
        Outlook::Delayed => "results-delayed",
        Outlook::Never => "results-cancelled",
    };
    let ends = ends.map(|at| Datum::Date(zone.last_day(at)));
    let page = NoticePage::new(key, ends);
    let page = page.leading_to(format!("/{}", live.town.slug));
    let response = material
        .visitor()
        .answer(HttpResponse::Forbidden(), &page)?;
    Ok(response.into())
}

async fn outlook(app: &AppState, live: &LiveSurvey) -> Result<Outlook, Error> {
    let (conn, public) = (&mut *app.db.get().await?, Public::of(live.town.id));
    let stuck = read::survey::is_given_up(conn, &public, live.survey.id).await?;
    let fieldwork = live.survey.fieldwork();
    Ok(Outlook::of(&fieldwork, stuck, live.now()))
}

impl Overview {
    fn new(published: &PublishedSurvey) -> Self {
        let (live, release) = (&published.live, published.figures());
        let form = &live.reader;
        let sections = form.questionnaire().sections.iter().enumerate();
        let sections = sections.map(|(at, section)| SectionView {
            title: section.title.get(&published.language).to_owned(),
            questions: (0..section.questions.len())
                .filter_map(|question| QuestionView::new(published, at, question))
                .collect(),
        });
        let path = published.path();
        let options = || {
            release
                .tables
                .iter()
                .flat_map(|table| table.options.iter().flatten())
        };
        let has_x = options().any(|option| option.figures == Cell::X)
            || release.by_mode.values().any(|n| *n == Cell::X)
            || release.tables.iter().any(|table| table.options.is_none());
        Self {
            survey: live.survey.title.get(&published.language).to_owned(),
            synthetic: live.survey.synthetic,
            facts: Facts::new(published),
            sections: sections
                .filter(|section| !section.questions.is_empty())
                .collect(),
            csv: format!("{path}.csv"),
            json: format!("{path}.json"),
            has_margins: has_margins(release),
            weighted: release.weights.is_some(),
            small: has_x.then(|| {
                let say = Say::new("note-small").with("k", release.k);
                say.with("least", release.min_base)
            }),
        }
    }
}

/// Whether a margin stands anywhere: of a share or of a mean.
fn has_margins(release: &Release) -> bool {
    let of_share = |option: &OptionCell| {
        let figures = option.figures.shown();
        let all = figures.and_then(|figures| figures.precision.all.as_ref());
        all.is_some_and(|precision| precision.margin.is_some())
    };
    release.tables.iter().any(|table| {
        let of_mean = table
            .mean
            .as_ref()
            .is_some_and(|mean| mean.margin.is_some());
        of_mean || table.options.iter().flatten().any(of_share)
    })
}

impl QuestionView {
    /// None when the release has no table of it: texts, notes.
    fn new(published: &PublishedSurvey, section: usize, at: usize) -> Option<Self> {
        let form = &published.live.reader;
        let section_of = form.questionnaire().sections.get(section)?;
        let question = section_of.questions.get(at)?;
        let blocks = block::of_question(published, section, at);
        let items = form.items_of(section, at);
        let crossed = form.items().get(items).into_iter().flatten().any(|item| {
            let mut crosstabs = published.figures().crosstabs.iter();
            crosstabs.any(|tab| tab.item == item.code)
        });
        let href = format!("{}/{}", published.path(), question.code);
        (!blocks.is_empty()).then(|| Self {
            number: form.number(section, at).map(question_number),
            code: question.code.to_string(),
            text: question.text.get(&published.language).to_owned(),
            href: crossed.then_some(href),
            blocks,
        })
    }
}

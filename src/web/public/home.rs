//! The front door: the list of municipalities, and a municipality's own page with its surveys and plans.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::ids::SurveyId;
use crate::domain::language::Language;
use crate::domain::survey::State;
use crate::domain::token::Key;
use crate::read::town::TownRecord;
use crate::read::{self, Public};
use crate::storage::plans::PlanRow;
use crate::storage::surveys::Survey;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::publications::{Issue, Publication};
use crate::web::error::Error;
use crate::web::extract::tenant::Tenant;
use crate::web::page::{self, Title, shipped};
use crate::web::state::AppState;
use crate::web::town::Town;

use super::material::{self, Material};

/// How many keys of a demonstration are offered at once.
const KEYS_OFFERED: usize = 3;

/// The list of municipalities.
#[derive(Serialize)]
struct Index {
    towns: Vec<TownLink>,
}

#[derive(Serialize)]
struct TownLink {
    href: String,
    name: String,
    synthetic: bool,
}

/// A municipality's own page.
#[derive(Serialize)]
struct Page {
    title: Say,
    open: Vec<OpenSurvey>,
    coming: Vec<OtherSurvey>,
    over: Vec<OtherSurvey>,
    plans: Vec<PlanLink>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Public;
    const TEMPLATE: &'static str = "public/towns";

    fn title(&self) -> Title {
        Title::Alone(Say::new("towns-title"))
    }
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Public;
    const TEMPLATE: &'static str = "public/home";

    fn title(&self) -> Title {
        Title::Alone(self.title.clone())
    }
}

/// A survey that takes answers, and how to answer it.
#[derive(Serialize)]
struct OpenSurvey {
    title: String,
    purpose: String,
    facts: Say,
    until: Option<Say>,
    needs_key: bool,
    href: String,
    keys: Vec<KeyLink>,
}

/// A key with which a visitor may try a demonstration.
#[derive(Serialize)]
struct KeyLink {
    key: String,
    href: String,
}

/// A survey that takes no answers now.
#[derive(Serialize)]
struct OtherSurvey {
    title: String,
    date: Say,
    synthetic: bool,
    results: Option<String>,
}

#[derive(Serialize)]
struct PlanLink {
    href: String,
    name: String,
    period: Option<String>,
}

/// `GET /`
pub async fn index(app: Data<AppState>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let asked = (Publication::Towns, &*shipped());
    material::give(&app, &request, &Town::nobody(), asked, towns).await
}

async fn towns(material: &Material<'_>) -> Result<Issue, Error> {
    let towns = read::town::served(&mut *material.app.db.get().await?).await?;
    let mut visitor = material.visitor();
    visitor.synthetic = towns.iter().any(|town| town.synthetic);
    let language = &visitor.language;
    let page = Index {
        towns: towns
            .iter()
            .map(|town| TownLink {
                href: format!("/{}", town.slug),
                name: town.name.get(language).to_owned(),
                synthetic: town.synthetic,
            })
            .collect(),
    };
    // Of no town, so it has no edition.
    Ok(Issue::from(visitor.show(&page)?).passing())
}

/// `GET /{town}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
) -> Result<HttpResponse, Error> {
    let asked = (Publication::Home, &*shipped());
    material::give(&app, &request, &town.0, asked, home).await
}

async fn home(material: &Material<'_>) -> Result<Issue, Error> {
    let town = &material.town;
    let record = {
        let mut conn = material.app.db.get().await?;
        read::town::record(&mut conn, &Public::of(town.id)).await?
    };
    let mut page = Page::new(town, &record, material.language);
    let surveys = record.surveys.iter();
    let mut open_now = surveys
        .filter(|survey| survey.state == State::Open)
        .peekable();
    let hangs_on_time = open_now.peek().is_some();
    for survey in open_now {
        page.open.extend(open(material, survey).await?);
    }
    // The survey people got a letter about comes first.
    page.open.sort_by_key(|survey| !survey.needs_key);
    let issue = Issue::from(material.visitor().show(&page)?);
    Ok(match hangs_on_time {
        true => issue.passing(),
        false => issue,
    })
}

impl Page {
    /// The page without the surveys that take answers.
    fn new(town: &Town, record: &TownRecord, language: &Language) -> Self {
        let plans = record.plans.iter();
        let mut page = Self {
            title: Say::new("home-title").with("town", town.name.get(language)),
            open: Vec::new(),
            coming: Vec::new(),
            over: Vec::new(),
            plans: plans.map(|plan| plan_link(town, plan)).collect(),
        };
        for survey in &record.surveys {
            match survey.state {
                State::Scheduled => page.coming.push(other(town, survey, language)),
                State::WebClosed | State::EntryClosed => {
                    let over = other(town, survey, language);
                    let over = over.with_results(town, survey, &record.released);
                    page.over.push(over);
                }
                State::Open | State::Draft | State::Cancelled => {}
            }
        }
        page
    }
}

/// What the page says of a survey that is open by its state; nothing when its time is over and only the clock's job
/// has not come yet.
async fn open(material: &Material<'_>, survey: &Survey) -> Result<Option<OpenSurvey>, Error> {
    let (town, language) = (&material.town, material.language);
    let live = material.survey(survey.slug.as_str()).await?;
    if live.accepts(live.now()).is_err() {
        return Ok(None);
    }
    let questionnaire = live.reader.questionnaire();
    let needs_key = survey.anonymity.needs_key();
    let keys = if needs_key && survey.synthetic {
        keys_to_try(material.app, town, survey).await?
    } else {
        Vec::new()
    };
    Ok(Some(OpenSurvey {
        title: survey.title.get(language).to_owned(),
        purpose: questionnaire.purpose.get(language).to_owned(),
        facts: live.facts(),
        until: live.until(),
        needs_key,
        href: if needs_key {
            format!("/{}/a", town.slug)
        } else {
            live.path()
        },
        keys,
    }))
}

/// The first keys of a demonstration that nobody has used.
async fn keys_to_try(app: &AppState, town: &Town, survey: &Survey) -> Result<Vec<KeyLink>, Error> {
    let hashed: Vec<_> = (0..Key::TO_TRY)
        .map(|number| Key::demonstration(&app.secret, survey.id, number))
        .map(|key| (key, key.hash(&app.secret, town.id, survey.id)))
        .collect();
    let hashes: Vec<_> = hashed.iter().map(|(_, hash)| *hash).collect();
    let conn = &mut *app.db.get().await?;
    let free = read::town::unused_keys(conn, &Public::of(town.id), survey.id, &hashes).await?;
    let unused = hashed.iter().filter(|(_, hash)| free.contains(hash));
    let link = |key: &Key| KeyLink {
        key: key.to_string(),
        href: format!("/{}/a/{key}", town.slug),
    };
    Ok(unused
        .take(KEYS_OFFERED)
        .map(|(key, _)| link(key))
        .collect())
}

fn other(town: &Town, survey: &Survey, language: &Language) -> OtherSurvey {
    let zone = town.zone;
    let (key, date) = match survey.state {
        State::Scheduled => (
            "home-from",
            survey.opens_at.map(|at| Datum::moment(at, zone)),
        ),
        _ => {
            let ended = survey.web_closes_at.map(|at| zone.last_day(at));
            ("home-ended", ended.map(Datum::Date))
        }
    };
    OtherSurvey {
        title: survey.title.get(language).to_owned(),
        date: Say::new(key).with("date", date),
        synthetic: survey.synthetic,
        results: None,
    }
}

impl OtherSurvey {
    /// With the way to its results, where they are public.
    fn with_results(self, town: &Town, survey: &Survey, released: &[SurveyId]) -> Self {
        let path = || format!("/{}/surveys/{}/results", town.slug, survey.slug);
        Self {
            results: released.contains(&survey.id).then(path),
            ..self
        }
    }
}

fn plan_link(town: &Town, plan: &PlanRow) -> PlanLink {
    PlanLink {
        href: format!("/{}/plans/{}", town.slug, plan.slug),
        name: plan.heading.name.clone(),
        period: plan.heading.period.clone(),
    }
}

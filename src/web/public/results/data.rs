//! The results as data: CSV for offices, JSON for programs. The same released figures as the pages, the same x.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::language::Language;
use crate::web::cache::publications::{Form, Publication};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::download::Download;
use crate::web::error::Error;
use crate::web::extract::tenant::Surveyed;
use crate::web::public::file_words::FileWords;
use crate::web::public::material::{self, Material};
use crate::web::state::AppState;

use super::figures::X;
use super::rows::{Row, rows};
use super::{Found, PublishedSurvey};

/// What a file is made from.
pub(super) struct Filed {
    pub(super) published: PublishedSurvey,
    pub(super) words: FileWords,
}

/// The JSON document.
#[derive(Serialize)]
struct Document {
    municipality: String,
    survey: String,
    title: String,
    synthetic: bool,
    note: Option<String>,
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
pub async fn csv(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
) -> Result<HttpResponse, Error> {
    let write = |filed: &Filed| filed.file().csv(rows(filed));
    give(&app, &request, &live.0, (Form::Csv, write)).await
}

/// `GET /{town}/surveys/{survey}/results.json`
pub async fn json(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
) -> Result<HttpResponse, Error> {
    let write = |filed: &Filed| filed.file().json(&Document::of(filed));
    give(&app, &request, &live.0, (Form::Json, write)).await
}

async fn give(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    (form, write): (Form, impl Fn(&Filed) -> Result<HttpResponse, Error>),
) -> Result<HttpResponse, Error> {
    let publication = Publication::Results(form, live.survey.slug.to_string());
    let write = async |material: &Material<'_>| {
        let filed = Filed::load(material, live).await?;
        Ok(write(&filed)?.into())
    };
    material::give_file(app, request, &live.town, publication, write).await
}

impl Document {
    fn of(filed: &Filed) -> Self {
        let published = &filed.published;
        let (survey, release) = (&published.live.survey, published.figures());
        let language = Language::japanese();
        Self {
            municipality: published.live.town.name.get(&language).to_owned(),
            survey: survey.slug.to_string(),
            title: survey.title.get(&language).to_owned(),
            synthetic: survey.synthetic,
            note: filed.note(),
            released_at: published.release.released_at.to_rfc3339(),
            returned: release.returned,
            valid: release.valid,
            sample_size: release.sample_size,
            population: release.population,
            least_count_shown: release.k,
            least_people_of_a_row: release.min_base,
            suppressed: X,
            rows: rows(filed),
        }
    }
}

impl Filed {
    async fn load(material: &Material<'_>, live: &LiveSurvey) -> Result<Self, Error> {
        let found = Found::load(material, live.survey.slug.as_str()).await?;
        let Found::Published(published) = found else {
            return Err(Error::NotFound);
        };
        Ok(Self {
            published: *published,
            words: FileWords::load(material.app)?,
        })
    }

    fn file(&self) -> Download {
        let survey = &self.published.live.survey;
        let title = survey.title.get(&Language::japanese());
        Download::new(&format!("{}-results", survey.slug), title)
    }

    /// What every row says of made-up answers.
    pub(super) fn note(&self) -> Option<String> {
        let synthetic = self.published.live.survey.synthetic;
        synthetic.then(|| self.words.synthetic.clone())
    }
}

//! What a publication is written from: never more of a request than its language and display, and everything as the
//! database has it now, so that nothing older than its edition is kept under it.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};

use crate::domain::language::Language;
use crate::web::cache::publications::{Issue, Key, Publication};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::page::{Display, Visitor, asked_language};
use crate::web::state::AppState;
use crate::web::town::Town;

/// What a publication is written from.
pub(super) struct Material<'a> {
    /// The program.
    pub(super) app: &'a AppState,
    /// The town.
    pub(super) town: Arc<Town>,
    /// The language it is written in.
    pub(super) language: &'a Language,
    /// How it is shown.
    display: Display,
    /// The languages it can be read in.
    offered: &'a [Language],
}

/// Gives a publication out, written by `write` where it is not kept. `offered`: the languages it can be read in.
///
/// # Errors
/// What `write` fails with; when the database cannot be reached.
pub(super) async fn give(
    app: &AppState,
    request: &HttpRequest,
    town: &Arc<Town>,
    (publication, offered): (Publication, &[Language]),
    write: impl AsyncFnOnce(&Material<'_>) -> Result<Issue, Error>,
) -> Result<HttpResponse, Error> {
    let key = Key {
        town: town.id,
        publication,
        language: asked_language(request, offered),
        display: Display::of_request(request),
    };
    let (language, display) = (key.language.clone(), key.display);
    let written = async || {
        let material = Material {
            app,
            town: anew(app, town).await?,
            language: &language,
            display,
            offered,
        };
        write(&material).await
    };
    app.publications.copy(request, key, written).await
}

/// The same for a file: it is the same in every language.
///
/// # Errors
/// As [`give`].
pub(super) async fn give_file(
    app: &AppState,
    request: &HttpRequest,
    town: &Arc<Town>,
    publication: Publication,
    write: impl AsyncFnOnce(&Material<'_>) -> Result<Issue, Error>,
) -> Result<HttpResponse, Error> {
    give(
        app,
        request,
        town,
        (publication, &[Language::japanese()]),
        write,
    )
    .await
}

/// A town as the database has it now.
async fn anew(app: &AppState, town: &Arc<Town>) -> Result<Arc<Town>, Error> {
    if town.slug.is_empty() {
        return Ok(town.clone());
    }
    let mut conn = app.db.get().await?;
    Arc::new(Town::load(&mut conn, &town.slug).await?).served()
}

impl<'a> Material<'a> {
    /// Whoever reads it.
    pub(super) fn visitor(&'a self) -> Visitor<'a> {
        let (town, language) = (&self.town, self.language);
        Visitor::new(self.app, town, language, self.display, self.offered)
    }

    /// A survey as the database has it now.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the public knows of none.
    pub(super) async fn survey(&self, slug: &str) -> Result<LiveSurvey, Error> {
        self.app.cache.survey_anew(&self.town, slug).await
    }
}

//! A form of an open survey that comes after very many others of its network: nothing is lost, it is asked to come again
//! in a moment. The page holds the whole form and sends the very same again, also without script and without cookies.

use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::storage::held_back;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::extract::form::Pairs;
use crate::web::page::{self, Around, Display, Title, chosen_language};
use crate::web::state::AppState;

use super::instead::Instead;
use super::{paths, visitor};

/// After how many seconds it may be sent again.
const AGAIN: u32 = 60;

#[derive(Serialize)]
struct Page<'a> {
    /// Where the language switch leads.
    #[serde(skip)]
    switch: String,
    action: String,
    text: Say,
    fields: Vec<Field<'a>>,
}

impl page::Page for Page<'_> {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/held_back";

    fn title(&self) -> Title {
        Title::Alone(Say::new("held-back-title"))
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::default()
        }
    }
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    value: &'a str,
}

/// Lets a form pass; instead the page, where it has to come again. Surveys with keys are bounded by their keys.
pub(super) async fn admit(
    app: &AppState,
    request: &HttpRequest,
    client: ClientAddress,
    live: &LiveSurvey,
    form: &Pairs,
) -> Result<(), Instead> {
    if live.survey.anonymity.needs_key() || !is_sending(form)? {
        return Ok(());
    }
    // Without a database the intake has to say what becomes of the form.
    let admitted = app
        .throttle
        .admits(client.household(), live.survey.id)
        .await;
    if admitted.unwrap_or(true) {
        return Ok(());
    }
    count(app, live).await;
    Err(write(app, request, live, form)?.into())
}

/// Whether the button was the one that sends: another language and a section before are no answers.
fn is_sending(form: &Pairs) -> Result<bool, Error> {
    let go = form.one("_go")?.unwrap_or_default();
    Ok(go != "back" && !go.contains(':'))
}

async fn count(app: &AppState, live: &LiveSurvey) {
    app.throttle.held_back.inc();
    let counted = match app.db.get().await {
        Ok(mut conn) => {
            let counted = held_back::count_one(&mut conn, live.town.id, live.survey.id).await;
            counted.map_err(Error::from)
        }
        Err(error) => Err(error.into()),
    };
    if let Err(error) = counted {
        tracing::warn!("a form that was held back could not be counted: {error}");
    }
}

fn write(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    form: &Pairs,
) -> Result<HttpResponse, Error> {
    let offered = &live.reader.questionnaire().languages;
    let language = chosen_language(request, offered, form.one("_lang")?.unwrap_or_default());
    let display = Display::read(form.one("_display")?.unwrap_or_default());
    let wait = Say::new("minutes").with("count", AGAIN.div_ceil(60));
    let fields = form.0.iter().map(|(name, value)| Field { name, value });
    let page = Page {
        switch: live.path(),
        action: paths::responses(live),
        text: Say::new("held-back-text").with("date", wait),
        fields: fields.collect(),
    };
    let mut status = HttpResponse::TooManyRequests();
    status.insert_header((RETRY_AFTER, AGAIN));
    visitor(app, live, &language, display).answer(status, &page)
}

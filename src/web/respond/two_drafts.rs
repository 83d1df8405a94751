//! Two people's answers on one device: a form whose draft is not the one the browser keeps by now (two letters of a
//! family, two tabs). What was typed went into the form's own draft; the page asks whose answers to go on with.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::views::say::Say;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::page::respond;
use crate::web::state::AppState;

use super::chrome;
use super::draft::{Draft, Held};

#[derive(Serialize)]
struct Page {
    action: String,
    display: &'static str,
    drafts: Vec<DraftChoice>,
}

/// One of the two drafts.
#[derive(Serialize)]
struct DraftChoice {
    slip: String,
    /// The last letters of its key, where it has one: whoever holds the letter knows it by them.
    label: Say,
    /// Whether it is the one that was just typed in.
    here: bool,
}

/// The page, where the browser keeps another draft than the one of the form.
pub(super) async fn page(
    app: &AppState,
    live: &LiveSurvey,
    held: &Held,
    draft: &Draft,
) -> Result<Option<HttpResponse>, Error> {
    let Some(mut other) = held.other() else {
        return Ok(None);
    };
    // What the browser keeps may be sent or gone by now: then nobody is in the way.
    let Some(others) = other.load(app, live).await? else {
        return Ok(None);
    };
    let choice = |held: &Held, draft: &Draft, here| -> Result<DraftChoice, Error> {
        Ok(DraftChoice {
            slip: held.carried(live)?,
            label: Say::new("two-drafts-key").with("mark", draft.mark().unwrap_or_default()),
            here,
        })
    };
    let page = Page {
        action: format!("{}/draft", live.path()),
        display: draft.display().words(),
        drafts: vec![choice(held, draft, true)?, choice(&other, &others, false)?],
    };
    let mut chrome = chrome(app, live, &draft.language, draft.display());
    chrome.entitle(Say::new("two-drafts-title"));
    chrome.switch_at(&live.path());
    let mut status = HttpResponse::Conflict();
    if let Some(cookie) = held.cookie(app, live) {
        status.cookie(cookie);
    }
    respond(app, status, "respond/two_drafts", &chrome, &page).map(Some)
}

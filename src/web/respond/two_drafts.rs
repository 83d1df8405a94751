//! Two people's answers on one device: a form whose draft is not the one the browser keeps by now (two letters of a
//! family, two tabs). What was typed went into the form's own draft; the page asks whose answers to go on with.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::drafts::Trust;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::page::{self, Around, Title};
use crate::web::state::AppState;

use super::draft::{Draft, Held};
use super::instead::Instead;
use super::{paths, visitor};

#[derive(Serialize)]
struct Page {
    /// Where the language switch leads.
    #[serde(skip)]
    switch: String,
    action: String,
    display: &'static str,
    drafts: Vec<DraftChoice>,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/two_drafts";

    fn title(&self) -> Title {
        Title::Alone(Say::new("two-drafts-title"))
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::default()
        }
    }
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

/// The page instead of whatever comes next, where the browser keeps another draft than the one of the form.
pub(super) async fn ask(
    app: &AppState,
    live: &LiveSurvey,
    held: &Held,
    draft: &Draft,
) -> Result<(), Instead> {
    let Some(mut other) = held.other() else {
        return Ok(());
    };
    // What the browser keeps may be sent or gone by now: then nobody is in the way.
    let Some(others) = other.load(app, live, Trust::Nothing).await? else {
        return Ok(());
    };
    let choice = |held: &Held, draft: &Draft, here| -> Result<DraftChoice, Error> {
        Ok(DraftChoice {
            slip: held.carried(live)?,
            label: Say::new("two-drafts-key").with("mark", draft.mark().unwrap_or_default()),
            here,
        })
    };
    let page = Page {
        switch: live.path(),
        action: paths::draft(live),
        display: draft.display().words(),
        drafts: vec![choice(held, draft, true)?, choice(&other, &others, false)?],
    };
    let mut status = HttpResponse::Conflict();
    if let Some(cookie) = held.cookie(app, live) {
        status.cookie(cookie);
    }
    let visitor = visitor(app, live, &draft.language, draft.display());
    Err(visitor.answer(status, &page)?.into())
}

//! The receipt: says that a response is recorded, now and whenever its code is shown again. Never what it says.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::token::Receipt;
use crate::storage::receipts;
use crate::web::error::Error;
use crate::web::known::Asked;
use crate::web::page::{Display, asked_language, query, respond};
use crate::web::state::AppState;
use crate::web::tenant::Surveyed;

use super::{chrome, start};

#[derive(Serialize)]
struct Page {
    fresh: bool,
    receipt: String,
    until: Option<String>,
    home: String,
    again: Option<String>,
}

/// The address of a receipt just given.
pub(super) fn path(
    app: &AppState,
    asked: &Asked,
    receipt: &Receipt,
    language: &Language,
    display: Display,
) -> String {
    format!(
        "{}/receipts/{receipt}?lang={language}&display={}&thanks={}",
        asked.path(),
        display.words(),
        receipt.thanks(&app.secret, asked.survey.id)
    )
}

/// `GET /{town}/surveys/{survey}/receipts/{receipt}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    asked: Surveyed,
    at: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    let receipt = Receipt::read(&at.2).map_err(|_| Error::NotFound)?;
    // Whoever was given the receipt by us waits for nobody.
    let given = query(&request, "thanks").unwrap_or_default();
    let fresh = is_ours(given, &receipt.thanks(&app.secret, asked.survey.id));
    if !fresh {
        let turn = app.throttle.turn(&app, &request, asked.town.id).await?;
        if !is_recorded(&app, asked, &receipt).await? {
            turn.wrong(&app).await?;
            return Err(Error::NotFound);
        }
        turn.right(&app).await?;
    } else if !is_recorded(&app, asked, &receipt).await? {
        return Err(Error::NotFound);
    }
    let language = asked_language(&request, &asked.form.questionnaire().languages);
    let display = Display::read(query(&request, "display").unwrap_or_default());
    let open = asked.accepts(asked.now()).is_ok();
    let page = Page {
        fresh,
        receipt: receipt.to_string(),
        until: start::until(asked, &language),
        home: format!("/{}", asked.town.slug),
        again: open.then(|| start::another(asked, &language)),
    };
    let mut chrome = chrome(&app, asked, &language, display);
    chrome.entitle(
        &app,
        if page.fresh {
            "thanks"
        } else {
            "receipt-title"
        },
    );
    respond(&app, HttpResponse::Ok(), "respond/receipt", &chrome, &page)
}

async fn is_recorded(app: &AppState, asked: &Asked, receipt: &Receipt) -> Result<bool, Error> {
    let (of, survey) = (asked.town.id, asked.survey.id);
    let mut conn = app.db.get().await?;
    let hash = receipt.hash(&app.secret, survey);
    Ok(receipts::is_recorded(&mut conn, of, survey, hash).await?)
}

/// Compared so that the time it takes tells nothing.
fn is_ours(given: &str, ours: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(given.as_bytes(), ours.as_bytes()).into()
}

//! The receipt: says that a response is recorded, now and whenever its code is shown again. Never what it says.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::token::Receipt;
use crate::storage::receipts;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::pages::{GAP, OTHER_GAP, PageKey, PageKind};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::extract::path::ReceiptAt;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::{self, Around, Display, Title, asked_language, query};
use crate::web::state::AppState;

use super::{paths, visitor};

#[derive(Serialize)]
struct Page {
    fresh: bool,
    receipt: &'static str,
    next: Option<Say>,
    home: String,
    again: Option<String>,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/receipt";

    fn title(&self) -> Title {
        Title::Alone(Say::new(match self.fresh {
            true => "thanks",
            false => "receipt-title",
        }))
    }

    /// In another language it is the same page: that of whom we have just given the receipt.
    fn around(&self) -> Around {
        let ours = || format!("?thanks={OTHER_GAP}");
        Around {
            switch: self.fresh.then(ours),
            ..Around::default()
        }
    }
}

/// `GET /{town}/surveys/{survey}/receipts/{receipt}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    client: ClientAddress,
    live: Surveyed,
    at: Path<ReceiptAt>,
) -> Result<HttpResponse, Error> {
    let live = &live.0;
    let receipt = Receipt::read(&at.receipt).map_err(|_| Error::NotFound)?;
    let given = query(&request, "thanks").unwrap_or_default();
    let fresh = is_ours(given, &receipt.thanks(&app.secret, live.survey.id));
    look_up(&app, &request, client, live, &receipt, fresh).await?;
    let language = asked_language(&request, &live.reader.questionnaire().languages);
    let display = Display::of_request(&request);
    let open = live.accepts(live.now()).is_ok();
    let key = PageKey::new(PageKind::Receipt { fresh, open }, &language, display);
    let write = || {
        let page = Page::new(live, (fresh, open));
        visitor(&app, live, &language, display).cached(&page)
    };
    let page = live.pages.get(key, write)?;
    Ok(page.copy(&request, &[(GAP, &receipt.to_string()), (OTHER_GAP, given)]))
}

/// Fails where there is no such receipt. Whoever was given it by us waits for nobody, others for their turn.
async fn look_up(
    app: &AppState,
    request: &HttpRequest,
    client: ClientAddress,
    live: &LiveSurvey,
    receipt: &Receipt,
    fresh: bool,
) -> Result<(), Error> {
    if fresh {
        let found = is_recorded(app, live, receipt).await?;
        return found.then_some(()).ok_or(Error::NotFound);
    }
    let household = client.household();
    let turn = app.throttle.turn(request, household, live.town.id).await?;
    if !is_recorded(app, live, receipt).await? {
        turn.wrong().await?;
        return Err(Error::NotFound);
    }
    turn.right().await
}

impl Page {
    /// With a gap for the receipt: the rest is the same for everybody.
    fn new(live: &LiveSurvey, (fresh, open): (bool, bool)) -> Self {
        let next = |date| Say::new("what-next").with("date", date);
        Self {
            fresh,
            receipt: GAP,
            next: live.closes().map(next),
            home: paths::town(&live.town),
            again: open.then(|| paths::another(live)),
        }
    }
}

async fn is_recorded(app: &AppState, live: &LiveSurvey, receipt: &Receipt) -> Result<bool, Error> {
    let (municipality, survey) = (live.town.id, live.survey.id);
    let hash = receipt.hash(&app.secret, survey);
    if app.receipts.has(survey, hash) {
        return Ok(true);
    }
    let mut conn = app.db.get().await?;
    let recorded = receipts::is_recorded(&mut conn, municipality, survey, hash).await?;
    if recorded {
        app.receipts.keep(survey, hash);
    }
    Ok(recorded)
}

/// Compared so that the time it takes tells nothing.
fn is_ours(given: &str, ours: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(given.as_bytes(), ours.as_bytes()).into()
}

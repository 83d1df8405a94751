//! Serving a municipality no longer, and serving it again.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::EditMunicipalities;
use crate::storage::municipalities::{self as rows, Municipality};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::MunicipalityAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::words::reason;
use crate::workflows::municipalities::{self, MunicipalityError};

use super::PATH;

/// The question whether to.
#[derive(Serialize)]
struct New {
    name: String,
    /// Since when it is suspended, where somebody was faster.
    since: Option<Say>,
    action: String,
    back: String,
    form: FormView,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/municipalities/suspension/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("suspension-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    reason: String,
}

/// `GET /staff/municipalities/{municipality}/suspension`
pub async fn new(
    staff: Staff<EditMunicipalities>,
    at: Path<MunicipalityAt>,
) -> Result<HttpResponse, Error> {
    show(&staff, &at, FormView::blank(&["reason"])).await
}

/// `POST /staff/municipalities/{municipality}/suspension`
pub async fn create(
    staff: Staff<EditMunicipalities>,
    at: Path<MunicipalityAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let id = found(&staff, &at).await?.id;
    let reason = match form.read(|fields| reason("reason", &fields.reason)) {
        Ok(reason) => reason,
        Err(form) => return show(&staff, &at, form).await,
    };
    let done =
        staff.write(async move |at| municipalities::suspend(at.tx, at.actor, id, reason).await);
    match done.await? {
        Ok(()) => Ok(staff.see_row(PATH, &at.municipality, Done::MunicipalitySuspended)),
        Err(MunicipalityError::AlreadySo) => {
            let already = FieldErrors::of("reason", Say::new("suspension-already"));
            show(&staff, &at, form.refused(already)).await
        }
        Err(other) => Err(Error::fault(other)),
    }
}

/// `POST /staff/municipalities/{municipality}/resumption`: it is served again.
pub async fn end(
    staff: Staff<EditMunicipalities>,
    at: Path<MunicipalityAt>,
) -> Result<HttpResponse, Error> {
    let id = found(&staff, &at).await?.id;
    let done = staff.write(async move |at| municipalities::resume(at.tx, at.actor, id).await);
    let said = match done.await? {
        Ok(()) => Done::MunicipalityResumed,
        Err(MunicipalityError::AlreadySo) => Done::MunicipalityServed,
        Err(other) => return Err(Error::fault(other)),
    };
    Ok(staff.see_row(PATH, &at.municipality, said))
}

/// The municipality of the address; the office is none.
async fn found(
    staff: &Staff<EditMunicipalities>,
    at: &MunicipalityAt,
) -> Result<Municipality, Error> {
    let mut conn = staff.app.db.get().await?;
    let found = rows::by_slug(&mut conn, &at.municipality).await?;
    match found.is_office {
        true => Err(Error::NotFound),
        false => Ok(found),
    }
}

async fn show(
    staff: &Staff<EditMunicipalities>,
    at: &MunicipalityAt,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let town = found(staff, at).await?;
    let since = |at| Say::new("suspension-since").with("at", Datum::moment(at, staff.town.zone));
    staff.show(&New {
        name: town.name.get(staff.language()).to_owned(),
        since: town.suspended_at.map(since),
        action: staff.path(&format!("{PATH}/{}/suspension", town.slug)),
        back: staff.path(PATH),
        form,
    })
}

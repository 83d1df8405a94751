//! Codes of a program that knows the time: set up by reading a picture with it, or by typing the secret.

use actix_web::HttpResponse;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::account::totp::Totp;
use crate::domain::permission::KeepOwnAccount;
use crate::domain::session::Entry;
use crate::views::frame::Frame;
use crate::views::qr;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::accounts::factors;

use super::{codes, renewal};

/// The form.
#[derive(Serialize)]
struct New {
    action: String,
    back: String,
    svg: String,
    written: String,
    /// The secret, sealed: it becomes theirs only when a code of it was typed.
    sealed: String,
    form: FormView,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/account/totp/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("totp-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(min = 1, max = 60))]
    code: String,
    sealed: String,
}

/// `GET /staff/account/totp`
pub async fn new(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let totp = Totp::from_random(rand::random());
    show(&staff, &totp, FormView::blank(&["code"]))
}

/// `POST /staff/account/totp`
pub async fn create(
    staff: Staff<KeepOwnAccount>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let sealed = URL_SAFE_NO_PAD
        .decode(&form.fields.sealed)
        .map_err(|_| Error::BadRequest)?;
    let person = staff.who.person;
    let totp = Totp::open(&staff.app.keys, person, &sealed).map_err(|_| Error::BadRequest)?;
    let now = staff.who.now;
    let read = form.read(|fields| {
        let wrong = || FieldErrors::of("code", Say::new("totp-wrong"));
        totp.accepts(&fields.code, now, None).ok_or_else(wrong)
    });
    let step = match read {
        Ok(step) => step,
        Err(form) => return show(&staff, &totp, form),
    };
    let chosen = staff.write(async move |at| {
        factors::choose_totp(at.tx, at.actor, person, (&sealed, step)).await
    });
    chosen.await??;
    renewal::of(&staff, Entry::Totp, Done::FactorChosen).await
}

/// `POST /staff/account/totp/removal`
pub async fn remove(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let person = staff.who.person;
    let removed = staff.write(async move |at| factors::remove_totp(at.tx, at.actor, person).await);
    removed.await??;
    let entry = codes::after_removal(&staff).await?;
    renewal::of(&staff, entry, Done::FactorRemoved).await
}

fn show(staff: &Staff<KeepOwnAccount>, totp: &Totp, form: FormView) -> Result<HttpResponse, Error> {
    let name = staff.town.name.get(staff.language());
    let address = totp.address(name, staff.who.login.as_str());
    let locales = staff.app.views.locales();
    let title = locales.say(staff.language(), &Say::new("totp-picture"))?;
    let sealed = totp.seal(&staff.app.keys, staff.who.person, rand::random());
    staff.show(&New {
        action: staff.path("/staff/account/totp"),
        back: staff.path(super::FACTOR),
        svg: qr::svg(&address, &title).map_err(anyhow::Error::from)?,
        written: totp.written(),
        sealed: URL_SAFE_NO_PAD.encode(sealed),
        form,
    })
}

//! Choosing another password: whoever is signed in proves first that it is them.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::account::password::Password;
use crate::domain::permission::KeepOwnAccount;
use crate::storage::credentials;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::done::Done;
use crate::web::staff::sign_in::busy;
use crate::web::staff::{Staff, set_up};
use crate::workflows::accounts::joining;

use super::renewal;

/// The form.
#[derive(Serialize)]
struct Edit {
    action: String,
    back: String,
    form: FormView,
}

impl page::Page for Edit {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/account/password/edit";

    fn title(&self) -> Title {
        Title::Before(Say::new("password-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(min = 1, max = 1_000))]
    current: String,
    #[validate(length(min = 1, max = 1_000))]
    password: String,
    #[validate(length(min = 1, max = 1_000))]
    again: String,
}

/// `GET /staff/account/password`
pub async fn edit(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    show(&staff, FormView::blank(&["current", "password", "again"]))
}

/// `POST /staff/account/password`
pub async fn update(
    staff: Staff<KeepOwnAccount>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let (login, name) = (staff.who.login.as_str(), staff.who.name.as_str());
    let about = [login, name, staff.town.slug.as_str()];
    let chosen = form.read(|fields| set_up::chosen(&fields.password, &fields.again, &about));
    let password = match chosen {
        Ok(password) => password,
        Err(form) => return show(&staff, form),
    };
    if !is_own(&staff, &form.fields.current).await? {
        let wrong = FieldErrors::of("current", Say::new("password-current-wrong"));
        return show(&staff, form.refused(wrong));
    }
    let hash = staff.app.hashing.hash(&password).await.map_err(busy)?;
    let person = staff.who.person;
    let chosen =
        staff.write(async move |at| joining::choose_password(at.tx, at.actor, person, &hash).await);
    chosen.await??;
    renewal::of(&staff, staff.who.entry, Done::PasswordChosen).await
}

/// Whether it is their password. Whoever sits down at a PC that was left may not guess it.
async fn is_own(staff: &Staff<KeepOwnAccount>, typed: &str) -> Result<bool, Error> {
    let throttle = &staff.app.throttle;
    let turn = throttle.second_factor(staff.request(), staff.town.id, staff.who.person);
    let turn = turn.await?;
    let mut conn = staff.app.db.get().await?;
    let stored = credentials::of(&mut conn, staff.town.id, staff.who.person)
        .await?
        .password;
    drop(conn);
    let Ok(typed) = Password::typed(typed) else {
        return Ok(false);
    };
    let verified = staff.app.hashing.verify(stored.as_deref(), &typed).await;
    let is_own = verified.map_err(busy)?;
    if is_own {
        turn.right().await?;
    }
    Ok(is_own)
}

fn show(staff: &Staff<KeepOwnAccount>, form: FormView) -> Result<HttpResponse, Error> {
    staff.show(&Edit {
        action: staff.path("/staff/account/password"),
        back: staff.path(super::PATH),
        form,
    })
}

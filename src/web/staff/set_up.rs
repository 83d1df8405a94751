//! Choosing a password with a set-up code: of a letter's link, or of a printed slip.
//!
//! The code leaves the address at once: a link is followed by programs that look for malice, and stays in histories. It
//! waits in a cookie of these pages; looking uses nothing up.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::account::codes::SetUpCode;
use crate::domain::account::password::{Password, Unusable, Weakness};
use crate::storage::credentials::Whom;
use crate::storage::people::Person;
use crate::storage::set_ups::SetUpRow;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cookies::Cookies;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::extract::form::Form;
use crate::web::extract::path::SetUpAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title, see_other};
use crate::workflows::accounts::joining;

use super::sign_in::{Door, Onward, busy};

/// The addresses of these pages.
const PATH: &str = "/staff/set-up";

/// What the cookie is called.
const NAME: &str = "staff-set-up";

/// Where the code is typed.
#[derive(Serialize)]
struct Enter {
    action: String,
    back: String,
    form: FormView,
}

impl page::Page for Enter {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/set_up/enter";

    fn title(&self) -> Title {
        Title::Before(Say::new("set-up-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.action.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// Where the password is chosen.
#[derive(Serialize)]
struct Choose {
    action: String,
    form: FormView,
    whom: Say,
}

impl page::Page for Choose {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/set_up/choose";

    fn title(&self) -> Title {
        Title::Before(Say::new("set-up-password-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.action.replace("/password", "")),
            ..Around::of_form(&self.form)
        }
    }
}

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct CodeFields {
    #[validate(length(min = 1, max = 200))]
    code: String,
}

/// A password that somebody chooses, typed twice.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct PasswordFields {
    #[validate(length(min = 1, max = 1_000))]
    password: String,
    #[validate(length(min = 1, max = 1_000))]
    again: String,
}

/// A password that was typed twice, where both are the same and it is one that we take. `about`: what everybody knows of
/// the person.
///
/// # Errors
/// What is said at the fields.
pub(super) fn chosen(typed: &str, again: &str, about: &[&str]) -> Result<Password, FieldErrors> {
    let wrong = |say| FieldErrors::of("password", say);
    let password = Password::typed(typed).map_err(|why| {
        wrong(Say::new(match why {
            Unusable::TooLong => "password-too-long",
            Unusable::Control => "password-control",
        }))
    })?;
    if typed != again {
        return Err(FieldErrors::of("again", Say::new("password-differs")));
    }
    match password.weakness(about) {
        None => Ok(password),
        Some(weakness) => Err(wrong(match weakness {
            Weakness::TooShort(length) => Say::new("password-short").with("length", length),
            Weakness::Common => Say::new("password-common"),
            Weakness::Known => Say::new("password-known"),
            Weakness::Guessable => Say::new("password-guessable"),
        })),
    }
}

/// `GET /staff/set-up/{town}`: where the code is typed, and once it is known, where the password is chosen.
pub async fn show(door: Door) -> Result<HttpResponse, Error> {
    match holder(&door).await? {
        Some((_, person)) => choose(&door, &person, FormView::blank(&["password", "again"])),
        None => enter(&door, FormView::blank(&["code"])),
    }
}

/// `GET /staff/set-up/{town}/{code}`: a link of a letter.
pub async fn open(door: Door, at: Path<SetUpAt>) -> Result<HttpResponse, Error> {
    let mut response = see_other(&path(&door, ""));
    if SetUpCode::read(&at.code).is_ok() {
        response.cookie(cookie(&door, at.code.clone()));
    }
    Ok(response.finish())
}

/// `POST /staff/set-up/{town}`: a code of a slip.
pub async fn create(door: Door, form: Form<CodeFields>) -> Result<HttpResponse, Error> {
    let household = ClientAddress::of(&door.request).household();
    let throttle = &door.app.throttle;
    let turn = throttle
        .set_up(&door.request, household, door.town.id)
        .await?;
    let typed = form.read(|fields| {
        let wrong = |_| FieldErrors::of("code", Say::new("set-up-wrong"));
        SetUpCode::read(&fields.code).map_err(wrong)
    });
    let code = match typed {
        Ok(code) => code,
        Err(form) => return enter(&door, form),
    };
    if of(&door, code).await?.is_none() {
        let over = FieldErrors::of("code", Say::new("set-up-over"));
        return enter(&door, form.refused(over));
    }
    turn.right().await?;
    let mut response = see_other(&path(&door, ""));
    Ok(response.cookie(cookie(&door, code.to_string())).finish())
}

/// `POST /staff/set-up/{town}/password`
pub async fn update(door: Door, form: Form<PasswordFields>) -> Result<HttpResponse, Error> {
    let Some((right, person)) = holder(&door).await? else {
        return Ok(see_other(&path(&door, "")).finish());
    };
    let about = [
        person.login.as_str(),
        person.name.as_str(),
        door.town.slug.as_str(),
    ];
    let password = match form.read(|fields| chosen(&fields.password, &fields.again, &about)) {
        Ok(password) => password,
        Err(form) => return choose(&door, &person, form),
    };
    let hash = door.app.hashing.hash(&password).await.map_err(busy)?;
    redeemed(&door, right, person, hash).await
}

/// Lets in whoever has just chosen their password: a second factor is still asked for.
async fn redeemed(
    door: &Door,
    right: SetUpRow,
    person: Person,
    hash: String,
) -> Result<HttpResponse, Error> {
    let actor = door.actor(&person);
    let is_used = door.write(async move |tx| joining::redeem(tx, &actor, &right, &hash).await);
    if !is_used.await? {
        return Ok(see_other(&path(door, "")).finish());
    }
    let Some(proven) = door.present(Whom::Id(person.id)).await? else {
        return Ok(see_other(&door.path("")).finish());
    };
    let mut response = door.pass(proven, Onward::default()).await?;
    let used = Cookies::of_staff(&door.app).forgotten(NAME, PATH.to_owned());
    response.add_cookie(&used).map_err(anyhow::Error::from)?;
    Ok(response)
}

fn enter(door: &Door, form: FormView) -> Result<HttpResponse, Error> {
    door.visitor().show(&Enter {
        action: path(door, ""),
        back: door.path(""),
        form,
    })
}

fn choose(door: &Door, person: &Person, form: FormView) -> Result<HttpResponse, Error> {
    door.visitor().show(&Choose {
        action: path(door, "/password"),
        form,
        whom: Say::new("set-up-for")
            .with("name", person.name.as_str())
            .with("login", person.login.as_str()),
    })
}

/// Whose code the browser has brought; none where it brought none that can be used.
async fn holder(door: &Door) -> Result<Option<(SetUpRow, Person)>, Error> {
    let kept = Cookies::of_staff(&door.app).read(&door.request, || NAME.to_owned());
    match kept.and_then(|code| SetUpCode::read(&code).ok()) {
        Some(code) => of(door, code).await,
        None => Ok(None),
    }
}

/// Whose code it is; none where it is over or was used.
async fn of(door: &Door, code: SetUpCode) -> Result<Option<(SetUpRow, Person)>, Error> {
    let mut conn = door.app.db.get().await?;
    for hash in code.hashes(&door.app.keys, door.town.id) {
        let found = joining::holder(&mut conn, door.town.id, &hash).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn path(door: &Door, end: &str) -> String {
    format!("{PATH}/{}{end}?lang={}", door.town.slug, door.language)
}

fn cookie(door: &Door, code: String) -> Cookie<'static> {
    Cookies::of_staff(&door.app).kept(NAME, code, PATH.to_owned())
}

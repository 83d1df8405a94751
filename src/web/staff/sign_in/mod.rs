//! Coming in: the door of a town, where staff type their login name and password.
//!
//! Whether a name exists nobody learns here: the same words, and the same work ([`Hashing::verify`]).
//!
//! [`Hashing::verify`]: crate::workflows::accounts::hashing::Hashing::verify

pub mod code;
pub mod demonstration;
mod door;
mod half;
mod kept;
mod known;
mod onward;
pub mod provider;
mod resumed;

use actix_web::dev::ServiceRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::read;
use crate::storage::municipalities::Municipality;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title, Visitor, of_staff, see_other};
use crate::web::state::AppState;
use crate::web::town::Town;

use super::session;
use demonstration::Part;
pub use door::Door;
pub(super) use door::busy;
pub use onward::Onward;

/// Where one comes in.
pub(super) const PATH: &str = "/staff/sign-in";

/// The towns whose staff come in here.
#[derive(Serialize)]
struct Index {
    towns: Vec<TownLink>,
    /// The desk of those who run the installation, where there is one.
    office: Option<TownLink>,
}

#[derive(Serialize)]
struct TownLink {
    href: String,
    name: String,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/sign_in/index";

    fn title(&self) -> Title {
        Title::Alone(Say::new("sign-in-title"))
    }
}

/// The form.
#[derive(Serialize)]
struct Show {
    action: String,
    form: FormView,
    onward: Onward,
    /// Whether something that was typed waits.
    is_kept: bool,
    /// Who can be tried, in a demonstration.
    parts: Vec<Part>,
    provider: Option<ProviderView>,
    set_up: String,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/sign_in/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("sign-in-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.action.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// The way in by the provider of the office.
#[derive(Serialize)]
struct ProviderView {
    text: String,
    href: String,
}

/// What is typed, and what it was typed for.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(min = 1, max = 200))]
    login: String,
    #[validate(length(min = 1, max = 1_000))]
    password: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    kept: String,
}

/// `GET /staff/sign-in`: which town; the only one where there is one and no office.
pub async fn index(app: Data<AppState>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let mut conn = app.db.get().await?;
    let towns = read::town::served(&mut conn).await?;
    let office = read::municipalities::office(&mut conn).await?;
    let nobody = Town::nobody();
    let visitor = Visitor::of_request(&app, &request, &nobody, &of_staff()).of_staff();
    let to = Onward::of_request(&request).query();
    let href = |slug: &str| format!("{PATH}/{slug}?lang={}{to}", visitor.language);
    if let ([only], None) = (&towns[..], &office) {
        return Ok(see_other(&href(only.slug.as_str())).finish());
    }
    let link = |town: &Municipality| TownLink {
        href: href(town.slug.as_str()),
        name: town.name.get(&visitor.language).to_owned(),
    };
    visitor.show(&Index {
        towns: towns.iter().map(link).collect(),
        office: office.as_ref().map(link),
    })
}

/// `GET /staff/sign-in/{town}`
pub async fn show(door: Door) -> Result<HttpResponse, Error> {
    let onward = Onward::of_request(&door.request);
    door.show(FormView::blank(&["login", "password"]), onward)
        .await
}

/// `POST /staff/sign-in/{town}`
pub async fn create(door: Door, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let Fields {
        login,
        password,
        to,
        kept,
    } = &form.fields;
    let onward = Onward::new(to, kept);
    if let Err(form) = form.read(|_| Ok(())) {
        return door.show(form, onward).await;
    }
    let turn = door.turn(login).await?;
    match door.proven(login, password).await? {
        Some(known) => {
            let (given, passed) = tokio::join!(turn.right(), door.pass(known, onward));
            given.and(passed)
        }
        None => {
            let wrong = FieldErrors::of("login", Say::new("sign-in-wrong"));
            door.show(form.refused(wrong), onward).await
        }
    }
}

/// What whoever is not signed in sees instead of a page of staff: the door, which leads back. What was typed waits there.
///
/// # Errors
/// When the database fails.
pub async fn instead(
    app: &Data<AppState>,
    request: &mut ServiceRequest,
) -> Result<HttpResponse, Error> {
    let town = match session::token(app, request.request()) {
        Some(token) => app.cache.town_of(token.municipality).await.ok(),
        None => None,
    };
    if request.method().is_safe() {
        let to = Onward::to(request.path(), request.query_string()).query();
        let town = town.map_or_else(String::new, |town| format!("/{}", town.slug));
        let lang = page::asked_language(request.request(), &of_staff());
        let to = format!("{PATH}{town}?lang={lang}{to}");
        return Ok(match request.headers().contains_key("hx-request") {
            // A part of a page cannot show the door: the whole page goes there.
            true => HttpResponse::Unauthorized()
                .insert_header(("hx-redirect", to))
                .finish(),
            false => see_other(&to).finish(),
        });
    }
    let Some(town) = town else {
        return Ok(see_other(PATH).finish());
    };
    let onward = kept::of_request(app, request).await?;
    let door = Door::at(app, town, request.request().clone())?;
    let mut page = door
        .show(FormView::blank(&["login", "password"]), onward)
        .await?;
    *page.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(page)
}

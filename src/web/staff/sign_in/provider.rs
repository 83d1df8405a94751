//! Coming in with the account of the office's provider (OpenID Connect): led there, and back.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Serialize;

use crate::domain::account::openid::{Answer, Identity};
use crate::domain::person::Login;
use crate::domain::session::Entry;
use crate::domain::slug::Slug;
use crate::openid::{Leading, OpenIdFault};
use crate::storage::credentials::Whom;
use crate::storage::{self, clock};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cookies::Cookies;
use crate::web::error::Error;
use crate::web::page::{self, Title, see_other};
use crate::web::staff::done::Done;
use crate::web::staff::{account, session};
use crate::workflows::accounts::provider::{self, Found};

use super::{Door, Onward};

/// What the cookie is called that holds the attempt.
const NAME: &str = "staff-provider";

/// Why somebody did not come in.
#[derive(Serialize)]
struct Refused {
    why: Say,
    back: String,
}

impl page::Page for Refused {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/sign_in/provider/refused";

    fn title(&self) -> Title {
        Title::Before(Say::new("sign-in-title").into())
    }
}

/// The words on the button that leads to the provider, and where it leads; none where the town has none.
pub(super) fn way(door: &Door) -> Option<(String, String)> {
    let slug = Slug::parse(&door.town.slug).ok()?;
    let text = door.app.openid.button(&slug)?;
    let href = door.path("/provider");
    Some((text.get(&door.language).to_owned(), href))
}

/// `GET /staff/sign-in/{town}/provider`: to the provider.
pub async fn start(door: Door) -> Result<HttpResponse, Error> {
    let now = clock::now(&mut *door.app.db.get().await?).await?;
    let (slug, back) = (slug(&door)?, back(&door));
    match door
        .app
        .openid
        .start(&door.app.keys, &slug, &back, now)
        .await
    {
        Ok(Leading { address, kept }) => Ok(see_other(address.as_str())
            .cookie(Cookies::of_staff(&door.app).kept(NAME, kept, super::PATH.to_owned()))
            .finish()),
        Err(fault) => refuse(&door, fault_said(&fault)?),
    }
}

/// `GET /staff/sign-in/{town}/provider/return`: back from it. The attempt holds for one answer.
pub async fn finish(door: Door, answer: Query<Answer>) -> Result<HttpResponse, Error> {
    let now = clock::now(&mut *door.app.db.get().await?).await?;
    let kept = Cookies::of_staff(&door.app).read(&door.request, || NAME.to_owned());
    let (slug, kept) = (slug(&door)?, kept.unwrap_or_default());
    let asked = (kept.as_str(), &*answer);
    let identity = door
        .app
        .openid
        .finish(&door.app.keys, &slug, asked, now)
        .await;
    let mut response = match identity {
        Ok(identity) => settle(&door, identity).await?,
        Err(fault) => refuse(&door, fault_said(&fault)?)?,
    };
    let used = Cookies::of_staff(&door.app).forgotten(NAME, super::PATH.to_owned());
    response.add_cookie(&used).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// Lets in whoever it is; whoever is in already binds the account to themselves.
async fn settle(door: &Door, identity: Identity) -> Result<HttpResponse, Error> {
    let present = session::present(&door.app, &door.request).await?;
    if let Some(present) = present.filter(|present| present.town.id == door.town.id) {
        let (actor, person) = (door.acting(&present.who.login), present.who.person);
        let binding =
            door.try_write(async move |tx| provider::bind(tx, &actor, person, &identity).await);
        return match binding.await? {
            Ok(()) => Ok(see_other(&bound(door)).finish()),
            Err(error) if storage::broken_constraint(&error) == Some("people_account_key") => {
                refuse(door, Say::new("provider-anothers"))
            }
            Err(error) => Err(error.into()),
        };
    }
    let Ok(login) = Login::parse(&identity.login) else {
        return refuse(door, Say::new("provider-no-role"));
    };
    let actor = door.acting(&login);
    let found = door.write(async move |tx| provider::find(tx, &actor, &identity).await);
    let proven = match found.await? {
        Found::Person(person) => door.present(Whom::Id(person.id)).await?,
        Found::NoRole => return refuse(door, Say::new("provider-no-role")),
        Found::Unbound => return refuse(door, Say::new("provider-unbound")),
    };
    match proven {
        Some(proven) => {
            door.let_in(proven.person, Entry::Provider, Onward::default())
                .await
        }
        None => refuse(door, Say::new("provider-no-role")),
    }
}

/// The account page, which says that it was bound.
fn bound(door: &Door) -> String {
    let done = Done::ProviderBound.word();
    format!("{}?lang={}&done={done}", account::PATH, door.language)
}

fn slug(door: &Door) -> Result<Slug, Error> {
    Slug::parse(&door.town.slug).map_err(|_| Error::NotFound)
}

/// The address the provider leads back to, as it is registered there.
fn back(door: &Door) -> String {
    let own = door.app.config.staff_url();
    format!("{own}{}/{}/provider/return", super::PATH, door.town.slug)
}

fn refuse(door: &Door, why: Say) -> Result<HttpResponse, Error> {
    door.visitor().show(&Refused {
        why,
        back: door.path(""),
    })
}

/// What somebody is told whom the provider did not bring in. The cause is for the operator.
fn fault_said(fault: &OpenIdFault) -> Result<Say, Error> {
    let key = match fault {
        OpenIdFault::NoProvider => return Err(Error::NotFound),
        OpenIdFault::Busy | OpenIdFault::Away(_) => "provider-away",
        OpenIdFault::Stray | OpenIdFault::CodeRefused(_) => "provider-stray",
        OpenIdFault::Refused(_) => "provider-refused",
        OpenIdFault::Misfit(_) | OpenIdFault::Untrusted(_) => "provider-misfit",
    };
    Ok(Say::new(key))
}

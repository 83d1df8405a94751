//! Where staff work: one file for each thing they work on, its handlers in the order index, show, new, create, edit,
//! update, delete.
//!
//! A handler says in its arguments what it takes to come there: [`Staff`] with a permission. Only a permission to change
//! something can [`write`](Staff::write). Who is signed in is found out before (`middleware::signed_in`); here is looked
//! at what their roles give.
//!
//! What belongs here: pages, their forms, and the words for a refusal. What does not: what is allowed to happen
//! (`domain`), how it is stored (`workflows`).

pub mod account;
pub mod administration;
mod asked;
pub mod bank;
mod between;
mod compared;
pub mod deputies;
pub mod divisions;
mod done;
pub mod drafts;
pub mod files;
pub mod health;
pub mod help;
pub mod inquiries;
mod kept;
mod menu;
mod moment;
pub mod motions;
pub mod municipalities;
mod paper;
pub mod parts;
pub mod people;
pub mod pictures;
pub mod plans;
pub mod questionnaires;
pub mod record;
pub mod results;
pub mod roles;
pub mod scales;
pub mod session;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod surveys;
pub mod today;
mod told;
pub mod transfers;
pub mod values;
pub mod voices;
mod who;
pub mod words;
pub mod work;

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse};
use diesel::result::Error as DatabaseError;
use percent_encoding::percent_decode_str;

use crate::domain::actor::{Actor, Who};
use crate::domain::ids::MunicipalityId;
use crate::domain::language::Language;
use crate::domain::permission::{Change, Grant, Permission};
use crate::domain::person::{Login, is_unseen};
use crate::domain::slug::Slug;
use crate::read::survey::Counted;
use crate::read::{self, Desk};
use crate::storage::sessions::SignedIn;
use crate::storage::{self, Conn};
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{
    AccountView, DeskView, Display, Page, Visitor, asked_language, of_staff, public_at, query,
    see_other,
};
use crate::web::state::AppState;
use crate::web::town::Town;

use done::Done;
use session::Present;

/// Most characters that are looked for.
const QUERY: usize = 100;

/// A member of staff who may do `P`, as an argument.
pub struct Staff<P> {
    /// The program.
    pub app: Data<AppState>,
    /// The town they work for.
    pub town: Arc<Town>,
    /// Who they are.
    pub who: SignedIn,
    request: HttpRequest,
    language: Language,
    may: PhantomData<P>,
}

/// What a change is made with: all of it becomes true at once, or nothing. What time it is a workflow asks the database
/// under its lock: a time from before would be older than what was waited for.
pub struct Writing<'a> {
    /// The transaction.
    pub tx: &'a mut Conn,
    /// Who changes.
    pub actor: &'a Actor,
}

impl<P: Grant> FromRequest for Staff<P> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl<P: Grant> Staff<P> {
    /// Whoever is signed in, where one of their roles lets them come here.
    fn of(request: &HttpRequest) -> Result<Self, actix_web::Error> {
        let app = request.app_data::<Data<AppState>>().cloned();
        let present = request.extensions().get::<Present>().cloned();
        let (Some(app), Some(Present { who, town })) = (app, present) else {
            return Err(Error::NotFound.into());
        };
        if !may(&who, P::PERMISSION) {
            return Err(Error::Forbidden.into());
        }
        if lacks_factor(&who) && P::PERMISSION != Permission::KeepOwnAccount {
            return Err(instead(account::FACTOR));
        }
        Ok(Self {
            app,
            town,
            who,
            language: asked_language(request, &of_staff()),
            request: request.clone(),
            may: PhantomData,
        })
    }
}

/// Whether one of the roles of somebody gives a permission.
fn may(who: &SignedIn, permission: Permission) -> bool {
    let roles = match permission.is_passed_on() {
        true => &who.roles,
        false => &who.own,
    };
    roles.iter().any(|role| role.gives(permission))
}

/// Whether somebody has to set up a second factor before anything else.
fn lacks_factor(who: &SignedIn) -> bool {
    let decides = who.roles.iter().any(|role| role.decides());
    who.second_factor && decides && !who.entry.is_strong()
}

/// Somebody of a town who has proven who they are, as the actor of what they do.
fn actor(municipality: MunicipalityId, login: &Login) -> Actor {
    Actor {
        municipality,
        who: Who::Staff(login.to_string()),
    }
}

/// Leads elsewhere before the handler is reached.
fn instead(path: &str) -> actix_web::Error {
    InternalError::from_response("elsewhere first", see_other(path).finish()).into()
}

impl<P: Grant> Staff<P> {
    /// Whether they may do this as well: what they may not, no page offers.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        may(&self.who, permission)
    }

    /// What they see of what the town keeps.
    #[must_use]
    pub fn desk(&self) -> Desk {
        Desk::of(self.town.id)
    }

    /// Their login name.
    #[must_use]
    pub fn login(&self) -> &str {
        self.who.login.as_str()
    }

    /// A survey of the town.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it has none of this name.
    pub async fn survey(&self, name: &Slug) -> Result<Counted, Error> {
        let mut conn = self.app.db.get().await?;
        Ok(read::survey::at_desk(&mut conn, self.desk(), name).await?)
    }

    /// The language they work in.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The language of a questionnaire whose texts are looked at: `?in=`, else the one it was written in first.
    #[must_use]
    pub fn shown_in(&self, offered: &[Language]) -> Language {
        let asked = self.query("in").map(Language::parse).and_then(Result::ok);
        let asked = asked.filter(|language| offered.contains(language));
        let first = || offered.first().cloned();
        asked.or_else(first).unwrap_or_else(Language::japanese)
    }

    /// An address of ours, in their language.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        format!("{path}?lang={}", self.language)
    }

    /// An address of the public's pages, in their language.
    #[must_use]
    pub fn public_path(&self, path: &str) -> String {
        format!("{}{}", public_at(&self.app), self.path(path))
    }

    /// One value of the address's query.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        query(&self.request, name)
    }

    /// One value of the address's query as it was typed; what is no text of ours is nothing.
    #[must_use]
    pub fn typed_query(&self, name: &str) -> String {
        let raw = self.query(name).unwrap_or_default().replace('+', " ");
        let typed = percent_decode_str(&raw).decode_utf8_lossy().into_owned();
        typed
            .chars()
            .filter(|c| !is_unseen(*c))
            .take(QUERY)
            .collect()
    }

    /// How they read a page.
    #[must_use]
    pub fn visitor(&self) -> Visitor<'_> {
        let display = Display::of_request(&self.request);
        let visitor = Visitor::new(&self.app, &self.town, &self.language, display, &of_staff());
        visitor.of_staff().at_desk(DeskView {
            person: Say::new("person").with("name", self.who.name.as_str()),
            account: Some(self.account()),
            menu: menu::entries(self),
            help: self.path(help::PATH),
            here: self.here(),
            done: self.query("done").and_then(Done::from_word).map(Done::said),
        })
    }

    /// What they do with being signed in.
    fn account(&self) -> AccountView {
        let left = self.who.ends_at - self.who.now;
        AccountView {
            href: self.path(account::PATH),
            sign_out: self.path("/staff/sign-out"),
            idle_seconds: u32::try_from(left.num_seconds()).unwrap_or(0),
            session: "/staff/session".to_owned(),
        }
    }

    /// Writes a page for them: 200, or 422 where a form came back with faults.
    ///
    /// # Errors
    /// As [`Visitor::show`].
    pub fn show<T: Page>(&self, page: &T) -> Result<HttpResponse, Error> {
        self.visitor().show(page)
    }

    /// Leads to a page of theirs, which says what was done.
    #[must_use]
    pub fn see(&self, page: &str, done: Done) -> HttpResponse {
        see_other(&format!("{}&done={}", self.path(page), done.word())).finish()
    }

    /// What they sent.
    #[must_use]
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// Leads to a row of a list of theirs, which says what was done to it.
    #[must_use]
    pub fn see_row(&self, list: &str, row: &impl std::fmt::Display, done: Done) -> HttpResponse {
        let path = self.path(list);
        see_other(&format!("{path}&done={}#{row}", done.word())).finish()
    }
}

impl<P: Change> Staff<P> {
    /// Changes something, in one transaction. It runs to its end whoever hangs up meanwhile.
    ///
    /// # Errors
    /// The outer one: no connection can be had. The inner one: those of the work.
    pub async fn write<T, E>(
        &self,
        work: impl AsyncFnOnce(Writing<'_>) -> Result<T, E> + 'static,
    ) -> Result<Result<T, E>, Error>
    where
        T: 'static,
        E: From<DatabaseError> + 'static,
    {
        let (app, actor) = (self.app.clone(), self.actor());
        let writing = actix_web::rt::spawn(async move {
            let mut conn = app.db.get().await?;
            let within = async |tx: &mut Conn| {
                let actor = &actor;
                work(Writing { tx, actor }).await
            };
            let done = storage::transaction(&mut conn, within).await;
            app.publications.editions.done();
            Ok(done)
        });
        writing.await.map_err(Error::fault)?
    }

    fn actor(&self) -> Actor {
        actor(self.town.id, &self.who.login)
    }
}

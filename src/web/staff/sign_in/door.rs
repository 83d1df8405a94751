//! Whoever stands at the door of a town, as an argument: what is looked up, tried and begun there.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;

use crate::domain::account::kept::Kept;
use crate::domain::account::password::Password;
use crate::domain::actor::Actor;
use crate::domain::language::Language;
use crate::domain::person::Login;
use crate::domain::session::Entry;
use crate::storage::credentials::{self, Proving, Whom};
use crate::storage::people::{self, Person};
use crate::storage::{self, Conn, QueryResult};
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::page::form::FormView;
use crate::web::page::{Display, Visitor, asked_language, of_staff, see_other};
use crate::web::staff::{actor, session};
use crate::web::state::AppState;
use crate::web::throttle::Turn;
use crate::web::town::Town;
use crate::workflows::accounts::hashing::NotHashed;
use crate::workflows::accounts::signing_in;

use super::resumed::Show as Resumed;
use super::{Onward, ProviderView, Show, code, demonstration, known, provider};

/// Whoever stands at the door.
pub struct Door {
    /// The program.
    pub app: Data<AppState>,
    /// The town.
    pub town: Arc<Town>,
    /// What they sent.
    pub request: HttpRequest,
    /// The language of the page.
    pub language: Language,
}

impl FromRequest for Door {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = request.app_data::<Data<AppState>>().cloned();
            let app = app.ok_or(Error::NotFound)?;
            let slug = request.match_info().get("town").ok_or(Error::NotFound)?;
            let town = app.cache.town(slug).await?;
            Self::at(&app, town, request.clone())
        })
    }
}

impl Door {
    /// The door of a town.
    ///
    /// # Errors
    /// [`Error::Suspended`] where nobody is let in.
    pub fn at(app: &Data<AppState>, town: Arc<Town>, request: HttpRequest) -> Result<Self, Error> {
        if town.is_suspended {
            return Err(Error::Suspended);
        }
        request.extensions_mut().insert(town.clone());
        Ok(Self {
            app: app.clone(),
            town,
            language: asked_language(&request, &of_staff()),
            request,
        })
    }

    /// An address of the door, in the language of the page.
    #[must_use]
    pub fn path(&self, end: &str) -> String {
        format!(
            "{}/{}{end}?lang={}",
            super::PATH,
            self.town.slug,
            self.language
        )
    }

    /// How they read a page.
    #[must_use]
    pub fn visitor(&self) -> Visitor<'_> {
        let display = Display::of_request(&self.request);
        Visitor::new(&self.app, &self.town, &self.language, display, &of_staff()).of_staff()
    }

    /// The form.
    ///
    /// # Errors
    /// As [`Visitor::show`].
    pub async fn show(&self, form: FormView, onward: Onward) -> Result<HttpResponse, Error> {
        self.visitor().show(&Show {
            action: self.path(""),
            is_kept: !onward.kept().is_empty(),
            form,
            onward,
            parts: demonstration::parts(self).await?,
            provider: provider::way(self).map(|(text, href)| ProviderView { text, href }),
            set_up: format!("/staff/set-up/{}?lang={}", self.town.slug, self.language),
        })
    }

    /// The right to try a name once more.
    ///
    /// # Errors
    /// [`Error::TooMany`] after a long wait.
    pub async fn turn(&self, login: &str) -> Result<Turn<'_>, Error> {
        let login = Login::parse(login).ok();
        let household = ClientAddress::of(&self.request).household();
        let is_known = self.is_known(login.as_ref()).await?;
        let name = login.as_ref().map_or("", Login::as_str);
        let throttle = &self.app.throttle;
        throttle
            .sign_in(&self.request, household, (self.town.id, name, is_known))
            .await
    }

    /// Whether somebody of this name has signed in with this browser before.
    async fn is_known(&self, login: Option<&Login>) -> Result<bool, Error> {
        let Some(login) = login.filter(|_| known::is_anybodys(&self.app, &self.request)) else {
            return Ok(false);
        };
        let mut conn = self.app.db.get().await?;
        match people::by_login(&mut conn, self.town.id, login).await {
            Ok(person) => {
                let (app, town) = (&self.app, self.town.id);
                Ok(known::is_known(app, &self.request, town, person.id))
            }
            Err(error) if storage::is_missing(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Whose name and password these are; none where they are nobody's, or of somebody whose last day is over.
    ///
    /// # Errors
    /// [`Error::Busy`] when very many sign in; when the database fails.
    pub async fn proven(&self, login: &str, password: &str) -> Result<Option<Proving>, Error> {
        let login = Login::parse(login).ok();
        // Nobody has a password that cannot be one: it is compared all the same, so that it takes as long.
        let password = Password::typed(password).or_else(|_| Password::typed(""));
        let password = password.map_err(Error::fault)?;
        let someone = match login.as_ref() {
            Some(login) => self.present(Whom::Login(login)).await?,
            None => None,
        };
        let stored = someone.as_ref();
        let stored = stored.and_then(|one| one.credentials.password.as_deref());
        let verified = self.app.hashing.verify(stored, &password).await;
        let is_right = verified.map_err(busy)?;
        let Some(one) = someone.filter(|_| is_right) else {
            return Ok(None);
        };
        if let Some(old) = one.credentials.password.as_deref()
            && self.app.hashing.needs_rehash(old)
        {
            let hash = self.app.hashing.hash(&password).await.map_err(busy)?;
            let mut conn = self.app.db.get().await?;
            credentials::set_password(&mut conn, self.town.id, one.person.id, &hash).await?;
        }
        Ok(Some(one))
    }

    /// Somebody with what they prove themselves with, where they have a role today.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn present(&self, whom: Whom<'_>) -> Result<Option<Proving>, Error> {
        let mut conn = self.app.db.get().await?;
        Ok(credentials::proving(&mut conn, self.town.id, whom).await?)
    }

    /// Lets somebody in whose password was right, or asks for a code first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pass(&self, proven: Proving, onward: Onward) -> Result<HttpResponse, Error> {
        if proven.credentials.totp.is_some() || proven.has_codes {
            return code::ask(self, &proven, onward).await;
        }
        self.let_in(proven.person, Entry::Password, onward).await
    }

    /// Begins a session and leads onward; what was typed before is shown first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn let_in(
        &self,
        person: Person,
        entry: Entry,
        onward: Onward,
    ) -> Result<HttpResponse, Error> {
        let from = session::from(&self.app, &self.request);
        let (id, actor) = (person.id, self.actor(&person));
        let begun = self.write(async move |tx| {
            signing_in::begin(tx, &actor, &person, (entry, from), rand::random()).await
        });
        let (token, now) = begun.await?;
        let mut response = match Kept::open(&self.app.keys, id, now, onward.kept()) {
            Ok(kept) => self.visitor().show(&Resumed::of(kept))?,
            Err(_) => see_other(onward.address()).finish(),
        };
        let cookies = [
            session::cookie(&self.app, &token),
            known::with(&self.app, &self.request, self.town.id, id),
        ];
        for cookie in cookies {
            response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
        }
        Ok(response)
    }

    /// A person as whom somebody acts who has proven that they are them.
    #[must_use]
    pub fn actor(&self, person: &Person) -> Actor {
        self.acting(&person.login)
    }

    /// The same, by their login name.
    #[must_use]
    pub fn acting(&self, login: &Login) -> Actor {
        actor(self.town.id, login)
    }

    /// Changes something, in one transaction that runs to its end whoever hangs up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write<T: 'static>(
        &self,
        work: impl AsyncFnOnce(&mut Conn) -> QueryResult<T> + 'static,
    ) -> Result<T, Error> {
        Ok(self.try_write(work).await??)
    }

    /// The same, where the database may refuse it by a rule of its own.
    ///
    /// # Errors
    /// The outer one: no connection can be had. The inner one: what the database says.
    pub async fn try_write<T: 'static>(
        &self,
        work: impl AsyncFnOnce(&mut Conn) -> QueryResult<T> + 'static,
    ) -> Result<QueryResult<T>, Error> {
        let app = self.app.clone();
        let writing = actix_web::rt::spawn(async move {
            let mut conn = app.db.get().await?;
            let done = storage::transaction(&mut conn, work).await;
            app.publications.editions.done();
            Ok(done)
        });
        writing.await.map_err(Error::fault)?
    }
}

/// Very many sign in: they are asked to come again.
pub(in crate::web::staff) fn busy(why: NotHashed) -> Error {
    match why {
        NotHashed::Busy => Error::Busy(5),
        NotHashed::Failed => Error::fault(why),
    }
}

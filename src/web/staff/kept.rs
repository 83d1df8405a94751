//! What somebody has typed and not sent yet: kept while they type, shown again whenever they come back, theirs alone.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL};
use serde::Serialize;

use crate::domain::permission::{Change, Grant};
use crate::domain::time::Timestamp;
use crate::storage::kept_forms::{self, KeptForm, Typed};
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::error::Error;

use super::Staff;

/// What the page shows of it: the version it was made from, and when that was kept.
#[derive(Debug, Serialize)]
pub(super) struct KeptView {
    version: i32,
    said: Option<Say>,
}

/// What a script that keeps a form hears.
#[derive(Serialize)]
struct Heard {
    said: String,
    version: Option<i32>,
}

impl<P: Grant> Staff<P> {
    /// What is kept of a form.
    pub(super) async fn kept(&self, form: &str) -> Result<Option<KeptForm>, Error> {
        let mut conn = self.app.db.get().await?;
        Ok(kept_forms::find(&mut conn, self.town.id, (self.login(), form)).await?)
    }

    /// What the page says of it.
    pub(super) fn kept_view(&self, kept: Option<&KeptForm>) -> KeptView {
        KeptView {
            version: kept.map_or(0, |kept| kept.version),
            said: kept.map(|kept| self.kept_said(kept.kept_at)),
        }
    }

    fn kept_said(&self, at: Timestamp) -> Say {
        Say::new("kept-at").with("at", Datum::moment(at, self.town.zone))
    }

    /// Whether it is a script that asks, and no person who waits for a page.
    pub(super) fn asks_by_script(&self) -> bool {
        let accepts = self.request.headers().get(ACCEPT);
        accepts.is_some_and(|accepts| accepts == "application/json")
    }

    /// Tells the script in one sentence what became of the form.
    pub(super) fn tell(&self, kept: Option<(i32, Timestamp)>) -> Result<HttpResponse, Error> {
        let say = kept.map_or_else(|| Say::new("kept-elsewhere"), |(_, at)| self.kept_said(at));
        let mut response = match kept {
            Some(_) => HttpResponse::Ok(),
            None => HttpResponse::Conflict(),
        };
        Ok(response
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(Heard {
                said: self.app.views.locales().say(self.language(), &say)?,
                version: kept.map(|(version, _)| version),
            }))
    }
}

impl<P: Change> Staff<P> {
    /// Keeps what is typed in place of version `seen`; none where another window has kept something since.
    pub(super) async fn keep(
        &self,
        form: &'static str,
        typed: BTreeMap<String, String>,
        seen: i32,
    ) -> Result<Option<(i32, Timestamp)>, Error> {
        let (town, login) = (self.town.id, self.login().to_owned());
        let kept = self.write(async move |at| -> Result<_, diesel::result::Error> {
            let typed: Typed = typed;
            kept_forms::keep(at.tx, town, (&login, form), (&typed, seen)).await
        });
        Ok(kept.await??)
    }

    /// Nothing is kept of a form any more.
    pub(super) async fn forget(&self, form: &'static str) -> Result<(), Error> {
        let (town, login) = (self.town.id, self.login().to_owned());
        let forgotten = self.write(async move |at| -> Result<_, diesel::result::Error> {
            kept_forms::forget(at.tx, town, (&login, form)).await
        });
        Ok(forgotten.await??)
    }
}

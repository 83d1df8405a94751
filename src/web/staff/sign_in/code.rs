//! The second step at the door: a code of a program, or of the printed list.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::account::codes::OneTimeCode;
use crate::domain::account::totp::Totp;
use crate::domain::ids::PersonId;
use crate::domain::session::Entry;
use crate::domain::time::Timestamp;
use crate::storage::clock;
use crate::storage::credentials::{self, Proving, Whom};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title, see_other};

use super::{Door, Onward, half};

/// The form.
#[derive(Serialize)]
struct Ask {
    action: String,
    back: String,
    form: FormView,
    half: String,
    onward: Onward,
    has_totp: bool,
    has_codes: bool,
}

impl page::Page for Ask {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/sign_in/code/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("sign-in-code-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.back.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(min = 1, max = 60))]
    code: String,
    half: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    kept: String,
}

/// Asks whose password was right for a code.
pub(super) async fn ask(
    door: &Door,
    proven: &Proving,
    onward: Onward,
) -> Result<HttpResponse, Error> {
    show(door, proven, FormView::blank(&["code"]), onward).await
}

async fn show(
    door: &Door,
    proven: &Proving,
    form: FormView,
    onward: Onward,
) -> Result<HttpResponse, Error> {
    let now = clock::now(&mut *door.app.db.get().await?).await?;
    door.visitor().show(&Ask {
        action: door.path("/code"),
        back: door.path(""),
        form,
        half: half::seal(&door.app.keys, door.town.id, proven.person.id, now),
        onward,
        has_totp: proven.credentials.totp.is_some(),
        has_codes: proven.has_codes,
    })
}

/// `POST /staff/sign-in/{town}/code`
pub async fn create(door: Door, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let fields = &form.fields;
    let onward = Onward::new(&fields.to, &fields.kept);
    let mut conn = door.app.db.get().await?;
    let now = clock::now(&mut conn).await?;
    let Some(person) = half::open(&door.app.keys, door.town.id, &fields.half, now) else {
        return Ok(see_other(&door.path("")).finish());
    };
    drop(conn);
    let Some(proven) = door.present(Whom::Id(person)).await? else {
        return Ok(see_other(&door.path("")).finish());
    };
    if let Err(form) = form.read(|_| Ok(())) {
        return show(&door, &proven, form, onward).await;
    }
    match entry(&door, &proven, &fields.code, now).await? {
        Some(entry) => door.let_in(proven.person, entry, onward).await,
        None => {
            let wrong = FieldErrors::of("code", Say::new("sign-in-code-wrong"));
            show(&door, &proven, form.refused(wrong), onward).await
        }
    }
}

/// With what somebody comes in; none for a code that is none of theirs or was used.
async fn entry(
    door: &Door,
    proven: &Proving,
    typed: &str,
    now: Timestamp,
) -> Result<Option<Entry>, Error> {
    let (town, person) = (door.town.id, proven.person.id);
    let turn = door.app.throttle.second_factor(&door.request, town, person);
    let turn = turn.await?;
    let step = step(door, proven, typed, now)?;
    let number = number(door, person, typed).await?;
    let used = door.write(async move |tx| {
        if let Some(step) = step
            && credentials::use_step(tx, town, person, step).await?
        {
            return Ok(Some(Entry::Totp));
        }
        let used = match number {
            Some(number) => credentials::use_code(tx, town, person, number, now).await?,
            None => false,
        };
        Ok(used.then_some(Entry::Codes))
    });
    let entry = used.await?;
    if entry.is_some() {
        turn.right().await?;
    }
    Ok(entry)
}

/// The half minute whose code this is.
fn step(door: &Door, proven: &Proving, typed: &str, now: Timestamp) -> Result<Option<i64>, Error> {
    let Some(sealed) = &proven.credentials.totp else {
        return Ok(None);
    };
    let totp = Totp::open(&door.app.keys, proven.person.id, sealed).map_err(anyhow::Error::from)?;
    Ok(totp.accepts(typed, now, proven.credentials.totp_step))
}

/// The number of the code in the printed list.
async fn number(door: &Door, person: PersonId, typed: &str) -> Result<Option<i16>, Error> {
    let Ok(code) = OneTimeCode::read(typed) else {
        return Ok(None);
    };
    let mut conn = door.app.db.get().await?;
    let codes = credentials::codes(&mut conn, door.town.id, person).await?;
    let whose = (door.town.id, person);
    let found = codes
        .iter()
        .find(|listed| code.is(&door.app.keys, whose, &listed.hash));
    Ok(found.map(|listed| listed.number))
}

//! What is done with something that is left: it is put right, it may stay, or it is asked for again.

use std::str::FromStr;

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::{Act, Refused};
use crate::domain::questionnaire::leftovers::{Leftover, left};
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::FieldErrors;
use crate::web::page::see_other;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::agreeing;
use crate::workflows::designing::{self, Acted, DesignError};

use super::super::fields::Fields;
use super::super::{Opened, address};
use super::{basis, field, show, text_of};

/// `POST /staff/drafts/{draft}/leftovers`: `_go` says whether it is put right, may stay, or is asked for again.
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let go = fields.text("_go");
    if go == "again" {
        return ask_again(&staff, &opened, number(&fields, "number")?).await;
    }
    let which = number(&fields, "which")?;
    let chosen = chosen(&staff, &opened, &fields, which).await?;
    match (chosen, go.as_str()) {
        (None, "agree" | "write") => Ok(moved(&staff, &opened)),
        (Some((one, _)), "agree") => agree(&staff, &opened, one).await,
        (Some((one, text)), "write") => write(&staff, &opened, &fields, which, (one, &text)).await,
        _ => Err(Error::BadRequest),
    }
}

/// A number that the page wrote.
fn number<N: FromStr>(fields: &Fields, name: &str) -> Result<N, Error> {
    fields.text(name).parse().map_err(|_| Error::BadRequest)
}

async fn ask_again(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    number: i32,
) -> Result<HttpResponse, Error> {
    let draft = opened.row.id;
    let done = staff
        .write(async move |at| agreeing::ask_again(at.tx, at.actor, draft, number).await)
        .await?;
    answer(staff, opened, done)
}

/// What somebody chose in the list as they saw it, with its text.
async fn chosen(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    fields: &Fields,
    which: usize,
) -> Result<Option<(Leftover, String)>, Error> {
    let base = Opened::seen(staff, opened.row.id, fields.seen).await?;
    let basis = basis(
        &mut *staff.app.db.get().await?,
        staff.town.zone,
        &opened.row,
    )
    .await?;
    let all = basis.map(|basis| left(&base, &basis.document));
    let one = all.and_then(|all| all.into_iter().nth(which));
    let one = one.filter(|one| one.found == fields.text("found"));
    Ok(one.map(|one| {
        let text = text_of(&base, &one);
        (one, text)
    }))
}

async fn agree(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    one: Leftover,
) -> Result<HttpResponse, Error> {
    let draft = opened.row.id;
    let done = staff
        .write(async move |at| agreeing::agree(at.tx, at.actor, draft, &one).await)
        .await?;
    answer(staff, opened, done)
}

async fn write(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    fields: &Fields,
    which: usize,
    (one, text): (Leftover, &str),
) -> Result<HttpResponse, Error> {
    let (name, draft, seen) = (field(which), opened.row.id, fields.seen);
    let typed = fields.text(&name);
    let changed = one.replaced(text, &typed);
    let wrong = match () {
        () if typed == one.found => Some(Say::new("leftovers-same")),
        () if changed.trim().is_empty() => Some(Say::new("error-required-text")),
        () => None,
    };
    if let Some(wrong) = wrong {
        return refuse(staff, opened, fields, name, wrong).await;
    }
    let wanted = Act::Write {
        at: one.at,
        language: one.language,
        text: Some(changed),
    };
    let done = staff
        .write(async move |at| designing::act(at.tx, at.actor, draft, seen, &wanted).await)
        .await?;
    match done {
        Ok(Acted::Meets(_)) => Ok(moved(staff, opened)),
        Err(DesignError::Refused(Refused::TooLong(length))) => {
            let say = Say::new("draft-refused-long").with("length", length.to_string());
            refuse(staff, opened, fields, name, say).await
        }
        Err(DesignError::Refused(_)) => Ok(moved(staff, opened)),
        done => answer(staff, opened, done.map(|_| ())),
    }
}

/// The list again, with what was typed.
async fn refuse(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    fields: &Fields,
    name: String,
    why: Say,
) -> Result<HttpResponse, Error> {
    if fields.seen != opened.row.revision {
        return Ok(moved(staff, opened));
    }
    let wrong = FieldErrors::default().and(name, why);
    show(staff, opened, fields.refused(wrong)).await
}

/// Others have changed the text meanwhile: the list shows what is there now.
fn moved(staff: &Staff<EditQuestionnaires>, opened: &Opened) -> HttpResponse {
    staff.see(
        &format!("{}/leftovers", address(opened.row.id)),
        Done::DraftMoved,
    )
}

fn answer(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    done: Result<(), DesignError>,
) -> Result<HttpResponse, Error> {
    match done {
        Ok(()) => Ok(see_other(&opened.path(staff, "/leftovers")).finish()),
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(_) => Ok(staff.see(&address(opened.row.id), Done::DraftClosed)),
    }
}

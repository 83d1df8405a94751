//! Asking divisions: which, in which words, until when.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::{DivisionId, QuestionnaireDraftId};
use crate::domain::inquiry::{LONGEST, UntilFault};
use crate::domain::permission::EditQuestionnaires;
use crate::storage::divisions::{self, Division};
use crate::storage::{Conn, QueryResult};
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::{FieldErrors, FormView, TICKED};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::words::{day, said};
use crate::workflows::inquiring::{self, Asking, InquiryError};

use super::super::fields::Fields;
use super::{address, page};

/// The form.
#[derive(Serialize)]
pub(super) struct Beginning {
    action: String,
    divisions: Vec<Tick>,
    error: Option<Say>,
}

/// A division that can be asked.
#[derive(Serialize)]
struct Tick {
    name: String,
    label: String,
    checked: bool,
    is_written: bool,
}

impl Beginning {
    pub(super) async fn of(
        conn: &mut Conn,
        staff: &Staff<EditQuestionnaires>,
        draft: QuestionnaireDraftId,
        form: &FormView,
    ) -> QueryResult<Self> {
        let all = divisions::list(conn, staff.town.id).await?;
        let tick = |division: Division| {
            let name = field(division.id);
            Tick {
                checked: form.value(&name) == TICKED,
                label: division.name,
                is_written: division.email.is_some(),
                name,
            }
        };
        Ok(Self {
            action: staff.path(&address(draft)),
            divisions: all.into_iter().map(tick).collect(),
            error: form.error("divisions").cloned(),
        })
    }
}

/// The box of a division.
fn field(division: DivisionId) -> String {
    format!("division-{division}")
}

/// `POST /staff/drafts/{draft}/inquiry`
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let (fields, draft, by) = (Fields::of(form)?, at.draft, staff.who.person);
    let all = divisions::list(&mut *staff.app.db.get().await?, staff.town.id).await?;
    let asking = match asking(&fields, &all) {
        Ok(asking) => asking,
        Err(wrong) => return page(&staff, draft, fields.refused(wrong)).await,
    };
    let begun = staff
        .write(async move |at| inquiring::begin(at.tx, at.actor, by, draft, asking).await)
        .await?;
    match begun {
        Ok(()) => Ok(staff.see(&address(draft), Done::InquiryBegun)),
        Err(InquiryError::AlreadyOpen) => Ok(staff.see(&address(draft), Done::InquiryThere)),
        Err(InquiryError::Until(fault)) => {
            let form = fields.refused(FieldErrors::of("until", not_until(fault)));
            page(&staff, draft, form).await
        }
        Err(why) => super::closing::answer(&staff, draft, why),
    }
}

/// What was understood; all that is wrong at once.
fn asking(fields: &Fields, all: &[Division]) -> Result<Asking, FieldErrors> {
    let ticked = all.iter().map(|division| division.id);
    let divisions: Vec<DivisionId> = ticked.filter(|id| fields.ticked(&field(*id))).collect();
    let none = || FieldErrors::of("divisions", Say::new("inquiry-no-division"));
    let message = said("message", &fields.text("message"));
    let until = day("until", &fields.text("until"));
    match (message, until) {
        (Ok(message), Ok(until)) if !divisions.is_empty() => Ok(Asking {
            message,
            until,
            divisions,
        }),
        (message, until) => {
            let none = divisions.is_empty().then(none);
            let wrong = [message.err(), until.err(), none].into_iter().flatten();
            Err(wrong.fold(FieldErrors::default(), FieldErrors::with))
        }
    }
}

/// Why a day cannot be the last one.
pub(super) fn not_until(fault: UntilFault) -> Say {
    match fault {
        UntilFault::Past => Say::new("inquiry-past"),
        UntilFault::NotLater => Say::new("inquiry-not-later"),
        UntilFault::TooFar => Say::new("inquiry-too-far").with("days", LONGEST.to_string()),
    }
}

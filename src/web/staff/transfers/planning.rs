//! Planning a move of roles: who, to whom and when are typed here, what comes of it is shown on the next page
//! (`preview`), and only then it is stored.

use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::MovePeople;
use crate::domain::time::Day;
use crate::domain::transfer::{self, Fault, Hindrance};
use crate::read::people::{Employee, staffing};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::parts::Step;
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::people::naming::{Offered, offered, person};
use crate::web::staff::words::day;
use crate::workflows::accounts::transfers::{self, TransferError, Wish};

use super::{hindered, preview};

/// The address of the form.
pub(crate) const PATH: &str = "/staff/transfers/new";

/// What is typed.
pub(super) const NAMES: [&str; 3] = ["from", "to", "on"];

/// The form.
#[derive(Serialize)]
struct New {
    steps: Vec<Step>,
    action: &'static str,
    language: String,
    back: String,
    offered: Vec<Offered>,
    form: FormView,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/transfers/planning/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("transfer-new-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(PATH.to_owned()),
            ..Around::of_form(&self.form)
        }
    }
}

/// What is typed, and, with the button of the next page, of which versions of the two people it was shown.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    from: String,
    to: String,
    on: String,
    #[serde(default)]
    from_version: String,
    #[serde(default)]
    to_version: String,
}

/// What was understood.
pub(super) struct Asked<'p> {
    /// Whose roles.
    pub(super) from: &'p Employee,
    /// Who gets them.
    pub(super) to: &'p Employee,
    /// On which day.
    pub(super) on: Day,
}

impl Fields {
    /// All that is wrong at once.
    pub(super) fn understood<'p>(
        &self,
        people: &'p [Employee],
        today: Day,
    ) -> Result<Asked<'p>, FieldErrors> {
        let from = person("from", &self.from, people);
        let to = person("to", &self.to, people);
        let on = day("on", &self.on);
        let (from, to, on) = match (from, to, on) {
            (Ok(from), Ok(to), Ok(on)) => (from, to, on),
            (from, to, on) => {
                let wrong = [from.err(), to.err(), on.err()].into_iter().flatten();
                return Err(wrong.fold(FieldErrors::default(), FieldErrors::with));
            }
        };
        match transfer::check((from.person.id, to.person.id), on, today) {
            Ok(()) => Ok(Asked { from, to, on }),
            Err(why) => Err(faulty(why)),
        }
    }

    /// What was looked at.
    fn wish(&self, asked: &Asked<'_>) -> Result<Wish, Error> {
        let version = |typed: &str| typed.parse::<i32>().map_err(|_| Error::BadRequest);
        Ok(Wish {
            from: (asked.from.person.id, version(&self.from_version)?),
            to: (asked.to.person.id, version(&self.to_version)?),
            on: asked.on,
        })
    }
}

/// `GET /staff/transfers/new`, with what is known already in the address.
pub async fn new(staff: Staff<MovePeople>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let form = Form::<Fields>::of_query(&request, &NAMES)?;
    again(&staff, form.refused(FieldErrors::default())).await
}

/// `POST /staff/transfers`: what was shown is planned, or made where its day is today.
pub async fn create(staff: Staff<MovePeople>, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let people = staffing(&mut conn, staff.desk()).await?.people;
    drop(conn);
    let today = staff.who.today;
    let asked = match form.read(|fields| fields.understood(&people, today)) {
        Ok(asked) => asked,
        Err(form) => return again(&staff, form).await,
    };
    let wish = form.fields.wish(&asked)?;
    let planned = staff.write(async move |at| transfers::plan(at.tx, at.actor, wish).await);
    match planned.await? {
        Ok(true) => Ok(staff.see(super::PATH, Done::TransferMade)),
        Ok(false) => Ok(staff.see(super::PATH, Done::TransferPlanned)),
        Err(TransferError::Changed) => {
            let changed = FieldErrors::of("submit", Say::new("transfer-changed-meanwhile"));
            preview::page(&staff, &asked, form.refused(changed)).await
        }
        Err(why) => again(&staff, form.refused(said(why)?)).await,
    }
}

/// Why nothing was planned, at its field.
fn said(why: TransferError) -> Result<FieldErrors, Error> {
    match why {
        TransferError::Fault(why) => Ok(faulty(why)),
        TransferError::Hindered(why) => Ok(cannot(why)),
        TransferError::PlannedAlready => Ok(already()),
        TransferError::Database(error) => Err(error.into()),
        TransferError::Changed | TransferError::Settled => Err(Error::fault(why)),
    }
}

fn faulty(why: Fault) -> FieldErrors {
    let (field, key) = match why {
        Fault::Same => ("to", "transfer-same"),
        Fault::Past => ("on", "transfer-past"),
        Fault::TooFar => ("on", "transfer-too-far"),
    };
    FieldErrors::of(field, Say::new(key))
}

/// That it could not be made.
pub(super) fn cannot(why: Hindrance) -> FieldErrors {
    let field = match why {
        Hindrance::NoRole => "from",
        Hindrance::ReceiverLeft | Hindrance::LastAdministrator | Hindrance::OtherFirst => "to",
    };
    FieldErrors::of(field, hindered(why))
}

/// That the roles of this person are to be moved already.
pub(super) fn already() -> FieldErrors {
    FieldErrors::of("from", Say::new("transfer-planned-already"))
}

/// Where one is in what is done in two steps; `form`: the way back to the first.
pub(super) fn steps(form: Option<String>, current: usize) -> Vec<Step> {
    let steps = vec![
        (Say::new("transfer-step-typed"), form),
        (Say::new("transfer-step-shown"), None),
    ];
    Step::all(steps, current)
}

/// The form, as it was typed.
pub(super) async fn again(
    staff: &Staff<MovePeople>,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let staffing = staffing(&mut conn, staff.desk()).await?;
    drop(conn);
    staff.show(&New {
        steps: steps(None, 0),
        action: preview::PATH,
        language: staff.language().to_string(),
        back: staff.path(super::PATH),
        offered: offered(&staffing),
        form,
    })
}

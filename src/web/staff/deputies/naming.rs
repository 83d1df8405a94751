//! An approver names who decides in their place for some days.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::deputy::{Days, DaysFault};
use crate::domain::ids::PersonId;
use crate::domain::permission::NameDeputy;
use crate::read::people::{Employee, staffing};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::people::naming::{Offered, offered, person};
use crate::web::staff::words::{day, reason};
use crate::workflows::accounts::deputies::{self, DeputyError, Naming};

/// The address of the form.
pub(super) const PATH: &str = "/staff/deputies/new";

/// The form.
#[derive(Serialize)]
struct New {
    action: String,
    back: String,
    offered: Vec<Offered>,
    form: FormView,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/deputies/naming/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("deputy-new-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// What is typed.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    deputy: String,
    from: String,
    until: String,
    reason: String,
}

impl Fields {
    /// What was understood; all that is wrong at once.
    fn understood(&self, own: PersonId, people: &[Employee]) -> Result<Naming, FieldErrors> {
        let deputy = person("deputy", &self.deputy, people);
        let from = day("from", &self.from);
        let until = day("until", &self.until);
        let reason = reason("reason", &self.reason);
        match (deputy, from, until, reason) {
            (Ok(deputy), Ok(from), Ok(until), Ok(reason)) => Ok(Naming {
                person: own,
                deputy: deputy.person.id,
                from,
                until,
                reason,
            }),
            (deputy, from, until, reason) => {
                let wrong = [deputy.err(), from.err(), until.err(), reason.err()];
                let all = wrong.into_iter().flatten();
                Err(all.fold(FieldErrors::default(), FieldErrors::with))
            }
        }
    }
}

/// `GET /staff/deputies/new`
pub async fn new(staff: Staff<NameDeputy>) -> Result<HttpResponse, Error> {
    let blank = FormView::blank(&["deputy", "from", "until", "reason"]);
    let form = blank.with("from", staff.who.today.to_string());
    show(&staff, form).await
}

/// `POST /staff/deputies/new`
pub async fn create(staff: Staff<NameDeputy>, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let people = staffing(&mut conn, staff.desk()).await?.people;
    drop(conn);
    let naming = match form.read(|fields| fields.understood(staff.who.person, &people)) {
        Ok(naming) => naming,
        Err(form) => return show(&staff, form).await,
    };
    let named = staff.write(async move |at| deputies::name(at.tx, at.actor, naming).await);
    match named.await? {
        Ok(id) => Ok(staff.see_row(super::PATH, &id, Done::DeputyNamed)),
        Err(why) => show(&staff, form.refused(said(why)?)).await,
    }
}

/// Why nobody was named, at its field.
fn said(why: DeputyError) -> Result<FieldErrors, Error> {
    let at = |field, key| FieldErrors::of(field, Say::new(key));
    Ok(match why {
        DeputyError::Days(DaysFault::Backwards) => at("until", "deputy-backwards"),
        DeputyError::Days(DaysFault::Past) => at("from", "deputy-past"),
        DeputyError::Days(DaysFault::TooLong) => at("until", "deputy-too-long"),
        DeputyError::Oneself => at("deputy", "deputy-oneself"),
        DeputyError::Leaves(last) => {
            let say = Say::new("deputy-leaves").with("day", Datum::Date(last));
            FieldErrors::of("deputy", say)
        }
        DeputyError::Overlapping(Days { from, until }) => {
            let say = Say::new("deputy-overlapping").with("from", Datum::Date(from));
            FieldErrors::of("from", say.with("until", Datum::Date(until)))
        }
        DeputyError::Database(error) => return Err(error.into()),
        DeputyError::Over => return Err(Error::fault(why)),
    })
}

async fn show(staff: &Staff<NameDeputy>, form: FormView) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let mut staffing = staffing(&mut conn, staff.desk()).await?;
    drop(conn);
    let own = staff.who.person;
    staffing.people.retain(|one| one.person.id != own);
    staff.show(&New {
        action: staff.path(PATH),
        back: staff.path(super::PATH),
        offered: offered(&staffing),
        form,
    })
}

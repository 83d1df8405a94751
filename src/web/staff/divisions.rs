//! The divisions of the town: what they are called and were called, and where their letters go.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::division::{Called, Former};
use crate::domain::ids::DivisionId;
use crate::domain::permission::EditDivisions;
use crate::domain::person::Name;
use crate::domain::time::Day;
use crate::storage::divisions::{self as rows, Division};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::DivisionAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::workflows::accounts::divisions::{self, Change, DivisionError};

use super::Staff;
use super::done::Done;
use super::people::email;

/// The address of the list.
pub(super) const PATH: &str = "/staff/divisions";

/// The list.
#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    new: String,
}

#[derive(Serialize)]
struct Row {
    id: String,
    href: String,
    name: String,
    email: Option<String>,
    /// The names it had, each with its days.
    former: Vec<Say>,
}

/// The form of a new one.
#[derive(Serialize)]
struct New {
    action: String,
    back: String,
    form: FormView,
}

/// The form of one that is there.
#[derive(Serialize)]
struct Edit {
    action: String,
    back: String,
    form: FormView,
    name: String,
    names: Vec<Say>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/divisions/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("divisions-title").into())
    }
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/divisions/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("division-new-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

impl page::Page for Edit {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/divisions/edit";

    fn title(&self) -> Title {
        Title::Before(self.name.as_str().into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    name: String,
    #[validate(length(max = 254))]
    email: String,
    /// The first day of another name.
    #[serde(default)]
    from: String,
    /// What it was called when the form was made.
    #[serde(default)]
    seen: String,
}

impl Fields {
    fn understood(&self) -> Result<(Name, Option<String>), FieldErrors> {
        let name = Name::parse(&self.name).map_err(|why| FieldErrors::of("name", why.into()))?;
        let email = email(&self.email).map_err(|why| FieldErrors::of("email", why))?;
        Ok((name, email))
    }

    fn change(&self, id: DivisionId) -> Result<Change, FieldErrors> {
        let (name, email) = self.understood()?;
        let from = self.from.trim().parse::<Day>();
        Ok(Change {
            id,
            seen: self.seen.clone(),
            name,
            from: from.map_err(|_| FieldErrors::of("from", Say::new("extension-no-day")))?,
            email,
        })
    }
}

/// `GET /staff/divisions`
pub async fn index(staff: Staff<EditDivisions>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let all = rows::list(&mut conn, staff.town.id).await?;
    let called = rows::called(&mut conn, staff.town.id, None).await?;
    let row = |division: Division| Row {
        former: called.get(&division.id).map(former).unwrap_or_default(),
        href: staff.path(&format!("{PATH}/{}", division.id)),
        id: division.id.to_string(),
        name: division.name,
        email: division.email,
    };
    let rows = all.into_iter().map(row).collect();
    staff.show(&Index {
        rows,
        new: staff.path("/staff/divisions/new"),
    })
}

/// `GET /staff/divisions/new`
pub async fn new(staff: Staff<EditDivisions>) -> Result<HttpResponse, Error> {
    show_new(&staff, FormView::blank(&["name", "email"]))
}

/// `POST /staff/divisions/new`
pub async fn create(
    staff: Staff<EditDivisions>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let (name, email) = match form.read(Fields::understood) {
        Ok(understood) => understood,
        Err(form) => return show_new(&staff, form),
    };
    let added = staff.write(async move |at| divisions::add(at.tx, at.actor, &name, email).await);
    match added.await? {
        Ok(_) => Ok(staff.see(PATH, Done::DivisionAdded)),
        Err(why) => show_new(&staff, form.refused(said(why)?)),
    }
}

/// `GET /staff/divisions/{division}`
pub async fn edit(
    staff: Staff<EditDivisions>,
    at: Path<DivisionAt>,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let division = rows::by_id(&mut conn, staff.town.id, DivisionId(at.division)).await?;
    drop(conn);
    let form = FormView::filled([
        ("name", division.name.clone()),
        ("email", division.email.clone().unwrap_or_default()),
        ("from", staff.who.today.to_string()),
        ("seen", division.name.clone()),
    ]);
    show(&staff, &division, form).await
}

/// `POST /staff/divisions/{division}`
pub async fn update(
    staff: Staff<EditDivisions>,
    at: Path<DivisionAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let id = DivisionId(at.division);
    let mut conn = staff.app.db.get().await?;
    let division = rows::by_id(&mut conn, staff.town.id, id).await?;
    drop(conn);
    let change = match form.read(|fields| fields.change(id)) {
        Ok(change) => change,
        Err(form) => return show(&staff, &division, form).await,
    };
    let changed = staff.write(async move |at| divisions::change(at.tx, at.actor, change).await);
    match changed.await? {
        Ok(()) => Ok(staff.see(PATH, Done::DivisionChanged)),
        Err(why) => {
            let form = form.refused(said(why)?).with("seen", division.name.clone());
            show(&staff, &division, form).await
        }
    }
}

/// Why a division was not added or changed, at its field.
fn said(why: DivisionError) -> Result<FieldErrors, Error> {
    Ok(match why {
        DivisionError::NameTaken => FieldErrors::of("name", Say::new("division-name-taken")),
        DivisionError::Changed => FieldErrors::of("name", Say::new("division-changed-meanwhile")),
        DivisionError::ToCome => FieldErrors::of("from", Say::new("division-to-come")),
        DivisionError::Database(error) => return Err(error.into()),
    })
}

fn show_new(staff: &Staff<EditDivisions>, form: FormView) -> Result<HttpResponse, Error> {
    staff.show(&New {
        action: staff.path("/staff/divisions/new"),
        back: staff.path(PATH),
        form,
    })
}

async fn show(
    staff: &Staff<EditDivisions>,
    division: &Division,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let called = rows::called(&mut conn, staff.town.id, Some(&[division.id])).await?;
    staff.show(&Edit {
        action: staff.path(&format!("{PATH}/{}", division.id)),
        back: staff.path(PATH),
        form,
        name: division.name.clone(),
        names: called.get(&division.id).map(former).unwrap_or_default(),
    })
}

/// The names it had, each with its days.
fn former(called: &Called) -> Vec<Say> {
    let said = |Former { name, from, until }| {
        let key = match from {
            Some(_) => "division-called",
            None => "division-called-first",
        };
        Say::new(key)
            .with("name", name)
            .with_any("from", from.map(Datum::Date))
            .with("until", Datum::Date(until))
    };
    called.former().into_iter().map(said).collect()
}

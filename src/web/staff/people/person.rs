//! Adding a person and changing one.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::PersonId;
use crate::domain::permission::{EditPeople, Permission};
use crate::domain::role::Role;
use crate::read::people::{Employee, employee};
use crate::storage::{divisions, people as stored};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::PersonAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::done::Done;
use crate::web::staff::transfers::planning;
use crate::web::staff::{Staff, words};
use crate::workflows::accounts::people::{self, PersonError};

use super::fields::{self, Fields};
use super::{PATH, address, standing};

/// The form of somebody new.
#[derive(Serialize)]
struct New {
    form: PersonForm,
}

/// The form of somebody who is there, and what can be done with them.
#[derive(Serialize)]
struct Edit {
    name: String,
    standing: Say,
    form: PersonForm,
    invite: String,
    has_email: bool,
    /// Where all of their roles are moved to another; none for those who may not.
    transfer: Option<String>,
    end_sessions: String,
    remove_factors: String,
    /// Where the button leads that ends the binding to a provider's account; none where there is none.
    unbind: Option<String>,
}

/// The fields of a person.
#[derive(Serialize)]
struct PersonForm {
    action: String,
    back: String,
    divisions: Vec<Choice>,
    roles: Vec<RoleBox>,
    #[serde(flatten)]
    form: FormView,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
    is_chosen: bool,
}

/// A role that can be given, with its last day.
#[derive(Serialize)]
struct RoleBox {
    word: &'static str,
    role: Say,
    hint: Say,
    is_checked: bool,
    until: String,
    error: Option<Say>,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/people/person/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("person-new-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form.form)
    }
}

impl page::Page for Edit {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/people/person/edit";

    fn title(&self) -> Title {
        Title::Before(self.name.as_str().into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form.form)
    }
}

/// `GET /staff/people/new`
pub async fn new(staff: Staff<EditPeople>) -> Result<HttpResponse, Error> {
    let form = FormView::blank(&["login", "name", "email", "division", "until", "version"]);
    show_new(&staff, form).await
}

/// `POST /staff/people/new`
pub async fn create(staff: Staff<EditPeople>, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let divisions = divisions::list(&mut conn, staff.town.id).await?;
    drop(conn);
    let profile = match form.read(|fields| fields.profile(&divisions, rules(&staff))) {
        Ok(profile) => profile,
        Err(form) => return show_new(&staff, form).await,
    };
    let added = staff.write(async move |at| people::add(at.tx, at.actor, profile).await);
    match added.await? {
        Ok(person) => Ok(staff.see(&address(person), Done::PersonAdded)),
        Err(why) => show_new(&staff, form.refused(said(why)?)).await,
    }
}

/// `GET /staff/people/{person}`
pub async fn edit(staff: Staff<EditPeople>, at: Path<PersonAt>) -> Result<HttpResponse, Error> {
    let employee = found(&staff, &at).await?;
    let form = fields::filled(&employee);
    show(&staff, &employee, form).await
}

/// `POST /staff/people/{person}`
pub async fn update(
    staff: Staff<EditPeople>,
    at: Path<PersonAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let employee = found(&staff, &at).await?;
    let mut conn = staff.app.db.get().await?;
    let divisions = divisions::list(&mut conn, staff.town.id).await?;
    drop(conn);
    let version = form.fields.version.parse().map_err(|_| Error::BadRequest)?;
    let profile = match form.read(|fields| fields.profile(&divisions, rules(&staff))) {
        Ok(profile) => profile,
        Err(form) => return show(&staff, &employee, form).await,
    };
    let id = employee.person.id;
    let changed =
        staff.write(async move |at| people::change(at.tx, at.actor, (id, version), profile).await);
    match changed.await? {
        Ok(()) => Ok(staff.see(PATH, Done::PersonChanged)),
        Err(why) => again(&staff, &at, form.refused(said(why)?)).await,
    }
}

/// The form as it came back, for the person as they are now: having looked, one can go on.
async fn again(
    staff: &Staff<EditPeople>,
    at: &PersonAt,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let employee = found(staff, at).await?;
    let version = employee.person.version.to_string();
    show(staff, &employee, form.with("version", version)).await
}

async fn found(staff: &Staff<EditPeople>, at: &PersonAt) -> Result<Employee, Error> {
    let mut conn = staff.app.db.get().await?;
    Ok(employee(&mut conn, staff.desk(), PersonId(at.person)).await?)
}

/// The first role that is offered at the desk: that which gives roles.
fn rules(staff: &Staff<EditPeople>) -> Role {
    staff.town.roles().first().copied().unwrap_or(Role::Viewer)
}

/// Why a person was not added or changed, at its field.
fn said(why: PersonError) -> Result<FieldErrors, Error> {
    Ok(match why {
        PersonError::LoginTaken => FieldErrors::of("login", Say::new("person-login-taken")),
        PersonError::Changed => FieldErrors::of("submit", Say::new("person-changed-meanwhile")),
        PersonError::LastRuler(role) => {
            let word = role.word();
            FieldErrors::of(word, Say::new(format!("person-last-{word}")))
        }
        // Our page offers the roles of the desk alone.
        PersonError::RoleOfElsewhere => return Err(Error::BadRequest),
        PersonError::Database(error) => return Err(error.into()),
    })
}

async fn show_new(staff: &Staff<EditPeople>, form: FormView) -> Result<HttpResponse, Error> {
    let form = person_form(staff, &format!("{PATH}/new"), form).await?;
    staff.show(&New { form })
}

async fn show(
    staff: &Staff<EditPeople>,
    employee: &Employee,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let at = address(employee.person.id);
    let mut conn = staff.app.db.get().await?;
    let bound = stored::account(&mut conn, staff.town.id, employee.person.id).await?;
    drop(conn);
    staff.show(&Edit {
        unbind: bound.map(|_| staff.path(&format!("{at}/binding"))),
        name: employee.person.name.to_string(),
        standing: standing(staff, employee.standing),
        has_email: employee.person.email.is_some(),
        transfer: transfer(staff, employee),
        invite: staff.path(&format!("{at}/invitation")),
        end_sessions: staff.path(&format!("{at}/sessions")),
        remove_factors: staff.path(&format!("{at}/factors")),
        form: person_form(staff, &at, form).await?,
    })
}

/// The way to moving their roles to another, with their name typed already.
fn transfer(staff: &Staff<EditPeople>, employee: &Employee) -> Option<String> {
    let login = employee.person.login.as_str().replace('@', "%40");
    let path = staff.path(planning::PATH);
    let is_offered = staff.may(Permission::MovePeople);
    is_offered.then(|| format!("{path}&from={login}"))
}

async fn person_form(
    staff: &Staff<EditPeople>,
    action: &str,
    form: FormView,
) -> Result<PersonForm, Error> {
    let mut conn = staff.app.db.get().await?;
    let chosen = form.value("division").to_owned();
    let divisions = divisions::list(&mut conn, staff.town.id).await?;
    let choice = |division: divisions::Division| Choice {
        is_chosen: division.id.to_string() == chosen,
        value: division.id.to_string(),
        text: division.name,
    };
    Ok(PersonForm {
        action: staff.path(action),
        back: staff.path(PATH),
        divisions: divisions.into_iter().map(choice).collect(),
        roles: staff
            .town
            .roles()
            .iter()
            .map(|role| role_box(*role, &form))
            .collect(),
        form,
    })
}

fn role_box(role: Role, form: &FormView) -> RoleBox {
    let word = role.word();
    let until = format!("{word}_until");
    RoleBox {
        word,
        role: words::role(role),
        hint: words::role_hint(role),
        is_checked: !form.value(word).is_empty(),
        until: form.value(&until).to_owned(),
        error: form.error(word).or_else(|| form.error(&until)).cloned(),
    }
}

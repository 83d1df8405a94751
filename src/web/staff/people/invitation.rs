//! Giving a person the right to choose a password: on a slip to be printed, or by letter.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::account::codes::SetUpCode;
use crate::domain::event::people::{SetUp, Way};
use crate::domain::ids::PersonId;
use crate::domain::permission::EditPeople;
use crate::read::people::{Employee, Standing, employee};
use crate::storage::set_ups::SetUpRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::PersonAt;
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::accounts::joining;

use super::address;

/// The slip, to be printed and handed over.
#[derive(Serialize)]
struct Slip {
    town: String,
    whose: Say,
    code: String,
    where_to: String,
    until: Say,
    back: String,
    #[serde(skip)]
    switch: String,
}

impl page::Page for Slip {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/people/invitation/slip";

    fn title(&self) -> Title {
        Title::Before(Say::new("slip-title").into())
    }

    /// The answer to a form: another language shows the person.
    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::default()
        }
    }
}

/// Which button was pressed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(rename = "_go")]
    way: String,
}

/// `POST /staff/people/{person}/invitation`
pub async fn create(
    staff: Staff<EditPeople>,
    at: Path<PersonAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let way = Way::from_word(&form.untyped()?.way).ok_or(Error::BadRequest)?;
    let mut conn = staff.app.db.get().await?;
    let employee = employee(&mut conn, staff.desk(), PersonId(at.person)).await?;
    drop(conn);
    match way {
        Way::Slip => slip(&staff, &employee).await,
        Way::Letter => letter(&staff, &employee).await,
        Way::Link => Err(Error::BadRequest),
    }
}

/// What the right is for.
fn purpose(employee: &Employee) -> SetUp {
    match employee.standing {
        Standing::Member => SetUp::Reset,
        _ => SetUp::Invitation,
    }
}

async fn slip(staff: &Staff<EditPeople>, employee: &Employee) -> Result<HttpResponse, Error> {
    let code = SetUpCode::slip(rand::random());
    let hash = code.hash(&staff.app.keys, staff.town.id).to_vec();
    let (person, purpose) = (employee.person.id, purpose(employee));
    let given = staff.write(async move |at| {
        joining::give(at.tx, at.actor, person, (purpose, Way::Slip), hash).await
    });
    let SetUpRow { expires_at, .. } = given.await??;
    let until = Datum::moment(expires_at, staff.town.zone);
    staff.show(&Slip {
        town: staff.town.name.get(staff.language()).to_owned(),
        whose: Say::new("slip-whose")
            .with("name", employee.person.name.as_str())
            .with("login", employee.person.login.as_str()),
        code: code.to_string(),
        where_to: format!(
            "{}/staff/set-up/{}",
            staff.app.config.staff_url(),
            staff.town.slug
        ),
        until: Say::new("slip-until").with("until", until),
        back: staff.path(&address(person)),
        switch: address(person),
    })
}

async fn letter(staff: &Staff<EditPeople>, employee: &Employee) -> Result<HttpResponse, Error> {
    let (person, purpose) = (employee.person.clone(), purpose(employee));
    let (app, id) = (staff.app.clone(), person.id);
    let written = staff
        .write(async move |at| joining::write(at.tx, at.actor, &app.keys, &person, purpose).await);
    match written.await?? {
        true => Ok(staff.see(&address(id), Done::PersonWritten)),
        // The button is there only where there is an address.
        false => Err(Error::BadRequest),
    }
}

//! The members of staff: who works here, what they may do, and how they come in.

pub mod ending;
mod fields;
pub mod invitation;
pub mod naming;
pub mod person;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::ids::PersonId;
use crate::domain::permission::{EditPeople, Grant};
use crate::read::people::{Employee, Standing, staffing};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView};
use crate::web::page::{self, Title};

use super::{Staff, words};

pub(super) use fields::email;

/// The address of the list.
pub(super) const PATH: &str = "/staff/people";

/// So many people stand on a page.
const ON_A_PAGE: usize = 50;

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
    new: String,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/people/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("people-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    id: String,
    href: String,
    name: String,
    login: String,
    division: Option<String>,
    roles: Vec<RoleView>,
    standing: Say,
    seen: Option<Datum>,
}

#[derive(Serialize)]
struct RoleView {
    role: Say,
    until: Option<Say>,
}

/// `GET /staff/people`: all, or those whose name, login name or division has `?q=` in it.
pub async fn index(staff: Staff<EditPeople>) -> Result<HttpResponse, Error> {
    let search = staff.searched();
    let place = staff.place(PATH).searched(&search);
    let mut conn = staff.app.db.get().await?;
    let mut all = staffing(&mut conn, staff.desk()).await?.people;
    all.retain(|employee| search.finds(&words_of(employee)));
    let shown = all.chunks(ON_A_PAGE).nth(index_of(place.page()));
    let shown = shown.unwrap_or_default().iter();
    let counts = (counted(all.len()), counted(ON_A_PAGE));
    staff.show(&Index {
        rows: shown.map(|employee| row(&staff, employee)).collect(),
        list: place.view(Vec::new(), heads(), counts),
        new: staff.path(&format!("{PATH}/new")),
    })
}

fn index_of(page: u32) -> usize {
    usize::try_from(page.saturating_sub(1)).unwrap_or(usize::MAX)
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What a person is found by.
fn words_of(employee: &Employee) -> String {
    let division = employee.division.as_deref().unwrap_or_default();
    let person = &employee.person;
    format!("{} {} {division}", person.login, person.name)
}

fn heads() -> Vec<Head> {
    let keys = [
        "account-name",
        "account-division",
        "account-roles",
        "col-standing",
        "col-signed-in",
    ];
    keys.map(|key| Head::plain(Say::new(key))).into()
}

fn row<P: Grant>(staff: &Staff<P>, employee: &Employee) -> Row {
    let person = &employee.person;
    let role = |held: &crate::domain::event::people::Held| RoleView {
        role: words::role(held.role),
        until: held.until.map(words::until),
    };
    Row {
        id: person.id.to_string(),
        href: staff.path(&address(person.id)),
        name: person.name.to_string(),
        login: person.login.to_string(),
        division: employee.division.clone(),
        roles: employee.roles.iter().map(role).collect(),
        standing: standing(staff, employee.standing),
        seen: person
            .signed_in_at
            .map(|at| Datum::moment(at, staff.town.zone)),
    }
}

/// Whether somebody can come in, in words.
fn standing<P: Grant>(staff: &Staff<P>, standing: Standing) -> Say {
    match standing {
        Standing::Member => Say::new("standing-member"),
        Standing::Invited(until) => {
            Say::new("standing-invited").with("until", Datum::moment(until, staff.town.zone))
        }
        Standing::Uninvited => Say::new("standing-uninvited"),
        Standing::Over => Say::new("standing-over"),
    }
}

/// The page of a person.
fn address(id: PersonId) -> String {
    format!("{PATH}/{id}")
}

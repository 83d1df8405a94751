//! 「管理」: the ways to what keeps the desk itself in order, each for those who may go there.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::{Permission, SeeAdministration};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{self, Title};

use super::{
    Staff, account, deputies, divisions, people, record, roles, settings, transfers, work,
};

/// Its address.
pub(super) const PATH: &str = "/staff/administration";

/// A way: its name, whose attribute `.hint` says what is there, its address, and what it takes.
type Way = (&'static str, &'static str, Permission);

/// Every way there is.
const WAYS: [Way; 9] = [
    ("people-title", people::PATH, Permission::EditPeople),
    ("transfers-title", transfers::PATH, Permission::MovePeople),
    ("deputies-title", deputies::PATH, Permission::SeeToday),
    (
        "divisions-title",
        divisions::PATH,
        Permission::EditDivisions,
    ),
    ("roles-title", roles::PATH, Permission::SeeRoles),
    ("settings-title", settings::PATH, Permission::EditSettings),
    ("record-title", record::PATH, Permission::SeeRecord),
    ("works-title", work::PATH, Permission::SeeAdministration),
    ("account-title", account::PATH, Permission::KeepOwnAccount),
];

/// The list of them.
#[derive(Serialize)]
struct Index {
    ways: Vec<WayView>,
}

#[derive(Serialize)]
struct WayView {
    href: String,
    text: Say,
    hint: Say,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/administration/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("menu-administration").into())
    }
}

/// `GET /staff/administration`
pub async fn index(staff: Staff<SeeAdministration>) -> Result<HttpResponse, Error> {
    let open = WAYS.iter().filter(|(.., needed)| staff.may(*needed));
    let view = |(text, path, _): &Way| WayView {
        href: staff.path(path),
        text: Say::new(*text),
        hint: Say::new(format!("way-{text}")),
    };
    staff.show(&Index {
        ways: open.map(view).collect(),
    })
}

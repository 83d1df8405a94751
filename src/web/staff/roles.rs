//! 「役割と権限」: who may do what, from the table that decides it.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::{Permission, SeeRoles};
use crate::domain::role::{OF_A_TOWN, Role, TABLE};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{self, Title};

use super::{Staff, words};

/// Its address.
pub(super) const PATH: &str = "/staff/roles";

/// The table.
#[derive(Serialize)]
struct Index {
    roles: Vec<RoleHead>,
    rows: Vec<Row>,
}

/// The head of a column.
#[derive(Serialize)]
struct RoleHead {
    name: Say,
    hint: Say,
    is_own: bool,
}

#[derive(Serialize)]
struct Row {
    permission: Say,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    name: Say,
    may: bool,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/roles/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("roles-title").into())
    }
}

/// `GET /staff/roles`
pub async fn index(staff: Staff<SeeRoles>) -> Result<HttpResponse, Error> {
    let head = |role| RoleHead {
        name: words::role(role),
        hint: words::role_hint(role),
        is_own: staff.who.roles.contains(&role),
    };
    staff.show(&Index {
        roles: OF_A_TOWN.into_iter().map(head).collect(),
        rows: TABLE.iter().filter_map(row).collect(),
    })
}

/// What everybody may do, and what is done outside of towns, says nothing about roles.
fn row((permission, roles): &(Permission, &[Role])) -> Option<Row> {
    let of_a_town = roles.iter().any(|role| OF_A_TOWN.contains(role));
    let of_everybody = Role::ALL.iter().all(|role| roles.contains(role));
    if !of_a_town || of_everybody {
        return None;
    }
    let word = permission.word();
    let cell = |role| Cell {
        name: words::role(role),
        may: roles.contains(&role),
    };
    Some(Row {
        permission: Say::new(format!("permission-{word}")),
        cells: OF_A_TOWN.into_iter().map(cell).collect(),
    })
}

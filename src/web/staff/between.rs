//! What people do for each other, told on 「今日」 to those whom it concerns: who stands in for whom, whose roles are to become
//! whose, and what could not be moved on its day.

use serde::Serialize;

use crate::domain::deputy::State;
use crate::domain::permission::{Permission, SeeToday};
use crate::domain::role::Role;
use crate::read::{deputies as standing, transfers as moves};
use crate::storage::Conn;
use crate::storage::deputies::DeputyRow;
use crate::storage::transfers::TransferRow;
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::error::Error;

use super::told::Told;
use super::{Staff, deputies, motions, transfers};

/// Something to know, and the way to where it is seen.
#[derive(Serialize)]
pub(super) struct Note {
    said: Say,
    href: Option<String>,
}

/// All of it.
///
/// # Errors
/// When the database fails.
pub(super) async fn notes(conn: &mut Conn, staff: &Staff<SeeToday>) -> Result<Vec<Note>, Error> {
    let (desk, today, own) = (staff.desk(), staff.who.today, staff.who.person);
    let open = standing::open_of(conn, desk, today, own).await?;
    let planned = moves::planned_of(conn, desk, own).await?;
    let told = Told::to(staff, &open.names);
    let running = open.rows.iter().filter(|row| holds(staff, row));
    let mut all: Vec<Note> = running.map(|row| stands_in(staff, &told, row)).collect();
    let told = Told::to(staff, &planned.names);
    let moves = planned.rows.iter();
    all.extend(moves.filter_map(|row| moved(staff, &told, row)));
    Ok(all)
}

/// Whether somebody decides in another's place now: its days have come, and whoever is away is an approver still.
fn holds(staff: &Staff<SeeToday>, row: &DeputyRow) -> bool {
    let who = &staff.who;
    let is_approver = who.own.contains(&Role::Approver);
    let counts = match row.deputy_id == who.person {
        true => who.deputy_of.contains(&row.person_id),
        false => is_approver,
    };
    counts && row.state(who.today) == State::Running
}

/// That one stands in for somebody, or somebody for oneself.
fn stands_in(staff: &Staff<SeeToday>, told: &Told<'_>, row: &DeputyRow) -> Note {
    let is_deputy = row.deputy_id == staff.who.person;
    let (key, other, path) = match is_deputy {
        true => ("today-deputy", row.person_id, motions::PATH),
        false => ("today-deputised", row.deputy_id, deputies::PATH),
    };
    Note {
        said: Say::new(key)
            .with("other", told.person(other))
            .with("until", Datum::Date(row.until_day)),
        href: (!is_deputy || staff.may(Permission::SeeMotions)).then(|| staff.path(path)),
    }
}

/// That one's roles go, that those of another come, or that nothing came of it.
fn moved(staff: &Staff<SeeToday>, told: &Told<'_>, row: &TransferRow) -> Option<Note> {
    let own = staff.who.person;
    let looks_after_all = staff.may(Permission::MovePeople);
    let (giver, receiver) = (told.person(row.from_id), told.person(row.to_id));
    let said = match row.hindrance {
        Some(why) if looks_after_all => Say::new("today-transfer-hindered")
            .with("giver", giver)
            .with("receiver", receiver)
            .with("why", transfers::hindered(why)),
        _ if row.from_id == own => Say::new("today-transfer-from").with("receiver", receiver),
        _ if row.to_id == own => Say::new("today-transfer-to").with("giver", giver),
        _ => return None,
    };
    Some(Note {
        said: said.with("on", Datum::Date(row.on_day)),
        href: looks_after_all.then(|| staff.path(transfers::PATH)),
    })
}

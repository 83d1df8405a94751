//! The ways between the rooms of the desk, in the order of a day's work. Who may not enter a room is not shown its door.

use crate::domain::permission::{Grant, Permission};
use crate::views::say::Say;
use crate::web::page::MenuEntry;

use super::{
    Staff, administration, bank, drafts, health, inquiries, motions, municipalities, plans,
    questionnaires, results, scales, surveys, today, voices,
};

/// A room: its name, its address, what it takes to enter it, and the letter that leads there after `g`.
type Room = (&'static str, &'static str, Permission, &'static str);

/// Every room there is.
const ROOMS: [Room; 11] = [
    ("menu-today", today::PATH, Permission::SeeToday, "t"),
    (
        "menu-questionnaires",
        questionnaires::PATH,
        Permission::SeeQuestionnaires,
        "q",
    ),
    (
        "menu-inquiries",
        inquiries::PATH,
        Permission::AnswerInquiries,
        "i",
    ),
    ("menu-surveys", surveys::PATH, Permission::SeeSurveys, "s"),
    ("menu-plans", plans::PATH, Permission::SeePlans, "p"),
    ("menu-results", results::PATH, Permission::SeeResults, "r"),
    ("menu-voices", voices::PATH, Permission::SeeResults, "v"),
    ("menu-motions", motions::PATH, Permission::SeeMotions, "d"),
    (
        "menu-municipalities",
        municipalities::PATH,
        Permission::SeeMunicipalities,
        "m",
    ),
    (
        "menu-health",
        health::PATH,
        Permission::SeeMunicipalities,
        "h",
    ),
    (
        "menu-administration",
        administration::PATH,
        Permission::SeeAdministration,
        "a",
    ),
];

/// The menu of a page.
pub(super) fn entries<P: Grant>(staff: &Staff<P>) -> Vec<MenuEntry> {
    let own = ROOMS.iter().filter(|(_, _, needed, _)| staff.may(*needed));
    let here = staff.request.path();
    let entry = |(text, path, _, key): &Room| MenuEntry {
        href: staff.path(path),
        text: Say::new(*text),
        current: here == *path || here.starts_with(&format!("{path}/")) || leads(path, here),
        key,
    };
    own.map(entry).collect()
}

/// Whether a page stands in a room though its address does not begin with the room's.
fn leads(room: &str, here: &str) -> bool {
    let is_within = |path: &str| here == path || here.starts_with(&format!("{path}/"));
    let made = [drafts::PATH, bank::PATH, scales::PATH];
    room == questionnaires::PATH && made.into_iter().any(is_within)
}

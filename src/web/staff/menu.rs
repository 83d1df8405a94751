//! The ways between the rooms of the desk.

use crate::domain::permission::Grant;
use crate::views::say::Say;
use crate::web::page::MenuEntry;

use super::{Staff, surveys};

/// The menu of a page.
pub(super) fn entries<P: Grant>(staff: &Staff<P>) -> Vec<MenuEntry> {
    let rooms = [(Say::new("menu-surveys"), surveys::PATH)];
    let entry = |(text, path): (Say, &str)| MenuEntry {
        href: staff.path(path),
        text,
        current: staff.request.path().starts_with(path),
    };
    rooms.into_iter().map(entry).collect()
}

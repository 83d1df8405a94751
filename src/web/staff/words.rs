//! What staff read of roles and of how they work: words that several pages share.

use crate::domain::role::Role;
use crate::domain::session::Place;
use crate::views::say::Say;

/// A role.
#[must_use]
pub fn role(role: Role) -> Say {
    Say::new(match role {
        Role::Administrator => "role-administrator",
        Role::Designer => "role-designer",
        Role::DataEntry => "role-data-entry",
        Role::Editor => "role-editor",
        Role::Approver => "role-approver",
        Role::Viewer => "role-viewer",
        Role::Operator => "role-operator",
    })
}

/// A place from where somebody works.
#[must_use]
pub fn place(place: Place) -> Say {
    Say::new(match place {
        Place::Here => "place-here",
        Place::Inside => "place-inside",
        Place::Outside => "place-outside",
    })
}

//! Who did something, in words.

use crate::domain::actor::Who;
use crate::views::say::Say;

/// `name`: of a member of staff, where it is known.
pub(super) fn said(who: Option<&Who>, name: Option<&str>) -> Say {
    match (who, name) {
        (Some(Who::Schedule), _) => Say::new("who-schedule"),
        (Some(Who::Operator(login)), _) => Say::new("who-operator").with("login", login.as_str()),
        (Some(Who::Staff(login)), Some(name)) => person(name, login),
        (Some(Who::Staff(login)), None) => Say::new("who-login").with("login", login.as_str()),
        (None, _) => Say::new("who-unread"),
    }
}

/// A member of staff.
pub(super) fn person(name: &str, login: &str) -> Say {
    let say = Say::new("who-staff").with("name", name);
    say.with("login", login)
}

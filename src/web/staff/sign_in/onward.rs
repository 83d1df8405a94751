//! Where somebody goes after they have signed in: to the page they wanted, with what they had typed.
//!
//! Only to addresses of staff: whatever else stands in a link leads to the first page (`trust.md` B57).

use actix_web::HttpRequest;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::Serialize;

use crate::domain::person::is_unseen;
use crate::web::page::query;

/// What would end the address where it stands in the query of another.
const ENDS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>');

/// Longer addresses are none of ours.
const LONGEST: usize = 2_000;

/// What the forms of the door carry along.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Onward {
    /// The page.
    to: String,
    /// What was typed on it, sealed.
    kept: String,
}

impl Onward {
    /// As a form of the door says.
    #[must_use]
    pub fn new(to: &str, kept: &str) -> Self {
        Self {
            to: to.to_owned(),
            kept: kept.to_owned(),
        }
    }

    /// To an address.
    #[must_use]
    pub fn to(path: &str, query: &str) -> Self {
        let question = if query.is_empty() { "" } else { "?" };
        Self {
            to: format!("{path}{question}{query}"),
            kept: String::new(),
        }
    }

    /// As a link to the door says.
    #[must_use]
    pub fn of_request(request: &HttpRequest) -> Self {
        let to = percent_decode_str(query(request, "to").unwrap_or_default());
        Self {
            to: to.decode_utf8_lossy().into_owned(),
            kept: String::new(),
        }
    }

    /// With what was typed, sealed.
    #[must_use]
    pub fn keeping(self, kept: String) -> Self {
        Self { kept, ..self }
    }

    /// What was typed, sealed; nothing where nothing was.
    #[must_use]
    pub fn kept(&self) -> &str {
        &self.kept
    }

    /// The address they go to.
    #[must_use]
    pub fn address(&self) -> &str {
        match is_ours(&self.to) {
            true => &self.to,
            false => "/staff",
        }
    }

    /// As it stands at the end of an address that has a query already.
    #[must_use]
    pub fn query(&self) -> String {
        match is_ours(&self.to) {
            true => format!("&to={}", utf8_percent_encode(&self.to, ENDS)),
            false => String::new(),
        }
    }
}

/// Whether an address is a page of staff that one wants to come to.
fn is_ours(to: &str) -> bool {
    let rest = to.strip_prefix("/staff");
    let begins = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let plain = !to.contains("//") && !to.contains('\\') && !to.contains(is_unseen);
    let doors = ["/staff/sign-in", "/staff/sign-out", "/staff/set-up"];
    let is_door = doors.iter().any(|door| to.starts_with(door));
    begins && plain && !is_door && to.len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_led_to_pages_of_staff_alone() {
        for to in [
            "/staff",
            "/staff/surveys?stage=running&page=2",
            "/staff?lang=en",
        ] {
            assert_eq!(Onward::to(to, "").address(), to);
        }
        for to in [
            "",
            "/",
            "/staffs",
            "//evil.example/staff",
            "https://evil.example/staff",
            "/staff//evil.example",
            "/staff\\evil",
            "/staff/\u{202e}x",
            "/staff\r\nset-cookie: a=b",
            "javascript:alert(1)",
            "/staff/sign-out",
            &format!("/staff/{}", "a".repeat(LONGEST)),
        ] {
            let onward = Onward::to(to, "");
            assert_eq!((onward.address(), onward.query().as_str()), ("/staff", ""));
        }
    }
}

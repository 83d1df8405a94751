//! Drafts of questionnaires, begun and changed as staff do it: by the forms of the pages.

use kocho::domain::ids::VersionId;

use super::door::Person;
use super::page::{Form, Reply};

/// The form of a page whose address ends so.
#[track_caller]
pub fn form(page: &Reply, end: &str) -> Form {
    let found = page.forms().into_iter().find(|form| {
        let path = form.action.split('?').next().unwrap_or_default();
        path.ends_with(end)
    });
    found.unwrap_or_else(|| panic!("no form ends with {end} on {}", page.path))
}

/// The page after a form was sent with these fields.
pub async fn sent(staff: &Person<'_>, mut form: Form, fields: &[(&str, &str)]) -> Reply {
    for (name, value) in fields {
        match form.has(name) {
            true => form.fill(&[(name, value)]),
            false => form.add(name, value),
        }
    }
    let reply = staff.submit(&form, "").await;
    staff.follow(reply).await
}

/// The answer to the form that begins a draft.
pub async fn beginning(staff: &Person<'_>, fields: &[(&str, &str)]) -> Reply {
    let part = |(name, value): &(&str, &str)| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body: String = fields.iter().map(part).collect();
    let kind = "multipart/form-data; boundary=b";
    let path = "/staff/drafts/new?lang=ja";
    staff
        .post_bytes(path, kind, format!("{body}--b--\r\n"))
        .await
}

/// A draft with nothing in it: its address.
pub async fn begun(staff: &Person<'_>) -> String {
    let fields = [("_go", "empty"), ("title", "広報の調査")];
    address(&beginning(staff, &fields).await)
}

/// A draft copied from a version: its address.
pub async fn copied(staff: &Person<'_>, version: VersionId) -> String {
    let fields = [("_go", "copy"), ("version", &*version.to_string())];
    address(&beginning(staff, &fields).await)
}

/// Where a draft that was begun is, in no language yet.
#[track_caller]
pub fn address(reply: &Reply) -> String {
    let at = reply.location().expect("it leads to the draft");
    at.split('?').next().unwrap().to_owned()
}

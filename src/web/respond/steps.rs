//! Where a person goes in a questionnaire: what a button asks for, and the addresses of the pages.

use crate::domain::questionnaire::routing;
use crate::web::error::Error;
use crate::web::form::Pairs;
use crate::web::known::Asked;

use super::draft::Draft;

/// What a button of the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Go {
    Next,
    Back,
    Send,
    Language(String),
}

impl Go {
    /// Reads the value of the pressed button; pressing Enter in a field is going on.
    pub(super) fn read(form: &Pairs) -> Result<Self, Error> {
        Ok(match form.one("_go")? {
            Some("back") => Self::Back,
            Some("send") => Self::Send,
            Some(go) => go
                .strip_prefix("lang:")
                .map_or(Self::Next, |tag| Self::Language(tag.to_owned())),
            None => Self::Next,
        })
    }
}

/// The address of a section, counted from 0.
pub(super) fn path(asked: &Asked, section: usize) -> String {
    format!("{}/sections/{}", asked.path(), section + 1)
}

/// Where a draft goes on: the first section nothing was typed in, or the check page.
pub(super) fn next_open(asked: &Asked, draft: &Draft) -> String {
    let read = draft.answers(asked);
    let mut sections = read.path().sections();
    let next = sections.find(|section| !typed_in(asked, draft, *section));
    next.map_or_else(|| check(asked), |section| path(asked, section))
}

/// Whether anything was typed on the page of a section, or the page was sent at all.
pub(super) fn typed_in(asked: &Asked, draft: &Draft, section: usize) -> bool {
    let item = |name| asked.form.item(name).map(|(_, item)| item);
    let mut names = draft.typed.keys();
    names.any(|name| item(name).is_none_or(|item| item.section == section))
}

/// The address of the check page.
pub(super) fn check(asked: &Asked) -> String {
    format!("{}/check", asked.path())
}

/// The address before a section: the section before it, or the first page.
pub(super) fn back(asked: &Asked, route: &routing::Path, section: usize) -> String {
    let before = route.before(section);
    before.map_or_else(|| asked.path(), |before| path(asked, before))
}

/// The section of an address, counted from 0. Its number is written one way: neither `+1` nor `01`.
pub(super) fn place(asked: &Asked, number: &str) -> Result<usize, Error> {
    let mut sections = 0..asked.form.questionnaire().sections.len();
    let section = sections.find(|section| (section + 1).to_string() == number);
    section.ok_or(Error::NotFound)
}

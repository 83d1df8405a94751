//! Where a person goes in a questionnaire: what a button asks for, which section is next, which one instead.

use crate::domain::questionnaire::{Answers, routing};
use crate::web::error::Error;
use crate::web::form::Pairs;
use crate::web::known::Asked;

use super::draft::{Draft, question_of};
use super::filling::readable;

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
    let route = readable(asked, draft).path();
    let sections = &asked.form.questionnaire().sections;
    let untouched = |section: &usize| {
        let questions = sections
            .get(*section)
            .map_or(&[][..], |section| &section.questions);
        !draft.typed.keys().any(|name| {
            questions
                .iter()
                .any(|question| question.code.as_str() == question_of(name))
        })
    };
    let next = route.sections().find(untouched);
    next.map_or_else(
        || format!("{}/check", asked.path()),
        |section| path(asked, section),
    )
}

/// The first question of the section that the answers just given have opened: the page comes again with it.
pub(super) fn newly_asked<'a>(
    asked: &'a Asked,
    before: &routing::Path,
    after: &routing::Path,
    section: usize,
) -> Option<&'a str> {
    let questions = asked
        .form
        .questionnaire()
        .sections
        .get(section)?
        .questions
        .iter()
        .enumerate();
    let mut opened =
        questions.filter(|(at, _)| after.asks(section, *at) && !before.asks(section, *at));
    opened.next().map(|(_, question)| question.code.as_str())
}

/// Where a button leads.
pub(super) fn target(asked: &Asked, route: &routing::Path, section: usize, go: &Go) -> String {
    match go {
        Go::Language(_) => path(asked, section),
        Go::Back => route
            .before(section)
            .map_or_else(|| asked.path(), |before| path(asked, before)),
        Go::Next | Go::Send => route.after(section).map_or_else(
            || format!("{}/check", asked.path()),
            |after| path(asked, after),
        ),
    }
}

/// The section of an address, counted from 0. Its number is written one way: neither `+1` nor `01`.
pub(super) fn place(asked: &Asked, number: &str) -> Result<usize, Error> {
    let mut sections = 0..asked.form.questionnaire().sections.len();
    let section = sections.find(|section| (section + 1).to_string() == number);
    section.ok_or(Error::NotFound)
}

/// The section to show in place of one that is not asked, or that comes after a required question left open.
pub(super) fn instead(answers: &Answers, route: &routing::Path, section: usize) -> Option<usize> {
    let open = answers.first_open().filter(|open| *open < section);
    let hidden = || {
        (!route.shows(section))
            .then(|| route.before(section).or_else(|| route.after(section)))
            .flatten()
    };
    open.or_else(hidden)
}

//! Where a person goes in a questionnaire: what a button asks for, and the page that comes next.

use actix_web::HttpResponse;

use crate::domain::questionnaire::routing;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::page::{Display, see_other};
use crate::web::state::AppState;

use super::draft::{Draft, Held};
use super::{check, paths, section, start};

/// What a button of the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Go {
    Next,
    Back,
    Send,
    /// The same page in another language.
    Language(String),
    /// The same page shown otherwise.
    Display(Display),
    /// To a section, counted from 0, to change something in it.
    Change(usize),
}

impl Go {
    /// Reads the value of the pressed button; pressing Enter in a field is going on.
    pub(super) fn read(form: &Pairs, live: &LiveSurvey) -> Result<Self, Error> {
        let go = form.one("_go")?.unwrap_or_default();
        Ok(match go.split_once(':') {
            Some(("lang", tag)) => Self::Language(tag.to_owned()),
            Some(("display", words)) => Self::Display(Display::read(words)),
            Some(("change", number)) => Self::Change(place(live, number)?),
            _ if go == "back" => Self::Back,
            _ if go == "send" => Self::Send,
            _ => Self::Next,
        })
    }

    /// Whether the same page comes again, said or shown in another way.
    pub(super) fn stays(&self) -> bool {
        matches!(self, Self::Language(_) | Self::Display(_))
    }

    /// Puts into a draft how its pages are said and shown from now on.
    pub(super) fn put_into(&self, draft: &mut Draft, live: &LiveSurvey) {
        match self {
            Self::Language(tag) => draft.speak(live, tag),
            Self::Display(display) => display.words().clone_into(&mut draft.display),
            _ => {}
        }
    }
}

/// A page of the questionnaire to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The first page.
    Start,
    /// A section, counted from 0.
    Section(usize),
    /// The check page.
    Check,
}

impl Step {
    /// Its address.
    pub(super) fn path(self, live: &LiveSurvey) -> String {
        match self {
            Self::Start => live.path(),
            Self::Section(section) => paths::section(live, section),
            Self::Check => paths::check(live),
        }
    }

    /// Leads there: by its address, or with the page itself where the draft travels in the forms.
    pub(super) fn lead(
        self,
        app: &AppState,
        live: &LiveSurvey,
        held: &Held,
        draft: &Draft,
    ) -> Result<HttpResponse, Error> {
        if !held.travels() {
            return Ok(redirect(app, live, held, &self.path(live)));
        }
        match self {
            Self::Start => start::write(app, live, held, draft),
            Self::Section(section) => section::write(app, live, held, draft, section, &[]),
            Self::Check => check::write(app, live, held, draft, false),
        }
    }
}

/// To an address, with what is new for the browser to keep.
pub(super) fn redirect(app: &AppState, live: &LiveSurvey, held: &Held, to: &str) -> HttpResponse {
    let mut response = see_other(to);
    if let Some(cookie) = held.cookie(app, live) {
        response.cookie(cookie);
    }
    response.finish()
}

/// Where a draft goes on: the first section nothing was typed in, or the check page.
pub(super) fn next_open(live: &LiveSurvey, draft: &Draft) -> Step {
    let read = draft.answers(live);
    let mut sections = read.path().sections();
    let next = sections.find(|section| !typed_in(live, draft, *section));
    next.map_or(Step::Check, Step::Section)
}

/// Whether anything was typed on the page of a section, or the page was sent at all.
pub(super) fn typed_in(live: &LiveSurvey, draft: &Draft, section: usize) -> bool {
    let item = |name| live.reader.item(name).map(|(_, item)| item);
    let mut names = draft.typed.keys();
    names.any(|name| item(name).is_none_or(|item| item.section == section))
}

/// What comes before a section: the section before it, or the first page.
pub(super) fn back(route: &routing::Path, section: usize) -> Step {
    route.before(section).map_or(Step::Start, Step::Section)
}

/// The section of an address, counted from 0. Its number is written one way: neither `+1` nor `01`.
pub(super) fn place(live: &LiveSurvey, number: &str) -> Result<usize, Error> {
    let mut sections = 0..live.reader.questionnaire().sections.len();
    let section = sections.find(|section| (section + 1).to_string() == number);
    section.ok_or(Error::NotFound)
}

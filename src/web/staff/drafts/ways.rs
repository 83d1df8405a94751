//! The ways from the page of a draft: to its languages, to its other pages, and to one part of it at a time.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::words::words;
use crate::views::say::{Say, Wording};
use crate::web::staff::Staff;

use super::editor::At;
use super::{Opened, address};

words! {
    /// A part of the page: the only one that is shown on a telephone.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Pane {
        /// What is in the draft.
        Outline = "outline",
        /// The form.
        Editor = "editor",
        /// The page as citizens see it.
        Preview = "preview",
    }
}

impl Pane {
    pub(super) fn of_query(staff: &Staff<EditQuestionnaires>) -> Self {
        let asked = staff.query("pane").and_then(Self::from_word);
        asked.unwrap_or(Self::Editor)
    }
}

/// A way to the same page that shows something else.
#[derive(Serialize)]
pub struct Way {
    pub href: String,
    pub text: Wording,
    pub current: bool,
}

/// The languages whose texts can be shown.
pub(super) fn languages(staff: &Staff<EditQuestionnaires>, opened: &Opened, at: &At) -> Vec<Way> {
    let offered = opened.row.document.languages.iter();
    let link = |language: &Language| Way {
        href: format!(
            "{}&in={language}{}",
            staff.path(&address(opened.row.id)),
            at.query()
        ),
        text: language.own_name().as_str().into(),
        current: *language == opened.language,
    };
    offered.map(link).collect()
}

/// The other pages of a draft, each with its title.
const WAYS: [(&str, &str); 9] = [
    ("/source", "source-title"),
    ("/languages", "languages-title"),
    ("/paths", "paths-title"),
    ("/trial", "trial-title"),
    ("/history", "draft-history-title"),
    ("/comparison", "draft-comparison"),
    ("/inquiry", "inquiry-title"),
    ("/packet", "packet-title"),
    ("/files", "files-title"),
];

/// Each with the section that is looked at, where it shows one at a time.
pub(super) fn ways(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    at: &At,
    has_source: bool,
) -> Vec<Way> {
    let draft = &opened.row.document;
    let section = draft.sections.get(at.section(draft));
    let here = section.filter(|_| *at != At::Head);
    let here = here.map_or(At::Head, |section| At::Section(section.code.clone()));
    let way = |(end, title): (&str, &'static str)| Way {
        href: format!("{}{}", opened.path(staff, end), here.query()),
        text: Say::new(title).into(),
        current: false,
    };
    let there = WAYS.into_iter();
    let there = there.filter(|(end, _)| *end != "/source" || has_source);
    there.map(way).collect()
}

/// The parts of the page, one at a time.
pub(super) fn panes(staff: &Staff<EditQuestionnaires>, opened: &Opened, at: &At) -> Vec<Way> {
    let own = format!("{}{}", opened.path(staff, ""), at.query());
    let now = Pane::of_query(staff);
    let link = |pane: Pane| Way {
        href: format!("{own}&pane={}", pane.word()),
        text: Say::new(format!("draft-{}", pane.word())).into(),
        current: pane == now,
    };
    Pane::ALL.into_iter().map(link).collect()
}

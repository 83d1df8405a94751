//! The frame around a page as its layout sees it: title, town, whom to call, languages.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::telephone;
use crate::domain::text::Text;
use crate::views::help::Topic;
use crate::views::say::{Say, Wording};

use super::{Around, Display, Title, Visitor};

/// Whom to call, as shown in the foot of every page.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    division: String,
    telephone: String,
    telephone_href: Option<String>,
    hours: String,
}

/// One language of the switch.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageLink {
    tag: String,
    html_lang: String,
    name: String,
    current: bool,
    href: String,
}

/// A way to have the page shown otherwise: larger, with readings or without.
#[derive(Debug, Clone, Serialize)]
pub struct DisplayLink {
    href: String,
    words: &'static str,
    label: Say,
}

/// The frame.
#[derive(Debug, Clone, Serialize)]
pub struct Chrome {
    html_lang: String,
    root_class: &'static str,
    title: Wording,
    /// The language of a title that the program says itself, where it is not the one of the page.
    title_lang: Option<String>,
    failed: bool,
    /// What is said above everything: that it is made up, or only tried.
    banner: Option<Say>,
    /// The town's own page.
    home: String,
    town: String,
    contact: ContactView,
    languages: Vec<LanguageLink>,
    /// How the page is shown, in the words of addresses.
    display: &'static str,
    /// The ways to show it otherwise; none on pages of staff.
    displays: Vec<DisplayLink>,
    form: bool,
    /// After so many seconds it is looked at again.
    again: Option<u32>,
    style: Option<String>,
    /// Whether the page itself stands in columns.
    wide: bool,
    /// How the page is used.
    help: Option<Topic>,
    /// What only the pages of staff have around them.
    desk: Option<DeskView>,
}

/// Who works here, what there is to work on, and what was just done.
#[derive(Debug, Clone, Serialize)]
pub struct DeskView {
    /// Who it is.
    pub person: Say,
    /// What they do with being signed in; none at a desk that is open to anybody.
    pub account: Option<AccountView>,
    /// The ways between the rooms.
    pub menu: Vec<MenuEntry>,
    /// Where everything is explained.
    pub help: String,
    /// What was just done.
    pub done: Option<Say>,
    /// Where the page stands, with its query, so that the same is seen in another language.
    #[serde(skip)]
    pub here: String,
}

/// What somebody who is signed in finds on top of every page.
#[derive(Debug, Clone, Serialize)]
pub struct AccountView {
    /// Their own page.
    pub href: String,
    /// Where the form goes by which they leave their place to another person.
    pub sign_out: String,
    /// Seconds without a sign of life after which the session ends.
    pub idle_seconds: u32,
    /// What is asked for to go on with it.
    pub session: String,
}

/// One room of the menu.
#[derive(Debug, Clone, Serialize)]
pub struct MenuEntry {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub text: Say,
    /// Whether the page stands in it.
    pub current: bool,
    /// The letter that leads there after `g`.
    pub key: &'static str,
}

/// What whoever comes here must know before all else.
fn banner(visitor: &Visitor<'_>) -> Option<Say> {
    let key = match (visitor.trial, visitor.synthetic) {
        (true, _) => "trial-banner",
        (false, true) => "synthetic",
        (false, false) => return None,
    };
    Some(Say::new(key))
}

impl Chrome {
    /// The frame of a page for somebody.
    pub(super) fn new(visitor: &Visitor<'_>, title: Title, around: Around) -> Self {
        let language = &visitor.language;
        let text = |text: &Text| text.get(language).to_owned();
        let contact = &visitor.town.contact;
        let alone = matches!(title, Title::Alone(_));
        let here = visitor.desk.as_ref().map(|desk| desk.here.as_str());
        let at = around.switch.as_deref().or(here).unwrap_or_default();
        let offered = visitor.offered.iter();
        Self {
            html_lang: language.public_tag().to_owned(),
            root_class: visitor.display.classes(),
            title: match title {
                Title::Plain => visitor.about.clone(),
                Title::Before(what) => Wording::several([what, visitor.about.clone()], " "),
                Title::Alone(say) => say.into(),
            },
            title_lang: visitor.foreign().filter(|_| alone),
            failed: around.failed,
            banner: banner(visitor),
            home: visitor.home(),
            town: text(&visitor.town.name),
            contact: ContactView {
                division: text(&contact.division),
                telephone: contact.telephone.clone(),
                telephone_href: telephone::dialled(&contact.telephone),
                hours: text(&contact.hours),
            },
            languages: offered
                .map(|offer| link(at, offer, language, visitor.display))
                .collect(),
            display: visitor.display.words(),
            displays: visitor.displays(at),
            form: around.form,
            again: around.again,
            style: around.style,
            wide: around.wide,
            help: None,
            desk: visitor.desk.clone(),
        }
    }

    /// With what is said about how the page is used.
    pub(super) fn with_help(self, help: Option<&Topic>) -> Self {
        Self {
            help: help.cloned(),
            ..self
        }
    }

    /// Rules of the page alone.
    pub(super) fn style(&self) -> Option<&str> {
        self.style.as_deref()
    }
}

/// `at`: the address of the page, with or without a query.
fn link(at: &str, offer: &Language, current: &Language, display: Display) -> LanguageLink {
    LanguageLink {
        tag: offer.to_string(),
        html_lang: offer.public_tag().to_owned(),
        name: offer.own_name(),
        current: offer == current,
        href: display.shown(at, offer),
    }
}

impl DisplayLink {
    /// To the page at an address, in its language.
    fn new(at: &str, language: &Language, display: Display, label: &'static str) -> Self {
        Self {
            href: display.shown(at, language),
            words: display.words(),
            label: Say::new(label),
        }
    }
}

impl Visitor<'_> {
    /// The ways to have the page at an address shown otherwise. Whoever works here has their own.
    fn displays(&self, at: &str) -> Vec<DisplayLink> {
        if self.desk.is_some() || self.offered.is_empty() {
            return Vec::new();
        }
        let link = |display, label| DisplayLink::new(at, &self.language, display, label);
        let (larger, other) = (self.display.larger(), self.display.other_readings());
        let larger = link(
            larger,
            if self.display.large {
                "text-size-normal"
            } else {
                "text-size-large"
            },
        );
        let readings = || {
            link(
                other,
                if self.display.noruby {
                    "ruby-on"
                } else {
                    "ruby-off"
                },
            )
        };
        let is_easy = self.language == Language::easy_japanese();
        [Some(larger), is_easy.then(readings)]
            .into_iter()
            .flatten()
            .collect()
    }
}

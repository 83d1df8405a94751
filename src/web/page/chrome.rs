//! The frame around a page as its layout sees it: title, town, whom to call, languages.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::telephone;
use crate::domain::text::Text;
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

/// The frame.
#[derive(Debug, Clone, Serialize)]
pub struct Chrome {
    html_lang: String,
    root_class: &'static str,
    title: Wording,
    /// The language of a title that the program says itself, where it is not the one of the page.
    title_lang: Option<String>,
    failed: bool,
    /// Whether everything shown is made up.
    synthetic: bool,
    /// The town's own page.
    home: String,
    town: String,
    contact: ContactView,
    languages: Vec<LanguageLink>,
    form: bool,
    style: Option<String>,
    /// What only the pages of staff have around them.
    desk: Option<DeskView>,
}

/// Who works here, what there is to work on, and what was just done.
#[derive(Debug, Clone, Serialize)]
pub struct DeskView {
    /// Who it is.
    pub person: Say,
    /// The ways between the rooms.
    pub menu: Vec<MenuEntry>,
    /// What was just done.
    pub done: Option<Say>,
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
}

impl Chrome {
    /// The frame of a page for somebody.
    pub(super) fn new(visitor: &Visitor<'_>, title: Title, around: Around) -> Self {
        let language = &visitor.language;
        let text = |text: &Text| text.get(language).to_owned();
        let contact = &visitor.town.contact;
        let alone = matches!(title, Title::Alone(_));
        let at = around.switch.as_deref().unwrap_or_default();
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
            synthetic: visitor.synthetic,
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
            form: around.form,
            style: around.style,
            desk: visitor.desk.clone(),
        }
    }

    /// Rules of the page alone.
    pub(super) fn style(&self) -> Option<&str> {
        self.style.as_deref()
    }
}

fn link(at: &str, offer: &Language, current: &Language, display: Display) -> LanguageLink {
    LanguageLink {
        tag: offer.to_string(),
        html_lang: offer.public_tag().to_owned(),
        name: offer.own_name(),
        current: offer == current,
        href: format!("{at}?lang={offer}&display={}", display.words()),
    }
}

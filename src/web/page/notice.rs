//! A page that says kindly why something cannot be done now, and what to do instead.

use serde::Serialize;

use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};

use super::{Around, Page, Title};

/// What its template sees.
#[derive(Serialize)]
pub struct NoticePage {
    title: Say,
    text: Say,
    way: Option<Way>,
    /// The receipt of what was recorded before.
    pub receipt: Option<String>,
    /// Where the results of the survey are or will be.
    pub results: Option<String>,
    /// Where keys are typed, on pages whose reader may have one.
    pub keys: Option<String>,
    #[serde(skip)]
    key: &'static str,
    /// Where the language switch leads, where the page has no address of its own.
    #[serde(skip)]
    pub switch: Option<String>,
}

/// The button of the page.
#[derive(Serialize)]
struct Way {
    label: Say,
    href: String,
    /// The slip that it takes there, where what was typed lies in nothing else.
    slip: Option<String>,
}

impl Page for NoticePage {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/notice";

    fn title(&self) -> Title {
        Title::Alone(self.title.clone())
    }

    fn around(&self) -> Around {
        Around {
            switch: self.switch.clone(),
            ..Around::default()
        }
    }
}

impl NoticePage {
    /// The page of a situation, by its translation key: `{key}-title`, `{key}-text`. `date`: the day, the moment or
    /// the wait its sentence names, if it names one.
    #[must_use]
    pub fn new(key: &'static str, date: impl Into<Wording>) -> Self {
        Self {
            title: Say::new(format!("{key}-title")),
            text: Say::new(format!("{key}-text")).with("date", date),
            way: None,
            receipt: None,
            results: None,
            keys: None,
            key,
            switch: None,
        }
    }

    /// With a button that leads on: `{key}-action`.
    #[must_use]
    pub fn leading_to(self, href: String) -> Self {
        let label = Say::new(format!("{}-action", self.key));
        self.with_way(label, href, None)
    }

    /// With a button that takes a slip along.
    #[must_use]
    pub fn carrying(self, slip: String, href: String) -> Self {
        let label = Say::new(format!("{}-action", self.key));
        self.with_way(label, href, Some(slip))
    }

    /// With a button to the list of towns.
    #[must_use]
    pub fn leading_to_towns(self) -> Self {
        self.with_way(Say::new("towns-action"), "/".to_owned(), None)
    }

    fn with_way(self, label: Say, href: String, slip: Option<String>) -> Self {
        let way = Some(Way { label, href, slip });
        Self { way, ..self }
    }
}

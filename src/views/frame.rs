//! Whom pages are for: each audience has a layout, a sheet of styles and rules of its own.

/// An audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frame {
    /// Whoever answers a survey.
    Respond,
    /// Whoever looks at towns, plans and results.
    Public,
}

/// The components of every page: each is a file under `assets/css`. Where two dress the same element with equal
/// strength, the later one wins.
const SHARED: &[&str] = &[
    "tokens",
    "type",
    "focus",
    "frame",
    "languages",
    "button",
    "box",
    "unseen",
];

/// The components of citizens' pages alone.
const RESPOND: &[&str] = &[
    "respond",
    "phrases",
    "go",
    "link",
    "progress",
    "lead",
    "promise",
    "question",
    "card",
    "row",
    "pick",
    "chosen",
    "field",
    "picker",
    "columns",
    "wrong",
    "uncounted",
    "section-head",
    "checks",
    "receipt",
    "stack",
];

/// The components of the public's pages alone.
const PUBLIC: &[&str] = &[
    "public", "crumbs", "figure", "tag", "targets", "sums", "scroll", "table", "details", "links",
    "group", "plan", "judged", "survey", "chart", "result", "bands", "tones", "sheet",
];

impl Frame {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Respond, Self::Public];

    /// Its name: of its layout, and in `{{style "…"}}`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Respond => "respond",
            Self::Public => "public",
        }
    }

    /// The components of its sheet, in order.
    pub(super) fn components(self) -> impl Iterator<Item = &'static str> {
        let own = match self {
            Self::Respond => RESPOND,
            Self::Public => PUBLIC,
        };
        SHARED.iter().chain(own).copied()
    }
}

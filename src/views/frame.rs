//! Whom pages are for: each audience has a layout, a sheet of styles and rules of its own.

/// An audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frame {
    /// Whoever answers a survey.
    Respond,
    /// Whoever looks at towns, plans and results.
    Public,
    /// Whoever works at the town's desk.
    Staff,
}

/// The components of every page: each is a file under `assets/css`. Where two dress the same element with equal
/// strength, the later one wins.
const SHARED: &[&str] = &[
    "tokens",
    "type",
    "focus",
    "frame",
    "languages",
    "displays",
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
    "picture",
    "card",
    "row",
    "pick",
    "chosen",
    "field",
    "picker",
    "columns",
    "finder",
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
    "group", "stacks", "plan", "judged", "changes", "survey", "chart", "result", "bands", "tones",
    "sheet",
];

/// The components of the pages of staff alone.
const STAFF: &[&str] = &[
    "staff",
    "desk",
    "tag",
    "question",
    "picture",
    "field",
    "choices",
    "wrong",
    "go",
    "link",
    "progress",
    "table",
    "menu",
    "search",
    "tabs",
    "pager",
    "ledger",
    "stacks",
    "facts",
    "comment",
    "steps",
    "acts",
    "help",
    "dialog",
    "door",
    "account",
    "scroll",
    "record",
    "work",
    "today",
    "health",
    "voice",
    "designer",
    "library",
    "told",
    "bank",
    "scales",
    "comparison",
    "paper",
    "inquiry",
    "packet",
];

impl Frame {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Respond, Self::Public, Self::Staff];

    /// Its name: of its layout, and in `{{style "…"}}`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Respond => "respond",
            Self::Public => "public",
            Self::Staff => "staff",
        }
    }

    /// Whether its styles travel inside each page. Who works with the program all day fetches them once.
    #[must_use]
    pub fn is_styled_inside(self) -> bool {
        self != Self::Staff
    }

    /// Whether its pages may run script: modules of our own, each a file under `assets/js`. No page needs one.
    #[must_use]
    pub fn runs_script(self) -> bool {
        self == Self::Staff
    }

    /// The components of its sheet, in order.
    pub(super) fn components(self) -> impl Iterator<Item = &'static str> {
        let own = match self {
            Self::Respond => RESPOND,
            Self::Public => PUBLIC,
            Self::Staff => STAFF,
        };
        SHARED.iter().chain(own).copied()
    }
}

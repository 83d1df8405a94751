//! A list as its page shows it: what it is searched for, narrowed down to and ordered by, and which page of it this is.
//! All of that stands in its address, so that a link leads there again and the way back does too. A word that the list does
//! not know leads to nothing (`extract::choice`); a number of no page to the first one.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::domain::search::Search;
use crate::views::datum::Datum;
use crate::views::say::Say;

use super::parts::{Empty, Link};

/// What is escaped in a value: words of ours have hyphens.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// The names that stand in the address of every list.
const SEARCH: &str = "q";
const ORDER: &str = "order";
const PAGE: &str = "page";

/// Where a list is, and what its address says.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its path and what every address of the reader's carries: `/staff/surveys?lang=ja`.
    base: String,
    /// What else it carries, in the order it was told.
    said: Vec<(&'static str, String)>,
    /// Its order, and the usual one, which need not be said.
    order: [&'static str; 2],
    /// Counted from 1.
    page: u32,
}

/// What stands around the rows of a list.
#[derive(Debug, Serialize)]
pub struct ListView {
    search: SearchView,
    tabs: Vec<Tab>,
    heads: Vec<Head>,
    said: Say,
    /// That there are no rows, and the way back to all of them.
    nothing: Option<Empty>,
    pager: Option<Pager>,
}

/// The field a list is searched by.
#[derive(Debug, Serialize)]
struct SearchView {
    action: String,
    value: String,
    /// What the address says besides.
    hidden: Vec<Hidden>,
}

/// A field that nobody sees.
#[derive(Debug, Serialize)]
pub struct Hidden {
    name: String,
    value: String,
}

/// What a list can be narrowed down to.
#[derive(Debug, Serialize)]
pub struct Tab {
    href: String,
    text: Say,
    current: bool,
}

/// The head of a column, by which the list can be ordered where it has an address.
#[derive(Debug, Serialize)]
pub struct Head {
    text: Say,
    href: Option<String>,
    /// As `aria-sort` wants it.
    sorted: Option<&'static str>,
    /// ▲ or ▼, beside what `sorted` says.
    mark: &'static str,
}

/// The ways to the pages before and after.
#[derive(Debug, Serialize)]
pub struct Pager {
    said: Say,
    previous: Option<String>,
    next: Option<String>,
}

impl Place {
    /// A list at a path (with its query), on a page as its address says it.
    #[must_use]
    pub fn new(base: String, page: Option<&str>) -> Self {
        let page = page.and_then(|page| page.parse().ok());
        Self {
            base,
            said: Vec::new(),
            order: ["", ""],
            page: page.unwrap_or(1).max(1),
        }
    }

    /// The page, counted from 0.
    #[must_use]
    pub fn page(&self) -> u32 {
        self.page - 1
    }

    /// Where its address says this as well; nothing is said by an empty value.
    #[must_use]
    pub fn saying(mut self, name: &'static str, value: &str) -> Self {
        self.said.retain(|(said, _)| *said != name);
        if !value.is_empty() {
            self.said.push((name, value.to_owned()));
        }
        self
    }

    /// The rows of its page, of all there are.
    #[must_use]
    pub fn cut<'r, R>(&self, all: &'r [R], most: i64) -> &'r [R] {
        let size = usize::try_from(most).unwrap_or(1).max(1);
        let page = usize::try_from(self.page()).unwrap_or(usize::MAX);
        all.chunks(size).nth(page).unwrap_or_default()
    }

    /// Searched for this.
    #[must_use]
    pub fn searched(self, search: &Search) -> Self {
        self.saying(SEARCH, search.typed())
    }

    /// In an order, where another may be the usual one.
    #[must_use]
    pub fn ordered(mut self, order: &'static str, usual: &'static str) -> Self {
        self.order = [order, usual];
        self.saying(ORDER, if order == usual { "" } else { order })
    }

    /// The address of its page, with all that it says.
    #[must_use]
    pub fn here(&self) -> String {
        self.href(self.page)
    }

    /// The address of a page of it.
    fn href(&self, page: u32) -> String {
        let value = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
        let said = self.said.iter();
        let said = said.map(|(name, text)| format!("&{name}={}", value(text)));
        let page = (page > 1).then(|| format!("&{PAGE}={page}"));
        let mark = if self.base.contains('?') { "" } else { "?" };
        let parts: String = said.chain(page).collect();
        format!("{}{mark}{parts}", self.base)
    }

    /// Something the list can be narrowed down to: by `name`, to `word` (everything where it is empty).
    #[must_use]
    pub fn tab(&self, (name, word): (&'static str, &str), text: Say, count: Option<i64>) -> Tab {
        let said = self.said.iter().find(|(said, _)| *said == name);
        Tab {
            href: self.clone().saying(name, word).href(1),
            text: match count.map(Datum::how_many) {
                Some(count) => Say::new("tab-counted")
                    .with("what", text)
                    .with("count", count),
                None => text,
            },
            current: said.map_or("", |(_, word)| word) == word,
        }
    }

    /// All of it, and each of the words that a name can narrow it down to.
    #[must_use]
    pub fn tabs(
        &self,
        name: &'static str,
        words: impl IntoIterator<Item = (&'static str, Say)>,
    ) -> Vec<Tab> {
        let all = self.tab((name, ""), Say::new("stage-all"), None);
        let each = words.into_iter();
        let each = each.map(|(word, text)| self.tab((name, word), text, None));
        std::iter::once(all).chain(each).collect()
    }

    /// The head of a column that the list can be ordered by, one way and the other.
    #[must_use]
    pub fn head(&self, text: Say, [rising, falling]: [&'static str; 2]) -> Head {
        let [now, usual] = self.order;
        let is = |word: &str| word == now;
        let next = if is(rising) { falling } else { rising };
        let (sorted, mark) = match (is(rising), is(falling)) {
            (true, _) => (Some("ascending"), "▲"),
            (_, true) => (Some("descending"), "▼"),
            _ => (None, ""),
        };
        Head {
            href: Some(self.clone().ordered(next, usual).href(1)),
            text,
            sorted,
            mark,
        }
    }

    /// The list around its rows. `all`: how many there are on all pages, each with `most` of them.
    #[must_use]
    pub fn view(&self, tabs: Vec<Tab>, heads: Vec<Head>, (all, most): (i64, i64)) -> ListView {
        let (action, query) = self.base.split_once('?').unwrap_or((&self.base, ""));
        let base = query.split('&').filter_map(|pair| pair.split_once('='));
        let said = self
            .said
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        let hidden = base.chain(said.clone()).filter(|(name, _)| *name != SEARCH);
        let value = said.clone().find(|(name, _)| *name == SEARCH);
        ListView {
            search: SearchView {
                action: action.to_owned(),
                value: value.map_or("", |(_, value)| value).to_owned(),
                hidden: hidden
                    .map(|(name, value)| Hidden::new(name, value))
                    .collect(),
            },
            tabs,
            heads,
            nothing: self.nothing(all, most),
            said: Say::new("list-found").with("count", Datum::how_many(all)),
            pager: self.pager(all, most),
        }
    }

    /// None where there is something on this page.
    fn nothing(&self, all: i64, most: i64) -> Option<Empty> {
        let back = || Link {
            href: self.base.clone(),
            text: Say::new("list-all"),
        };
        let is_narrowed = !self.said.is_empty() || self.page > 1;
        let nothing = || Empty {
            said: Say::new("list-nothing"),
            next: is_narrowed.then(back),
        };
        (all <= i64::from(self.page()).saturating_mul(most)).then(nothing)
    }

    /// None where all stands on one page.
    fn pager(&self, all: i64, most: i64) -> Option<Pager> {
        let pages = u32::try_from((all.max(1) + most - 1) / most).unwrap_or(u32::MAX);
        let page = self.page;
        let pager = || Pager {
            said: Say::new("pager").with("page", page).with("pages", pages),
            previous: (page > 1).then(|| self.href((page - 1).min(pages))),
            next: (page < pages).then(|| self.href(page + 1)),
        };
        (pages > 1 || page > 1).then(pager)
    }
}

impl Hidden {
    /// A field of this name.
    #[must_use]
    pub fn new(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }
}

impl Head {
    /// Columns that nothing is ordered by, by the keys of their heads.
    #[must_use]
    pub fn plains<const N: usize>(keys: [&'static str; N]) -> Vec<Self> {
        keys.map(|key| Self::plain(Say::new(key))).into()
    }

    /// A column that nothing is ordered by.
    #[must_use]
    pub fn plain(text: Say) -> Self {
        Self {
            text,
            href: None,
            sorted: None,
            mark: "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place::new("/staff/surveys?lang=ja".to_owned(), Some("2"))
            .searched(&Search::new("道 & 橋"))
            .saying("stage", "over")
    }

    #[test]
    fn an_address_says_all_of_it_and_another_choice_begins_in_front() {
        let here = place().ordered("new", "new");
        let said = "/staff/surveys?lang=ja&q=%E9%81%93%20%26%20%E6%A9%8B";
        assert_eq!(here.href(2), format!("{said}&stage=over&page=2"));
        let all = here.tab(("stage", ""), Say::new("stage-all"), Some(3));
        assert_eq!(all.href, said);
        assert!(!all.current && here.tab(("stage", "over"), Say::new("x"), None).current);
        let head = here.head(Say::new("x"), ["old", "new"]);
        assert_eq!(head.href.unwrap(), format!("{said}&stage=over&order=old"));
        assert_eq!((head.sorted, head.mark), (Some("descending"), "▼"));
        let head = here.ordered("old", "new");
        let head = head.head(Say::new("x"), ["old", "new"]);
        assert_eq!(head.href.unwrap(), format!("{said}&stage=over"));
    }

    #[test]
    fn the_field_carries_what_else_the_address_says() {
        let view = place().view(Vec::new(), Vec::new(), (120, 50));
        let search = view.search;
        assert_eq!(
            (search.action.as_str(), search.value.as_str()),
            ("/staff/surveys", "道 & 橋")
        );
        let hidden = search
            .hidden
            .iter()
            .map(|one| format!("{}={}", one.name, one.value));
        assert_eq!(hidden.collect::<Vec<_>>(), ["lang=ja", "stage=over"]);
        let pager = view.pager.unwrap();
        assert!(pager.previous.unwrap().ends_with("stage=over"));
        assert!(pager.next.unwrap().ends_with("&page=3"));
    }

    #[test]
    fn what_no_list_knows_is_its_first_page() {
        for nonsense in [
            None,
            Some(""),
            Some("0"),
            Some("-1"),
            Some("1e3"),
            Some("9999999999"),
        ] {
            assert_eq!(
                Place::new("/x".to_owned(), nonsense).page(),
                0,
                "{nonsense:?}"
            );
        }
        let far = Place::new("/x?lang=ja".to_owned(), Some("4294967295"));
        let pager = far.pager(0, 50).unwrap();
        assert_eq!(
            (pager.previous.as_deref(), pager.next),
            (Some("/x?lang=ja"), None)
        );
        assert!(Place::new("/x".to_owned(), None).pager(50, 50).is_none());
    }
}

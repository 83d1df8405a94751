//! One visitor of the tour.

use std::collections::{BTreeSet, VecDeque};

use crate::shape::files;
use crate::support::door::{Person, TestApp};
use crate::support::page::{Form, Reply};

/// So many pages are also seen in another size of text.
const SHOWN_OTHERWISE: usize = 40;

/// One visitor who tries everything.
pub struct Visitor<'a> {
    pub person: Person<'a>,
    pub waiting: VecDeque<String>,
    pub seen: BTreeSet<String>,
    pub pressed: BTreeSet<String>,
    pub faults: Vec<String>,
    pub keys: BTreeSet<String>,
}

impl<'a> Visitor<'a> {
    pub fn new(door: &'a TestApp, language: &str) -> Self {
        Self {
            person: door.staff().sending("accept-language", language),
            waiting: VecDeque::new(),
            seen: BTreeSet::new(),
            pressed: BTreeSet::new(),
            faults: Vec::new(),
            keys: keys(),
        }
    }

    /// Looks at a page; where it leads comes next.
    pub async fn look(&mut self, page: Reply, allowed: &[u16]) {
        let status = page.status.as_u16();
        if !allowed.contains(&status) {
            self.faults.push(format!("{status} {}", page.path));
            return;
        }
        let kind = page.header("content-type").unwrap_or_default().to_owned();
        if !kind.starts_with("text/html") {
            return;
        }
        let text = page.main_text();
        for unfilled in ["{$", "{ $", "{{", "Some(", "undefined"] {
            if text.contains(unfilled) {
                self.faults.push(format!("{unfilled} in {}", page.path));
            }
        }
        // A text that is not there is shown as its key.
        for key in text
            .split_whitespace()
            .filter(|word| self.keys.contains(*word))
        {
            self.faults.push(format!("{key} in {}", page.path));
        }
        if !page.html().contains("<h1") || !page.html().contains("<title>") {
            self.faults.push(format!("no heading in {}", page.path));
        }
        for link in page.links() {
            let to = match link.chars().next() {
                Some('/') => link,
                Some('?') => format!("{}{link}", page.path.split('?').next().unwrap()),
                Some('#') => continue,
                _ if link.starts_with("tel:") || link.starts_with("mailto:") => continue,
                _ => panic!("{}: where does {link:?} lead?", page.path),
            };
            let to = to.split('#').next().unwrap();
            // Another size of text is tried on the first pages alone: it follows to all others.
            let to = match self.seen.len() < SHOWN_OTHERWISE {
                true => to,
                false => to.split("&display=").next().unwrap(),
            };
            self.waiting.push_back(to.to_owned());
        }
        self.waiting.extend(page.pictures());
        // From a frame that shows how a page will look nothing can be sent.
        if !page.path.contains("/preview?") {
            self.press_all(&page).await;
        }
    }

    /// Sends every form as it stands, with each of its buttons.
    async fn press_all(&mut self, page: &Reply) {
        let buttons: Vec<String> = page
            .tags()
            .iter()
            .filter(|tag| tag.name == "button" && tag.value("name").as_deref() == Some("_go"))
            .map(|tag| tag.value("value").unwrap())
            .collect();
        // Whoever signs out, ends all sessions or gives up a factor stands at the door afterwards; a stranger who
        // comes in as an administrator ends everybody; whoever asks for second factors is led to theirs. Corrections would
        // be whole questionnaires to walk through, one for each version that is asked: `staff::errata` begins them.
        let leaves = [
            "/session",
            "/factors",
            "/demonstration",
            "/settings",
            "/erratum",
        ];
        let leads_out = |form: &&Form| leaves.iter().any(|part| form.action.contains(part));
        for form in page.forms().iter().filter(|form| !leads_out(form)) {
            // A lone form has the buttons beside it as well: those of the language switch.
            let is_lone = page.forms().len() == 1;
            let mut named = if is_lone {
                buttons.clone()
            } else {
                form.buttons.clone()
            };
            if named.is_empty() {
                named.push(String::new());
            }
            for button in named {
                if self.pressed.insert(format!("{} {button}", form.action)) {
                    let reply = self.person.submit(form, &button).await;
                    match reply.location() {
                        Some(to) => self.waiting.push_back(to),
                        None => Box::pin(self.look(reply, &[200, 422, 403, 409, 410])).await,
                    }
                }
            }
        }
    }

    /// Goes on until nothing new is found.
    pub async fn walk(&mut self) {
        while let Some(path) = self.waiting.pop_front() {
            if says_much(&path) || !self.seen.insert(path.clone()) {
                continue;
            }
            let page = self.person.get(&path).await;
            if let Some(to) = page.location() {
                self.waiting.push_back(to);
                continue;
            }
            let refused = path.contains("/surveys/");
            let allowed: &[u16] = if path.contains("/nothing") {
                &[404]
            } else if refused {
                &[200, 403, 410, 422]
            } else if path.contains("/preview?") {
                // A form of the draft may have taken the page away since.
                &[200, 404]
            } else {
                &[200]
            };
            self.look(page, allowed).await;
            assert!(self.seen.len() < 4_000, "the town has no end: {path}");
        }
    }
}

/// Whether the address of a list asks for several things at once: each is tried by itself, not with all others.
fn says_much(path: &str) -> bool {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let said = query.split('&').filter(|pair| {
        let how = ["lang=", "display=", "in="];
        !how.iter().any(|how| pair.starts_with(how)) && !pair.ends_with('=')
    });
    // What is shown within another page has all of it.
    path.starts_with("/staff/") && !path.contains("/preview?") && said.count() > 1
}

/// The keys of the program's texts, those that nobody would write by chance.
fn keys() -> BTreeSet<String> {
    let locales = files("templates/locales/ja", ".ftl").into_iter();
    let lines = locales.flat_map(|(_, text)| text.lines().map(str::to_owned).collect::<Vec<_>>());
    let keys = lines.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()));
    keys.filter(|key| key.contains('-')).collect()
}

//! What pages of staff are made of, beside lists (`list`) and forms (`form`): each type here is what the template of the
//! same name under `templates/parts` reads. All of them stand on one page, `/staff/parts`.

use serde::Serialize;

use crate::domain::words::words;
use crate::views::say::{Say, Wording};

use super::list::Hidden;

words! {
    /// What a badge says beside its words: a shape, and a colour for those who see it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Tone {
        /// ●: done, or as it should be.
        Good = "good",
        /// ▲: somebody has to look.
        Warn = "warn",
        /// ■: refused, failed, over.
        Bad = "bad",
        /// Nothing to see to.
        Quiet = "quiet",
    }
}

/// The state of something in a word.
#[derive(Debug, Serialize)]
pub struct Badge {
    tone: Tone,
    mark: &'static str,
    text: Say,
}

/// A way to another page.
#[derive(Debug, Serialize)]
pub struct Link {
    /// Where to.
    pub href: String,
    /// What is there, or what is done there.
    pub text: Say,
}

/// Where nothing is yet: what will stand here, and how it comes.
#[derive(Debug, Serialize)]
pub struct Empty {
    /// What is not there.
    pub said: Say,
    /// What to do next.
    pub next: Option<Link>,
}

/// One line of a list of facts.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub term: Say,
    /// How it stands.
    pub value: Wording,
}

/// One step of a longer job.
#[derive(Debug, Serialize)]
pub struct Step {
    text: Say,
    /// Where one can go back to.
    href: Option<String>,
    current: bool,
    /// In words, for those who do not see where one is.
    state: Say,
}

/// The way back from what was just done: a form that does the opposite.
#[derive(Debug, Serialize)]
pub struct Undo {
    /// What was done.
    pub said: Say,
    /// Where the form goes.
    pub action: String,
    /// What it carries.
    pub hidden: Vec<Hidden>,
}

/// Something that wants a second look before it is done.
#[derive(Debug, Serialize)]
pub struct Confirmation {
    /// What will happen, a sentence for each thing.
    pub happens: Vec<Say>,
    /// What can be taken back, and how; or that nothing can.
    pub back: Say,
}

/// How far long work is.
#[derive(Debug, Serialize)]
pub struct Progress {
    /// What is being done.
    pub text: Say,
    /// So many are done …
    pub done: u64,
    /// … of so many; none while nobody knows.
    pub total: Option<u64>,
    /// The same in words.
    pub said: Say,
    /// Where it is stopped; none when it cannot be any more.
    pub stop: Option<String>,
}

/// What two people have made of the same thing, field by field.
#[derive(Debug, Serialize)]
pub struct Changed {
    /// The fields that differ.
    pub rows: Vec<Difference>,
    /// Where the page is as the other one left it.
    pub fresh: String,
}

/// A field that differs.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// What it is.
    pub label: Say,
    /// As it stands now.
    pub theirs: String,
    /// As it was typed here.
    pub mine: String,
}

impl Badge {
    /// A word with its shape.
    #[must_use]
    pub fn new(tone: Tone, text: Say) -> Self {
        let mark = match tone {
            Tone::Good => "●",
            Tone::Warn => "▲",
            Tone::Bad => "■",
            Tone::Quiet => "－",
        };
        Self { tone, mark, text }
    }
}

impl Step {
    /// The steps of a job of which one is being done, counted from 0; those before it can be gone back to where they
    /// have an address.
    #[must_use]
    pub fn all(steps: Vec<(Say, Option<String>)>, current: usize) -> Vec<Self> {
        let step = |(at, (text, href)): (usize, (Say, Option<String>))| Self {
            text,
            href: href.filter(|_| at < current),
            current: at == current,
            state: Say::new(match at.cmp(&current) {
                std::cmp::Ordering::Less => "step-done",
                std::cmp::Ordering::Equal => "step-current",
                std::cmp::Ordering::Greater => "step-ahead",
            }),
        };
        steps.into_iter().enumerate().map(step).collect()
    }
}

impl Changed {
    /// What differs between what is typed and what stands, in the order of `labels`; `fresh`: where it stands.
    #[must_use]
    pub fn between<'f>(
        labels: impl IntoIterator<Item = (&'f str, Say)>,
        [mine, theirs]: [&dyn Fn(&str) -> String; 2],
        fresh: String,
    ) -> Self {
        let row = |(field, label): (&str, Say)| {
            let (mine, theirs) = (mine(field), theirs(field));
            (mine != theirs).then_some(Difference {
                label,
                theirs,
                mine,
            })
        };
        Self {
            rows: labels.into_iter().filter_map(row).collect(),
            fresh,
        }
    }
}

//! What the page of parts shows them with: made up, and the same for everybody.

use serde::Serialize;

use crate::domain::permission::KeepOwnAccount;
use crate::domain::words::words;
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::{Badge, Empty, Fact, Link, Progress, Step, Tone};
use crate::web::staff::Staff;

/// So many rows are made up, and so many stand on a page.
const ROWS: (u16, i64) = (45, 10);

/// What its address narrows the list down by.
const STATE: &str = "state";

words! {
    /// What comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Order {
        /// The smallest number.
        #[default]
        Rising = "rising",
        /// The largest.
        Falling = "falling",
    }
}

/// Parts that nobody types in.
#[derive(Serialize)]
pub(super) struct Samples {
    list: ListView,
    rows: Vec<Row>,
    badges: Vec<Badge>,
    steps: Vec<Step>,
    empty: Empty,
    progress: Vec<Progress>,
}

#[derive(Serialize)]
struct Row {
    name: Say,
    state: Badge,
}

impl Samples {
    pub(super) fn of(staff: &Staff<KeepOwnAccount>) -> Result<Self, Error> {
        let state = staff.narrowed(STATE, Tone::from_word)?;
        let rows = rows(staff, state)?;
        let order = staff.one_of("order", Order::from_word)?;
        let place = staff.place(super::PATH).searched(&staff.searched());
        let place = place
            .ordered(order.word(), Order::default().word())
            .saying(STATE, state.map_or("", Tone::word));
        let by_number = [Order::Rising.word(), Order::Falling.word()];
        let heads = vec![
            place.head(Say::new("sample-name"), by_number),
            Head::plain(Say::new("col-survey-state")),
        ];
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let ordered: Vec<Row> = match order {
            Order::Rising => rows,
            Order::Falling => rows.into_iter().rev().collect(),
        };
        let (skipped, most) = (i64::from(place.page()).saturating_mul(ROWS.1), ROWS.1);
        let number = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
        let page = ordered.into_iter().skip(number(skipped)).take(number(most));
        Ok(Self {
            list: place.view(tabs(&place), heads, (count, most)),
            rows: page.collect(),
            badges: Tone::ALL.map(badge).into(),
            steps: steps(staff),
            empty: empty(staff),
            progress: progress(staff),
        })
    }
}

fn tabs(place: &Place) -> Vec<Tab> {
    let tab = |word: &str, text| place.tab((STATE, word), Say::new(text), None);
    vec![
        tab("", "stage-all"),
        tab(Tone::Good.word(), "tone-good"),
        tab(Tone::Warn.word(), "tone-warn"),
    ]
}

/// Those searched for.
fn rows(staff: &Staff<KeepOwnAccount>, state: Option<Tone>) -> Result<Vec<Row>, Error> {
    let search = staff.searched();
    let locales = staff.app.views.locales();
    let mut found = Vec::new();
    for number in 1..=ROWS.0 {
        let name = Say::new("sample-row").with("number", number);
        let tone = if number % 3 == 0 {
            Tone::Warn
        } else {
            Tone::Good
        };
        let is_wanted = state.is_none_or(|wanted| wanted == tone);
        if is_wanted && search.finds(&locales.say(staff.language(), &name)?) {
            found.push(Row {
                name,
                state: badge(tone),
            });
        }
    }
    Ok(found)
}

fn badge(tone: Tone) -> Badge {
    Badge::new(
        tone,
        Say::new(match tone {
            Tone::Good => "tone-good",
            Tone::Warn => "tone-warn",
            Tone::Bad => "tone-bad",
            Tone::Quiet => "tone-quiet",
        }),
    )
}

fn steps(staff: &Staff<KeepOwnAccount>) -> Vec<Step> {
    let here = || Some(staff.path(super::PATH));
    let names = ["sample-step-1", "sample-step-2", "sample-step-3"];
    let steps = names.map(|name| (Say::new(name), here()));
    Step::all(steps.into(), 1)
}

fn empty(staff: &Staff<KeepOwnAccount>) -> Empty {
    Empty {
        said: Say::new("sample-empty"),
        next: Some(Link {
            href: staff.path(super::PATH),
            text: Say::new("sample-empty-next"),
        }),
    }
}

/// Long work that knows how much there is, and work that does not yet.
fn progress(staff: &Staff<KeepOwnAccount>) -> Vec<Progress> {
    let known = Say::new("progress-of").with("done", Datum::how_many(350));
    vec![
        Progress {
            text: Say::new("sample-work"),
            done: 350,
            total: Some(1_000),
            said: known.with("total", Datum::how_many(1_000)),
            stop: Some(staff.path(super::STOP)),
        },
        Progress {
            text: Say::new("sample-work"),
            done: 0,
            total: None,
            said: Say::new("progress-begins"),
            stop: None,
        },
    ]
}

/// A list of facts.
pub(super) fn facts() -> Vec<Fact> {
    let fact = |term: &'static str, value: &'static str| Fact {
        term: Say::new(term),
        value: Say::new(value).into(),
    };
    vec![
        fact("col-survey-name", "sample-fact"),
        fact("col-survey-state", "tone-good"),
    ]
}

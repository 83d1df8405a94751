//! The table of one item: its options with people and their shares of all whom the item applies to, and the people who
//! gave no answer. Shares of the other bases that say something (M-4) stand in a table of their own.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::Precision;
use crate::domain::report::release::{Cell, OptionFigures, Table};
use crate::domain::statistics::base::Base;
use crate::domain::statistics::rounding;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};

use super::figures::{NONE, X, people, percent};
use super::others::Others;

/// The table.
#[derive(Serialize)]
pub(super) struct List {
    /// What it is of, for who does not see what stands above it.
    caption: Wording,
    rows: Vec<Row>,
    /// Of whom the percentages are, once for the whole table; none where their number is x.
    counted: Option<Say>,
    weighted: bool,
    /// Whether margins stand beside the percentages.
    margins: bool,
    others: Option<Others>,
}

#[derive(Serialize)]
struct Row {
    label: Wording,
    /// 無回答, 無効, 非該当.
    state: bool,
    count: String,
    share: Share,
    weighted: Share,
}

/// A percentage with its margin.
#[derive(Serialize)]
struct Share {
    shown: String,
    margin: String,
}

/// A row that is no option: its key, its people, whether they are among those to whom the item applies.
pub(super) type State = (&'static str, Cell<u64>, bool);

/// 無回答, and 無効 and 非該当 where there are any.
pub(super) fn states(table: &Table) -> impl Iterator<Item = State> {
    let all = [
        ("no-answer", table.no_answer, true),
        ("state-invalid", table.invalid, true),
        ("state-not-applicable", table.not_applicable, false),
    ];
    let is_said = |(key, people, _): &State| *key == "no-answer" || *people != Cell::Shown(0);
    all.into_iter().filter(is_said)
}

/// So many people as a base.
pub(super) fn counted(base: Base, n: u64) -> Say {
    let key = match base {
        Base::Everyone => "counted-everyone",
        Base::All => "counted-all",
        Base::Answered => "counted-answered",
        Base::Substantive => "counted-substantive",
    };
    Say::new(key).with("n", Datum::how_many(n))
}

impl List {
    pub(super) fn new(
        caption: Wording,
        table: &Table,
        choices: &[Choice],
        language: &Language,
    ) -> Self {
        let options = || table.options.iter().flatten();
        let figures = || options().filter_map(|option| option.figures.shown());
        let of_options = options().zip(choices).map(|(option, choice)| {
            Row::of_option(choice.label.get(language).into(), &option.figures)
        });
        let of_states = states(table).map(|state| Row::of_state(state, table));
        let n = table.bases.all.shown();
        let of = |n: &u64| Say::new("percent-of").with("base", counted(Base::All, *n));
        Self {
            rows: of_options.chain(of_states).collect(),
            counted: n.map(of),
            weighted: figures().any(|f| f.weighted_percent.is_some()),
            margins: figures().any(|f| margin(f.precision.all.as_ref()).is_some()),
            others: Others::new(&caption, table, choices, language),
            caption,
        }
    }
}

impl Row {
    fn of_option(label: Wording, figures: &Cell<OptionFigures>) -> Self {
        let Cell::Shown(figures) = figures else {
            return Self {
                label,
                state: false,
                count: X.to_owned(),
                share: Share::hidden(),
                weighted: Share::hidden(),
            };
        };
        let weighted = figures.weighted_percent.as_ref();
        let heavy = figures.weighted_precision.as_ref();
        let share = |printed: Option<&str>, precision: Option<&Precision>| Share {
            shown: percent(figures.count, printed),
            margin: margin(precision).unwrap_or_else(|| NONE.to_owned()),
        };
        Self {
            label,
            state: false,
            count: people(figures.count),
            share: share(
                figures.percent.all.as_deref(),
                figures.precision.all.as_ref(),
            ),
            weighted: share(
                weighted.and_then(|w| w.all.as_deref()),
                heavy.and_then(|w| w.all.as_ref()),
            ),
        }
    }

    fn of_state(state: State, table: &Table) -> Self {
        let (key, cell, _) = state;
        Self {
            label: Say::new(key).into(),
            state: true,
            count: cell.shown().map_or_else(|| X.to_owned(), |n| people(*n)),
            share: Share::bare(of_state(state, table, Base::All)),
            weighted: Share::bare(String::new()),
        }
    }
}

impl Share {
    fn hidden() -> Self {
        Self::bare(X.to_owned())
    }

    /// Without a margin.
    fn bare(shown: String) -> Self {
        let margin = String::new();
        Self { shown, margin }
    }
}

fn margin(precision: Option<&Precision>) -> Option<String> {
    precision.and_then(|precision| precision.margin.clone())
}

/// The percentage of 無回答, 無効 or 非該当 in a base that holds them; nothing of another.
pub(super) fn of_state((_, cell, inside): State, table: &Table, base: Base) -> String {
    if base != Base::Everyone && !(base == Base::All && inside) {
        return String::new();
    }
    match (cell, table.bases.of(base)) {
        (Cell::Shown(people), Cell::Shown(n)) => {
            percent(people, rounding::percent(people, *n, 1).as_deref())
        }
        _ => X.to_owned(),
    }
}

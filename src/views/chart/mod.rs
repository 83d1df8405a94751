//! Charts drawn by the server as SVG: no script, right in light, dark and black print.
//!
//! Colours come from the style sheet by class. What a drawing shows stands in words beside it, and its table below it on
//! the page: for programs that read aloud the drawing itself is not there.

mod axes;
mod bands;
mod ground;
mod rect;
mod said;
mod scale;
mod series;
mod spark;
#[cfg(test)]
pub(crate) mod tests;
mod ticks;
mod tones;
mod words;

use rust_decimal::Decimal;

use crate::views::say::Wording;

pub use bands::{Segment, band, bar, patch, share};
pub use said::{describe, legend};
pub use series::series;
pub use spark::spark;
pub use tones::{Tone, tones};

/// One thing in a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Where it stands among the years.
    pub year: i32,
    /// What the axis calls that year.
    pub tick: String,
    /// What sentences call it.
    pub when: Wording,
    /// Its number; none for a target without one (↗), or with two.
    pub value: Option<Decimal>,
    /// From which number to which, of a target that is a range.
    pub range: Option<(Decimal, Decimal)>,
    /// The 95 % interval, where a margin is shown (M-10).
    pub interval: Option<(Decimal, Decimal)>,
    /// What it is.
    pub mark: Mark,
    /// How it goes on from the point before.
    pub link: Link,
    /// What stands beside it: the value, or the target as printed.
    pub label: String,
    /// What sentences say of it: the number with its unit, an arrow in words.
    pub said: Wording,
}

/// What a point of a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The printed baseline: a ring.
    Baseline,
    /// A published value: a disc with its margin.
    Value,
    /// A milestone: a diamond at its number, a band over its range, or an arrow where no number is printed.
    Target,
}

/// How a point goes on from the one before (M-11b).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// They may be compared.
    Line,
    /// How the earlier one was made is not documented, or they compare only roughly: dashed.
    Dash,
    /// The series starts again: no line, and ‖ between them.
    Break,
}

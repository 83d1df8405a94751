//! Statistics of a survey: figures right to the last digit.
//!
//! The computation rules are numbered M-1 … M-16; every rule lives in the file of its noun:
//!
//! | rule | file |
//! |---|---|
//! | M-1, M-2 which responses count | `intake` |
//! | M-3 states, cleaning, routing | `variable`, `set`, `routing`, held in `columns`, `lists`, kept by `stored` |
//! | M-4 bases | `base` |
//! | M-5 estimators | `tally` → `share`, `mean`, `net` → `estimate`; tables of one variable in `frequency` |
//! | M-6 rates, sample size | `rates`, `sample_size` |
//! | M-7 rounding | `rounding` |
//! | M-8 cross tables | `crosstab`, `chi_square` |
//! | M-9 weights | `weights` (targets) → `raking` |
//! | M-10 precision | `interval`, `margin`; a figure with all of it is an `indicator` |
//! | M-11 change | `change`, `holm`; two waves of a figure in `wave` |
//! | M-12 small numbers | `suppression` |
//! | M-13 portfolio | `portfolio` |
//! | M-14 achievement | `achievement` |
//! | M-15 quality flags | `quality` |
//! | M-16 words | `cooccurrence` |
//!
//! Words used throughout: a *response* is a cleaned, valid questionnaire; a *variable* is one column of answers (an
//! item of the questionnaire), a *level* one of its options; a *base* is who is in the denominator; *weights* are
//! parallel to the valid responses and `None` means unweighted. Shares are 0–1 inside and become percent only where
//! they are printed.
//!
//! # From answers to a figure
//!
//! ```
//! use kocho::domain::statistics::base::Base;
//! use kocho::domain::statistics::columns::Columns;
//! use kocho::domain::statistics::indicator::{Measure, Setting, figure};
//! use kocho::domain::statistics::interval::Z95;
//! use kocho::domain::statistics::variable::{Accepts, Answer, Cleaned, Level, OptionKind, Variable};
//!
//! let level = |code: &str, kind| Level {
//!     code: code.to_owned(),
//!     label: String::new(),
//!     score: None,
//!     kind,
//! };
//! let variable = Variable {
//!     id: "q1".to_owned(),
//!     question: "q1".to_owned(),
//!     label: "情報提供は十分".to_owned(),
//!     attribute: false,
//!     accepts: Accepts::One(vec![
//!         level("1", OptionKind::Substantive),
//!         level("2", OptionKind::Substantive),
//!         level("9", OptionKind::DontKnow),
//!     ]),
//!     show_if: None,
//! };
//!
//! // One response at a time; with several variables `routing::route` runs before `push`.
//! let mut columns = Columns::new(std::slice::from_ref(&variable));
//! for answer in [Answer::Code(0), Answer::Code(1), Answer::Code(2), Answer::NoAnswer] {
//!     columns.push(&[Cleaned::from(answer)]);
//! }
//!
//! let setting = Setting { valid: 4, z: Z95, population: Some(500), margins: true };
//! let share = Measure::Share(vec![0], Base::Substantive);
//! let column = columns.column(0).unwrap();
//! let figure = figure((&variable, column), &share, 1, (None, None), setting);
//! assert_eq!(figure.n_base, 2);
//! assert_eq!(figure.known.unwrap().display, "50.0");
//! ```

pub mod achievement;
pub mod base;
pub mod change;
pub mod chi_square;
pub mod columns;
pub mod cooccurrence;
pub mod counts;
pub mod crosstab;
pub mod distribution;
pub mod estimate;
pub mod frequency;
pub mod groups;
pub mod holm;
pub mod indicator;
pub mod intake;
pub mod interval;
pub mod lists;
pub mod margin;
pub mod mask;
pub mod mean;
pub mod net;
pub mod portfolio;
pub mod quality;
pub mod raking;
pub mod rates;
pub mod rounding;
pub mod routing;
pub mod sample_size;
pub mod set;
pub mod share;
pub mod stored;
pub mod suppression;
pub mod tally;
pub mod variable;
pub mod wave;
pub mod weights;

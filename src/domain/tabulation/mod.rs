//! Tabulation: from the stored documents of a survey to columns, and from columns to the tables of a report.
//!
//! What belongs here: the questionnaire as the statistics see it ([`Layout`]), reading documents into columns
//! (`reading` → `responses`), counting them (`weighing` → `counted`), and what a report says of them (`tables`,
//! `crosstabs`, `flags`, `measuring`). The rules of computation are `domain::statistics`; `method` is their version.

pub mod counted;
pub mod crosstabs;
pub mod flags;
mod leaves;
pub mod measuring;
pub mod method;
pub mod reading;
pub mod report;
pub mod responses;
mod routes;
mod scan;
pub mod tables;
mod weighing;

pub use weighing::disproportionate;

use rust_decimal::prelude::ToPrimitive;

use super::questionnaire::item::{self, Accepts};
use super::questionnaire::question::{Choice, Meaning, Role};
use super::questionnaire::reader::Reader;
use super::statistics::variable as statistics;
use super::statistics::variable::MAX_OPTIONS;

/// A questionnaire prepared for counting: one column for each of its items, in their order.
#[derive(Debug, Clone)]
pub struct Layout {
    pub(super) reader: Reader,
    /// As the statistics see them; parallel to `reader.items()`.
    pub(super) items: Vec<statistics::Variable>,
    /// How the stored answer of each item is read; parallel to `items`.
    cells: Vec<scan::Cell>,
    /// What is not asked of everybody.
    routes: Vec<routes::Route>,
}

/// An item has more options than can be counted. The review of questionnaires refuses it; one that was frozen before
/// there was a limit is not counted rather than counted wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the question {item} has more than {MAX_OPTIONS} options; its survey cannot be counted")]
pub struct TooManyOptions {
    /// Which.
    pub item: String,
}

impl Layout {
    /// Prepares a questionnaire.
    ///
    /// # Errors
    /// [`TooManyOptions`].
    pub fn new(reader: &Reader) -> Result<Self, TooManyOptions> {
        let cell = |item: &item::Item| {
            scan::Cell::new(item).ok_or_else(|| TooManyOptions {
                item: item.code.clone(),
            })
        };
        let cells = reader.items().iter().map(cell);
        let cells = cells.collect::<Result<_, _>>()?;
        let items: Vec<_> = reader
            .items()
            .iter()
            .map(|item| variable(reader, item))
            .collect();
        Ok(Self {
            cells,
            routes: routes::routes(reader),
            reader: reader.clone(),
            items,
        })
    }

    /// The questionnaire.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The items as the statistics see them.
    #[must_use]
    pub fn items(&self) -> &[statistics::Variable] {
        &self.items
    }

    /// The position of an item.
    #[must_use]
    pub fn position(&self, item: &str) -> Option<usize> {
        self.reader.item(item).map(|(position, _)| position)
    }
}

fn variable(reader: &Reader, item: &item::Item) -> statistics::Variable {
    let choices = item.choices(reader.questionnaire());
    let options = || choices.iter().map(option).collect();
    let number = |n: &rust_decimal::Decimal| n.to_f64().unwrap_or(0.0);
    let accepts = match &item.accepts {
        Accepts::One(_) => statistics::Accepts::One(options()),
        Accepts::Many { max, .. } => statistics::Accepts::Many(options(), set_rule(choices, *max)),
        Accepts::Number { min, max, .. } => statistics::Accepts::Number {
            min: number(min),
            max: number(max),
        },
        // Everybody who is asked has consented: there is nothing to count.
        Accepts::Consent(_) => statistics::Accepts::Text,
        Accepts::Date { .. } | Accepts::Time { .. } | Accepts::Text { .. } => {
            statistics::Accepts::Text
        }
    };
    let question = item.question(reader.questionnaire());
    statistics::Variable {
        id: item.code.clone(),
        question: question.map_or_else(String::new, |q| q.code.to_string()),
        label: String::new(),
        attribute: item.role == Role::Attribute,
        accepts,
        show_if: None,
    }
}

fn option(choice: &Choice) -> statistics::Level {
    statistics::Level {
        code: choice.code.to_string(),
        label: String::new(),
        score: choice.score.and_then(|score| score.to_f64()),
        kind: match choice.meaning {
            Meaning::Substantive => statistics::OptionKind::Substantive,
            Meaning::DontKnow => statistics::OptionKind::DontKnow,
            Meaning::NotApplicable => statistics::OptionKind::NotApplicable,
        },
    }
}

/// What the door let in is clean already; the rule cleans what came another way.
fn set_rule(choices: &[Choice], max: Option<u16>) -> statistics::SetRule {
    let exclusive = choices.iter().zip(0..);
    let exclusive = exclusive.filter(|(choice, _)| choice.exclusive);
    statistics::SetRule {
        max_select: max.map(u32::from),
        over_limit: statistics::OverLimit::FirstN,
        exclusive: exclusive.map(|(_, at)| at).collect(),
        conflict: statistics::ExclusiveConflict::DropExclusive,
    }
}

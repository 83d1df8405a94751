//! A figure (R3): what one cell of a plan says, typed, always beside the text as printed.
//!
//! How the text becomes typed is `printed`; what a figure means as a goal is `target`.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One cell: the printed text, never changed, and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// The text as printed; `⏎` stands for a line break inside the cell.
    pub raw: String,
    /// What it says.
    pub figure: Figure,
    /// The unit as printed (`％`, `%`, `千円`, `回/年`).
    pub unit: Option<String>,
    /// The scale words that were printed: `億`, `万`, `億千万` are already multiplied into the number, `千` before a
    /// unit (`千円`, `千人`) is part of the unit and is not.
    pub scale: Option<String>,
    /// What stands beside the number: `隔年有`, `3地区`, `コスト額`.
    pub qualifier: Option<String>,
    /// The operator word printed with a number: 以上, 以下, 以内, 未満, 超.
    pub bound: Option<Bound>,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// One number.
    Number(Decimal),
    /// A closed range, or one without its upper end when `below`.
    Range {
        /// The lower end, included.
        low: Decimal,
        /// The upper end.
        high: Decimal,
        /// Whether the upper end is excluded (未満).
        below: bool,
    },
    /// Words.
    Text(String),
    /// A state of an ordered row of states (未実施, 実施準備, 実施). That they are ordered is said by staff.
    Status(String),
    /// A set of words (基礎、応用、能力開発).
    Set(Vec<String>),
    /// Labelled numbers (民営戸数 84戸 直営戸数 84戸).
    Composite(Vec<Component>),
    /// An arrow: a direction without a number.
    Arrow(Arrow),
    /// No value: a dash of any family, or an empty cell.
    Missing,
    /// The plan says in words that there is no indicator here.
    NotSet,
}

/// One labelled number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Its name.
    pub label: String,
    /// Its number.
    pub value: Decimal,
    /// Its unit.
    pub unit: Option<String>,
    /// Which way it is to be met; said by staff, since the plan prints bare numbers.
    pub bound: Option<Bound>,
}

/// An operator between a value and a number. 以内 and 以下 include equality, 未満 and 超 do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 以上
    AtLeast,
    /// 以下, 以内
    AtMost,
    /// 未満
    Below,
    /// 超
    Above,
}

/// The arrows plans print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrow {
    /// ↗: any increase.
    Up,
    /// ↘: any decrease.
    Down,
    /// →: as it is.
    Level,
}

impl Figure {
    /// Whether it is made of numbers, which have a unit.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(
            self,
            Self::Number(_) | Self::Range { .. } | Self::Composite(_)
        )
    }
}

impl Bound {
    /// Whether `value` meets `number`.
    #[must_use]
    pub fn holds(self, value: Decimal, number: Decimal) -> bool {
        match self {
            Self::AtLeast => value >= number,
            Self::AtMost => value <= number,
            Self::Below => value < number,
            Self::Above => value > number,
        }
    }

    /// Whether more is better.
    #[must_use]
    pub fn upward(self) -> bool {
        matches!(self, Self::AtLeast | Self::Above)
    }
}

impl Printed {
    /// The number, where the cell holds exactly one.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self.figure {
            Figure::Number(value) => Some(value),
            _ => None,
        }
    }

    /// The mark of a missing value as printed (`―`, `—`, `－`, or nothing at all).
    #[must_use]
    pub fn missing_mark(&self) -> Option<&str> {
        matches!(self.figure, Figure::Missing).then_some(self.raw.as_str())
    }

    /// Digits after the point as printed: a plan that prints 32.3 is judged with one decimal.
    #[must_use]
    pub fn decimals(&self) -> Option<u32> {
        match &self.figure {
            Figure::Number(value) => Some(value.scale()),
            Figure::Range { low, high, .. } => Some(low.scale().max(high.scale())),
            _ => None,
        }
    }
}

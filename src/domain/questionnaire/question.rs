//! A question (設問): its kind and what each kind offers.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::text::Text;
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;

pub use super::code::{Code, NotACode};
use super::order::Order;
use super::pattern::Pattern;
use super::picture::Picture;
use super::routing::Condition;

/// One question. Written flat, as in the file: `{code, text, …, type: single, options: […]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stable code, unique in the questionnaire.
    pub code: Code,
    /// The exact wording.
    pub text: Text,
    /// What it is called where its wording is too long: in the heads of tables (「性別」). The wording, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Text>,
    /// A line of help under the wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Whether it must be answered to go on. Rare: people may leave out what they do not want to say.
    #[serde(default)]
    pub required: bool,
    /// Whether it asks about the subject or about the respondent.
    #[serde(default)]
    pub role: Role,
    /// Asked only when this holds; always, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// The item of an earlier question with the same codes whose answer may be taken over (「同上」).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// In which order its options stand.
    #[serde(default, skip_serializing_if = "Order::is_as_written")]
    pub order: Order,
    /// What is asked and what may be answered.
    #[serde(flatten)]
    pub kind: Kind,
}

impl Question {
    /// What it is called in the head of a table: its short name, or its wording.
    #[must_use]
    pub fn name(&self) -> &Text {
        self.short.as_ref().unwrap_or(&self.text)
    }
}

/// What a question is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The subject of the survey.
    #[default]
    Subject,
    /// Who answers (sex, age, district): the rows of cross tables, not counted for M-1's blank rule.
    Attribute,
}

/// The kinds of questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// One of several options.
    Single {
        /// What may be chosen.
        options: Vec<Choice>,
    },
    /// Any of several options (複数回答).
    Multiple {
        /// What may be chosen.
        options: Vec<Choice>,
        /// At least so many, where any is chosen and none that stands alone; one when absent. With the same `max`
        /// exactly so many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<u16>,
        /// At most so many; no limit when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u16>,
    },
    /// One step of an ordered scale (尺度), with わからない or 非該当 beside it.
    Scale {
        /// The steps in order.
        options: Vec<Choice>,
    },
    /// One of the places (字) of a town, found by its name or its reading.
    Place {
        /// The places, each with its reading.
        options: Vec<Choice>,
    },
    /// Several rows answered on one scale.
    Grid {
        /// What is judged.
        rows: Vec<Row>,
        /// The steps in order.
        options: Vec<Choice>,
    },
    /// Several rows answered on two scales, e.g. 満足度 × 重要度.
    DualGrid {
        /// What is judged.
        rows: Vec<Row>,
        /// The two scales.
        axes: [Axis; 2],
    },
    /// Several rows, each answered with any of the same options.
    MultipleGrid {
        /// What is asked about.
        rows: Vec<Row>,
        /// What may be chosen in each row.
        options: Vec<Choice>,
        /// At most so many in a row; no limit when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u16>,
    },
    /// Several rows, each answered with a number.
    NumberGrid {
        /// What is asked about.
        rows: Vec<Row>,
        /// Smallest accepted.
        min: Decimal,
        /// Largest accepted.
        max: Decimal,
        /// Digits after the point.
        #[serde(default)]
        decimals: u16,
        /// Shown behind each field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Text>,
    },
    /// Options put in order of preference.
    Ranking {
        /// What may be ranked.
        options: Vec<Choice>,
        /// How many places are given: 1 to the number of options.
        places: u16,
    },
    /// A number.
    Number {
        /// Smallest accepted.
        min: Decimal,
        /// Largest accepted.
        max: Decimal,
        /// Digits after the point.
        #[serde(default)]
        decimals: u16,
        /// Shown behind the field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Text>,
    },
    /// A day.
    Date {
        /// Earliest accepted; 1868-01-25 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Day>,
        /// Latest accepted; 2200-12-31 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Day>,
        /// What is enough; a day when absent.
        #[serde(default, skip_serializing_if = "Exactness::is_usual")]
        exact_to: Exactness,
    },
    /// A time of day.
    Time {
        /// Earliest accepted; 00:00 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<TimeOfDay>,
        /// Latest accepted; 23:59 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<TimeOfDay>,
    },
    /// Free text.
    Text {
        /// Several lines instead of one.
        #[serde(default)]
        long: bool,
        /// At most so many characters as people count them (grapheme clusters); 4,000 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_length: Option<u16>,
        /// The form it must have; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
    },
    /// One tick that must be given to go on (「同意します」). Always required, and never about the subject.
    Consent {
        /// What is ticked.
        label: Text,
    },
    /// Nobody is asked: each person belongs to one part of all, drawn by lot (split ballot).
    Drawn {
        /// The parts, all as likely.
        options: Vec<Choice>,
    },
    /// Nothing is asked: a text between questions.
    Note {
        /// A picture under the text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<Picture>,
    },
}

/// How much of a date is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// Year, month and day.
    #[default]
    Day,
    /// Year and month are enough. Kept as the first day of the month.
    Month,
}

impl Exactness {
    fn is_usual(&self) -> bool {
        *self == Self::Day
    }
}

/// An option (選択肢) or a step of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable code, unique in its question.
    pub code: Code,
    /// The exact wording.
    pub label: Text,
    /// Of a place: its reading in hiragana or katakana, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kana: Option<String>,
    /// Points for means; options without one are left out of them (M-5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Decimal>,
    /// Whether choosing it says something about the subject (M-4).
    #[serde(default)]
    pub meaning: Meaning,
    /// In a multiple question, or a row of a multiple grid: cannot stand beside another (「特にない」).
    #[serde(default)]
    pub exclusive: bool,
    /// Offers a line to write in (「その他」); its text is the answer `{question}.other`, or `{question}.other.{code}`
    /// where several options offer one.
    #[serde(default)]
    pub other: bool,
    /// Offered only when this holds; always, when absent. Of what was answered on pages before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
}

/// What an option says about the subject (M-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// An opinion or a fact; どちらともいえない is one.
    #[default]
    Substantive,
    /// わからない.
    DontKnow,
    /// 「利用したことがない」 and the like.
    NotApplicable,
}

/// A row of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Stable code, unique in its question. The answer is `{question}.{row}`.
    pub code: Code,
    /// The exact wording.
    pub label: Text,
}

/// One scale of a dual grid. The answer is `{question}.{row}.{axis}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Stable code, e.g. `satisfaction`.
    pub code: Code,
    /// Heading, e.g. 満足度.
    pub label: Text,
    /// The steps in order.
    pub options: Vec<Choice>,
}

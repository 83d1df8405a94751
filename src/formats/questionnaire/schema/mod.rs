//! The documented form of a questionnaire file, as types a JSON Schema is made from.
//!
//! The reader in `document` and `parts` decides; a test holds both against the same files, good and bad.

#![expect(
    dead_code,
    reason = "the schema generator reads the types, nobody makes values of them"
)]

mod condition;
mod picture;

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::domain::questionnaire::limits;
use crate::domain::statistics::variable::MAX_OPTIONS;
use condition::Condition;
use picture::Picture;

/// A questionnaire (調査票) of Kocho.
#[derive(JsonSchema)]
#[schemars(title = "Kocho questionnaire", deny_unknown_fields)]
struct File {
    /// Stable name over versions and years, e.g. `shimin`.
    code: Code,
    /// What the citizen reads on top of every page.
    title: Text,
    /// One sentence: why this is asked and what becomes of it.
    purpose: Text,
    /// How long it takes, in minutes.
    #[schemars(range(min = 1, max = limits::MINUTES))]
    minutes: u16,
    /// The languages it is offered in; every text must have each of them. The first is the one it was written in.
    #[schemars(length(min = 1))]
    languages: Vec<Tag>,
    /// One page a section (the default), or everything on one page.
    #[schemars(default)]
    layout: Option<Layout>,
    /// Options that several questions share, by name.
    #[schemars(default)]
    option_sets: Option<BTreeMap<String, Vec<Choice>>>,
    /// The pages, in order. Fully answered, one page is a form of at most 768 KiB (a kanji is 9 bytes).
    #[schemars(length(min = 1, max = limits::SECTIONS))]
    sections: Vec<Section>,
}

/// 1 to 40 ASCII letters, digits, `_` and `-`, beginning with a letter or digit. Numbers may stand without quotes.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Code {
    Word(#[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"))] String),
    Number(u32),
}

/// A BCP 47 tag such as `ja`, `ja-x-easy` (やさしい日本語), `en`, `zh-Hans`, in any case.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct Tag(
    #[schemars(
        regex(pattern = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"),
        length(max = 35)
    )]
    String,
);

/// A text: a string (Japanese), or a map from language to string. Line ends are kept. `{締切}`, `{担当課}`, `{電話}` and
/// `{調査名}` (`{deadline}`, `{division}`, `{telephone}`, `{survey}`) stand for facts of the survey; `{q5|お子さん}` for
/// what was answered to an item on a page before, and without an answer for what is behind the bar. Readings are kana, written
/// behind kanji as in `漢字《かんじ》`, or behind a word as in `｜お知らせ《おしらせ》`; 《 and ｜ elsewhere are printed.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Text {
    Japanese(#[schemars(length(min = 1, max = limits::TEXT))] String),
    Languages(#[schemars(length(min = 1))] BTreeMap<String, String>),
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Layout {
    Sections,
    OnePage,
}

/// A page: questions that belong together.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Section {
    /// Stable code, unique among the sections.
    code: Code,
    /// Heading of the page.
    title: Text,
    /// A line or two under the heading.
    #[schemars(default)]
    note: Option<Text>,
    /// Asked only when this holds.
    #[schemars(default)]
    show_if: Option<Condition>,
    /// Asked again for each child or the like. Sections that follow each other with the same are one block.
    #[schemars(default)]
    repeat: Option<Repeat>,
    /// The questions, in order.
    #[schemars(length(min = 1, max = limits::QUESTIONS))]
    questions: Vec<Question>,
}

/// A question: what all kinds have, and by `type` what each needs.
#[derive(JsonSchema)]
#[schemars(extend("unevaluatedProperties" = false))]
struct Question {
    /// Stable code, unique in the questionnaire.
    code: Code,
    /// The exact wording.
    text: Text,
    /// What it is called in the heads of tables (「性別」); its wording when absent.
    #[schemars(default)]
    short: Option<Text>,
    /// A line of help under the wording.
    #[schemars(default)]
    hint: Option<Text>,
    /// Whether it must be answered to go on.
    #[schemars(default)]
    required: Option<bool>,
    /// Whether it asks about the subject (the default) or about the respondent.
    #[schemars(default)]
    role: Option<Role>,
    /// Asked only when this holds.
    #[schemars(default)]
    show_if: Option<Condition>,
    /// The item (`q5`, `q7.r1`) of an earlier question whose answer may be taken over, for single, scale and place
    /// questions: both are answered with one of the same codes, and the code is what is stored.
    #[schemars(default)]
    same_as: Option<String>,
    /// The order of its options; `as_written` when absent. わからない, exclusive options and those with a line stay where
    /// they are.
    #[schemars(default)]
    order: Option<Order>,
    #[serde(flatten)]
    kind: Kind,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Order {
    AsWritten,
    /// Drawn for each person: single, multiple and ranking.
    Random,
    /// The other way round for half of all people, all scales of one person alike: scale, grid and dual_grid.
    Reversible,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Role {
    Subject,
    Attribute,
}

#[derive(JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Kind {
    /// One of several options.
    Single { options: Options },
    /// Any of several options.
    Multiple {
        options: Options,
        /// At least so many, where any is chosen and none that is exclusive. With the same `max` exactly so many.
        #[schemars(default, range(min = 1))]
        min: Option<u16>,
        /// At most so many.
        #[schemars(default)]
        max: Option<u16>,
    },
    /// One step of an ordered scale.
    Scale { options: Options },
    /// One of the places (字) of a town: people write a part of its name or reading, or choose from a list by the row of
    /// the first kana. Each option has its `kana`.
    Place { options: Options },
    /// Several rows on one scale.
    Grid {
        #[schemars(length(min = 1, max = limits::ROWS))]
        rows: Vec<Row>,
        options: Options,
    },
    /// Several rows on two scales, e.g. 満足度 × 重要度.
    DualGrid {
        #[schemars(length(min = 1, max = limits::ROWS))]
        rows: Vec<Row>,
        axes: [Axis; 2],
    },
    /// Several rows, each answered with any of the same options; `other` is not for these.
    MultipleGrid {
        #[schemars(length(min = 1, max = limits::ROWS))]
        rows: Vec<Row>,
        options: Options,
        /// At most so many in a row.
        #[schemars(default)]
        max: Option<u16>,
    },
    /// Several rows, each answered with a number, ends included.
    NumberGrid {
        #[schemars(length(min = 1, max = limits::ROWS))]
        rows: Vec<Row>,
        min: Number,
        max: Number,
        /// Digits after the point, 0 to 3.
        #[schemars(default)]
        decimals: Option<u16>,
        /// Shown behind each field; people may type it behind the number, as in a number question.
        #[schemars(default)]
        unit: Option<Text>,
    },
    /// Options in order of preference.
    Ranking {
        options: Options,
        /// How many places are given.
        places: u16,
    },
    /// A number, ends included.
    Number {
        min: Number,
        max: Number,
        /// Digits after the point, 0 to 3.
        #[schemars(default)]
        decimals: Option<u16>,
        /// Shown behind the field; people may type it, and words for the same (`人`, `名`), behind the number.
        #[schemars(default)]
        unit: Option<Text>,
    },
    /// A day, ends included.
    Date {
        #[schemars(default)]
        min: Option<Day>,
        #[schemars(default)]
        max: Option<Day>,
        /// What is enough: a day (when absent) or a month, which is kept as its first day.
        #[schemars(default)]
        exact_to: Option<Exactness>,
    },
    /// A time of day, ends included. A span over midnight cannot be asked.
    Time {
        #[schemars(default)]
        min: Option<TimeOfDay>,
        #[schemars(default)]
        max: Option<TimeOfDay>,
    },
    /// Free text.
    Text {
        /// Several lines.
        #[schemars(default)]
        long: Option<bool>,
        /// At most so many characters; 4,000 when absent.
        #[schemars(default, range(min = 1, max = limits::LONGEST_WRITTEN))]
        max_length: Option<u16>,
        /// The form it must have; any when absent. For a text of one line, without `max_length`.
        #[schemars(default)]
        pattern: Option<Pattern>,
    },
    /// One tick that must be given to go on. It is always required and about the respondent: `required` and `role` need
    /// not be written, and `false` and `subject` are faults. Its answer is the code `1`; no condition can name it, and no
    /// table counts it.
    Consent {
        /// What is ticked, e.g. 「同意します」.
        label: Text,
    },
    /// Nobody is asked: each person belongs to one of these options, drawn by lot, all as likely (split ballot). Other
    /// questions are asked of one part by `show_if`. It is always about the respondent, and needs `layout: sections`.
    Drawn { options: Options },
    /// Nothing is asked: a text between questions.
    Note {
        /// Shown under the text; a questionnaire has at most 10.
        #[schemars(default)]
        picture: Option<Picture>,
    },
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Exactness {
    Day,
    Month,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Pattern {
    /// A postal code of Japan, with or without 〒 and hyphen, in any width; kept as `123-4567`.
    PostalCode,
    /// A telephone number of Japan: 10 or 11 digits, the first a 0, in any width; kept with the hyphens that were
    /// typed.
    Telephone,
}

/// A list of at most 2,000 options, or the name of an option set.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Options {
    Set(String),
    List(#[schemars(length(min = 1, max = MAX_OPTIONS))] Vec<Choice>),
}

/// An option or a step of a scale.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Choice {
    /// Stable code, unique in its question.
    code: Code,
    /// The exact wording.
    label: Text,
    /// Of a place, where it must be there: its reading in hiragana or katakana.
    #[schemars(default, regex(pattern = r"^[ぁ-ゖァ-ヶ][ぁ-ゖァ-ヶー]*$"))]
    kana: Option<String>,
    /// Points for means.
    #[schemars(default)]
    score: Option<Number>,
    /// What choosing it says about the subject; `substantive` when absent.
    #[schemars(default)]
    meaning: Option<Meaning>,
    /// In a multiple question, or a row of a multiple grid: cannot stand beside another.
    #[schemars(default)]
    exclusive: Option<bool>,
    /// Offers a line to write in.
    #[schemars(default)]
    other: Option<bool>,
    /// In a single or multiple question: offered only when this holds, of what was answered on pages before. At least
    /// two options (one of a multiple question) are always offered.
    #[schemars(default)]
    show_if: Option<Condition>,
}

/// How often a section is asked. Its questions `age` are stored and counted as `age_1`, `age_2`, …, and named so behind
/// the block; within it `age` is the one of the same repeat. The title says which it is: `{番号}` or `{number}`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Repeat {
    /// An item of a section before it: a whole number, or one of several options whose codes are numbers.
    item: String,
    /// At most so often.
    #[schemars(range(min = 1, max = limits::REPEATS))]
    max: u16,
}

#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Meaning {
    Substantive,
    DontKnow,
    NotApplicable,
}

/// A decimal number, with or without quotes.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Number {
    Number(f64),
    Written(#[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]+)?$"))] String),
}

/// A day such as `2025-04-01`.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct Day(#[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))] String);

/// A time of day such as `09:30`.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct TimeOfDay(#[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))] String);

/// A row of a grid.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Row {
    code: Code,
    label: Text,
}

/// One scale of a dual grid.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Axis {
    code: Code,
    label: Text,
    options: Options,
}

/// The JSON Schema of a questionnaire file (draft 2020-12).
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(File).to_value()
}

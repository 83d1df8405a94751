//! The flat items of a questionnaire: every single thing that is answered, with the name it has in forms,
//! stored documents and files.
//!
//! | kind | items |
//! |---|---|
//! | single, scale, place, multiple, number, date, time, text, consent, drawn | `q5` |
//! | single, multiple with an `other` option | also `q5.other`: what was written beside it |
//! | the same with several of them | `q5.other.98` for each: what was written beside that option |
//! | grid, multiple grid, number grid | `q7.r1` for each row |
//! | dual grid | `q7.r1.satisfaction` for each row and axis |
//! | ranking | `q9.1`, `q9.2`, … for each place |
//! | note | none |

use rust_decimal::Decimal;

use super::limits::{PATTERNED, WRITTEN, WRITTEN_BESIDE};
use super::pattern::Pattern;
use super::place::gazetteer::Gazetteer;
use super::question::{Axis, Choice, Code, Exactness, Kind, Question, Role, Row};
use super::same::can_be_the_same;
use super::{Language, Questionnaire};
use crate::domain::text::Text;
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;

/// One thing that is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name: unique in the questionnaire.
    pub code: String,
    /// Position of its section.
    pub section: usize,
    /// Position of its question in the section.
    pub question: usize,
    /// Which part of the question it is.
    pub part: Part,
    /// Whether it asks about the subject or the respondent.
    pub role: Role,
    /// What it accepts.
    pub accepts: Accepts,
    /// The names by which its options are found; none where they are marked only.
    pub names: Option<Gazetteer>,
    /// The item whose answer it may take over.
    pub same_as: Option<String>,
}

/// Which part of a question an item is. Positions count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// A row of a grid.
    Row(usize),
    /// A row of a dual grid on one axis.
    Cell {
        /// Position of the row.
        row: usize,
        /// Position of the axis: 0 or 1.
        axis: usize,
    },
    /// A place of a ranking; the first is 0.
    Place(usize),
    /// What was written beside the option at this position.
    Other(usize),
}

/// The code of a consent that is given.
pub const GIVEN: &str = "1";

/// What an item accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepts {
    /// One of these codes.
    One(Vec<Code>),
    /// Several of these codes.
    Many {
        /// The codes in the order of the options.
        codes: Vec<Code>,
        /// At least so many, unless one stands alone.
        min: Option<u16>,
        /// At most so many.
        max: Option<u16>,
    },
    /// A tick: this one code.
    Consent(Code),
    /// A number between two, ends included.
    Number {
        /// Smallest.
        min: Decimal,
        /// Largest.
        max: Decimal,
        /// Digits after the point.
        decimals: u16,
        /// The unit in every language: may be typed behind the number.
        units: Vec<String>,
    },
    /// A day between two, ends included.
    Date {
        /// Earliest.
        min: Day,
        /// Latest.
        max: Day,
        /// What is enough.
        exact_to: Exactness,
    },
    /// A time of day between two, ends included.
    Time {
        /// Earliest.
        min: TimeOfDay,
        /// Latest.
        max: TimeOfDay,
    },
    /// A text.
    Text {
        /// Several lines.
        long: bool,
        /// At most so many grapheme clusters.
        max_length: u16,
        /// The form it must have.
        pattern: Option<Pattern>,
    },
}

impl Item {
    /// The options it offers, in order; none for numbers, days, times and texts.
    #[must_use]
    pub fn choices<'q>(&self, questionnaire: &'q Questionnaire) -> &'q [Choice] {
        let axis = match self.part {
            Part::Cell { axis, .. } => axis,
            Part::Other(_) => return &[],
            _ => 0,
        };
        self.question(questionnaire)
            .map_or(&[], |question| question.kind.choices(axis))
    }

    /// The question it is a part of.
    #[must_use]
    pub fn question<'q>(&self, questionnaire: &'q Questionnaire) -> Option<&'q Question> {
        let section = questionnaire.sections.get(self.section)?;
        section.questions.get(self.question)
    }

    /// The wording of its question where it stands alone: in a repeat, with the title that says which one.
    #[must_use]
    pub fn wording(&self, questionnaire: &Questionnaire, language: &Language) -> String {
        let question = self.question(questionnaire);
        let text = question.map(|question| &question.text);
        self.alone(questionnaire, text, language)
    }

    /// What its question is called in the head of a table, likewise: by its short name, or its wording.
    #[must_use]
    pub fn name(&self, questionnaire: &Questionnaire, language: &Language) -> String {
        let text = self.question(questionnaire).map(Question::name);
        self.alone(questionnaire, text, language)
    }

    /// A text of its question where it stands alone.
    fn alone(
        &self,
        questionnaire: &Questionnaire,
        text: Option<&Text>,
        language: &Language,
    ) -> String {
        let text = text.map_or("", |text| text.get(language));
        let section = questionnaire.sections.get(self.section);
        match section.filter(|section| section.nth.is_some()) {
            Some(repeat) => titled(&repeat.title, text, language),
            None => text.to_owned(),
        }
    }

    /// What distinguishes it from the other items of its question: label of the row, then of the axis.
    #[must_use]
    pub fn labels<'q>(
        &self,
        questionnaire: &'q Questionnaire,
        language: &Language,
    ) -> Vec<&'q str> {
        let rows = |kind: &'q Kind, row: usize| kind.rows()?.get(row);
        let Some(Question { kind, .. }) = self.question(questionnaire) else {
            return Vec::new();
        };
        let (row, axis) = match (self.part, kind) {
            (Part::Row(row), _) => (rows(kind, row), None),
            (Part::Cell { row, axis }, Kind::DualGrid { axes, .. }) => {
                (rows(kind, row), axes.get(axis))
            }
            _ => (None, None),
        };
        row.map(|row| row.label.get(language))
            .into_iter()
            .chain(axis.map(|axis| axis.label.get(language)))
            .collect()
    }
}

/// A wording behind the title that says which repeat it belongs to.
#[must_use]
pub fn titled(title: &Text, wording: &str, language: &Language) -> String {
    let colon = if language.is_wide() { "：" } else { ": " };
    format!("{}{colon}{wording}", title.get(language))
}

/// Every item of a questionnaire, in the order it is asked.
#[must_use]
pub fn items(questionnaire: &Questionnaire) -> Vec<Item> {
    let mut all = Vec::new();
    for (section, content) in questionnaire.sections.iter().enumerate() {
        for (position, question) in content.questions.iter().enumerate() {
            for (code, part, accepts) in parts(question) {
                let role = question.role;
                let names = names(question);
                let same_as = same_as(question, part);
                all.push(Item {
                    code,
                    section,
                    question: position,
                    part,
                    role,
                    accepts,
                    names,
                    same_as,
                });
            }
        }
    }
    all
}

/// The names by which the options of a question are found.
fn names(question: &Question) -> Option<Gazetteer> {
    match &question.kind {
        Kind::Place { options } => Some(Gazetteer::new(options)),
        _ => None,
    }
}

/// The item whose answer a part of a question may take over.
fn same_as(question: &Question, part: Part) -> Option<String> {
    let can = part == Part::Whole && can_be_the_same(&question.kind);
    question.same_as.clone().filter(|_| can)
}

/// The items of one question: name, part, what it accepts.
fn parts(question: &Question) -> Vec<(String, Part, Accepts)> {
    let name = question.code.as_str();
    let one = |options: &[Choice]| Accepts::One(codes(options));
    let whole = |accepts| (name.to_owned(), Part::Whole, accepts);
    match &question.kind {
        Kind::Single { options } => with_other(whole(one(options)), options),
        Kind::Scale { options } | Kind::Place { options } | Kind::Drawn { options } => {
            vec![whole(one(options))]
        }
        Kind::Multiple { options, min, max } => {
            let accepts = Accepts::Many {
                codes: codes(options),
                min: *min,
                max: *max,
            };
            with_other(whole(accepts), options)
        }
        Kind::Grid { rows, options } => by_row(name, rows, &one(options)),
        Kind::MultipleGrid { rows, options, max } => {
            let accepts = Accepts::Many {
                codes: codes(options),
                min: None,
                max: *max,
            };
            by_row(name, rows, &accepts)
        }
        Kind::DualGrid { rows, axes } => {
            let codes: Vec<&Code> = rows.iter().map(|row| &row.code).collect();
            cells(name, &codes, axes)
        }
        Kind::Ranking { options, places } => (0..usize::from(*places))
            .map(|at| (format!("{name}.{}", at + 1), Part::Place(at), one(options)))
            .collect(),
        Kind::Note { .. } => Vec::new(),
        field => match (field_accepts(field), field.rows()) {
            (Some(accepts), Some(rows)) => by_row(name, rows, &accepts),
            (accepts, _) => accepts.map(whole).into_iter().collect(),
        },
    }
}

/// What the kinds without options accept.
fn field_accepts(kind: &Kind) -> Option<Accepts> {
    match kind {
        Kind::Number {
            min,
            max,
            decimals,
            unit,
        }
        | Kind::NumberGrid {
            min,
            max,
            decimals,
            unit,
            ..
        } => Some(Accepts::Number {
            min: *min,
            max: *max,
            decimals: *decimals,
            units: unit
                .iter()
                .flat_map(|unit| unit.iter().map(|(_, word)| word.to_owned()))
                .collect(),
        }),
        field => written_accepts(field),
    }
}

/// The same of the kinds that are no numbers.
fn written_accepts(kind: &Kind) -> Option<Accepts> {
    match kind {
        Kind::Date { min, max, exact_to } => Some(Accepts::Date {
            exact_to: *exact_to,
            min: min.or(Day::from_ymd_opt(1868, 1, 25)).unwrap_or(Day::MIN),
            max: max.or(Day::from_ymd_opt(2200, 12, 31)).unwrap_or(Day::MAX),
        }),
        Kind::Time { min, max } => Some(Accepts::Time {
            min: min.unwrap_or(TimeOfDay::FIRST),
            max: max.unwrap_or(TimeOfDay::LAST),
        }),
        Kind::Text {
            long,
            max_length,
            pattern,
        } => Some(Accepts::Text {
            long: *long,
            max_length: pattern.map_or(max_length.unwrap_or(WRITTEN), |_| PATTERNED),
            pattern: *pattern,
        }),
        Kind::Consent { .. } => Code::parse(GIVEN).ok().map(Accepts::Consent),
        _ => None,
    }
}

/// The items of a grid whose rows all accept the same.
fn by_row(name: &str, rows: &[Row], accepts: &Accepts) -> Vec<(String, Part, Accepts)> {
    let item = |(at, row): (usize, &Row)| {
        let code = format!("{name}.{}", row.code);
        (code, Part::Row(at), accepts.clone())
    };
    rows.iter().enumerate().map(item).collect()
}

/// The items of a dual grid.
fn cells(name: &str, rows: &[&Code], axes: &[Axis; 2]) -> Vec<(String, Part, Accepts)> {
    let mut cells = Vec::with_capacity(rows.len() * 2);
    for (row, code) in rows.iter().enumerate() {
        for (axis, scale) in axes.iter().enumerate() {
            let item = format!("{name}.{code}.{}", scale.code);
            cells.push((
                item,
                Part::Cell { row, axis },
                Accepts::One(codes(&scale.options)),
            ));
        }
    }
    cells
}

/// The item itself and, for each option that offers a line to write in, the item of that line.
fn with_other(whole: (String, Part, Accepts), options: &[Choice]) -> Vec<(String, Part, Accepts)> {
    let lines = options
        .iter()
        .enumerate()
        .filter(|(_, option)| option.other);
    let lines: Vec<(String, Part, Accepts)> = lines
        .map(|(at, option)| {
            let accepts = Accepts::Text {
                long: false,
                max_length: WRITTEN_BESIDE,
                pattern: None,
            };
            (beside(&whole.0, option, options), Part::Other(at), accepts)
        })
        .collect();
    std::iter::once(whole).chain(lines).collect()
}

/// The name of the line beside an option: `q5.other`, or `q5.other.98` where several options offer one.
#[must_use]
pub fn beside(question: &str, option: &Choice, options: &[Choice]) -> String {
    let several = options.iter().filter(|option| option.other).count() > 1;
    match several {
        true => format!("{question}.other.{}", option.code),
        false => format!("{question}.other"),
    }
}

fn codes(options: &[Choice]) -> Vec<Code> {
    options.iter().map(|option| option.code.clone()).collect()
}

//! Variables: what one column of answers may hold, and how one raw answer is cleaned (M-3).
//!
//! The statistical view of a question: a matrix row is a variable of its own. Wording, languages, layout and the whole
//! questionnaire belong elsewhere; which answers are skipped belongs to `routing`.

use super::set::Set;
use crate::domain::between::Between;
use crate::domain::time::Day;

/// Index of an option among those of its variable, or of a step of a scale.
pub type Index = u16;

/// Most options or steps a variable can have: lists of 字・町丁目 are long. Checked where questionnaires come in
/// (review, JSON Schema, case files) and again where answers are counted.
pub const MAX_OPTIONS: usize = 2_000;

/// What an option says about the opinion asked for (M-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// An opinion; どちらともいえない is one.
    Substantive,
    /// わからない.
    DontKnow,
    /// 「利用したことがない」 and the like.
    NotApplicable,
}

/// One option of a closed question.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// The code as printed and exported.
    pub code: String,
    /// The label as printed.
    pub label: String,
    /// Score for means; scores are data, not code (M-5).
    pub score: Option<f64>,
    /// What it counts as.
    pub kind: OptionKind,
}

/// What happens to more marks than `max_select` (M-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverLimit {
    /// Keep the lowest option numbers.
    FirstN,
    /// Keep everything.
    All,
    /// The answer is 無効.
    Invalid,
}

/// What happens to an exclusive option marked beside others (M-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExclusiveConflict {
    /// Drop the exclusive one.
    DropExclusive,
    /// The answer is 無効.
    Invalid,
}

/// The rules of a multiple-choice variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRule {
    /// Most marks allowed.
    pub max_select: Option<u32>,
    /// What happens beyond it.
    pub over_limit: OverLimit,
    /// The options that exclude all others.
    pub exclusive: Set,
    /// What happens when they do not stand alone.
    pub conflict: ExclusiveConflict,
}

/// What a variable accepts.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepts {
    /// One of the options.
    One(Vec<Level>),
    /// Any of the options, within the rule.
    Many(Vec<Level>, SetRule),
    /// A whole number; stored as the code `value − min`.
    Scale {
        /// Lowest value.
        min: i32,
        /// Highest value; the steps are at most [`MAX_OPTIONS`].
        max: i32,
    },
    /// A number, decimals allowed.
    Number {
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
    },
    /// Free text: only whether something was written.
    Text,
}

/// The condition under which a variable is asked. Whoever makes one keeps its parts at most [`ShowIf::DEPTH`] deep.
#[derive(Debug, Clone, PartialEq)]
pub enum ShowIf {
    /// The answer to an earlier variable is (sets: contains) one of these.
    AnyOf {
        /// Index of the parent variable; always smaller than the index of the variable itself.
        parent: usize,
        /// Option indexes of the parent that lead here.
        codes: Vec<Index>,
    },
    /// The answer to an earlier variable is a number between two, ends included.
    Number {
        /// Index of the parent variable.
        parent: usize,
        /// The limits.
        between: Between<f64>,
    },
    /// There is a valid answer to an earlier variable that was asked.
    Answered {
        /// Index of the parent variable.
        parent: usize,
    },
    /// All of them hold.
    All(Vec<ShowIf>),
    /// One of them holds.
    Any(Vec<ShowIf>),
    /// It does not hold.
    Not(Box<ShowIf>),
}

impl ShowIf {
    /// Most conditions inside each other.
    pub const DEPTH: usize = 32;
}

/// One column of the survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Column name.
    pub id: String,
    /// Id of the question it belongs to: its own, or that of its matrix.
    pub question: String,
    /// Label as printed.
    pub label: String,
    /// 性別・年齢 and the like: not counted for the blank rule (M-1.2).
    pub attribute: bool,
    /// What it accepts.
    pub accepts: Accepts,
    /// When it is asked; `None` = always.
    pub show_if: Option<ShowIf>,
}

/// One cleaned answer: exactly one of the four states of M-3, with its value.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Index of the option (single choice) or `value − min` (scale).
    Code(Index),
    /// The chosen options, never none.
    Codes(Set),
    /// A finite number.
    Number(f64),
    /// Something was written.
    Text,
    /// A day: counted as something written, and asked for by conditions.
    Day(Day),
    /// 無回答
    NoAnswer,
    /// 無効
    Invalid,
    /// 非該当
    NotApplicable,
}

impl Answer {
    /// Whether the state is `answered`.
    pub fn is_answered(&self) -> bool {
        !matches!(
            self,
            Answer::NoAnswer | Answer::Invalid | Answer::NotApplicable
        )
    }
}

/// A cleaned answer and whether it had more marks than allowed (`n_over_limit`).
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned {
    /// The answer that counts.
    pub answer: Answer,
    /// More marks than `max_select` after exclusives were resolved.
    pub over_limit: bool,
}

impl From<Answer> for Cleaned {
    fn from(answer: Answer) -> Cleaned {
        Cleaned {
            answer,
            over_limit: false,
        }
    }
}

impl Accepts {
    /// How many different codes an answer can have: options, steps of a scale, 1 for a written text.
    pub fn width(&self) -> usize {
        match self {
            Accepts::One(options) | Accepts::Many(options, _) => options.len(),
            Accepts::Scale { min, max } => {
                let steps = i64::from(*max) - i64::from(*min) + 1;
                usize::try_from(steps).unwrap_or(0)
            }
            Accepts::Number { .. } => 0,
            Accepts::Text => 1,
        }
    }
}

impl Variable {
    /// Whether it has options: its answers are columns of tables (M-8).
    pub fn is_closed(&self) -> bool {
        matches!(self.accepts, Accepts::One(_) | Accepts::Many(..))
    }

    /// Whether tables are split by it: an attribute with one answer. Its options are rows of tables (M-8).
    pub fn splits_tables(&self) -> bool {
        self.attribute && matches!(self.accepts, Accepts::One(_))
    }

    /// The options of a closed variable; empty for scales, numbers and text.
    pub fn options(&self) -> &[Level] {
        match &self.accepts {
            Accepts::One(options) | Accepts::Many(options, _) => options,
            _ => &[],
        }
    }

    /// Index of a code as printed: of an option, or of a scale value.
    pub fn index_of(&self, code: &str) -> Option<Index> {
        match &self.accepts {
            Accepts::One(options) | Accepts::Many(options, _) => position(options, code),
            Accepts::Scale { min, max } => scale_code(code, *min, *max),
            _ => None,
        }
    }

    /// The code as printed of an option index or scale step; the inverse of [`Variable::index_of`].
    pub fn code_at(&self, index: Index) -> Option<String> {
        match &self.accepts {
            Accepts::One(options) | Accepts::Many(options, _) => {
                options.get(usize::from(index)).map(|o| o.code.clone())
            }
            Accepts::Scale { min, max } => {
                let value = min.checked_add(i32::from(index))?;
                (value <= *max).then(|| value.to_string())
            }
            _ => None,
        }
    }

    /// Cleans one raw answer as exported: blank = 無回答, `*` = 無効, sets joined with `;` (M-3).
    pub fn clean(&self, raw: &str) -> Cleaned {
        let raw = raw.trim();
        let answer = match (raw, &self.accepts) {
            ("", _) => Answer::NoAnswer,
            ("*", _) => Answer::Invalid,
            (_, Accepts::Many(options, rule)) => return clean_set(raw, options, rule),
            (_, Accepts::One(options)) => code(position(options, raw)),
            (_, Accepts::Scale { min, max }) => code(scale_code(raw, *min, *max)),
            (_, Accepts::Number { min, max }) => number(raw, *min, *max),
            (_, Accepts::Text) => Answer::Text,
        };
        Cleaned::from(answer)
    }
}

fn code(index: Option<Index>) -> Answer {
    index.map_or(Answer::Invalid, Answer::Code)
}

fn position(options: &[Level], code: &str) -> Option<Index> {
    let at = options.iter().position(|o| o.code == code)?;
    index(at)
}

/// An option's place as its index; none beyond the limit, which is checked before anything is counted.
pub fn index(at: usize) -> Option<Index> {
    Index::try_from(at).ok().filter(|_| at < MAX_OPTIONS)
}

fn scale_code(raw: &str, min: i32, max: i32) -> Option<Index> {
    let value: i32 = raw.parse().ok()?;
    step(value, min).filter(|_| value <= max)
}

/// The index of a value of a scale that begins at `min`; none below it.
pub fn step(value: i32, min: i32) -> Option<Index> {
    index(usize::try_from(value.checked_sub(min)?).ok()?)
}

fn number(raw: &str, min: f64, max: f64) -> Answer {
    let plain = raw
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    match raw.parse::<f64>() {
        Ok(value) if plain && value.is_finite() && (min..=max).contains(&value) => {
            Answer::Number(value)
        }
        _ => Answer::Invalid,
    }
}

fn clean_set(raw: &str, options: &[Level], rule: &SetRule) -> Cleaned {
    let parts = raw.split(';').map(str::trim).filter(|p| !p.is_empty());
    let set: Option<Set> = parts.map(|part| position(options, part)).collect();
    match set {
        Some(set) => rule.clean(set),
        None => Cleaned::from(Answer::Invalid),
    }
}

impl SetRule {
    /// Resolves exclusives first, then the limit; an empty set is 無回答, not "0 chosen" (M-3).
    pub fn clean(&self, set: Set) -> Cleaned {
        if set.is_empty() {
            return Cleaned::from(Answer::NoAnswer);
        }
        let kept = match set.meets(&self.exclusive) && set.len() > 1 {
            true => self.without_exclusive(&set),
            false => set,
        };
        if kept.is_empty() {
            return Cleaned::from(Answer::Invalid);
        }
        let over = self.max_select.filter(|max| kept.len() > *max);
        let answer = match (over, self.over_limit) {
            (Some(_), OverLimit::Invalid) => Answer::Invalid,
            (Some(max), OverLimit::FirstN) => first(&kept, max),
            _ => Answer::Codes(kept),
        };
        Cleaned {
            answer,
            over_limit: over.is_some(),
        }
    }

    /// Nothing where the conflict makes the answer invalid. Two exclusives and nothing else contradict each other:
    /// invalid.
    fn without_exclusive(&self, set: &Set) -> Set {
        match self.conflict {
            ExclusiveConflict::DropExclusive => set.without(&self.exclusive),
            ExclusiveConflict::Invalid => Set::default(),
        }
    }
}

/// The lowest `max` options: "the first N as printed".
fn first(set: &Set, max: u32) -> Answer {
    Answer::Codes(set.iter().zip(0..max).map(|(option, _)| option).collect())
}

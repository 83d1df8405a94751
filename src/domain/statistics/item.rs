//! Items: what one column of answers may hold, and how one raw answer is cleaned (M-3).
//!
//! The statistical view of a question: a matrix row is an item of its own. Wording, languages, layout and the whole
//! questionnaire belong elsewhere; which answers are skipped belongs to `routing`.

/// Most options a single-choice item can have (codes are stored in one byte beside three states).
pub const MAX_OPTIONS: usize = 250;
/// Most options a multiple-choice item can have (a set is stored in 64 bits beside three states).
pub const MAX_SET: usize = 60;

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
pub struct Choice {
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

/// The rules of a multiple-choice item. Sets are bit masks over option indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRule {
    /// Most marks allowed.
    pub max_select: Option<u32>,
    /// What happens beyond it.
    pub over_limit: OverLimit,
    /// Mask of the options that exclude all others.
    pub exclusive: u64,
    /// What happens when they do not stand alone.
    pub conflict: ExclusiveConflict,
}

/// What an item accepts.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepts {
    /// One of the options.
    One(Vec<Choice>),
    /// Any of the options, within the rule.
    Many(Vec<Choice>, SetRule),
    /// A whole number; stored as the code `value − min`.
    Scale {
        /// Lowest value.
        min: i32,
        /// Highest value, at most `min + 249`.
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

/// The condition under which an item is asked. Whoever makes one keeps its parts at most [`ShowIf::DEPTH`] deep.
#[derive(Debug, Clone, PartialEq)]
pub enum ShowIf {
    /// The answer to an earlier item is (sets: contains) one of these.
    AnyOf {
        /// Index of the parent item; always smaller than the index of the item itself.
        parent: usize,
        /// Option indexes of the parent that lead here.
        codes: Vec<u8>,
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
pub struct Item {
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// Index of the option (single choice) or `value − min` (scale).
    Code(u8),
    /// Mask of option indexes, never empty.
    Codes(u64),
    /// A finite number.
    Number(f64),
    /// Something was written.
    Text,
    /// 無回答
    NoAnswer,
    /// 無効
    Invalid,
    /// 非該当
    NotApplicable,
}

impl Answer {
    /// Whether the state is `answered`.
    pub fn is_answered(self) -> bool {
        !matches!(
            self,
            Answer::NoAnswer | Answer::Invalid | Answer::NotApplicable
        )
    }
}

/// A cleaned answer and whether it had more marks than allowed (`n_over_limit`).
#[derive(Debug, Clone, Copy, PartialEq)]
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

impl Item {
    /// Whether it has options: its answers are columns of tables (M-8).
    pub fn is_closed(&self) -> bool {
        matches!(self.accepts, Accepts::One(_) | Accepts::Many(..))
    }

    /// Whether tables are split by it: an attribute with one answer. Its options are rows of tables (M-8).
    pub fn splits_tables(&self) -> bool {
        self.attribute && matches!(self.accepts, Accepts::One(_))
    }

    /// The options of a closed item; empty for scales, numbers and text.
    pub fn options(&self) -> &[Choice] {
        match &self.accepts {
            Accepts::One(options) | Accepts::Many(options, _) => options,
            _ => &[],
        }
    }

    /// Index of a code as printed: of an option, or of a scale value.
    pub fn index_of(&self, code: &str) -> Option<u8> {
        match &self.accepts {
            Accepts::One(options) | Accepts::Many(options, _) => position(options, code),
            Accepts::Scale { min, max } => scale_code(code, *min, *max),
            _ => None,
        }
    }

    /// The code as printed of an option index or scale step; the inverse of [`Item::index_of`].
    pub fn code_at(&self, index: u8) -> Option<String> {
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

fn code(index: Option<u8>) -> Answer {
    index.map_or(Answer::Invalid, Answer::Code)
}

fn position(options: &[Choice], code: &str) -> Option<u8> {
    let at = options.iter().position(|o| o.code == code)?;
    u8::try_from(at).ok()
}

fn scale_code(raw: &str, min: i32, max: i32) -> Option<u8> {
    let value: i32 = raw.parse().ok()?;
    let inside = (min..=max).contains(&value);
    inside.then(|| u8::try_from(value.checked_sub(min)?).ok())?
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

fn clean_set(raw: &str, options: &[Choice], rule: &SetRule) -> Cleaned {
    let mut set = 0u64;
    for part in raw.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        match position(options, part).and_then(|at| 1u64.checked_shl(u32::from(at))) {
            Some(bit) => set |= bit,
            None => return Cleaned::from(Answer::Invalid),
        }
    }
    rule.clean(set)
}

impl SetRule {
    /// Resolves exclusives first, then the limit; an empty set is 無回答, not "0 chosen" (M-3).
    pub fn clean(&self, set: u64) -> Cleaned {
        let mut kept = set;
        if set & self.exclusive != 0 && set.count_ones() > 1 {
            kept = self.without_exclusive(set);
        }
        let over = self.max_select.filter(|max| kept.count_ones() > *max);
        let answer = match (kept, over, self.over_limit) {
            (0, ..) if set == 0 => Answer::NoAnswer,
            (0, ..) => Answer::Invalid,
            (_, Some(_), OverLimit::Invalid) => Answer::Invalid,
            (_, Some(max), OverLimit::FirstN) => Answer::Codes(lowest(kept, max)),
            _ => Answer::Codes(kept),
        };
        Cleaned {
            answer,
            over_limit: over.is_some(),
        }
    }

    /// 0 where the conflict makes the answer invalid. Two exclusives and nothing else contradict each other: invalid.
    fn without_exclusive(&self, set: u64) -> u64 {
        match self.conflict {
            ExclusiveConflict::DropExclusive => set & !self.exclusive,
            ExclusiveConflict::Invalid => 0,
        }
    }
}

/// The lowest `max` options: "the first N as printed".
fn lowest(set: u64, max: u32) -> u64 {
    let mut rest = set;
    for _ in 0..max {
        rest &= rest.wrapping_sub(1);
    }
    set & !rest
}

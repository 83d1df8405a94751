//! Columns: the answers of many respondents to one item, a byte (or a word for sets) per answer.
//!
//! Every table is counted from these. Raw answers, ids and arrival times belong to `intake`, counting to `tally`.

use super::item::{Accepts, Answer, Cleaned, Item};
use super::routing::route;

/// Code of 無回答 in a column of codes.
pub const NO_ANSWER: u8 = 253;
/// Code of 無効 in a column of codes.
pub const INVALID: u8 = 254;
/// Code of 非該当 in a column of codes.
pub const NOT_APPLICABLE: u8 = 255;
/// Set of 無回答 in a column of sets.
pub const SET_NO_ANSWER: u64 = 1 << 61;
/// Set of 無効 in a column of sets.
pub const SET_INVALID: u64 = 1 << 62;
/// Set of 非該当 in a column of sets.
pub const SET_NOT_APPLICABLE: u64 = 1 << 63;

/// Any of the states of a set.
const SET_STATES: u64 = SET_NO_ANSWER | SET_INVALID | SET_NOT_APPLICABLE;

/// The answers to one item, in the order of the respondents.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Single choice and scales: option indexes below 250, or one of the three states above. Text: 0 = written.
    Codes(Vec<u8>),
    /// Multiple choice: masks of option indexes, or one of the three set states.
    Sets(Vec<u64>),
    /// Numbers; NaN = 無回答, +∞ = 無効, −∞ = 非該当.
    Numbers(Vec<f64>),
}

impl Column {
    /// An empty column that fits the item.
    pub fn for_item(item: &Item) -> Column {
        match item.accepts {
            Accepts::One(_) | Accepts::Scale { .. } | Accepts::Text => Column::Codes(Vec::new()),
            Accepts::Many(..) => Column::Sets(Vec::new()),
            Accepts::Number { .. } => Column::Numbers(Vec::new()),
        }
    }

    /// Appends one answer; a kind that does not fit the column counts as 無効.
    pub fn push(&mut self, answer: Answer) {
        match self {
            Column::Codes(codes) => codes.push(code_of(answer)),
            Column::Sets(sets) => sets.push(set_of(answer)),
            Column::Numbers(numbers) => numbers.push(number_of(answer)),
        }
    }

    /// Number of respondents.
    pub fn len(&self) -> usize {
        match self {
            Column::Codes(codes) => codes.len(),
            Column::Sets(sets) => sets.len(),
            Column::Numbers(numbers) => numbers.len(),
        }
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index of the option respondent `at` chose; `None` for any other state or kind of column.
    pub fn code(&self, at: usize) -> Option<u8> {
        match self {
            Column::Codes(codes) => codes.get(at).copied().filter(|c| *c < NO_ANSWER),
            _ => None,
        }
    }

    /// The codes of everybody; none of any other kind of column.
    pub fn codes(&self) -> &[u8] {
        match self {
            Column::Codes(codes) => codes,
            _ => &[],
        }
    }

    /// Whether respondent `at` answered.
    pub fn is_answered(&self, at: usize) -> bool {
        match self {
            Column::Codes(codes) => codes.get(at).is_some_and(|code| *code < NO_ANSWER),
            Column::Sets(sets) => sets.get(at).is_some_and(|set| set & SET_STATES == 0),
            Column::Numbers(numbers) => numbers.get(at).is_some_and(|number| number.is_finite()),
        }
    }

    /// Calls `each(place in with, bits, answered)` for the respondents that start at `from`: equal answers have equal
    /// bits.
    pub fn for_each_bits<T>(
        &self,
        from: usize,
        with: &mut [T],
        mut each: impl FnMut(&mut T, u64, bool),
    ) {
        match self {
            Column::Codes(codes) => {
                for (with, code) in with.iter_mut().zip(codes.iter().skip(from)) {
                    each(with, u64::from(*code), *code < NO_ANSWER);
                }
            }
            Column::Sets(sets) => {
                for (with, set) in with.iter_mut().zip(sets.iter().skip(from)) {
                    each(with, *set, set & SET_STATES == 0);
                }
            }
            Column::Numbers(numbers) => {
                for (with, number) in with.iter_mut().zip(numbers.iter().skip(from)) {
                    each(with, number.to_bits(), number.is_finite());
                }
            }
        }
    }

    /// Appends the respondents of another column of the same item; of any other item nobody.
    pub fn append(&mut self, other: Column) {
        match (self, other) {
            (Column::Codes(mine), Column::Codes(theirs)) => mine.extend(theirs),
            (Column::Sets(mine), Column::Sets(theirs)) => mine.extend(theirs),
            (Column::Numbers(mine), Column::Numbers(theirs)) => mine.extend(theirs),
            _ => {}
        }
    }

    /// The respondents at these places, in this order.
    pub fn in_order(&self, order: &[usize]) -> Column {
        fn pick<T: Copy>(answers: &[T], order: &[usize]) -> Vec<T> {
            let at = |at: &usize| answers.get(*at).copied();
            order.iter().filter_map(at).collect()
        }
        match self {
            Column::Codes(codes) => Column::Codes(pick(codes, order)),
            Column::Sets(sets) => Column::Sets(pick(sets, order)),
            Column::Numbers(numbers) => Column::Numbers(pick(numbers, order)),
        }
    }

    /// Marks the respondents who chose one of the options (indexes); for filters.
    pub fn chose(&self, options: &[u8]) -> Vec<bool> {
        match self {
            Column::Codes(codes) => {
                let mut wanted = [false; 256];
                for option in options {
                    if let Some(wanted) = wanted.get_mut(usize::from(*option)) {
                        *wanted = true;
                    }
                }
                let is = |code: &u8| wanted.get(usize::from(*code)) == Some(&true);
                codes.iter().map(is).collect()
            }
            Column::Sets(sets) => {
                let wanted = mask(options);
                sets.iter()
                    .map(|s| s & SET_STATES == 0 && s & wanted != 0)
                    .collect()
            }
            Column::Numbers(numbers) => vec![false; numbers.len()],
        }
    }
}

/// The set of the given option indexes; indexes beyond the width of a set are left out.
pub fn mask(options: &[u8]) -> u64 {
    options
        .iter()
        .filter_map(|o| 1u64.checked_shl(u32::from(*o)))
        .fold(0, |set, bit| set | bit)
}

fn code_of(answer: Answer) -> u8 {
    match answer {
        Answer::Code(code) => code,
        Answer::Text => 0,
        Answer::NoAnswer => NO_ANSWER,
        Answer::NotApplicable => NOT_APPLICABLE,
        _ => INVALID,
    }
}

fn set_of(answer: Answer) -> u64 {
    match answer {
        Answer::Codes(set) => set,
        Answer::NoAnswer => SET_NO_ANSWER,
        Answer::NotApplicable => SET_NOT_APPLICABLE,
        _ => SET_INVALID,
    }
}

fn number_of(answer: Answer) -> f64 {
    match answer {
        Answer::Number(value) => value,
        Answer::NoAnswer => f64::NAN,
        Answer::NotApplicable => f64::NEG_INFINITY,
        _ => f64::INFINITY,
    }
}

/// All columns of a survey, parallel to its items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    columns: Vec<Column>,
    over_limit: Vec<u64>,
    respondents: usize,
}

impl Columns {
    /// Empty columns for the items.
    pub fn new(items: &[Item]) -> Columns {
        Columns {
            columns: items.iter().map(Column::for_item).collect(),
            over_limit: vec![0; items.len()],
            respondents: 0,
        }
    }

    /// Appends one valid respondent: cleaned answers parallel to the items, routing already applied.
    ///
    /// Also counts the sheets that had more marks than allowed (M-3: print how many it touched).
    pub fn push(&mut self, answers: &[Cleaned]) {
        let blank = Cleaned::from(Answer::NoAnswer);
        let over_limit = self.over_limit.iter_mut();
        for (at, (column, over)) in self.columns.iter_mut().zip(over_limit).enumerate() {
            let cleaned = answers.get(at).copied().unwrap_or(blank);
            column.push(cleaned.answer);
            *over += u64::from(cleaned.over_limit);
        }
        self.respondents += 1;
    }

    /// Number of respondents (有効回収数).
    pub fn respondents(&self) -> usize {
        self.respondents
    }

    /// The column of an item by its index.
    pub fn column(&self, item: usize) -> Option<&Column> {
        self.columns.get(item)
    }

    /// How many valid sheets had too many marks on an item.
    pub fn over_limit(&self, item: usize) -> u64 {
        self.over_limit.get(item).copied().unwrap_or(0)
    }
}

/// Cleans and routes one respondent's raw answers into `answers`, which is reused so that nothing is allocated.
///
/// `raw` and `answers` are parallel to `items`; what is missing at the end is 無回答.
pub fn clean_row<'a>(
    items: &[Item],
    raw: impl IntoIterator<Item = &'a str>,
    answers: &mut Vec<Cleaned>,
) {
    answers.clear();
    answers.extend(items.iter().zip(raw).map(|(item, raw)| item.clean(raw)));
    answers.resize(items.len(), Cleaned::from(Answer::NoAnswer));
    route(items, answers);
}

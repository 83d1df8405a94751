//! Columns: the answers of many respondents to one variable, a byte (or a word for sets) per answer.
//!
//! Every table is counted from these. Variables with more options than a byte or a word holds get wider columns; no
//! index is ever cut to fit. Raw answers, ids and arrival times belong to `intake`, counting to `tally`.

use super::lists::Lists;
use super::mask::{MOST_NARROW, Mask, SET_STATES, is_chosen, narrowed};
use super::routing::route;
use super::set::Set;
use super::variable::{Accepts, Answer, Cleaned, Index, Variable};

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
/// Code of 無回答 in a column of wide codes, or of a list.
pub const WIDE_NO_ANSWER: Index = Index::MAX - 2;
/// Code of 無効 there.
pub const WIDE_INVALID: Index = Index::MAX - 1;
/// Code of 非該当 there.
pub const WIDE_NOT_APPLICABLE: Index = Index::MAX;

/// Most codes of a column of one byte each: the highest three are states.
const MOST_CODES: usize = 253;
/// Most options of a column of words: the highest three bits are states.
const MOST_BITS: usize = 61;

/// The answers to one variable, in the order of the respondents.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Single choice and scales: option indexes, or one of the three states above. Text: 0 = written.
    Codes(Vec<u8>),
    /// The same of a variable with more options than a byte holds beside the states.
    WideCodes(Vec<Index>),
    /// Multiple choice: masks of option indexes, or one of the three set states.
    Sets(Vec<u64>),
    /// The same of a variable with few options, or of which only the first were chosen.
    SmallSets(Vec<u16>),
    /// The same of a variable with more options than a word holds: the options, or one of the wide states alone.
    Lists(Lists),
    /// Numbers; NaN = 無回答, +∞ = 無効, −∞ = 非該当.
    Numbers(Vec<f64>),
}

impl Column {
    /// An empty column that fits the variable: as narrow as its options allow.
    pub fn for_variable(variable: &Variable) -> Column {
        match variable.accepts {
            Accepts::One(_) | Accepts::Scale { .. } if variable.accepts.width() > MOST_CODES => {
                Column::WideCodes(Vec::new())
            }
            Accepts::One(_) | Accepts::Scale { .. } | Accepts::Text => Column::Codes(Vec::new()),
            Accepts::Many(..) if variable.accepts.width() > MOST_BITS => {
                Column::Lists(Lists::default())
            }
            Accepts::Many(..) if variable.accepts.width() > MOST_NARROW => Column::Sets(Vec::new()),
            Accepts::Many(..) => Column::SmallSets(Vec::new()),
            Accepts::Number { .. } => Column::Numbers(Vec::new()),
        }
    }

    /// Whether it is of the kind that fits the variable. What an earlier version of the program kept of a variable with
    /// many options does not: its indexes were cut.
    pub fn fits(&self, variable: &Variable) -> bool {
        let fitting = Column::for_variable(variable);
        let is_narrower = matches!((self, &fitting), (Column::SmallSets(_), Column::Sets(_)));
        is_narrower || std::mem::discriminant(self) == std::mem::discriminant(&fitting)
    }

    /// Appends one answer; a kind that does not fit the column counts as 無効.
    pub fn push(&mut self, answer: &Answer) {
        match self {
            Column::Codes(codes) => codes.push(code_of(answer)),
            Column::WideCodes(codes) => codes.push(wide_code_of(answer)),
            Column::Sets(sets) => sets.push(set_of(answer)),
            Column::SmallSets(sets) => sets.push(small_set_of(answer)),
            Column::Lists(lists) => match answer {
                Answer::Codes(set) => lists.push(set.iter()),
                state => lists.push([wide_state_of(state)]),
            },
            Column::Numbers(numbers) => numbers.push(number_of(answer)),
        }
    }

    /// Number of respondents.
    pub fn len(&self) -> usize {
        match self {
            Column::Codes(codes) => codes.len(),
            Column::WideCodes(codes) => codes.len(),
            Column::Sets(sets) => sets.len(),
            Column::SmallSets(sets) => sets.len(),
            Column::Lists(lists) => lists.len(),
            Column::Numbers(numbers) => numbers.len(),
        }
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index of the option respondent `at` chose; `None` for any other state or kind of column.
    pub fn code(&self, at: usize) -> Option<Index> {
        match self {
            Column::Codes(codes) => option(*codes.get(at)?),
            Column::WideCodes(codes) => codes.get(at).copied().filter(|c| *c < WIDE_NO_ANSWER),
            _ => None,
        }
    }

    /// What respondent `at` chose of the options; 無回答 stands for every other state and kind of column.
    pub fn chosen(&self, at: usize) -> Answer {
        let chosen = match self {
            Column::Codes(_) | Column::WideCodes(_) => self.code(at).map(Answer::Code),
            _ if !self.is_answered(at) => None,
            Column::Sets(sets) => sets.get(at).map(marks_of),
            Column::SmallSets(sets) => sets.get(at).map(marks_of),
            Column::Lists(lists) => {
                let marks = lists.get(at).into_iter().flatten().copied();
                Some(Answer::Codes(marks.collect()))
            }
            Column::Numbers(_) => None,
        };
        chosen.unwrap_or(Answer::NoAnswer)
    }

    /// Whether respondent `at` answered.
    pub fn is_answered(&self, at: usize) -> bool {
        match self {
            Column::Codes(codes) => codes.get(at).is_some_and(|code| *code < NO_ANSWER),
            Column::WideCodes(codes) => codes.get(at).is_some_and(|code| *code < WIDE_NO_ANSWER),
            Column::Sets(sets) => sets.get(at).is_some_and(|set| is_chosen(*set)),
            Column::SmallSets(sets) => sets.get(at).is_some_and(|set| is_chosen(set.wide())),
            Column::Lists(lists) => lists.get(at).is_some_and(are_marks),
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
        let with = with.iter_mut();
        match self {
            Column::Codes(codes) => {
                for (with, code) in with.zip(codes.iter().skip(from)) {
                    each(with, u64::from(*code), *code < NO_ANSWER);
                }
            }
            Column::WideCodes(codes) => {
                for (with, code) in with.zip(codes.iter().skip(from)) {
                    each(with, u64::from(*code), *code < WIDE_NO_ANSWER);
                }
            }
            Column::Sets(sets) => {
                for (with, set) in with.zip(sets.iter().skip(from)) {
                    each(with, *set, is_chosen(*set));
                }
            }
            Column::SmallSets(sets) => {
                for (with, set) in with.zip(sets.iter().skip(from)) {
                    each(with, set.wide(), is_chosen(set.wide()));
                }
            }
            Column::Lists(lists) => {
                for (with, at) in with.zip(from..) {
                    let marks = lists.get(at).unwrap_or_default();
                    each(with, mixed(marks), are_marks(marks));
                }
            }
            Column::Numbers(numbers) => {
                for (with, number) in with.zip(numbers.iter().skip(from)) {
                    each(with, number.to_bits(), number.is_finite());
                }
            }
        }
    }

    /// Appends the respondents of another column of the same variable; of any other variable nobody.
    pub fn append(&mut self, other: Column) {
        match (self, other) {
            (Column::Codes(mine), Column::Codes(theirs)) => mine.extend(theirs),
            (Column::WideCodes(mine), Column::WideCodes(theirs)) => mine.extend(theirs),
            (Column::Sets(mine), Column::Sets(theirs)) => mine.extend(theirs),
            (Column::SmallSets(mine), Column::SmallSets(theirs)) => mine.extend(theirs),
            (Column::Lists(mine), Column::Lists(theirs)) => mine.append(&theirs),
            (Column::Numbers(mine), Column::Numbers(theirs)) => mine.extend(theirs),
            _ => {}
        }
    }

    /// The respondents at these places, in this order.
    pub fn in_order(&self, order: &[u32]) -> Column {
        fn pick<T: Copy>(answers: &[T], order: &[u32]) -> Vec<T> {
            let mut picked = Vec::with_capacity(order.len());
            let at = |at: &u32| answers.get(usize::try_from(*at).ok()?).copied();
            picked.extend(order.iter().filter_map(at));
            picked
        }
        match self {
            Column::Codes(codes) => Column::Codes(pick(codes, order)),
            Column::WideCodes(codes) => Column::WideCodes(pick(codes, order)),
            Column::Sets(sets) => Column::Sets(pick(sets, order)),
            Column::SmallSets(sets) => Column::SmallSets(pick(sets, order)),
            Column::Lists(lists) => Column::Lists(lists.in_order(order)),
            Column::Numbers(numbers) => Column::Numbers(pick(numbers, order)),
        }
    }

    /// Marks the respondents who chose one of the options (indexes); for filters.
    pub fn chose(&self, options: &[Index]) -> Vec<bool> {
        let wanted: Set = options.iter().copied().collect();
        match self {
            Column::Codes(codes) => {
                let mut table = [false; 256];
                for (option, wants) in (0..NO_ANSWER).zip(&mut table) {
                    *wants = wanted.contains(option.into());
                }
                let is = |code: &u8| table.get(usize::from(*code)) == Some(&true);
                codes.iter().map(is).collect()
            }
            Column::Sets(sets) => meeting(sets, &wanted),
            Column::SmallSets(sets) => meeting(sets, &wanted),
            Column::WideCodes(codes) => codes.iter().map(|code| wanted.contains(*code)).collect(),
            Column::Lists(lists) => {
                let is = |marks: &[Index]| marks.iter().any(|mark| wanted.contains(*mark));
                lists.iter().map(is).collect()
            }
            Column::Numbers(numbers) => vec![false; numbers.len()],
        }
    }
}

/// The option of a code; none of a state.
pub(super) fn option(code: u8) -> Option<Index> {
    (code < NO_ANSWER).then_some(code.into())
}

/// Marks the respondents who chose one of these options.
fn meeting(sets: &[impl Mask], wanted: &Set) -> Vec<bool> {
    let wanted = wanted.first_bits() & !SET_STATES;
    let is = |set: u64| is_chosen(set) && set & wanted != 0;
    sets.iter().map(|set| is(set.wide())).collect()
}

/// The options of a mask without a state.
fn marks_of(set: &impl Mask) -> Answer {
    Answer::Codes(Set::of_bits(set.wide()))
}

/// Whether a list holds options and not a state.
fn are_marks(marks: &[Index]) -> bool {
    marks.first().is_none_or(|first| *first < WIDE_NO_ANSWER)
}

/// The marks of one respondent mixed into one number.
fn mixed(marks: &[Index]) -> u64 {
    let mix = |bits: u64, mark: &Index| {
        let next = bits.rotate_left(7) ^ u64::from(*mark);
        next.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    marks.iter().fold(1, mix)
}

fn code_of(answer: &Answer) -> u8 {
    match answer {
        Answer::Code(code) => u8::try_from(*code)
            .ok()
            .filter(|code| *code < NO_ANSWER)
            .unwrap_or(INVALID),
        Answer::Text | Answer::Day(_) => 0,
        Answer::NoAnswer => NO_ANSWER,
        Answer::NotApplicable => NOT_APPLICABLE,
        _ => INVALID,
    }
}

fn wide_code_of(answer: &Answer) -> Index {
    match answer {
        Answer::Code(code) if *code < WIDE_NO_ANSWER => *code,
        state => wide_state_of(state),
    }
}

fn wide_state_of(answer: &Answer) -> Index {
    match answer {
        Answer::NoAnswer => WIDE_NO_ANSWER,
        Answer::NotApplicable => WIDE_NOT_APPLICABLE,
        _ => WIDE_INVALID,
    }
}

fn set_of(answer: &Answer) -> u64 {
    match answer {
        Answer::Codes(set) => set
            .bits()
            .filter(|bits| bits & SET_STATES == 0)
            .unwrap_or(SET_INVALID),
        Answer::NoAnswer => SET_NO_ANSWER,
        Answer::NotApplicable => SET_NOT_APPLICABLE,
        _ => SET_INVALID,
    }
}

fn small_set_of(answer: &Answer) -> u16 {
    let narrow = |set: u64| narrowed(set).or_else(|| narrowed(SET_INVALID));
    narrow(set_of(answer)).unwrap_or_default()
}

fn number_of(answer: &Answer) -> f64 {
    match answer {
        Answer::Number(value) => *value,
        Answer::NoAnswer => f64::NAN,
        Answer::NotApplicable => f64::NEG_INFINITY,
        _ => f64::INFINITY,
    }
}

/// All columns of a survey, parallel to its variables.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    columns: Vec<Column>,
    over_limit: Vec<u64>,
    respondents: usize,
}

impl Columns {
    /// Empty columns for the variables.
    pub fn new(variables: &[Variable]) -> Columns {
        Columns {
            columns: variables.iter().map(Column::for_variable).collect(),
            over_limit: vec![0; variables.len()],
            respondents: 0,
        }
    }

    /// Appends one valid respondent: cleaned answers parallel to the variables, routing already applied.
    ///
    /// Also counts the sheets that had more marks than allowed (M-3: print how many it touched).
    pub fn push(&mut self, answers: &[Cleaned]) {
        let blank = Cleaned::from(Answer::NoAnswer);
        let over_limit = self.over_limit.iter_mut();
        for (at, (column, over)) in self.columns.iter_mut().zip(over_limit).enumerate() {
            let cleaned = answers.get(at).unwrap_or(&blank);
            column.push(&cleaned.answer);
            *over += u64::from(cleaned.over_limit);
        }
        self.respondents += 1;
    }

    /// Number of respondents (有効回収数).
    pub fn respondents(&self) -> usize {
        self.respondents
    }

    /// The column of a variable by its index.
    pub fn column(&self, variable: usize) -> Option<&Column> {
        self.columns.get(variable)
    }

    /// How many valid sheets had too many marks on a variable.
    pub fn over_limit(&self, variable: usize) -> u64 {
        self.over_limit.get(variable).copied().unwrap_or(0)
    }
}

/// Cleans and routes one respondent's raw answers into `answers`, which is reused so that nothing is allocated.
///
/// `raw` and `answers` are parallel to `variables`; what is missing at the end is 無回答.
pub fn clean_row<'a>(
    variables: &[Variable],
    raw: impl IntoIterator<Item = &'a str>,
    answers: &mut Vec<Cleaned>,
) {
    answers.clear();
    answers.extend(
        variables
            .iter()
            .zip(raw)
            .map(|(variable, raw)| variable.clean(raw)),
    );
    answers.resize(variables.len(), Cleaned::from(Answer::NoAnswer));
    route(variables, answers);
}

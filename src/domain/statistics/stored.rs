//! Columns as bytes, so that the columns of a closed survey can be kept and counted again.
//!
//! One tag byte, then every answer, little-endian: half a byte per code of a variable with at most 13 options, two per
//! set of such a variable and per number that is small and whole; otherwise one per code, eight per set or number.
//! Variables with more options than a byte or a word holds: two per code, and two per mark of a set. So narrow that
//! nothing has to be compressed, which would take longer than counting. Where the bytes are kept belongs to storage.

use rust_decimal::prelude::ToPrimitive;

use super::columns::{Column, NO_ANSWER, WIDE_NO_ANSWER};
use super::lists::Lists;
use super::mask::narrowed;
use super::variable::{Index, MAX_OPTIONS};

const CODES: u8 = b'c';
/// Two codes a byte, the first in the lower half.
const HALVES: u8 = b'h';
/// The same; the last upper half is nobody's.
const ODD_HALVES: u8 = b'o';
const WIDE_CODES: u8 = b'C';
const SETS: u8 = b's';
const SMALL_SETS: u8 = b'm';
const LISTS: u8 = b'l';
const NUMBERS: u8 = b'n';
const SMALL_NUMBERS: u8 = b'w';

/// Why bytes are not a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    /// No tag, or one that is not known.
    #[error("not a stored column")]
    Tag,
    /// The last answer is cut off.
    #[error("a stored column is cut off")]
    Length,
    /// A state stands among the options of one answer.
    #[error("a stored column has an answer that is none")]
    Answer,
}

/// A column as bytes.
pub fn to_bytes(column: &Column) -> Vec<u8> {
    let tagged = |tag: u8, answers: &mut dyn Iterator<Item = u8>| {
        std::iter::once(tag).chain(answers).collect()
    };
    match column {
        Column::Codes(codes) if codes.iter().all(|code| is_half(*code)) => {
            let is_odd = codes.len() % 2 == 1;
            let byte = |pair: &[u8]| {
                pair.iter()
                    .rev()
                    .fold(0, |byte, code| byte << 4 | code & HALF)
            };
            let tag = if is_odd { ODD_HALVES } else { HALVES };
            tagged(tag, &mut codes.chunks(2).map(byte))
        }
        Column::Codes(codes) => tagged(CODES, &mut codes.iter().copied()),
        Column::WideCodes(codes) => tagged(
            WIDE_CODES,
            &mut codes.iter().flat_map(|code| code.to_le_bytes()),
        ),
        Column::Lists(lists) => tagged(LISTS, &mut lists.iter().flat_map(list).flatten()),
        Column::SmallSets(sets) => tagged(
            SMALL_SETS,
            &mut sets.iter().flat_map(|set| set.to_le_bytes()),
        ),
        Column::Sets(sets) => match sets.iter().map(|set| narrowed(*set)).collect() {
            Some(small) => to_bytes(&Column::SmallSets(small)),
            None => tagged(SETS, &mut sets.iter().flat_map(|set| set.to_le_bytes())),
        },
        Column::Numbers(numbers) => match small(numbers) {
            Some(small) => tagged(
                SMALL_NUMBERS,
                &mut small.iter().flat_map(|number| number.to_le_bytes()),
            ),
            None => tagged(
                NUMBERS,
                &mut numbers.iter().flat_map(|number| number.to_le_bytes()),
            ),
        },
    }
}

/// The column that was stored.
pub fn from_bytes(bytes: &[u8]) -> Result<Column, StoredError> {
    let (tag, answers) = bytes.split_first().ok_or(StoredError::Tag)?;
    match *tag {
        CODES => Ok(Column::Codes(answers.to_vec())),
        HALVES => Ok(Column::Codes(halves(answers))),
        ODD_HALVES => {
            let mut codes = halves(answers);
            codes.pop().ok_or(StoredError::Length)?;
            Ok(Column::Codes(codes))
        }
        WIDE_CODES => small_words(answers, |code| code).map(Column::WideCodes),
        LISTS => lists(answers).map(Column::Lists),
        SETS => words(answers, u64::from_le_bytes).map(Column::Sets),
        SMALL_SETS => small_words(answers, |set| set).map(Column::SmallSets),
        SMALL_NUMBERS => small_words(answers, number).map(Column::Numbers),
        NUMBERS => words(answers, f64::from_le_bytes).map(Column::Numbers),
        _ => Err(StoredError::Tag),
    }
}

const HALF: u8 = 0x0f;

/// Whether half a byte tells it from all others: the three states are the highest values of a byte, and of half a one.
fn is_half(code: u8) -> bool {
    !(NO_ANSWER & HALF..NO_ANSWER).contains(&code)
}

fn halves(bytes: &[u8]) -> Vec<u8> {
    let code = |half: u8| match half >= NO_ANSWER & HALF {
        true => half | !HALF,
        false => half,
    };
    let mut codes = vec![0; bytes.len() * 2];
    let (pairs, _) = codes.as_chunks_mut::<2>();
    for (pair, byte) in pairs.iter_mut().zip(bytes) {
        *pair = [code(byte & HALF), code(byte >> 4)];
    }
    codes
}

/// Set on the last mark of each answer.
const LAST: Index = 1 << (Index::BITS - 1);

// A state keeps apart from every option when this bit is taken from both.
const _: () = assert!(MAX_OPTIONS < 0x7000 && WIDE_NO_ANSWER & !LAST > 0x7000);

/// The marks of one respondent, the last of them told by its highest bit.
fn list(marks: &[Index]) -> impl Iterator<Item = [u8; 2]> + '_ {
    let bytes = |mark: Index, last: Index| ((mark & !LAST) | last).to_le_bytes();
    let (last, before) = marks
        .split_last()
        .map_or((None, marks), |(l, b)| (Some(l), b));
    let before = before.iter().map(move |mark| bytes(*mark, 0));
    before.chain(last.map(|mark| bytes(*mark, LAST)))
}

fn lists(bytes: &[u8]) -> Result<Lists, StoredError> {
    let state = WIDE_NO_ANSWER & !LAST;
    let mut lists = Lists::default();
    let mut marks: Vec<Index> = Vec::new();
    for word in small_words(bytes, |word| word)? {
        let mark = word & !LAST;
        marks.push(if mark >= state { mark | LAST } else { mark });
        let is_among = marks.len() > 1 || word & LAST == 0;
        if mark >= state && is_among {
            return Err(StoredError::Answer);
        }
        if word & LAST != 0 {
            lists.push(marks.drain(..));
        }
    }
    match marks.is_empty() {
        true => Ok(lists),
        false => Err(StoredError::Length),
    }
}

/// What stands for the states of a number: not answered, then not readable, then not asked.
const NO_NUMBER: u16 = u16::MAX - 2;

/// The numbers in two bytes each; none where one of them does not fit.
fn small(numbers: &[f64]) -> Option<Vec<u16>> {
    let small = |value: &f64| match *value {
        value if value.is_nan() => Some(NO_NUMBER),
        f64::INFINITY => Some(NO_NUMBER + 1),
        f64::NEG_INFINITY => Some(NO_NUMBER + 2),
        value => {
            let is_it = |small: &u16| number(*small).to_bits() == value.to_bits();
            value.to_u16().filter(is_it)
        }
    };
    numbers.iter().map(small).collect()
}

fn number(small: u16) -> f64 {
    match small.checked_sub(NO_NUMBER) {
        None => f64::from(small),
        Some(0) => f64::NAN,
        Some(1) => f64::INFINITY,
        Some(_) => f64::NEG_INFINITY,
    }
}

fn small_words<T>(bytes: &[u8], read: fn(u16) -> T) -> Result<Vec<T>, StoredError> {
    let (words, rest) = bytes.as_chunks::<2>();
    let words = words.iter().map(|word| read(u16::from_le_bytes(*word)));
    match rest.is_empty() {
        true => Ok(words.collect()),
        false => Err(StoredError::Length),
    }
}

fn words<T>(bytes: &[u8], read: fn([u8; 8]) -> T) -> Result<Vec<T>, StoredError> {
    let (words, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(StoredError::Length);
    }
    Ok(words.iter().map(|word| read(*word)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::mask::Mask;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_stored_comes_back(codes: Vec<u8>, sets: Vec<u64>, numbers: Vec<f32>) {
            let is_one = |number: &f64| !number.is_nan();
            let numbers = numbers.into_iter().map(f64::from).filter(is_one).collect();
            let sets = sets.into_iter().chain([1 << 13]).collect();
            for column in [Column::Codes(codes), Column::Sets(sets), Column::Numbers(numbers)] {
                prop_assert_eq!(from_bytes(&to_bytes(&column)), Ok(column));
            }
        }

        #[test]
        fn what_is_wide_comes_back_too(
            codes: Vec<Index>,
            answers in prop::collection::vec(
                prop_oneof![
                    prop::collection::btree_set(0..Index::try_from(MAX_OPTIONS).unwrap(), 1..9),
                    (WIDE_NO_ANSWER..=Index::MAX).prop_map(|state| [state].into()),
                ],
                0..30,
            ),
        ) {
            let mut lists = Lists::default();
            answers.into_iter().for_each(|marks| lists.push(marks));
            for column in [Column::WideCodes(codes), Column::Lists(lists)] {
                prop_assert_eq!(from_bytes(&to_bytes(&column)), Ok(column));
            }
        }

        #[test]
        fn what_fits_is_stored_narrow(bytes: Vec<u8>, skipped in 0..2_usize, sets: Vec<u16>, numbers: Vec<u16>) {
            let few_numbers = numbers.len() * 2;
            let codes: Vec<u8> = halves(&bytes).into_iter().skip(skipped).collect();
            let half = codes.len().div_ceil(2);
            let codes = Column::Codes(codes);
            prop_assert_eq!(to_bytes(&codes).len(), 1 + half);
            prop_assert_eq!(from_bytes(&to_bytes(&codes)), Ok(codes));
            let few = sets.len() * 2;
            let wide = Column::Sets(sets.iter().map(|set| set.wide()).collect());
            let sets = Column::SmallSets(sets);
            prop_assert_eq!(to_bytes(&wide), to_bytes(&sets));
            prop_assert_eq!(to_bytes(&sets).len(), 1 + few);
            prop_assert_eq!(from_bytes(&to_bytes(&sets)), Ok(sets));
            let numbers = Column::Numbers(numbers.into_iter().map(number).collect());
            prop_assert_eq!(to_bytes(&numbers).len(), 1 + few_numbers);
            let again = from_bytes(&to_bytes(&numbers)).map(|again| to_bytes(&again));
            prop_assert_eq!(again, Ok(to_bytes(&numbers)));
        }

        #[test]
        fn any_bytes_are_a_column_or_an_error(bytes: Vec<u8>) {
            if let Ok(column) = from_bytes(&bytes) {
                let again = from_bytes(&to_bytes(&column));
                prop_assert_eq!(again.map(|again| to_bytes(&again)), Ok(to_bytes(&column)));
            }
        }
    }
}

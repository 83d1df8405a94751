//! Columns as bytes, so that the columns of a closed survey can be kept and counted again.
//!
//! One tag byte, then every answer, little-endian: half a byte per code of an item with at most 13 options, two per set
//! of such an item; otherwise one per code, eight per set or number. So narrow that nothing has to be compressed, which
//! would take longer than counting. Where the bytes are kept belongs to storage.

use super::columns::{Column, NO_ANSWER, SET_INVALID, SET_NO_ANSWER, SET_NOT_APPLICABLE};

const CODES: u8 = b'c';
/// Two codes a byte, the first in the lower half.
const HALVES: u8 = b'h';
/// The same; the last upper half is nobody's.
const ODD_HALVES: u8 = b'o';
const SETS: u8 = b's';
const SMALL_SETS: u8 = b'm';
const NUMBERS: u8 = b'n';

/// Why bytes are not a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    /// No tag, or one that is not known.
    #[error("not a stored column")]
    Tag,
    /// The last answer is cut off.
    #[error("a stored column is cut off")]
    Length,
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
        Column::Sets(sets) if sets.iter().all(|set| is_small(*set)) => tagged(
            SMALL_SETS,
            &mut sets.iter().flat_map(|set| narrowed(*set).to_le_bytes()),
        ),
        Column::Sets(sets) => tagged(SETS, &mut sets.iter().flat_map(|set| set.to_le_bytes())),
        Column::Numbers(numbers) => tagged(
            NUMBERS,
            &mut numbers.iter().flat_map(|number| number.to_le_bytes()),
        ),
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
        SETS => words(answers, u64::from_le_bytes).map(Column::Sets),
        SMALL_SETS => {
            let (words, rest) = answers.as_chunks::<2>();
            let sets = words.iter().map(|word| widened(u16::from_le_bytes(*word)));
            let sets = Column::Sets(sets.collect());
            rest.is_empty().then_some(sets).ok_or(StoredError::Length)
        }
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

/// The three states of a set are its highest bits, also in a small one.
const STATES: u64 = SET_NO_ANSWER | SET_INVALID | SET_NOT_APPLICABLE;
const STATES_MOVE: u32 = u64::BITS - u16::BITS;

fn is_small(set: u64) -> bool {
    set & !STATES < SET_NO_ANSWER >> STATES_MOVE
}

fn narrowed(set: u64) -> u16 {
    let small = (set & !STATES) | (set & STATES) >> STATES_MOVE;
    u16::try_from(small).unwrap_or(u16::MAX)
}

fn widened(small: u16) -> u64 {
    let set = u64::from(small);
    let states = STATES >> STATES_MOVE;
    (set & !states) | (set & states) << STATES_MOVE
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
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_stored_comes_back(codes: Vec<u8>, sets: Vec<u64>, numbers: Vec<i32>) {
            let numbers = numbers.into_iter().map(f64::from).collect();
            for column in [Column::Codes(codes), Column::Sets(sets), Column::Numbers(numbers)] {
                prop_assert_eq!(from_bytes(&to_bytes(&column)), Ok(column));
            }
        }

        #[test]
        fn what_fits_is_stored_narrow(bytes: Vec<u8>, skipped in 0..2_usize, sets: Vec<u16>) {
            let codes: Vec<u8> = halves(&bytes).into_iter().skip(skipped).collect();
            let half = codes.len().div_ceil(2);
            let codes = Column::Codes(codes);
            prop_assert_eq!(to_bytes(&codes).len(), 1 + half);
            prop_assert_eq!(from_bytes(&to_bytes(&codes)), Ok(codes));
            let few = sets.len() * 2;
            let sets = Column::Sets(sets.into_iter().map(widened).collect());
            prop_assert_eq!(to_bytes(&sets).len(), 1 + few);
            prop_assert_eq!(from_bytes(&to_bytes(&sets)), Ok(sets));
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

//! Columns as bytes, so that the columns of a closed survey can be kept and counted again.
//!
//! One tag byte, then every answer in little-endian order: a byte per code, eight per set or number. Compression and
//! where the bytes are kept belong to storage.

use super::columns::Column;

const CODES: u8 = b'c';
const SETS: u8 = b's';
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
        Column::Codes(codes) => tagged(CODES, &mut codes.iter().copied()),
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
        SETS => words(answers, u64::from_le_bytes).map(Column::Sets),
        NUMBERS => words(answers, f64::from_le_bytes).map(Column::Numbers),
        _ => Err(StoredError::Tag),
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
        fn any_bytes_are_a_column_or_an_error(bytes: Vec<u8>) {
            if let Ok(column) = from_bytes(&bytes) {
                prop_assert_eq!(to_bytes(&column), bytes);
            }
        }
    }
}

//! Codes on paper: Crockford's 32 characters with a check character, and reading what people make of them.

use unicode_normalization::UnicodeNormalization;

/// No I, L, O, U: nothing that is taken for something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The text is not a code of ours: something was mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct NotACode;

/// The check character over `values`: a sum in GF(32) in which each place has another weight, so that one wrong
/// character and two exchanged ones are always noticed (up to 31 places).
fn check(values: &[u8]) -> u8 {
    values
        .iter()
        .rev()
        .fold((0, 2), |(sum, weight), value| {
            (sum ^ times(*value, weight), times(weight, 2))
        })
        .0
}

/// Multiplication in GF(32) with x⁵ + x² + 1.
fn times(a: u8, b: u8) -> u8 {
    let double = |v: u8| {
        if v & 16 == 0 {
            v << 1
        } else {
            (v << 1) ^ 0b10_0101
        }
    };
    let mut product = 0;
    let mut power = a;
    for bit in 0..5 {
        if b & (1 << bit) != 0 {
            product ^= power;
        }
        power = double(power);
    }
    product
}

/// Reads a code of `N` characters, at most 26, the last of which checks the others: their bits, five a character.
pub(in crate::domain) fn read<const N: usize>(typed: &str) -> Result<u128, NotACode> {
    let values = checked::<N>(typed)?;
    let (_, bits) = values.split_last().ok_or(NotACode)?;
    let value = |bits, value: &u8| (bits << 5) | u128::from(*value);
    Ok(bits.iter().fold(0, value))
}

/// The code that [`read`] reads, in groups of four.
pub(in crate::domain) fn write<const N: usize>(bits: u128) -> String {
    let mut values = [0; N];
    if let Some((last, others)) = values.split_last_mut() {
        for (place, value) in (0_u32..).zip(others.iter_mut().rev()) {
            *value = u8::try_from((bits >> (5 * place)) & 31).unwrap_or(0);
        }
        *last = check(others);
    }
    grouped(&values)
}

/// The values of `N` typed characters, the last of which checks the others.
fn checked<const N: usize>(typed: &str) -> Result<[u8; N], NotACode> {
    let mut values = [0; N];
    let mut places = values.iter_mut();
    // Nobody types a code in more than a hundred characters.
    for character in typed.nfkc().take(100) {
        if is_separator(character) {
            continue;
        }
        let place = places.next().ok_or(NotACode)?;
        *place = value(character).ok_or(NotACode)?;
    }
    if places.next().is_some() {
        return Err(NotACode);
    }
    match values.split_last() {
        Some((last, others)) if check(others) == *last => Ok(values),
        _ => Err(NotACode),
    }
}

/// Characters in groups of four.
fn grouped(values: &[u8]) -> String {
    let mut printed = String::with_capacity(values.len() * 5 / 4);
    for (place, value) in values.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            printed.push('-');
        }
        printed.push(char::from(
            *ALPHABET.get(usize::from(*value)).unwrap_or(&b'0'),
        ));
    }
    printed
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '_' | '.' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | 'ー' | '・' | '\u{200b}' | '\u{feff}'
        )
}

fn value(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    };
    let found = ALPHABET
        .iter()
        .position(|known| char::from(*known) == upper)?;
    u8::try_from(found).ok()
}

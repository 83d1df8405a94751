//! Shares: top-box, top-two-box and shares of a multiple-choice option (M-5). Always from counts, never by adding
//! rounded percentages.

use super::base::Base;
use super::estimate::Group;
use super::rounding;
use super::tally::{Sums, Tally};
use super::variable::{Index, Variable};

/// The people of the base who chose one of the codes (indexes), and the base, as groups with y = 1 and y = 0.
///
/// For a multiple-choice variable give one code: people who chose two of several would count twice.
pub fn groups(variable: &Variable, tally: &Tally, codes: &[Index], base: Base) -> [Group; 2] {
    let positive = numerator(variable, tally, codes, base);
    let rest = base.people(tally).without(positive);
    [
        Group {
            y: 1.0,
            people: positive,
        },
        Group {
            y: 0.0,
            people: rest,
        },
    ]
}

/// The people of the base who chose one of the codes.
pub fn numerator(variable: &Variable, tally: &Tally, codes: &[Index], base: Base) -> Sums {
    let inside = |code: &&Index| {
        let option = variable.options().get(usize::from(**code));
        option.is_none_or(|o| base.admits(o))
    };
    codes
        .iter()
        .filter(inside)
        .fold(Sums::default(), |all, code| all.and(tally.code(*code)))
}

/// The percentages of the single codes beside the printed whole, and whether they add up to it (M-7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Each part as printed, in the order of the codes.
    pub display: Vec<String>,
    /// False where the sentence needs 「（四捨五入のため、内訳の合計と一致しない）」.
    pub add_up: bool,
}

/// Prints the parts of a share of several codes. `whole` is the printed share itself.
pub fn parts(
    variable: &Variable,
    tally: &Tally,
    (codes, base): (&[Index], Base),
    (weighted, decimals): (bool, u32),
    whole: &str,
) -> Parts {
    let people = base.people(tally);
    let display: Vec<String> = codes
        .iter()
        .filter_map(|code| {
            let part = numerator(variable, tally, std::slice::from_ref(code), base);
            percent(part, people, weighted, decimals)
        })
        .collect();
    let sum: i64 = display.iter().map(|part| digits(part)).sum();
    Parts {
        add_up: sum == digits(whole),
        display,
    }
}

/// The printed percentage of `part` in `base`: exact when unweighted; `None` for an empty base.
pub fn percent(part: Sums, base: Sums, weighted: bool, decimals: u32) -> Option<String> {
    if weighted && base.weight > 0.0 {
        return Some(rounding::float(100.0 * part.weight / base.weight, decimals));
    }
    rounding::percent(part.count, base.count, decimals)
}

/// A printed figure in units of its last place.
fn digits(shown: &str) -> i64 {
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

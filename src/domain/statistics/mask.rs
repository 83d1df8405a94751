//! Masks: what one respondent chose of a multiple-choice variable as one word, narrow where the options are few.
//!
//! Everything is counted as if all masks were wide.

use super::columns::{SET_INVALID, SET_NO_ANSWER, SET_NOT_APPLICABLE};

/// Any of the states of a set.
pub const SET_STATES: u64 = SET_NO_ANSWER | SET_INVALID | SET_NOT_APPLICABLE;

/// The states are the three highest bits, also of a narrow mask: so much lower.
const STATES_MOVE: u32 = u64::BITS - u16::BITS;
const NARROW_STATES: u64 = SET_STATES >> STATES_MOVE;

/// Most options of a narrow mask.
pub const MOST_NARROW: usize = 13;

/// A mask of option indexes, or one of the set states.
pub trait Mask: Copy {
    /// As it is counted.
    fn wide(self) -> u64;
}

impl Mask for u64 {
    fn wide(self) -> u64 {
        self
    }
}

impl Mask for u16 {
    fn wide(self) -> u64 {
        let set = u64::from(self);
        (set & !NARROW_STATES) | (set & NARROW_STATES) << STATES_MOVE
    }
}

/// The same in two bytes; none where an option does not fit.
pub fn narrowed(set: u64) -> Option<u16> {
    let options = set & !SET_STATES;
    let states = (set & SET_STATES) >> STATES_MOVE;
    let is_narrow = options < 1 << MOST_NARROW;
    u16::try_from(options | states).ok().filter(|_| is_narrow)
}

/// Whether options were chosen: no state.
pub fn is_chosen(set: u64) -> bool {
    set & SET_STATES == 0
}

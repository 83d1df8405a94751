//! Sets: which options of a multiple-choice variable are chosen, however many it has (M-3).
//!
//! The only place where an option index becomes a bit.

use super::variable::Index;

/// Options one word holds.
const WORD: Index = 64;

/// Option indexes, each once. Those of the first 64 options need no memory of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Set {
    first: u64,
    /// The options behind the first 64; the last word is never 0, so that equal sets are equal.
    rest: Vec<u64>,
}

impl Set {
    /// The set of these bits: bit 0 is the first option.
    pub fn of_bits(first: u64) -> Set {
        let rest = Vec::new();
        Set { first, rest }
    }

    /// The options as bits, where none lies behind the first 64.
    pub fn bits(&self) -> Option<u64> {
        self.rest.is_empty().then_some(self.first)
    }

    /// The bits of the first 64 options.
    pub fn first_bits(&self) -> u64 {
        self.first
    }

    /// Adds an option.
    pub fn insert(&mut self, option: Index) {
        let (word, bit) = place(option);
        let Some(behind) = word.checked_sub(1) else {
            self.first |= bit;
            return;
        };
        if self.rest.len() <= behind {
            self.rest.resize(behind + 1, 0);
        }
        if let Some(word) = self.rest.get_mut(behind) {
            *word |= bit;
        }
    }

    /// Whether an option is in it.
    pub fn contains(&self, option: Index) -> bool {
        let (at, bit) = place(option);
        self.words().nth(at).is_some_and(|word| word & bit != 0)
    }

    /// Whether one option is in both.
    pub fn meets(&self, other: &Set) -> bool {
        let mut both = self.words().zip(other.words());
        both.any(|(mine, theirs)| mine & theirs != 0)
    }

    /// How many options are in it.
    pub fn len(&self) -> u32 {
        self.words().map(u64::count_ones).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.first == 0 && self.rest.is_empty()
    }

    /// The options that are not in the other set.
    #[must_use]
    pub fn without(&self, other: &Set) -> Set {
        self.iter()
            .filter(|option| !other.contains(*option))
            .collect()
    }

    /// The options in their order.
    pub fn iter(&self) -> impl Iterator<Item = Index> + '_ {
        let starts = (0..Index::MAX).step_by(usize::from(WORD));
        self.words().zip(starts).flat_map(|(word, start)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let at = Index::try_from(rest.trailing_zeros()).ok()?;
                let found = (rest != 0).then_some(start + at);
                rest &= rest.wrapping_sub(1);
                found
            })
        })
    }

    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }
}

impl FromIterator<Index> for Set {
    fn from_iter<T: IntoIterator<Item = Index>>(options: T) -> Set {
        let mut set = Set::default();
        options.into_iter().for_each(|option| set.insert(option));
        set
    }
}

/// The word of an option and its bit there.
fn place(option: Index) -> (usize, u64) {
    (usize::from(option / WORD), 1_u64 << (option % WORD))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_set_is_the_set_of_its_options(
            one in prop::collection::btree_set(0..1_100_u16, 0..40),
            other in prop::collection::btree_set(0..1_100_u16, 0..40),
        ) {
            let set = |of: &BTreeSet<Index>| of.iter().copied().collect::<Set>();
            let (mine, theirs) = (set(&one), set(&other));
            prop_assert_eq!(mine.iter().collect::<BTreeSet<_>>(), one.clone());
            prop_assert_eq!(usize::try_from(mine.len()).unwrap(), one.len());
            prop_assert_eq!(mine.is_empty(), one.is_empty());
            prop_assert_eq!(mine.meets(&theirs), !one.is_disjoint(&other));
            prop_assert_eq!(mine.without(&theirs), set(&one.difference(&other).copied().collect()));
            prop_assert!((0..1_100).all(|option| mine.contains(option) == one.contains(&option)));
            let is_narrow = one.iter().all(|option| *option < 64);
            prop_assert_eq!(mine.bits().is_some(), is_narrow);
        }
    }
}

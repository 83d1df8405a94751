//! In which order the options of a question stand: as written, or in another one for each person.
//!
//! What stands first is chosen more often. Where the order is of no meaning it is drawn for each person, and where it is a
//! scale it may stand the other way round. One person always sees the same, on every page and in every language, and
//! all their scales the same way round. What is stored are codes: counting knows no order.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::question::{Choice, Code, Kind, Meaning, Question};

/// The order of the options of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As written.
    #[default]
    AsWritten,
    /// Drawn for each person.
    Random,
    /// A scale that stands the other way round for half of all people.
    Reversible,
}

/// What the orders and the parts of one person are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSeed(pub [u8; 16]);

impl Order {
    /// Whether nothing is said of it.
    #[must_use]
    pub fn is_as_written(&self) -> bool {
        *self == Self::AsWritten
    }

    /// The positions of the options of a question in the order in which a person sees them; without a seed as written.
    /// わからない, what excludes all others and what offers a line stay where they are.
    #[must_use]
    pub fn of(self, question: &str, options: &[Choice], seed: Option<OrderSeed>) -> Vec<usize> {
        let mut places: Vec<usize> = (0..options.len()).collect();
        let moves = |option: &Choice| {
            option.meaning == Meaning::Substantive && !option.exclusive && !option.other
        };
        let all = options.iter().enumerate();
        let moving: Vec<(usize, &Code)> = all
            .filter(|(_, option)| moves(option))
            .map(|(at, option)| (at, &option.code))
            .collect();
        let mut drawn = moving.clone();
        match (self, seed) {
            (Self::Random, Some(seed)) => {
                drawn.sort_by_cached_key(|(_, code)| seed.lot(question, code.as_str()));
            }
            (Self::Reversible, Some(seed)) if seed.reverses() => drawn.reverse(),
            _ => {}
        }
        for ((place, _), (option, _)) in moving.iter().zip(&drawn) {
            if let Some(place) = places.get_mut(*place) {
                *place = *option;
            }
        }
        places
    }
}

impl Question {
    /// The question as one person sees it.
    #[must_use]
    pub fn arranged(&self, seed: Option<OrderSeed>) -> Cow<'_, Self> {
        if seed.is_none() || self.order.is_as_written() {
            return Cow::Borrowed(self);
        }
        let mut question = self.clone();
        let arrange = |options: &mut Vec<Choice>| {
            let places = self.order.of(self.code.as_str(), options, seed);
            let places = places.into_iter();
            *options = places.filter_map(|at| options.get(at).cloned()).collect();
        };
        if let Kind::DualGrid { axes, .. } = &mut question.kind {
            axes.iter_mut().for_each(|axis| arrange(&mut axis.options));
        }
        question.kind.options_mut().into_iter().for_each(arrange);
        Cow::Owned(question)
    }
}

impl OrderSeed {
    /// Made of something random that it must not tell.
    #[must_use]
    pub fn of(random: [u8; 16]) -> Self {
        let mut seed = Sha256::new();
        seed.update(b"what is drawn");
        seed.update(random);
        let hash: [u8; 32] = seed.finalize().into();
        Self(hash.first_chunk().copied().unwrap_or_default())
    }

    /// Whether this person sees scales the other way round.
    fn reverses(self) -> bool {
        self.lot("", "").first().is_some_and(|byte| byte & 1 == 1)
    }

    /// To which of so many parts this person belongs; every part is as likely.
    #[must_use]
    pub fn part(self, question: &str, parts: usize) -> usize {
        let lot = self.lot(question, "");
        let lot = u64::from_be_bytes(lot.first_chunk().copied().unwrap_or_default());
        let parts = u64::try_from(parts).unwrap_or(u64::MAX).max(1);
        usize::try_from(lot % parts).unwrap_or_default()
    }

    /// A number drawn for an option.
    fn lot(self, question: &str, option: &str) -> [u8; 32] {
        let mut lot = Sha256::new();
        lot.update(self.0);
        lot.update(question);
        lot.update([0]);
        lot.update(option);
        lot.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn options(count: usize, apart: usize) -> Vec<Choice> {
        let option = |at: usize| {
            let meaning = if at < count {
                "substantive"
            } else {
                "dont_know"
            };
            let json = format!(r#"{{"code":"c{at}","label":"x","meaning":"{meaning}"}}"#);
            serde_json::from_str(&json).unwrap()
        };
        (0..count + apart).map(option).collect()
    }

    #[test]
    fn every_order_is_as_likely_and_half_of_the_scales_are_turned() {
        let options = options(3, 1);
        let mut seen = std::collections::BTreeMap::new();
        let mut turned = 0;
        for person in 0..6_000_u128 {
            let seed = Some(OrderSeed(person.to_be_bytes()));
            *seen
                .entry(Order::Random.of("q", &options, seed))
                .or_insert(0) += 1;
            turned += usize::from(Order::Reversible.of("q", &options, seed) == [2, 1, 0, 3]);
        }
        // 1,000 each, more than five standard deviations to either side.
        assert_eq!(seen.len(), 6);
        assert!(
            seen.values().all(|count| (850..1_150).contains(count)),
            "{seen:?}"
        );
        assert!((2_800..3_200).contains(&turned), "{turned}");
    }

    #[test]
    fn every_part_is_as_likely_and_each_question_draws_its_own() {
        let mut parts = [[0_u32; 3]; 2];
        let mut halves = [[0_u32; 2]; 2];
        for person in 0..6_000_u128 {
            let seed = OrderSeed(person.to_be_bytes());
            for (counts, name) in parts.iter_mut().zip(["q1", "q2"]) {
                counts[seed.part(name, 3)] += 1;
            }
            halves[seed.part("a", 2)][seed.part("b", 2)] += 1;
        }
        // 2,000 and 1,500 each; 200 are more than five standard deviations.
        for count in parts.concat() {
            assert!((1_800..2_200).contains(&count), "{parts:?}");
        }
        for count in halves.concat() {
            assert!((1_300..1_700).contains(&count), "{halves:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_what_is_apart_stays(count in 1..9_usize, apart in 0..3_usize, seed: [u8; 16]) {
            let options = options(count, apart);
            for order in [Order::AsWritten, Order::Random, Order::Reversible] {
                let places = order.of("q", &options, Some(OrderSeed(seed)));
                let mut sorted = places.clone();
                sorted.sort_unstable();
                prop_assert_eq!(sorted, (0..count + apart).collect::<Vec<_>>());
                prop_assert_eq!(&places[count..], &(count..count + apart).collect::<Vec<_>>()[..]);
                prop_assert_eq!(&places, &order.of("q", &options, Some(OrderSeed(seed))));
            }
            prop_assert_eq!(Order::Random.of("q", &options, None), Order::AsWritten.of("q", &options, None));
        }

        /// All scales of one person stand the same way round.
        #[test]
        fn scales_are_never_mixed(seed: [u8; 16]) {
            let turned = |name: &str, count: usize| {
                Order::Reversible.of(name, &options(count, 1), Some(OrderSeed(seed)))[0] != 0
            };
            prop_assert_eq!(turned("q1", 5), turned("q2", 4));
        }
    }
}

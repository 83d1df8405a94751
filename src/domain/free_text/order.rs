//! In what order texts are read. It hangs on the texts alone: neither who wrote them nor when they came follows from it.

use super::comparable;
use crate::domain::words::words;

words! {
    /// What comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Order {
        /// As in a dictionary.
        #[default]
        Words = "words",
        /// The other way round.
        WordsBack = "words_back",
        /// The shortest.
        Short = "short",
        /// The longest.
        Long = "long",
    }
}

/// Puts texts into an order, whatever order they were in.
pub fn sort<T>(texts: &mut [T], order: Order, text: impl Fn(&T) -> &str) {
    texts.sort_by_cached_key(|one| (comparable(text(one)), text(one).to_owned()));
    match order {
        Order::Words => {}
        Order::WordsBack => texts.reverse(),
        Order::Short => texts.sort_by_key(|one| length(text(one))),
        Order::Long => texts.sort_by_key(|one| std::cmp::Reverse(length(text(one)))),
    }
}

/// How long a text is, in characters.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_in_which_texts_come_says_nothing() {
        let texts = ["バス停", "Ａ", "道", "あかるい", "a"];
        for order in Order::ALL {
            let (mut one, mut other) = (texts.to_vec(), texts.to_vec());
            other.reverse();
            sort(&mut one, order, |text| text);
            sort(&mut other, order, |text| text);
            assert_eq!(one, other, "{order:?}");
        }
        let mut long = texts.to_vec();
        sort(&mut long, Order::Long, |text| text);
        assert_eq!(long[..2], ["あかるい", "バス停"]);
    }
}

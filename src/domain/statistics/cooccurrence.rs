//! Co-occurrence of words in free text (M-16), given the tokens of each response.
//!
//! Cutting text into words belongs elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::estimate::float;

/// Two words that occur in the same responses; `a` sorts before `b`.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// First word.
    pub a: String,
    /// Second word.
    pub b: String,
    /// Responses with both.
    pub both: u64,
    /// |A∩B| / |A∪B|
    pub jaccard: f64,
}

/// Words and their network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cooccurrence {
    /// Responses with text.
    pub documents: u64,
    /// Responses per word, for words in at least `min_df` responses.
    pub frequency: BTreeMap<String, u64>,
    /// The strongest edges first: by Jaccard, then by `both`, then by the words.
    pub edges: Vec<Edge>,
}

/// Counts words once per response and keeps the `top` strongest pairs of words in at least `min_df` responses.
pub fn cooccurrence<T: AsRef<str>>(responses: &[Vec<T>], min_df: u64, top: usize) -> Cooccurrence {
    let sets: Vec<BTreeSet<&str>> = responses
        .iter()
        .map(|tokens| tokens.iter().map(AsRef::as_ref).collect())
        .collect();
    let mut frequency: BTreeMap<&str, u64> = BTreeMap::new();
    for word in sets.iter().flatten() {
        *frequency.entry(word).or_default() += 1;
    }
    frequency.retain(|_, df| *df >= min_df);
    let mut pairs: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for set in &sets {
        let words: Vec<&str> = set
            .iter()
            .copied()
            .filter(|w| frequency.contains_key(w))
            .collect();
        for (at, a) in words.iter().enumerate() {
            for b in words.iter().skip(at + 1) {
                *pairs.entry((a, b)).or_default() += 1;
            }
        }
    }
    Cooccurrence {
        documents: u64::try_from(responses.len()).unwrap_or(u64::MAX),
        edges: edges(&pairs, &frequency, top),
        frequency: frequency
            .into_iter()
            .map(|(word, df)| (word.to_owned(), df))
            .collect(),
    }
}

fn edges(
    pairs: &BTreeMap<(&str, &str), u64>,
    frequency: &BTreeMap<&str, u64>,
    top: usize,
) -> Vec<Edge> {
    let df = |word: &str| frequency.get(word).copied().unwrap_or(0);
    let mut edges: Vec<Edge> = pairs
        .iter()
        .map(|((a, b), both)| Edge {
            jaccard: float(*both) / float(df(a) + df(b) - both),
            a: (*a).to_owned(),
            b: (*b).to_owned(),
            both: *both,
        })
        .collect();
    edges.sort_by(|x, y| {
        let strength = y.jaccard.total_cmp(&x.jaccard).then(y.both.cmp(&x.both));
        strength.then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    edges.truncate(top);
    edges
}

//! In which questions letters stand: what a word can be found in at all is known without reading every text.

use std::collections::HashMap;

use super::Entry;

/// A letter, or two that follow one another.
type Key = (char, Option<char>);

/// The positions of the entries that hold each of them, in their order.
#[derive(Debug, Default)]
pub(super) struct Index(HashMap<Key, Vec<u32>>);

impl Index {
    /// Of these entries.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut index: HashMap<Key, Vec<u32>> = HashMap::new();
        for (at, entry) in (0..).zip(entries) {
            let lines = entry.wording.lines().chain(entry.rest.lines());
            for key in lines.flat_map(keys) {
                let own = index.entry(key).or_default();
                if own.last() != Some(&at) {
                    own.push(at);
                }
            }
        }
        Self(index)
    }

    /// The positions of the entries that hold every letter and every two of these words; those in which the words are
    /// found are among them.
    pub(super) fn holding<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<u32> {
        let lists = words.flat_map(keys).map(|key| self.0.get(&key));
        let Some(mut lists) = lists.collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        lists.sort_by_key(|list| list.len());
        let mut lists = lists.into_iter();
        let shortest = lists.next().cloned().unwrap_or_default();
        lists.fold(shortest, |held, list| {
            let both = held.into_iter();
            both.filter(|at| list.binary_search(at).is_ok()).collect()
        })
    }
}

/// The letters of a line, and every two.
fn keys(line: &str) -> impl Iterator<Item = Key> {
    let next = line.chars().skip(1).map(Some).chain(std::iter::once(None));
    let pairs = line.chars().zip(next).filter(|(_, next)| next.is_some());
    line.chars().map(|one| (one, None)).chain(pairs)
}

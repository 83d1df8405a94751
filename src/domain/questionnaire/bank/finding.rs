//! What somebody looks for in the bank, and which questions come first.

use super::folded::folded;
use super::{Bank, Entry};
use crate::domain::search::Search;

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Query {
    words: Vec<Word>,
    /// Whether something is looked for in which there is no letter: nothing is found by it.
    is_void: bool,
}

/// A word that must be found.
#[derive(Debug, Clone)]
struct Word {
    folded: String,
    /// Every two letters that follow one another in it.
    pairs: Vec<String>,
}

/// Where the word that was found last was found, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// It is the code.
    Code,
    /// It stands in the newest wording.
    Wording,
    /// It stands somewhere.
    Somewhere,
    /// All its pairs of letters stand in the newest wording.
    WordingPairs,
    /// They stand somewhere.
    Pairs,
}

impl Query {
    /// As it was typed.
    #[must_use]
    pub fn new(search: &Search) -> Self {
        let typed = search.typed().split_whitespace();
        let words: Vec<Word> = typed.filter_map(Word::new).collect();
        Self {
            is_void: words.is_empty() && !search.typed().is_empty(),
            words,
        }
    }

    /// How near a question is; none where a word is not found. `is_held`: it is known to hold every pair of letters.
    fn nearness(&self, entry: &Entry, (beside, is_held): (&str, bool)) -> Option<Nearness> {
        let mut farthest = Nearness::Code;
        for word in &self.words {
            farthest = farthest.max(word.nearness(entry, (beside, is_held))?);
        }
        Some(farthest)
    }
}

impl Word {
    fn new(typed: &str) -> Option<Self> {
        let folded = folded(typed);
        let letters: Vec<char> = folded.chars().collect();
        let pairs = letters.windows(2).map(|pair| pair.iter().collect());
        (!folded.is_empty()).then(|| Self {
            pairs: pairs.collect(),
            folded,
        })
    }

    fn nearness(&self, entry: &Entry, (beside, is_held): (&str, bool)) -> Option<Nearness> {
        let word = self.folded.as_str();
        let all = [&entry.wording, &entry.rest, beside];
        if entry.codes.iter().any(|code| code == word) {
            Some(Nearness::Code)
        } else if entry.wording.contains(word) {
            Some(Nearness::Wording)
        } else if all.iter().any(|text| text.contains(word)) {
            Some(Nearness::Somewhere)
        } else if self.all_pairs(&[&entry.wording]) {
            Some(Nearness::WordingPairs)
        } else {
            (is_held || self.all_pairs(&all)).then_some(Nearness::Pairs)
        }
    }

    /// Whether each pair stands in one of the texts. A word of two letters is one pair and was not found.
    fn all_pairs(&self, texts: &[&str]) -> bool {
        let stands = |pair: &String| texts.iter().any(|text| text.contains(pair.as_str()));
        self.pairs.len() > 1 && self.pairs.iter().all(stands)
    }
}

impl Bank {
    /// The questions in which all words are found, the nearest first; all of them where nothing was typed. `beside`: what
    /// else a question is found by, folded; `comes_first`: which come first of those that are as near.
    pub fn find<'b>(
        &'b self,
        query: &Query,
        beside: impl Fn(&Entry) -> &'b str,
        comes_first: impl Fn(&Entry) -> bool,
    ) -> Vec<&'b Entry> {
        if query.is_void {
            return Vec::new();
        }
        let words = query.words.iter().map(|word| word.folded.as_str());
        let mut held = self.index.holding(words).into_iter().peekable();
        let near = (0u32..).zip(&self.entries).filter_map(|(at, entry)| {
            let (beside, is_held) = (beside(entry), held.next_if_eq(&at).is_some());
            if !is_held && beside.is_empty() && !query.words.is_empty() {
                return None;
            }
            let nearness = query.nearness(entry, (beside, is_held))?;
            Some(((nearness, !comes_first(entry)), entry))
        });
        let mut found: Vec<_> = near.collect();
        found.sort_by_key(|(how, _)| *how);
        found.into_iter().map(|(_, entry)| entry).collect()
    }
}

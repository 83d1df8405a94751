//! A text as it is looked through: every letter in one width, readings passed over, with where it stands.

use std::ops::Range;

use crate::domain::questionnaire::placeholder::{Piece, pieces};
use crate::domain::text::narrow;

/// Stands where a placeholder is: nothing is found across it.
const FILLED: char = '\0';

/// A letter and where it stands, with the reading behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub(super) c: char,
    from: usize,
    to: usize,
}

/// The letters of a text.
#[derive(Debug, Default)]
pub(super) struct Letters(Vec<Letter>);

impl Letters {
    /// Of a text: its readings are no letters.
    pub(super) fn of(text: &str) -> Self {
        let (mut all, mut at) = (Self::default(), 0);
        for piece in pieces(text) {
            let length = match piece {
                Piece::Literal(words) => {
                    all.literal(words, at);
                    words.len()
                }
                Piece::Placeholder(placeholder) => {
                    let to = at + placeholder.written.len();
                    all.0.push(Letter {
                        c: FILLED,
                        from: at,
                        to,
                    });
                    placeholder.written.len()
                }
            };
            at += length;
        }
        all
    }

    fn literal(&mut self, words: &str, base: usize) {
        let mut read_until = 0;
        for (at, c) in words.char_indices().map(|(at, c)| (base + at, c)) {
            if at < read_until {
                continue;
            }
            let rest = words.get(at - base..).unwrap_or_default();
            match (c, rest.find('》'), self.0.last_mut()) {
                ('《', Some(end), Some(word)) => {
                    read_until = at + end + '》'.len_utf8();
                    word.to = read_until;
                }
                _ => self.0.push(Letter {
                    c: plain(c),
                    from: at,
                    to: at + c.len_utf8(),
                }),
            }
        }
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// One of them; none behind the last.
    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.0.get(at).map(|letter| letter.c)
    }

    /// The one before; none before the first.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }

    /// Where some of them stand in the text, with their readings.
    pub(super) fn span(&self, letters: Range<usize>) -> Option<Range<usize>> {
        let last = letters.end.checked_sub(1)?;
        Some(self.0.get(letters.start)?.from..self.0.get(last)?.to)
    }

    /// Behind a word that stands here.
    pub(super) fn word(&self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for c in word.chars() {
            if self.at(end)? != c {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// Behind the first of these words that stands here.
    pub(super) fn one_of(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.word(at, word))
    }

    /// Behind all letters of a kind that stand here, at most so many.
    pub(super) fn while_at_most(&self, at: usize, most: usize, is: impl Fn(char) -> bool) -> usize {
        let here = self.0.iter().skip(at).take(most);
        at + here.take_while(|letter| is(letter.c)).count()
    }

    /// Behind all letters of a kind that stand here.
    pub(super) fn run(&self, at: usize, is: impl Fn(char) -> bool) -> usize {
        self.while_at_most(at, usize::MAX, is)
    }

    /// Some of them as a text.
    pub(super) fn text(&self, letters: Range<usize>) -> String {
        let some = self.0.get(letters).unwrap_or_default();
        some.iter().map(|letter| letter.c).collect()
    }

    /// A whole number of at most so many digits, and where it ends.
    pub(super) fn number(&self, at: usize, most: usize) -> Option<(i32, usize)> {
        let end = self.run(at, |c| c.is_ascii_digit());
        let fits = (1..=most).contains(&(end - at));
        let number = fits.then(|| self.text(at..end).parse().ok())?;
        Some((number?, end))
    }
}

/// A letter in its narrow form; every dash as one.
fn plain(c: char) -> char {
    match narrow(c) {
        '−' | '‐' | '‑' | '–' | '—' | '―' | 'ー' | 'ｰ' | '─' => '-',
        '\u{a0}' => ' ',
        c => c,
    }
}

//! Readings of kanji (ふりがな) as a proposal: from a list of words that town offices use, the longest first. A person looks
//! at each: kanji have several readings, and a list knows no context.

use std::collections::HashMap;

/// A word and its reading on each line; words begin with kanji and may end in kana, which both have in common.
const WORDS: &str = include_str!("readings.txt");

/// What is counted, behind a number: read otherwise than the same kanji alone.
const COUNTED: [(char, &str); 15] = [
    ('年', "ねん"),
    ('月', "がつ"),
    ('日', "にち"),
    ('時', "じ"),
    ('分', "ふん"),
    ('人', "にん"),
    ('回', "かい"),
    ('歳', "さい"),
    ('円', "えん"),
    ('問', "もん"),
    ('番', "ばん"),
    ('枚', "まい"),
    ('件', "けん"),
    ('字', "じ"),
    ('週', "しゅう"),
];

/// The list.
pub struct Readings {
    words: HashMap<&'static str, &'static str>,
    /// Most characters of a word.
    longest: usize,
}

/// A text with readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The text, `漢字《かんじ》`; readings that were there stay.
    pub text: String,
    /// The kanji that have none, in their order.
    pub unread: Vec<String>,
}

impl Readings {
    /// The list of this program.
    #[must_use]
    pub fn of_offices() -> Self {
        let pairs = WORDS.lines().filter_map(|line| line.split_once(' '));
        let words: HashMap<_, _> = pairs.collect();
        let lengths = words.keys().map(|word| word.chars().count());
        Self {
            longest: lengths.max().unwrap_or(0),
            words,
        }
    }

    /// A text with a reading on each word that is in the list.
    #[must_use]
    pub fn proposed(&self, text: &str) -> Proposed {
        let chars: Vec<char> = text.chars().collect();
        let mut writing = Writing::default();
        let mut at = 0;
        while let Some(c) = chars.get(at) {
            let rest = chars.get(at..).unwrap_or_default();
            if let Some(length) = read_already(rest) {
                writing.keep(rest.iter().take(length));
                at += length;
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
            match self.word(before, rest) {
                Some((length, reading)) => {
                    writing.read(rest.get(..length).unwrap_or_default(), reading);
                    at += length;
                }
                None => {
                    writing.leave(*c);
                    at += 1;
                }
            }
        }
        writing.done()
    }

    /// The longest word that a text begins with: how many characters it has, and its reading.
    fn word(&self, before: Option<char>, rest: &[char]) -> Option<(usize, &'static str)> {
        let first = rest.first().filter(|c| is_kanji(**c))?;
        let counted = COUNTED.iter().find(|(kanji, _)| kanji == first);
        let (behind, next) = (before.is_some_and(is_digit), rest.get(1));
        // Behind a bar stands a word that has its reading.
        let is_alone = !next.is_some_and(|c| is_kanji(*c) || *c == '｜');
        if let Some((_, reading)) = counted.filter(|_| behind && is_alone) {
            return Some((1, reading));
        }
        let lengths = (1..=self.longest.min(rest.len())).rev();
        lengths.into_iter().find_map(|length| {
            let word: String = rest.iter().take(length).collect();
            let reading = self.words.get(word.as_str()).copied()?;
            // One kanji among others is seldom read as it is alone.
            let follows = before.is_some_and(|c| is_kanji(c) || c == '》');
            let in_a_word = length == 1 && (!is_alone || follows || behind);
            (!in_a_word).then_some((length, reading))
        })
    }
}

/// How many characters have their reading already: `漢字《かんじ》`, or from ｜ on.
fn read_already(rest: &[char]) -> Option<usize> {
    let first = rest.first()?;
    let base = match first {
        '｜' => rest.iter().position(|c| *c == '《')?,
        c if is_kanji(*c) => rest.iter().take_while(|c| is_kanji(**c)).count(),
        _ => return None,
    };
    let opens = rest.get(base) == Some(&'《');
    let end = rest.iter().position(|c| *c == '》')?;
    (opens && end > base).then_some(end + 1)
}

/// A text while it is written.
#[derive(Default)]
struct Writing {
    text: String,
    unread: Vec<String>,
    /// Whether what stands last is a kanji without a reading.
    is_open: bool,
}

impl Writing {
    fn keep<'c>(&mut self, chars: impl Iterator<Item = &'c char>) {
        self.text.extend(chars);
        self.is_open = false;
    }

    fn leave(&mut self, c: char) {
        self.text.push(c);
        if is_kanji(c) {
            match self.unread.last_mut().filter(|_| self.is_open) {
                Some(last) => last.push(c),
                None => self.unread.push(c.to_string()),
            }
        }
        self.is_open = is_kanji(c);
    }

    /// The kana that a word ends in stand behind its reading.
    fn read(&mut self, word: &[char], reading: &str) {
        let kanji = word
            .iter()
            .rposition(|c| is_kanji(*c))
            .map_or(0, |at| at + 1);
        let (base, kana) = word.split_at(kanji);
        let kana: String = kana.iter().collect();
        let has_kana = base.iter().any(|c| !is_kanji(*c));
        if has_kana || self.is_open {
            self.text.push('｜');
        }
        self.text.extend(base);
        self.text.push('《');
        self.text
            .push_str(reading.strip_suffix(&kana).unwrap_or(reading));
        self.text.push('》');
        self.text.push_str(&kana);
        self.is_open = false;
    }

    fn done(self) -> Proposed {
        Proposed {
            text: self.text,
            unread: self.unread,
        }
    }
}

/// A text without its readings and bars: what remains of `漢字《かんじ》` is 漢字.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut inside = false;
    let kept = text.chars().filter(|c| {
        let is_mark = matches!(c, '《' | '》' | '｜');
        inside = (inside || *c == '《') && *c != '》';
        !inside && !is_mark
    });
    kept.collect()
}

/// Whether a character needs a reading.
#[must_use]
pub fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proposed(text: &str) -> String {
        Readings::of_offices().proposed(text).text
    }

    #[test]
    fn words_get_their_readings() {
        for (text, wanted) in [
            ("市民の意見", "市民《しみん》の意見《いけん》"),
            (
                "情報提供は十分だと思う",
                "情報提供《じょうほうていきょう》は十分《じゅうぶん》だと思《おも》う",
            ),
            ("話し合いに参加", "｜話し合《はなしあ》いに参加《さんか》"),
            ("3月5日、18歳", "3月《がつ》5日《にち》、18歳《さい》"),
            ("市民《しみん》の意見", "市民《しみん》の意見《いけん》"),
            (
                "｜お知らせ《おしらせ》を読む",
                "｜お知らせ《おしらせ》を読《よ》む",
            ),
            ("漢字なし", "漢字なし"),
            ("鷹栖町民", "鷹栖｜町民《ちょうみん》"),
            ("3年情報", "3年｜情報《じょうほう》"),
            ("3年｜情報《じょうほう》", "3年｜情報《じょうほう》"),
        ] {
            assert_eq!(proposed(text), wanted);
        }
    }

    #[test]
    fn what_has_no_reading_is_named() {
        let found = Readings::of_offices().proposed("漢字と鷹栖町民、市《し》");
        assert_eq!(found.unread, ["漢字", "鷹栖"]);
    }

    #[test]
    fn every_line_of_the_list_is_a_word_with_its_kana() {
        for line in WORDS.lines() {
            let (word, reading) = line.split_once(' ').expect(line);
            assert!(word.chars().next().is_some_and(is_kanji), "{line}");
            assert!(
                reading.chars().all(|c| ('ぁ'..='ん').contains(&c)),
                "{line}"
            );
            let kana: String = word.chars().rev().take_while(|c| !is_kanji(*c)).collect();
            let kana: String = kana.chars().rev().collect();
            let rest = reading.strip_suffix(kana.as_str());
            assert!(rest.is_some_and(|rest| !rest.is_empty()), "{line}");
        }
    }

    proptest! {
        #[test]
        fn the_words_themselves_stay(text in "[市民情報提供ではあいう、。0-9年月話し合い鷹]{0,40}") {
            let found = proposed(&text);
            prop_assert_eq!(plain(&found), text);
            prop_assert_eq!(proposed(&found), found.clone(), "a second time nothing is added");
        }
    }
}

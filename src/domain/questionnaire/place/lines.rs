//! Places as somebody types or pastes them: a line each, the name and behind it the reading. Between the two stands a
//! tab (out of a table), a comma (out of a CSV file) or a space, or the reading stands in 《》.
//!
//! A line that is the one of a place that is there is this place, untouched. Another line keeps the place of its name,
//! or else of its reading: with its code and its names in other languages.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use unicode_normalization::UnicodeNormalization;

use super::kana::is_reading;
use crate::domain::language::Language;
use crate::domain::questionnaire::limits::PLACE;
use crate::domain::questionnaire::question::{Choice, Code, Meaning};
use crate::domain::statistics::variable::MAX_OPTIONS;
use crate::domain::text::Text;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which one, from 1, empty ones counted.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub fault: LineFault,
}

/// What can be wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFault {
    /// There is no reading behind the name.
    NoReading,
    /// What stands behind the name is no kana.
    NotKana(String),
    /// Other things than a name and a reading stand there.
    Columns,
    /// Name or reading are too long.
    Long,
    /// The same place stands in an earlier line.
    Twice(usize),
    /// There are more places than can be offered.
    TooMany,
}

/// Places as lines, in a language.
#[must_use]
pub fn written(places: &[Choice], language: &Language) -> String {
    let lines: Vec<String> = places.iter().map(|one| line(one, language)).collect();
    lines.join("\n")
}

fn line(place: &Choice, language: &Language) -> String {
    let name = place.label.exact(language).unwrap_or_default();
    let name = name.replace(char::is_control, " ");
    match &place.kana {
        Some(kana) => format!("{name}　{kana}"),
        None => name,
    }
}

/// Reads lines into the places that there were.
///
/// # Errors
/// Every line in which something is wrong.
pub fn read(
    typed: &str,
    before: &[Choice],
    language: &Language,
) -> Result<Vec<Choice>, Vec<Wrong>> {
    let mut reading = Reading {
        left: before.iter().map(|one| known(one, language)).collect(),
        language,
        wrong: Vec::new(),
    };
    let lines = typed.lines().enumerate();
    let lines = lines.map(|(at, text)| (at + 1, text.trim()));
    let lines: Vec<(usize, &str)> = lines.filter(|(_, text)| !text.is_empty()).collect();
    let known: Vec<Option<Choice>> = lines.iter().map(|(_, text)| reading.same(text)).collect();
    let mut places: Vec<(usize, Choice)> = Vec::with_capacity(lines.len());
    for ((number, text), known) in lines.into_iter().zip(known) {
        match known.map_or_else(|| reading.place(text), Ok) {
            Ok(place) => places.push((number, place)),
            Err(fault) => reading.find(number, text, fault),
        }
    }
    reading.twice(&places);
    if let Some((line, _)) = places.get(MAX_OPTIONS) {
        reading.find(*line, "", LineFault::TooMany);
    }
    match reading.wrong.is_empty() {
        true => Ok(coded(places, before)),
        false => {
            reading.wrong.sort_by_key(|wrong| wrong.line);
            Err(reading.wrong)
        }
    }
}

fn known(place: &Choice, language: &Language) -> (String, Choice) {
    (line(place, language).trim().to_owned(), place.clone())
}

struct Reading<'l> {
    /// The places no line has taken yet, each with its own.
    left: Vec<(String, Choice)>,
    language: &'l Language,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn find(&mut self, line: usize, text: &str, fault: LineFault) {
        let text = text.to_owned();
        self.wrong.push(Wrong { line, text, fault });
    }

    fn take(&mut self, is_it: impl Fn(&(String, Choice)) -> bool) -> Option<Choice> {
        let at = self.left.iter().position(is_it)?;
        Some(self.left.remove(at).1)
    }

    /// The place that stands in a line as it is.
    fn same(&mut self, text: &str) -> Option<Choice> {
        self.take(|(line, _)| line == text)
    }

    fn place(&mut self, text: &str) -> Result<Choice, LineFault> {
        let (name, kana) = parts(text)?;
        let language = self.language;
        let found = self.take(|(_, place)| place.label.exact(language) == Some(name));
        let found = found.or_else(|| self.take(|(_, place)| place.kana.as_ref() == Some(&kana)));
        let mut place = found.unwrap_or_else(blank);
        place.label.write(language, Some(name.to_owned()));
        place.kana = Some(kana);
        Ok(place)
    }

    /// Places that stand there twice, which nobody could tell apart.
    fn twice(&mut self, places: &[(usize, Choice)]) {
        let mut first = HashMap::new();
        for (line, place) in places {
            let name = place.label.exact(self.language).unwrap_or_default();
            match first.entry((name, place.kana.as_deref())) {
                Entry::Vacant(place) => _ = place.insert(*line),
                Entry::Occupied(seen) => self.wrong.push(Wrong {
                    line: *line,
                    text: name.to_owned(),
                    fault: LineFault::Twice(*seen.get()),
                }),
            }
        }
    }
}

/// A place nobody has named; its code comes when all are read.
fn blank() -> Choice {
    Choice {
        code: Code::numbered(None, 0),
        label: Text::default(),
        kana: None,
        score: None,
        meaning: Meaning::Substantive,
        exclusive: false,
        other: false,
        show_if: None,
    }
}

/// Gives new places the codes behind the largest number there was: those of places that went are not given again.
fn coded(places: Vec<(usize, Choice)>, before: &[Choice]) -> Vec<Choice> {
    let numbers = before
        .iter()
        .filter_map(|place| place.code.as_str().parse::<u32>().ok());
    let mut next = numbers.max().unwrap_or(0);
    let is_old = |place: &Choice| before.iter().any(|one| one.code == place.code);
    let places = places.into_iter().map(|(_, mut place)| {
        if !is_old(&place) {
            next = next.saturating_add(1);
            place.code = Code::numbered(None, next);
        }
        place
    });
    places.collect()
}

/// The name and the reading in a line.
fn parts(text: &str) -> Result<(&str, String), LineFault> {
    let (name, kana) = split(text)?;
    let kana: String = kana.nfkc().collect();
    let kana = kana.trim().to_owned();
    if name.is_empty() {
        return Err(LineFault::Columns);
    }
    if !is_reading(&kana) {
        return Err(LineFault::NotKana(kana));
    }
    let longest = name.chars().count().max(kana.chars().count());
    match longest > usize::from(PLACE) {
        true => Err(LineFault::Long),
        false => Ok((name, kana)),
    }
}

fn split(text: &str) -> Result<(&str, &str), LineFault> {
    let tables: [&[char]; 2] = [&['\t'], &[',', '，', '、']];
    for between in tables {
        if text.contains(between) {
            let cells = text.split(between).map(unquoted);
            let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
            return match cells[..] {
                [_] => Err(LineFault::NoReading),
                [name, kana] => Ok((name, kana)),
                _ => Err(LineFault::Columns),
            };
        }
    }
    let braced = || {
        let (name, kana) = text.strip_suffix('》')?.rsplit_once('《')?;
        Some((name.trim(), kana.trim()))
    };
    let spaced = || {
        let (name, kana) = text.rsplit_once(char::is_whitespace)?;
        Some((name.trim(), kana))
    };
    spaced().or_else(braced).ok_or(LineFault::NoReading)
}

/// A cell of a table without the space and the quotes around it.
fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    let bare = cell
        .strip_prefix('"')
        .and_then(|cell| cell.strip_suffix('"'));
    bare.unwrap_or(cell).trim()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ja() -> Language {
        Language::japanese()
    }

    fn faults(typed: &str) -> Vec<(usize, LineFault)> {
        let wrong = read(typed, &[], &ja()).unwrap_err();
        wrong.into_iter().map(|one| (one.line, one.fault)).collect()
    }

    #[test]
    fn a_line_is_a_name_and_its_reading_however_they_are_parted() {
        for typed in [
            "東町\tひがしまち",
            "東町,ひがしまち",
            "\"東町\",\"ひがしまち\"",
            " 東町、ひがしまち ",
            "東町　ひがしまち",
            "東町 ひがしまち",
            "東町《ひがしまち》",
        ] {
            let places = read(typed, &[], &ja()).unwrap();
            assert_eq!(written(&places, &ja()), "東町　ひがしまち", "{typed}");
            assert_eq!(places[0].code.as_str(), "1");
        }
        let narrow = read("東町 ﾋｶﾞｼﾏﾁ", &[], &ja()).unwrap();
        assert_eq!(narrow[0].kana.as_deref(), Some("ヒガシマチ"));
        let words = read("Ōmachi North おおまち", &[], &ja()).unwrap();
        assert_eq!(words[0].label.get(&ja()), "Ōmachi North");
    }

    #[test]
    fn every_line_in_which_something_is_wrong_is_named() {
        use LineFault as F;
        let typed =
            "東町\n\n西町　west\n南町,みなみまち,3\n北町　きたまち\n北町《きたまち》\n,なまえ";
        assert_eq!(
            faults(typed),
            [
                (1, F::NoReading),
                (3, F::NotKana("west".into())),
                (4, F::Columns),
                (6, F::Twice(5)),
                (7, F::NoReading),
            ]
        );
        assert_eq!(faults(&format!("{} あ", "長".repeat(101))), [(1, F::Long)]);
        let many: Vec<String> = (0..=MAX_OPTIONS).map(|n| format!("町{n} まち")).collect();
        assert_eq!(faults(&many.join("\n")), [(MAX_OPTIONS + 1, F::TooMany)]);
    }

    #[test]
    fn a_place_keeps_its_code_when_its_line_changes() {
        let before = read(
            "東町 ひがしまち\n西町 にしまち\n南町 みなみまち",
            &[],
            &ja(),
        )
        .unwrap();
        // Another reading, another name, one that went, one more, another order.
        let typed = "北町 きたまち\n新西町 にしまち\n東町 あずまちょう";
        let after = read(typed, &before, &ja()).unwrap();
        let codes: Vec<&str> = after.iter().map(|place| place.code.as_str()).collect();
        assert_eq!(codes, ["4", "2", "1"]);
    }

    #[test]
    fn a_line_that_nobody_touched_is_taken_as_it_is() {
        let mut before = read("東町 ひがしまち\n西町 にしまち", &[], &ja()).unwrap();
        before[0].kana = None;
        let typed = written(&before, &ja());
        assert_eq!(typed, "東町\n西町　にしまち");
        assert_eq!(read(&typed, &before, &ja()).unwrap(), before);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_it_was(
            places in prop::collection::vec(("[^\\pC\\pZ]{1,6}", prop::option::of("[ぁ-ん]{1,5}")), 0..20)
        ) {
            let place = |(at, (name, kana)): (usize, (String, Option<String>))| {
                let label = Text::from_iter([(ja(), name)]);
                Choice { code: Code::numbered(None, u32::try_from(at).unwrap()), label, kana, ..blank() }
            };
            let places: Vec<Choice> = places.into_iter().enumerate().map(place).collect();
            let typed = written(&places, &ja());
            match read(&typed, &places, &ja()) {
                Ok(read) => prop_assert_eq!(read, places),
                Err(wrong) => prop_assert!(wrong.iter().all(|one| matches!(one.fault, LineFault::Twice(_)))),
            }
        }

        #[test]
        fn whatever_is_typed_is_read_or_named(typed in "[東西, 　《》\"\tあ\nー]{0,40}") {
            if let Err(wrong) = read(&typed, &[], &ja()) {
                prop_assert!(!wrong.is_empty());
            }
        }
    }
}

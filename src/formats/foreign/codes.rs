//! Codes for the names of a foreign file: a name that can be a code is its code, any other gets one of its own.

use std::collections::{HashMap, HashSet};

use super::assemble::Found;
use super::lack::Lack;
use super::place::Place;
use super::texts::told;
use crate::domain::questionnaire::code::Code;

/// Longest code.
const LONGEST: usize = 40;

/// The codes that are given already, of one kind of thing.
#[derive(Debug, Default)]
pub(super) struct Codes {
    given: HashSet<Code>,
    /// The last number behind a text that was wanted several times: the search for a free one goes on there.
    numbers: HashMap<String, usize>,
}

impl Codes {
    /// The code of a name, unique here. What had to be changed is told. `stem` begins the code of a name of which no
    /// letter can stay.
    pub(super) fn give(
        &mut self,
        name: &str,
        stem: &str,
        place: &Place,
        found: &mut Found,
    ) -> Code {
        let plain = Code::parse(name);
        let code = self.peek(name, stem);
        self.note(near(name, stem), &code);
        if code.as_str() != name && !name.is_empty() {
            let (from, to) = (told(name), code.to_string());
            let changed = match plain {
                Ok(_) => Lack::CodeCollides { from, to },
                Err(_) => Lack::CodeChanged { from, to },
            };
            found.lack(place, changed);
        }
        self.given.insert(code.clone());
        code
    }

    /// The code a name would be given now.
    pub(super) fn peek(&self, name: &str, stem: &str) -> Code {
        match Code::parse(name) {
            Ok(code) if !self.given.contains(&code) => code,
            _ => self.free(&near(name, stem)),
        }
    }

    /// The wanted code, or the first free one behind it.
    fn free(&self, wanted: &str) -> Code {
        let last = self.numbers.get(wanted).copied().unwrap_or(1);
        let first = Some(wanted.to_owned()).filter(|_| last == 1);
        let numbered = (last + 1..).map(|number| with(wanted, number));
        let candidates = first.into_iter().chain(numbered);
        let mut candidates = candidates.filter_map(|code| Code::parse(&code).ok());
        // Endless: of finitely many given codes one behind them is free.
        let free = candidates.find(|code| !self.given.contains(code));
        free.unwrap_or_else(|| self.free("c"))
    }

    /// Notes which number a code has behind the wanted text.
    fn note(&mut self, wanted: String, code: &Code) {
        let number = code
            .as_str()
            .rsplit_once('_')
            .and_then(|(_, number)| number.parse().ok());
        if let Some(number) = number.filter(|number| with(&wanted, *number) == code.as_str()) {
            self.numbers.insert(wanted, number);
        }
    }
}

/// A text with a number behind it, not too long.
fn with(wanted: &str, number: usize) -> String {
    let behind = format!("_{number}");
    let room = LONGEST.saturating_sub(behind.len()).min(wanted.len());
    format!("{}{behind}", wanted.get(..room).unwrap_or("c"))
}

/// The nearest text to a name that can be a code: other characters as `_`, none in front.
fn near(name: &str, stem: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let letters: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .take(LONGEST)
        .collect();
    let near = letters.trim_matches(['_', '-']);
    match near {
        "" => stem.to_owned(),
        near => near.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn give(names: &[&str]) -> (Vec<String>, usize) {
        let (mut codes, mut found) = (Codes::default(), Found::default());
        let given = names
            .iter()
            .map(|name| codes.give(name, "q", &Place::File, &mut found));
        (
            given.map(|code| code.to_string()).collect(),
            found.lacks.len(),
        )
    }

    #[test]
    fn names_that_can_be_codes_stay_and_others_change() {
        let (codes, told) = give(&["q1", "q1", "_hidden", "年齢", "性別", "a.b", "a_b", ""]);
        assert_eq!(
            codes,
            ["q1", "q1_2", "hidden", "q", "q_2", "a_b", "a_b_2", "q_3"]
        );
        assert_eq!(told, 6);
    }

    proptest! {
        #[test]
        fn codes_are_unique_whatever_the_names(names in proptest::collection::vec("\\PC{0,50}|[a_]{1,41}", 0..30)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let (codes, _) = give(&names);
            let distinct: HashSet<&String> = codes.iter().collect();
            prop_assert_eq!(distinct.len(), codes.len());
        }
    }
}

//! Placeholders in the texts of a questionnaire: `{name}`, or `{name|what stands there instead}`.
//!
//! | name | stands for | filled |
//! |---|---|---|
//! | `締切` `deadline`, `担当課` `division`, `電話` `telephone`, `調査名` `survey` | a fact of the survey | for each survey |
//! | `番号` `number` | which of its repeats a section is | when sections are repeated |
//! | an item, `q5` | what was answered to it on a page before | for each person |
//!
//! Nobody who reads a text without being that person meets a hole: then there is what stands instead. What has no
//! name known here stays as it is written; the review calls it a fault.

use std::borrow::Cow;

use crate::domain::language::Language;
use crate::domain::text::Text;

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// As it is printed.
    Literal(&'t str),
    /// Something to be filled in.
    Placeholder(Placeholder<'t>),
}

/// A placeholder as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder<'t> {
    /// All of it, with its braces.
    pub written: &'t str,
    /// What it names.
    pub name: &'t str,
    /// What stands there where that is not known.
    pub fallback: Option<&'t str>,
}

impl<'t> Placeholder<'t> {
    /// What stands there where what it names is not known: at last its name.
    #[must_use]
    pub fn instead(&self) -> &'t str {
        self.fallback.unwrap_or(self.name)
    }
}

/// A fact of a survey that texts may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SurveyFact {
    /// 締切: until when answers are taken.
    Deadline,
    /// 担当課: who asks.
    Division,
    /// 電話: whom to call.
    Telephone,
    /// 調査名: what the survey is called.
    Title,
}

impl SurveyFact {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Deadline, Self::Division, Self::Telephone, Self::Title];

    /// The fact of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "締切" | "deadline" => Some(Self::Deadline),
            "担当課" | "division" => Some(Self::Division),
            "電話" | "telephone" => Some(Self::Telephone),
            "調査名" | "survey" => Some(Self::Title),
            _ => None,
        }
    }
}

/// Whether a name stands for the number of a repeat.
#[must_use]
pub fn is_number(name: &str) -> bool {
    matches!(name, "番号" | "number")
}

/// The parts of a text, of which nothing is left out.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let found = next(rest);
        let (before, placeholder) = match found {
            None => (std::mem::take(&mut rest), None),
            Some((0, placeholder)) => ("", Some(placeholder)),
            Some((at, _)) => {
                let (before, after) = rest.split_at(at);
                rest = after;
                (before, None)
            }
        };
        if let Some(placeholder) = placeholder {
            rest = rest.strip_prefix(placeholder.written).unwrap_or_default();
            return Some(Piece::Placeholder(placeholder));
        }
        (!before.is_empty()).then_some(Piece::Literal(before))
    })
}

/// The first placeholder and where it begins.
fn next(text: &str) -> Option<(usize, Placeholder<'_>)> {
    text.match_indices('{').find_map(|(at, _)| {
        let open = text.get(at..)?;
        let written = open.get(..=open.find('}')?)?;
        let inside = written.strip_prefix('{')?.strip_suffix('}')?;
        let (name, fallback) = match inside.split_once('|') {
            Some((name, fallback)) => (name, Some(fallback)),
            None => (inside, None),
        };
        let is_name = !name.is_empty() && !name.contains(|c: char| c == '{' || c.is_whitespace());
        is_name.then_some((
            at,
            Placeholder {
                written,
                name,
                fallback,
            },
        ))
    })
}

/// The placeholders of a text.
pub fn placeholders(text: &str) -> impl Iterator<Item = Placeholder<'_>> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Literal(_) => None,
        Piece::Placeholder(placeholder) => Some(placeholder),
    })
}

/// The text with what `value` gives for each placeholder; where it gives none, the placeholder stays.
pub fn fill<'t>(
    text: &'t str,
    value: &mut dyn FnMut(Placeholder<'_>) -> Option<String>,
) -> Cow<'t, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let pieces = pieces(text).map(|piece| match piece {
        Piece::Literal(text) => Cow::Borrowed(text),
        Piece::Placeholder(placeholder) => match value(placeholder) {
            Some(value) => Cow::Owned(value),
            None => Cow::Borrowed(placeholder.written),
        },
    });
    Cow::Owned(pieces.collect())
}

impl Text {
    /// Whether some language of it has a placeholder for which `is` holds.
    #[must_use]
    pub fn holds(&self, is: impl Fn(Placeholder<'_>) -> bool) -> bool {
        self.iter().any(|(_, text)| placeholders(text).any(&is))
    }

    /// Fills the placeholders of every language, as [`fill`] does.
    #[must_use]
    pub fn filled(
        &self,
        value: &mut dyn FnMut(Placeholder<'_>, &Language) -> Option<String>,
    ) -> Self {
        let fill = |(language, text): (&Language, &str)| {
            let mut value = |placeholder: Placeholder<'_>| value(placeholder, language);
            (language.clone(), fill(text, &mut value).into_owned())
        };
        self.iter().map(fill).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(text: &str) -> Vec<(&str, Option<&str>)> {
        let all = placeholders(text);
        all.map(|found| (found.name, found.fallback)).collect()
    }

    #[test]
    fn a_placeholder_is_a_name_in_braces() {
        assert_eq!(
            named("{name|お子さん}は{締切}まで"),
            [("name", Some("お子さん")), ("締切", None)]
        );
        assert_eq!(named("{q5.r1|}"), [("q5.r1", Some(""))]);
        for literal in [
            "{}", "{ }", "{a b}", "{", "}", "{a", "a}", "{|x}", "{{", "{a{",
        ] {
            assert_eq!(named(literal), [], "{literal}");
        }
        assert_eq!(named("{{a}"), [("a", None)]);
        assert_eq!(named("{a{b}"), [("b", None)]);
    }

    #[test]
    fn what_is_not_known_stays_as_it_is_written() {
        let mut one = |p: Placeholder<'_>| (p.name == "a").then(|| "<1>".to_owned());
        assert_eq!(fill("{a}と{b|x}と{ }", &mut one), "<1>と{b|x}と{ }");
        // What was filled in is not filled again.
        let mut again = |_: Placeholder<'_>| Some("{a}".to_owned());
        assert_eq!(fill("{b}", &mut again), "{a}");
    }

    proptest! {
        #[test]
        fn nothing_is_left_out(text in "[{}|a字 \\n]{0,40}") {
            let whole: String = pieces(&text).map(|piece| match piece {
                Piece::Literal(text) => text,
                Piece::Placeholder(found) => found.written,
            }).collect();
            prop_assert_eq!(&whole, &text);
            prop_assert_eq!(fill(&text, &mut |_| None), text.as_str());
        }
    }
}

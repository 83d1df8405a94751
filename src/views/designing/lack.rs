//! What a file of another program and a questionnaire here cannot both say, as a sentence. Every lack has its own; a new one
//! does not compile before it has.

use super::language::language;
use crate::domain::language::Language;
use crate::domain::questionnaire::source::lack::{Lack, MINUTES_TAKEN};
use crate::domain::questionnaire::source::place::Place;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};

/// What could not be mapped.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one line for each lack, and none is forgotten"
)]
pub fn lack(what: &Lack) -> Say {
    use Lack as L;
    let raw = |key: &'static str, raw: &str| Say::new(key).with("raw", raw);
    let limited = |key: &'static str, limit: usize| Say::new(key).with("limit", printed(limit));
    let renamed = |key: &'static str, from: &str, to: Wording| {
        Say::new(key).with("from", from).with("to", to)
    };
    match what {
        L::TooLarge { limit } => limited("lack-too-large", limit / 1_000_000),
        L::UnpacksTooLarge { limit } => limited("lack-unpacks", limit / 1_000_000),
        L::OtherFile { expected, is } => Say::new("lack-other-file")
            .with(
                "expected",
                Say::new(format!("lack-file-{}", expected.word())),
            )
            .with("found", Say::new(format!("lack-file-{}", is.word()))),
        L::Damaged(cause) => raw("lack-damaged", cause),
        L::Encoding => Say::new("lack-encoding"),
        L::Entities => Say::new("lack-entities"),
        L::Character(number) => raw("lack-character", &format!("U+{number:04X}")),
        L::TooDeep { limit } => limited("lack-too-deep", *limit),
        L::TooMany { what, limit } => limited("lack-too-many", *limit)
            .with("what", Say::new(format!("lack-counted-{}", what.word()))),
        L::TooLong { limit } => limited("lack-too-long", *limit),
        L::More { limit } => limited("lack-more", *limit),
        L::Missing(name) => raw("lack-missing", name),
        L::NotRead { name, value } => raw("lack-not-read", value).with("name", name.as_str()),
        L::Value(value) => raw("lack-value", value),
        L::UnknownType(name) => raw("lack-unknown-type", name),
        L::NoSuchKind(name) => raw("lack-no-such-kind", name),
        L::Downgraded { from, to } => {
            let to = Say::new(format!("lack-instead-{}", to.word()));
            renamed("lack-downgraded", from, to.into())
        }
        L::Media(name) => raw("lack-media", name),
        L::Markup(tag) => raw("lack-markup", tag),
        L::Language(name) => raw("lack-language", name),
        L::Expression(rule) => raw("lack-expression", rule),
        L::UnknownName { name, raw: rule } => {
            raw("lack-unknown-name", rule).with("name", name.as_str())
        }
        L::UnansweredDiffers(rule) => raw("lack-unanswered", rule),
        L::Piping(text) => raw("lack-piping", text),
        L::CodeChanged { from, to } => renamed("lack-code-changed", from, to.as_str().into()),
        L::CodeCollides { from, to } => renamed("lack-code-collides", from, to.as_str().into()),
        L::NoRange => Say::new("lack-no-range"),
        L::RepeatsAssumed(most) => limited("lack-repeats", usize::from(*most)),
        L::Nested => Say::new("lack-nested"),
        L::NoPurpose => Say::new("lack-no-purpose"),
        L::NoMinutes => Say::new("lack-no-minutes").with("minutes", MINUTES_TAKEN),
        L::NoQuestions => Say::new("lack-no-questions"),
        L::CannotSay(detail) => Say::new(format!("lack-detail-{}", detail.word())),
        L::OneLanguage(tag) => Say::new("lack-one-language").with("language", spoken(tag)),
    }
}

fn printed(number: usize) -> Datum {
    Datum::how_many(u64::try_from(number).unwrap_or(u64::MAX))
}

fn spoken(tag: &str) -> Wording {
    match Language::parse(tag) {
        Ok(known) => language(&known),
        Err(_) => tag.into(),
    }
}

/// Where it stands, in the words of the file.
#[must_use]
pub fn stands(place: &Place) -> Say {
    let at = |line: &usize| Say::new("lack-at-line").with("line", line.to_string());
    match place {
        Place::File => Say::new("lack-at-file"),
        Place::Cell { .. } => Say::new("lack-at-cell").with("cell", place.to_string()),
        Place::Element { path, line } => at(line).with("part", path.as_str()),
        Place::Field { line, column } => at(line).with("part", column.as_str()),
        Place::Json(path) | Place::Own(path) => {
            Say::new("lack-at-path").with("path", path.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::{keys, keys_of, said};
    use super::*;
    use crate::domain::questionnaire::source::lack::{Counted, Detail, FileIs, Instead};
    use crate::views::locale::Locales;

    /// Every lack, with every word in it.
    #[expect(clippy::too_many_lines, reason = "a list of cases")]
    fn every() -> Vec<Lack> {
        let text = || "<b>{x}</b>".to_owned();
        let limit = 1_000;
        let mut all = vec![
            Lack::TooLarge { limit: 5 << 20 },
            Lack::UnpacksTooLarge { limit: 20 << 20 },
            Lack::Encoding,
            Lack::Entities,
            Lack::Character(0x202e),
            Lack::TooDeep { limit },
            Lack::TooLong { limit },
            Lack::More { limit },
            Lack::NotRead {
                name: text(),
                value: text(),
            },
            Lack::UnknownName {
                name: text(),
                raw: text(),
            },
            Lack::CodeChanged {
                from: text(),
                to: text(),
            },
            Lack::CodeCollides {
                from: text(),
                to: text(),
            },
            Lack::NoRange,
            Lack::RepeatsAssumed(20),
            Lack::Nested,
            Lack::NoPurpose,
            Lack::NoMinutes,
            Lack::NoQuestions,
            Lack::OneLanguage("en".to_owned()),
        ];
        let told = [
            Lack::Damaged as fn(String) -> Lack,
            Lack::Missing,
            Lack::Value,
            Lack::UnknownType,
            Lack::NoSuchKind,
            Lack::Media,
            Lack::Markup,
            Lack::Language,
            Lack::Expression,
            Lack::UnansweredDiffers,
            Lack::Piping,
        ];
        all.extend(told.map(|lack| lack("type".to_owned())));
        all.extend(FileIs::ALL.map(|is| Lack::OtherFile {
            expected: FileIs::Lss,
            is,
        }));
        all.extend(Counted::ALL.map(|what| Lack::TooMany { what, limit }));
        all.extend(Instead::ALL.map(|to| Lack::Downgraded {
            from: "O".to_owned(),
            to,
        }));
        all.extend(Detail::ALL.map(Lack::CannotSay));
        all
    }

    fn places() -> [Place; 4] {
        [
            Place::File,
            Place::Cell {
                sheet: "survey".to_owned(),
                column: 1,
                row: 12,
            },
            Place::Field {
                line: 3,
                column: "text".to_owned(),
            },
            Place::Own("sections[0]".to_owned()),
        ]
    }

    #[test]
    fn every_lack_is_a_sentence_in_both_languages() {
        let locales = Locales::load().unwrap();
        let (mut keys_said, mut sentences) = (BTreeSet::new(), BTreeSet::new());
        for what in every() {
            let say = lack(&what);
            keys_of(&say, &mut keys_said);
            let both = [Language::japanese(), Language::english()];
            let [japanese, english] = both.map(|language| locales.say(&language, &say).unwrap());
            assert!(
                !japanese.contains('$') && !english.contains('$'),
                "{japanese} {english}"
            );
            assert!(
                japanese.ends_with('。') && english.ends_with('.'),
                "{japanese} {english}"
            );
            assert!(
                sentences.insert(japanese.clone()),
                "{japanese} is said twice"
            );
        }
        for place in places() {
            let say = stands(&place);
            said(&locales, &say);
            keys_of(&say, &mut keys_said);
        }
        let own = keys("sources", &["lack-"]);
        assert_eq!(
            own.difference(&keys_said).collect::<Vec<_>>(),
            Vec::<&String>::new()
        );
    }
}

//! What to think about in a draft, as advice to whoever makes it.

use super::name::Names;
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::advice::{MANY_QUESTIONS, Thought};
use crate::views::datum::Datum;
use crate::views::say::Say;

/// A thought as a sentence, its questions called as in this draft.
#[must_use]
pub fn thought(what: &Thought, draft: &Questionnaire, language: &Language) -> Say {
    match what {
        Thought::Long { questions } => Say::new("thought-long")
            .with("count", Datum::how_many(*questions))
            .with("many", Datum::how_many(MANY_QUESTIONS)),
        Thought::Minutes { said, estimated } => Say::new("thought-minutes")
            .with("said", Datum::how_many(*said))
            .with("estimated", Datum::how_many(*estimated)),
        Thought::Required => Say::new("thought-required"),
        Thought::DoubleBarrelled(word) => Say::new("thought-double").with("word", *word),
        Thought::Leading(phrase) => Say::new("thought-leading").with("phrase", *phrase),
        Thought::SameWording(other) => {
            let names = Names { draft, language };
            Say::new("thought-same").with("question", names.item(other.as_str()))
        }
        Thought::Overlap(one, other) => both("thought-overlap", one, other),
        Thought::Gap(one, other) => both("thought-gap", one, other),
        Thought::ForeignLink(address) => Say::new("thought-link").with("address", address.as_str()),
        Thought::Identifying {
            combinations,
            people,
        } => Say::new("thought-identifying")
            .with("combinations", Datum::how_many(*combinations))
            .with("people", Datum::how_many(*people)),
    }
}

fn both(key: &'static str, one: &str, other: &str) -> Say {
    Say::new(key).with("one", one).with("other", other)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::{code, draft, keys, keys_of, said};
    use super::*;
    use crate::views::locale::Locales;

    #[test]
    fn every_thought_is_a_sentence_in_both_languages() {
        let both = || ("18～29歳".to_owned(), "29～39歳".to_owned());
        let (overlap, gap) = (both(), both());
        let all = [
            Thought::Long { questions: 40 },
            Thought::Minutes {
                said: 5,
                estimated: 12,
            },
            Thought::Required,
            Thought::DoubleBarrelled("および"),
            Thought::Leading("ですよね"),
            Thought::SameWording(code("read")),
            Thought::Overlap(overlap.0, overlap.1),
            Thought::Gap(gap.0, gap.1),
            Thought::ForeignLink("https://example.jp".to_owned()),
            Thought::Identifying {
                combinations: 960,
                people: 15_000,
            },
        ];
        let (locales, mut told) = (Locales::load().unwrap(), BTreeSet::new());
        for one in all {
            let say = thought(&one, &draft(), &Language::japanese());
            said(&locales, &say);
            keys_of(&say, &mut told);
        }
        told.retain(|key| key.starts_with("thought-"));
        assert_eq!(told, keys("findings", &["thought-"]));
    }
}

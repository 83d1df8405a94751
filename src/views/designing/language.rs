//! What a language is called among those who design: by the name they know, and not by its own.

use crate::domain::language::Language;
use crate::views::say::{Say, Wording};

/// The name of a language; its own where the program knows no other.
#[must_use]
pub fn language(language: &Language) -> Wording {
    let key = match language.tag() {
        "ja" => "language-ja",
        "ja-x-easy" => "language-ja-easy",
        "en" => "language-en",
        "zh" => "language-zh",
        "zh-Hans" => "language-zh-hans",
        "zh-Hant" => "language-zh-hant",
        "ko" => "language-ko",
        "vi" => "language-vi",
        "fil" | "tl" => "language-fil",
        "pt" | "pt-BR" => "language-pt",
        "es" => "language-es",
        "id" => "language-id",
        "ne" => "language-ne",
        "my" => "language-my",
        "th" => "language-th",
        "bn" => "language-bn",
        "hi" => "language-hi",
        "si" => "language-si",
        "uk" => "language-uk",
        "ru" => "language-ru",
        "fr" => "language-fr",
        "de" => "language-de",
        _ => return language.own_name().into(),
    };
    Say::new(key).into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::{keys, keys_of, said};
    use super::*;
    use crate::views::locale::Locales;

    const TAGS: [&str; 22] = [
        "ja",
        "ja-x-easy",
        "en",
        "zh",
        "zh-Hans",
        "zh-Hant",
        "ko",
        "vi",
        "fil",
        "pt-BR",
        "es",
        "id",
        "ne",
        "my",
        "th",
        "bn",
        "hi",
        "si",
        "uk",
        "ru",
        "fr",
        "de",
    ];

    #[test]
    fn languages_are_called_as_their_readers_call_them() {
        let (locales, mut told) = (Locales::load().unwrap(), BTreeSet::new());
        let named = |tag: &str| match language(&Language::parse(tag).unwrap()) {
            Wording::Say(say) => say,
            other => panic!("{tag}: {other:?}"),
        };
        for tag in TAGS {
            said(&locales, &named(tag));
            keys_of(&named(tag), &mut told);
        }
        assert_eq!(told, keys("names", &["language-"]));
        assert_eq!(said(&locales, &named("vi")), ["ベトナム語", "Vietnamese"]);
        let other = Language::parse("km").unwrap();
        assert_eq!(language(&other), Wording::from("ខ្មែរ"));
    }
}

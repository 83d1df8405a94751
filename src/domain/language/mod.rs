//! Languages a text may be written in: tags as BCP 47 writes them, the one a reader wants (RFC 4647), own names.

pub mod easy;
mod names;
mod preference;
pub mod readings;

pub use preference::Preference;

use serde::{Deserialize, Serialize};

/// A BCP 47 tag such as `ja`, `ja-x-easy` (やさしい日本語), `en`, `zh-Hans`, in its canonical case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// The text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language tag")]
pub struct NotALanguage;

/// Older codes of languages, and the ones their names and readers are found under.
const ALIASES: [(&str, &str); 3] = [("tl", "fil"), ("in", "id"), ("cmn", "zh")];

/// The script of Chinese where only the region is said (CLDR, likely subtags).
const CHINESE: [(&str, &str); 6] = [
    ("CN", "Hans"),
    ("SG", "Hans"),
    ("MY", "Hans"),
    ("TW", "Hant"),
    ("HK", "Hant"),
    ("MO", "Hant"),
];

impl Language {
    /// Reads a tag: 2–35 characters, letters, digits and hyphens, beginning with two or three letters. Case says
    /// nothing (BCP 47, 2.1.1): `pt-br` is `pt-BR`.
    ///
    /// # Errors
    /// [`NotALanguage`] for anything else.
    pub fn parse(tag: &str) -> Result<Self, NotALanguage> {
        let shaped = tag.len() <= 35 && tag.split('-').all(|part| (1..=8).contains(&part.len()));
        let plain = tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let primary = tag.split('-').next().unwrap_or_default();
        let named =
            (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
        if shaped && plain && named {
            Ok(Self(canonical(tag)))
        } else {
            Err(NotALanguage)
        }
    }

    /// Japanese, the language every text has.
    #[must_use]
    pub fn japanese() -> Self {
        Self("ja".to_owned())
    }

    /// Plain Japanese (やさしい日本語).
    #[must_use]
    pub fn easy_japanese() -> Self {
        Self("ja-x-easy".to_owned())
    }

    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag as written in file names and addresses.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The tag as written in `lang` attributes: plain Japanese is Japanese for screen readers and hyphenation.
    #[must_use]
    pub fn public_tag(&self) -> &str {
        self.0.split("-x-").next().unwrap_or_default()
    }

    /// Whether its commas and colons are as wide as its letters, without a space behind.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        ["ja", "zh"].iter().any(|wide| self.tag().starts_with(wide))
    }

    /// Its name in the language itself; the tag where the name is not known.
    #[must_use]
    pub fn own_name(&self) -> String {
        names::own_name(self)
    }

    /// The one of the `offered` languages a reader of this language is best served with: RFC 4647's lookup, then the
    /// same language in the same script, then the language as such, then whatever is offered of it.
    #[must_use]
    pub fn lookup<'o>(&self, offered: &'o [Self]) -> Option<&'o Self> {
        let exact = |tag: &str| offered.iter().find(|offer| offer.0 == tag);
        let ranges = self.truncated();
        let mut narrow = ranges.filter(|tag| *tag == self.0 || tag.contains('-'));
        let related = || offered.iter().filter(|offer| offer.base() == self.base());
        let script = self.script();
        narrow
            .find_map(exact)
            .or_else(|| related().find(|offer| script.is_some() && offer.script() == script))
            .or_else(|| related().find(|offer| !offer.0.contains('-')))
            .or_else(|| related().next())
    }

    /// The tag, and what is left of it as subtags are taken from its end (RFC 4647, 3.4).
    fn truncated(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.0.as_str()), |tag| {
            let (rest, _) = tag.rsplit_once('-')?;
            // A single letter such as x only opens what follows it.
            match rest.rsplit_once('-') {
                Some((before, opening)) if opening.len() == 1 => Some(before),
                _ => Some(rest),
            }
        })
    }

    /// The first subtag: the language without script and region.
    fn base(&self) -> &str {
        let primary = self.0.split('-').next().unwrap_or_default();
        let alias = ALIASES.iter().find(|(old, _)| *old == primary);
        alias.map_or(primary, |(_, current)| current)
    }

    /// The script, where it is said or follows from the region.
    fn script(&self) -> Option<&str> {
        let mut subtags = self.0.split('-').skip(1);
        let second = subtags.next()?;
        if second.len() == 4 && second.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Some(second);
        }
        let chinese = (self.base() == "zh").then_some(CHINESE)?;
        let script = chinese.iter().find(|(region, _)| *region == second);
        script.map(|(_, script)| *script)
    }
}

/// A tag in the case BCP 47 gives it: `zh-Hans-CN`, all else in lower case.
fn canonical(tag: &str) -> String {
    let mut canonical = tag.to_ascii_lowercase();
    let (mut start, mut private) = (0, false);
    for subtag in tag.split('-') {
        let plain = start == 0 || private;
        private |= subtag.len() == 1;
        let capitals = match subtag.len() {
            2 if !plain => 2,
            4 if !plain => 1,
            _ => 0,
        };
        if let Some(letters) = canonical.get_mut(start..start + capitals) {
            letters.make_ascii_uppercase();
        }
        start += subtag.len() + 1;
    }
    canonical
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(tag: String) -> Result<Self, NotALanguage> {
        Self::parse(&tag)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn languages(tags: &[&str]) -> Vec<Language> {
        tags.iter()
            .map(|tag| Language::parse(tag).unwrap())
            .collect()
    }

    #[test]
    fn tags_are_read_and_nonsense_is_refused() {
        for good in [
            "ja",
            "ja-x-easy",
            "en",
            "zh-Hans",
            "pt-BR",
            "fil",
            "de-1996",
            "zh-Hant-HK",
        ] {
            assert_eq!(Language::parse(good).unwrap().tag(), good);
        }
        for bad in ["", "j", "../etc", "ja_JP", "ja-", "ja\0", "日本", "1a"] {
            assert_eq!(Language::parse(bad), Err(NotALanguage), "{bad}");
        }
    }

    #[test]
    fn case_says_nothing() {
        for (written, tag) in [
            ("JA", "ja"),
            ("pt-br", "pt-BR"),
            ("ZH-hANS-cn", "zh-Hans-CN"),
            ("JA-X-EASY", "ja-x-easy"),
            ("ja-x-ab", "ja-x-ab"),
        ] {
            assert_eq!(Language::parse(written).unwrap().tag(), tag);
        }
    }

    #[test]
    fn readers_are_given_the_nearest_language() {
        let all = languages(&[
            "ja",
            "ja-x-easy",
            "en",
            "zh-Hant",
            "zh-Hans",
            "pt-BR",
            "fil",
            "id",
            "es",
        ]);
        for (wanted, given) in [
            ("ja-JP", Some("ja")),
            ("ja-x-easy", Some("ja-x-easy")),
            ("ja-x-kids", Some("ja")),
            ("en-GB-oxendict", Some("en")),
            ("zh-CN", Some("zh-Hans")),
            ("zh-SG", Some("zh-Hans")),
            ("zh-TW", Some("zh-Hant")),
            ("zh-HK", Some("zh-Hant")),
            ("zh-Hans-CN", Some("zh-Hans")),
            ("cmn-Hans", Some("zh-Hans")),
            ("zh", Some("zh-Hant")),
            ("pt", Some("pt-BR")),
            ("pt-PT", Some("pt-BR")),
            ("tl-PH", Some("fil")),
            ("in", Some("id")),
            ("es-419", Some("es")),
            ("ko", None),
        ] {
            let found = Language::parse(wanted).unwrap();
            let found = found.lookup(&all).map(Language::tag);
            assert_eq!(found, given, "{wanted}");
        }
    }

    #[test]
    fn what_is_offered_decides_and_not_its_order_alone() {
        for (wanted, offered, given) in [
            ("zh-TW", ["zh", "zh-Hant"], "zh-Hant"),
            ("zh-Hans", ["zh-TW", "zh-CN"], "zh-CN"),
            ("pt-PT", ["pt-BR", "pt"], "pt"),
            ("ja", ["ja-x-easy", "ja"], "ja"),
            ("ja", ["en", "ja-x-easy"], "ja-x-easy"),
            ("zh-TW", ["en", "zh-Hans"], "zh-Hans"),
        ] {
            let wanted = Language::parse(wanted).unwrap();
            assert_eq!(wanted.lookup(&languages(&offered)).unwrap().tag(), given);
        }
    }

    proptest! {
        #[test]
        fn a_tag_is_read_back_and_finds_itself(tag in "[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,3}") {
            let language = Language::parse(&tag).unwrap();
            prop_assert!(language.tag().eq_ignore_ascii_case(&tag));
            prop_assert_eq!(&Language::parse(language.tag()).unwrap(), &language);
            let offered = languages(&["ja", "en", &tag]);
            prop_assert_eq!(language.lookup(&offered), Some(&language));
            prop_assert!(!language.own_name().is_empty());
        }
    }
}

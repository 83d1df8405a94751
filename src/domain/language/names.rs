//! What languages are called by those who speak them: the residents of Japan's towns and their visitors.

use super::Language;

/// Tags and names, as in the Unicode CLDR where it has one.
const NAMES: &[(&str, &str)] = &[
    ("ja", "日本語"),
    ("ja-x-easy", "やさしい日本語"),
    ("en", "English"),
    ("ain", "アイヌ・イタㇰ"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fil", "Filipino"),
    ("fr", "Français"),
    ("hi", "हिन्दी"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("km", "ខ្មែរ"),
    ("ko", "한국어"),
    ("lo", "ລາວ"),
    ("mn", "Монгол"),
    ("ms", "Bahasa Melayu"),
    ("my", "မြန်မာ"),
    ("ne", "नेपाली"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pt-BR", "Português (Brasil)"),
    ("pt-PT", "Português (Portugal)"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("si", "සිංහල"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tl", "Tagalog"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("uz", "Oʻzbekcha"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-Hans", "中文（简体）"),
    ("zh-Hant", "中文（繁體）"),
    ("zh-HK", "中文（香港）"),
    ("zh-TW", "中文（台灣）"),
];

/// The name of the tag, or of its beginning with the rest behind it: `Español (PE)`.
pub(super) fn own_name(language: &Language) -> String {
    let named = language.truncated().find_map(|tag| {
        let (_, name) = NAMES.iter().find(|(known, _)| *known == tag)?;
        Some((*name, language.tag().strip_prefix(tag)?))
    });
    match named {
        None => language.to_string(),
        Some((name, rest)) => match rest.trim_start_matches('-') {
            "" => name.to_owned(),
            rest => format!("{name} ({rest})"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_calls_itself_differently() {
        let tags: BTreeSet<&str> = NAMES.iter().map(|(tag, _)| *tag).collect();
        let names: BTreeSet<&str> = NAMES.iter().map(|(_, name)| *name).collect();
        assert_eq!((tags.len(), names.len()), (NAMES.len(), NAMES.len()));
        for &(tag, name) in NAMES {
            let language = Language::parse(tag).unwrap();
            assert_eq!((language.tag(), language.own_name().as_str()), (tag, name));
        }
        for (tag, name) in [("es-PE", "Español (PE)"), ("xx", "xx"), ("xx-YY", "xx-YY")] {
            assert_eq!(Language::parse(tag).unwrap().own_name(), name);
        }
    }
}

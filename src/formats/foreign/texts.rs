//! Texts of a foreign file: as they are printed here.

use super::assemble::Found;
use super::lack::Lack;
use super::limits::TOLD;
use super::place::Place;
use crate::domain::language::Language;
use crate::domain::questionnaire::limits::TEXT;

/// Names by which files call the languages they are written in.
const NAMED: [(&str, &str); 14] = [
    ("japanese", "ja"),
    ("日本語", "ja"),
    ("やさしい日本語", "ja-x-easy"),
    ("english", "en"),
    ("英語", "en"),
    ("中文", "zh-Hans"),
    ("chinese", "zh-Hans"),
    ("한국어", "ko"),
    ("korean", "ko"),
    ("tiếng việt", "vi"),
    ("vietnamese", "vi"),
    ("português", "pt"),
    ("portuguese", "pt"),
    ("tagalog", "fil"),
];

/// The language a file means: `ja`, `日本語 (ja)`, `Japanese`.
pub(super) fn language(named: &str) -> Option<Language> {
    let named = named.trim();
    let inside = named
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    let known = NAMED.iter().find(|(name, _)| *name == named.to_lowercase());
    let tag = inside
        .map(str::trim)
        .or(known.map(|(_, tag)| *tag))
        .unwrap_or(named);
    Language::parse(tag).ok()
}

/// What is told of something in the file: no more than can be read at a glance.
pub(super) fn told(raw: &str) -> String {
    let shown = raw.chars().filter(|c| !is_forbidden(*c));
    let mut told: String = shown.clone().take(TOLD).collect();
    if shown.count() > TOLD {
        told.push('…');
    }
    told
}

/// A text as it is printed: without characters that never pass, line ends as LF, no blanks around it, not too long.
pub(super) fn clean(raw: &str, place: &Place, found: &mut Found) -> String {
    if let Some(c) = raw.chars().find(|c| is_forbidden(*c)) {
        found.lack(place, Lack::Character(c.into()));
    }
    let text: String = raw.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !is_forbidden(*c)).collect();
    let text = text.trim();
    if text.chars().nth(TEXT).is_none() {
        return text.to_owned();
    }
    found.lack(place, Lack::TooLong { limit: TEXT });
    let short: String = text.chars().take(TEXT).collect();
    short.trim_end().to_owned()
}

/// Controls other than TAB, LF and CR; marks that turn the direction of text; code points that are no characters.
pub(super) fn is_forbidden(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let turning = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    control || turning || c == '\u{FEFF}' || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Entities that pages write.
const ENTITIES: [(&str, &str); 7] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("#39", "'"),
    ("nbsp", " "),
];

/// The words of a text that is written in HTML. Tags that say more than how it looks are told.
pub(super) fn without_markup(html: &str, place: &Place, found: &mut Found) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once('<') {
        words += &entities(before);
        let begins =
            behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        match behind.split_once('>').filter(|_| begins) {
            Some((tag, behind)) => {
                words += tag_means(tag, place, found);
                rest = behind;
            }
            None => {
                words.push('<');
                rest = behind;
            }
        }
    }
    words += &entities(rest);
    words
}

/// What stands for a tag.
fn tag_means(tag: &str, place: &Place, found: &mut Found) -> &'static str {
    let name = tag
        .trim_start_matches('/')
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "img" | "audio" | "video" | "source" | "svg" | "object" | "embed" => {
            found.lack(place, Lack::Media(told(tag)));
            ""
        }
        "a" | "script" | "style" | "iframe" | "table" | "form" | "input"
            if !tag.starts_with('/') =>
        {
            found.lack(place, Lack::Markup(told(tag)));
            ""
        }
        "br" | "li" | "tr" => "\n",
        "p" | "div" | "ul" | "ol" | "h1" | "h2" | "h3" if tag.starts_with('/') => "\n",
        _ => "",
    }
}

fn entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain += before;
        let known = behind
            .split_once(';')
            .and_then(|(name, behind)| Some((character(name)?, behind)));
        match known {
            Some((character, behind)) => {
                plain += &character;
                rest = behind;
            }
            None => {
                plain.push('&');
                rest = behind;
            }
        }
    }
    plain + rest
}

fn character(name: &str) -> Option<String> {
    if let Some((_, character)) = ENTITIES.iter().find(|(known, _)| *known == name) {
        return Some((*character).to_owned());
    }
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).map(String::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn languages_are_known_by_tag_and_by_name() {
        for (named, tag) in [
            ("ja", "ja"),
            ("日本語 (ja)", "ja"),
            ("Japanese", "ja"),
            ("English (en)", "en"),
            ("やさしい日本語 (ja-x-easy)", "ja-x-easy"),
        ] {
            assert_eq!(language(named).unwrap().tag(), tag);
        }
        assert_eq!(language("Klingonisch"), None);
    }

    #[test]
    fn markup_leaves_its_words() {
        let mut found = Found::default();
        let words = without_markup(
            "<p>駅&nbsp;&amp;<br/>橋</p><img src=x> 3 < 5 &#x5e02; &unknown;",
            &Place::File,
            &mut found,
        );
        assert_eq!(words, "駅 &\n橋\n 3 < 5 市 &unknown;");
        assert_eq!(found.lacks.len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_forbidden_passes(raw in "(\\PC|[\u{0}-\u{20}\u{202e}\u{feff}\u{ffff}]|<[a-z]{1,5}>|&#x?[0-9a-f]{1,6};){0,30}") {
            let mut found = Found::default();
            let words = without_markup(&raw, &Place::File, &mut found);
            prop_assert!(!clean(&words, &Place::File, &mut found).contains(is_forbidden));
            prop_assert!(!told(&raw).contains(is_forbidden));
        }
    }
}

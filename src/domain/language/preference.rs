//! What a browser says of its reader's languages: `Accept-Language` (RFC 9110, 12.5.4).

use super::Language;

/// More wishes than this are not read.
const WISHES: usize = 50;

/// Languages somebody reads, the dearest first. `*` and languages that are not wanted at all are kept as well.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preference {
    wanted: Vec<Wish>,
    refused: Vec<Language>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wish {
    Language(Language),
    /// `*`: whatever else there is.
    Anything,
}

impl Preference {
    /// Reads the header; what is not written as it should be is passed over.
    #[must_use]
    pub fn read(header: &str) -> Self {
        let mut weighted = Vec::new();
        let mut refused = Vec::new();
        for part in header.split(',').take(WISHES) {
            let Some((wish, weight)) = wish(part) else {
                continue;
            };
            match (wish, weight) {
                (Wish::Language(language), 0) => refused.push(language),
                (Wish::Anything, 0) => {}
                (wish, weight) => weighted.push((weight, wish)),
            }
        }
        weighted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        Self {
            wanted: weighted.into_iter().map(|(_, wish)| wish).collect(),
            refused,
        }
    }

    /// The language of those `offered` that serves best; none where none of them is wanted.
    #[must_use]
    pub fn choose<'o>(&self, offered: &'o [Language]) -> Option<&'o Language> {
        let refused = |offer: &Language| {
            let mut ranges = offer.truncated();
            ranges.any(|range| self.refused.iter().any(|refused| refused.tag() == range))
        };
        self.wanted.iter().find_map(|wish| match wish {
            Wish::Language(language) => language.lookup(offered),
            Wish::Anything => offered.iter().find(|offer| !refused(offer)),
        })
    }
}

/// One wish with its weight in thousandths: `pt-BR;q=0.8`.
fn wish(part: &str) -> Option<(Wish, u16)> {
    let (range, parameters) = part.split_once(';').unwrap_or((part, "q=1"));
    let (name, weight) = parameters.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let weight = thousandths(weight.trim())?;
    match range.trim() {
        "*" => Some((Wish::Anything, weight)),
        tag => Some((Wish::Language(Language::parse(tag).ok()?), weight)),
    }
}

/// A weight between 0 and 1 with at most three digits after the point.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, rest) = weight.split_once('.').unwrap_or((weight, ""));
    if !matches!(whole, "0" | "1") || rest.len() > 3 || !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = rest.bytes().chain(std::iter::repeat(b'0')).take(3);
    let thousandths = digits.fold(u16::from(whole == "1"), |all, digit| {
        all * 10 + u16::from(digit - b'0')
    });
    (thousandths <= 1_000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chosen(header: &str, offered: &[&str]) -> Option<String> {
        let offered: Vec<Language> = offered
            .iter()
            .map(|tag| Language::parse(tag).unwrap())
            .collect();
        let chosen = Preference::read(header).choose(&offered);
        chosen.map(ToString::to_string)
    }

    #[test]
    fn browsers_are_understood() {
        let offered = ["ja", "ja-x-easy", "en", "zh-Hans", "pt-BR"];
        for (header, language) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
            ("pt-BR,pt;q=0.9,en-US;q=0.8", "pt-BR"),
            ("PT-br", "pt-BR"),
            ("en;q=0.3, zh-TW;q=0.9", "zh-Hans"),
            ("ja-JP, en;q=0.5", "ja"),
            ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7,ja;q=0.6", "en"),
            ("ko, *;q=0.1", "ja"),
            ("ko, *;q=0.1, ja;q=0", "en"),
            ("en;q=0, pt ; q = 0.001", "pt-BR"),
            ("nonsense!!,en;q=x,ja;level=1,zh-CN;q=0.5", "zh-Hans"),
            ("en;q=1.5,pt;q=0.1", "pt-BR"),
        ] {
            assert_eq!(
                chosen(header, &offered).as_deref(),
                Some(language),
                "{header}"
            );
        }
        for nobody in ["", "ko", "ja;q=0", "*;q=0", ",,;q=1"] {
            assert_eq!(chosen(nobody, &offered), None, "{nobody}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read(header in "[ -~]{0,80}|[a-zA-Z*,;=.0-9 -]{0,80}") {
            let _ = chosen(&header, &["ja", "en"]);
        }
    }
}

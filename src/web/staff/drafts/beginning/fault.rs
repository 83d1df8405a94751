//! What is wrong with a file of ours, as a sentence. Every fault has its own; a new one does not compile before it has.

use crate::formats::picture::PictureFault;
use crate::formats::questionnaire::{FaultKind, Slip};
use crate::views::datum::Datum;
use crate::views::designing;
use crate::views::say::Say;

/// What to do about a fault.
pub(super) fn said(kind: &FaultKind) -> Say {
    use FaultKind as F;
    let limited =
        |key: &'static str, limit: usize| Say::new(key).with("limit", Datum::how_many(limit));
    let named = |key: &'static str, name: &str| Say::new(key).with("name", name);
    match kind {
        F::TooLarge { limit } => limited("lack-too-large", limit / 1_000_000),
        F::NotUtf8 => Say::new("file-not-utf8"),
        F::Utf16 => Say::new("file-utf16"),
        F::Character(number) => named("file-character", &format!("U+{number:04X}")),
        F::Syntax(_) => Say::new("file-syntax"),
        F::Slip(slip) => of_slip(slip),
        F::Width { written, plain } => named("file-width", written).with("plain", plain.as_str()),
        F::TooDeep { limit } => limited("lack-too-deep", *limit),
        F::Alias => Say::new("file-alias"),
        F::Tag => Say::new("file-tag"),
        F::Documents => Say::new("file-documents"),
        F::Key => Say::new("file-key"),
        F::DuplicateKey(key) => named("file-key-twice", key),
        F::UnknownKey { key, meant } => meant_or("file-unknown-key", key, meant.as_deref()),
        F::Missing(key) => named("file-missing", key),
        F::Expected(expected) => Say::new(format!("file-expected-{}", expected.word())),
        F::UnknownWord {
            word,
            possible,
            meant,
        } => meant_or("file-unknown-word", word, meant.as_deref())
            .with("possible", possible.as_str()),
        F::UnknownSet { word, known, meant } => {
            meant_or("file-unknown-set", word, meant.as_deref()).with("possible", known.as_str())
        }
        F::NoFile(name) | F::Unreadable { name, .. } => named("file-no-picture", name),
        F::Picture(fault) => of_picture(fault),
        F::Design(fault) => designing::finding(fault),
        F::Confusing(confusion) => designing::advice(confusion),
        F::PlainWord(word, _) => named("file-plain-word", word),
        F::CutText(text) => named("file-cut-text", text),
    }
}

/// With the word that was meant, where one is near.
fn meant_or(key: &'static str, name: &str, meant: Option<&str>) -> Say {
    let guess = match meant {
        Some(meant) => Say::new("file-meant").with("name", meant),
        None => Say::new("file-meant-none"),
    };
    Say::new(key).with("name", name).with("guess", guess)
}

fn of_slip(slip: &Slip) -> Say {
    let keyed = |key: &'static str, name: &str| Say::new(key).with("name", name);
    match slip {
        Slip::FullWidthColon(key) => keyed("slip-wide-colon", key),
        Slip::NoSpaceAfterColon(key) => keyed("slip-no-space", key),
        Slip::ColonInText { key, text } => keyed("slip-colon", key).with("text", text.as_str()),
        Slip::Tab => Say::new("slip-tab"),
        Slip::FullWidthSpace => Say::new("slip-wide-space"),
        Slip::Dash => Say::new("slip-dash"),
        Slip::Unclosed(mark) => keyed("slip-unclosed", &mark.to_string()),
        Slip::AfterQuotes => Say::new("slip-after-quotes"),
        Slip::Braces(key, text) => keyed("slip-braces", key).with("text", text.as_str()),
        Slip::Start(first, key, text) => keyed("slip-start", key)
            .with("first", first.to_string())
            .with("text", text.as_str()),
    }
}

fn of_picture(fault: &PictureFault) -> Say {
    Say::new(match fault {
        PictureFault::TooLarge | PictureFault::TooManyPixels { .. } => "file-picture-large",
        PictureFault::Format | PictureFault::Moving => "file-picture-kind",
        PictureFault::Damaged | PictureFault::Turned => "file-picture-damaged",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;
    use crate::formats::questionnaire::Expected;
    use crate::views::locale::Locales;

    /// The slips and faults of a file that has all of them, and those no file here can have.
    #[expect(clippy::too_many_lines, reason = "a list of cases")]
    fn every() -> Vec<FaultKind> {
        let text = || "<b>{x}</b>".to_owned();
        let meant = [None, Some("title".to_owned())];
        let mut all = vec![
            FaultKind::TooLarge { limit: 5 << 20 },
            FaultKind::NotUtf8,
            FaultKind::Utf16,
            FaultKind::Character(0),
            FaultKind::Syntax(text()),
            FaultKind::TooDeep { limit: 96 },
            FaultKind::Alias,
            FaultKind::Tag,
            FaultKind::Documents,
            FaultKind::Key,
            FaultKind::DuplicateKey(text()),
            FaultKind::Missing("title"),
            FaultKind::NoFile(text()),
            FaultKind::PlainWord(text(), "true"),
            FaultKind::CutText(text()),
            FaultKind::Picture(PictureFault::TooLarge),
            FaultKind::Picture(PictureFault::Format),
            FaultKind::Picture(PictureFault::Damaged),
        ];
        all.extend(Expected::ALL.map(FaultKind::Expected));
        for meant in meant {
            let (key, word, known, possible) = (text(), text(), text(), text());
            all.push(FaultKind::UnknownKey {
                key,
                meant: meant.clone(),
            });
            all.push(FaultKind::UnknownSet {
                word: text(),
                known,
                meant: meant.clone(),
            });
            all.push(FaultKind::UnknownWord {
                word,
                possible,
                meant,
            });
        }
        let slips = [
            Slip::FullWidthColon(text()),
            Slip::NoSpaceAfterColon(text()),
            Slip::Tab,
            Slip::FullWidthSpace,
            Slip::Dash,
            Slip::Unclosed('"'),
            Slip::AfterQuotes,
            Slip::Braces(text(), text()),
            Slip::Start('@', text(), text()),
        ];
        all.extend(slips.map(FaultKind::Slip));
        all
    }

    #[test]
    fn every_fault_is_a_sentence_in_both_languages() {
        let locales = Locales::load().unwrap();
        for kind in every() {
            for language in [Language::japanese(), Language::english()] {
                let sentence = locales.say(&language, &said(&kind)).unwrap();
                assert!(sentence.ends_with(['。', '.', '」', '?']), "{sentence}");
                assert!(!sentence.contains('$'), "{sentence}");
            }
        }
    }
}

//! Notes (※) of a table: their marks in names and cells, and their words below the table or in an explanation.

use unicode_normalization::UnicodeNormalization;

/// A note as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Its mark: `※`, `※１`, `*`; nothing where the note has none.
    pub mark: String,
    /// What it says.
    pub words: String,
}

/// What a mark begins with.
const SIGNS: [char; 3] = ['※', '*', '＊'];

/// A text before its notes, and the notes: `※１ 国勢調査の数値による` is (`※１`, `国勢調査の数値による`). A note begins at the
/// beginning of the text, or after a blank or a full stop.
#[must_use]
pub fn parted(text: &str) -> (&str, Vec<Footnote>) {
    let mut starts: Vec<usize> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let apart = before.is_none_or(|c: char| c.is_whitespace() || matches!(c, '⏎' | '。'));
        if SIGNS.contains(&c) && apart {
            starts.push(at);
        }
        before = Some(c);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let notes = starts.iter().zip(ends).filter_map(|(start, end)| {
        let note = text.get(*start..end)?;
        let length = mark_length(note);
        Some(Footnote {
            mark: note.get(..length)?.to_owned(),
            words: trimmed(note.get(length..)?).to_owned(),
        })
    });
    let own = starts.first().copied().unwrap_or(text.len());
    let own = text.get(..own).map_or("", trimmed);
    (own, notes.collect())
}

/// The mark that stands in a name: `財政力指数（※１）` has `※１`.
#[must_use]
pub fn mark_in(name: &str) -> Option<String> {
    let rest = name.get(name.find(SIGNS)?..)?;
    rest.get(..mark_length(rest)).map(str::to_owned)
}

/// A sign and the digits behind it.
fn mark_length(text: &str) -> usize {
    let digit = |c: char| c.nfkc().all(|plain| plain.is_ascii_digit());
    let mark = text
        .chars()
        .enumerate()
        .take_while(|(at, c)| *at == 0 || digit(*c));
    mark.map(|(_, c)| c.len_utf8()).sum()
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '⏎')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn note(mark: &str, words: &str) -> Footnote {
        Footnote {
            mark: mark.to_owned(),
            words: words.to_owned(),
        }
    }

    #[test]
    fn notes_are_parted_from_the_text_before_them() {
        let (own, notes) = parted("※１ 国勢調査の数値による ※２ 平成 27年の割合を維持する。");
        assert_eq!(own, "");
        let expected = [
            note("※１", "国勢調査の数値による"),
            note("※２", "平成 27年の割合を維持する。"),
        ];
        assert_eq!(notes, expected);
        let (own, notes) = parted("登録者の数。※年度末の値");
        assert_eq!(
            (own, notes),
            ("登録者の数。", vec![note("※", "年度末の値")])
        );
        assert_eq!(parted("件数（※）による").1, []);
    }

    #[test]
    fn a_name_shows_its_mark() {
        for (name, mark) in [
            ("財政力指数（※１）", Some("※１")),
            ("出生数※", Some("※")),
            ("将来負担比率*", Some("*")),
            ("就業者数", None),
        ] {
            assert_eq!(mark_in(name).as_deref(), mark);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = parted(&text);
            let _ = mark_in(&text);
        }
    }
}

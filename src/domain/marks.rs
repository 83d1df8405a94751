//! A little Markdown that the texts of a questionnaire may have: `**bold**`, lines that begin with `- `, and links
//! `[words](https://…)` to the town's own pages. What is none of these stays as it is written.

use std::borrow::Cow;

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'t> {
    /// As it is written.
    Text(&'t str),
    /// What stands between two `**`.
    Bold(&'t str),
    /// What can be followed.
    Link {
        /// What is read.
        words: &'t str,
        /// Where it leads: `https://…`.
        address: &'t str,
    },
}

/// A line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'t> {
    /// Whether it is a point of a list.
    pub is_point: bool,
    /// What stands there, without the `- ` of a point.
    pub text: &'t str,
}

/// Whether a text may have marks at all: most have none.
#[must_use]
pub fn is_marked(text: &str) -> bool {
    text.contains("**") || text.contains("](https://") || text.contains(POINT)
}

/// What a point of a list begins with.
const POINT: &str = "- ";

/// What a link must begin with: pages of a town are never asked for in the clear.
const SECURE: &str = "https://";

/// The lines of a text.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.split('\n').map(|line| match line.strip_prefix(POINT) {
        Some(text) if !text.trim().is_empty() => Line {
            is_point: true,
            text,
        },
        _ => Line {
            is_point: false,
            text: line,
        },
    })
}

/// The parts of a line, of which nothing but the marks themselves is left out.
#[must_use]
pub fn marks(line: &str) -> Vec<Mark<'_>> {
    let (mut found, mut plain, mut at) = (Vec::new(), 0, 0);
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let Some((mark, length)) = bold(rest).or_else(|| link(rest)) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        found.extend(
            line.get(plain..at)
                .filter(|text| !text.is_empty())
                .map(Mark::Text),
        );
        found.push(mark);
        at += length;
        plain = at;
    }
    let last = line.get(plain..).filter(|text| !text.is_empty());
    found.extend(last.map(Mark::Text));
    found
}

/// A bold part that a text begins with, and how long it is written.
fn bold(text: &str) -> Option<(Mark<'_>, usize)> {
    let inside = text.strip_prefix("**")?;
    let inside = inside.get(..inside.find("**")?)?;
    let is_one = !inside.is_empty() && inside.trim() == inside && !inside.contains('*');
    is_one.then(|| (Mark::Bold(inside), inside.len() + 4))
}

/// A link that a text begins with, and how long it is written.
fn link(text: &str) -> Option<(Mark<'_>, usize)> {
    let inside = text.strip_prefix('[')?;
    let (words, behind) = inside.split_once("](")?;
    let address = behind.get(..behind.find(')')?)?;
    let is_one = !words.trim().is_empty() && !words.contains(['[', ']']) && host(address).is_some();
    is_one.then(|| {
        (
            Mark::Link { words, address },
            words.len() + address.len() + 4,
        )
    })
}

/// The host of an address; none where it is no address of a page, or hides where it leads.
pub(super) fn host(address: &str) -> Option<&str> {
    let behind = address.strip_prefix(SECURE)?;
    let host = behind.split(['/', '?', '#']).next()?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let is_host = host.contains('.') && host.chars().all(fits);
    let is_visible = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\');
    (is_host && address.chars().all(is_visible)).then_some(host)
}

/// The words of a text, without its marks.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !is_marked(text) {
        return Cow::Borrowed(text);
    }
    let words = |line: Line<'_>| -> String {
        let point = if line.is_point { "・" } else { "" };
        let words = marks(line.text).into_iter().map(|mark| match mark {
            Mark::Text(words) | Mark::Bold(words) | Mark::Link { words, .. } => words,
        });
        std::iter::once(point).chain(words).collect()
    };
    let lines: Vec<String> = lines(text).map(words).collect();
    Cow::Owned(lines.join("\n"))
}

/// The addresses that a text leads to.
pub fn addresses(text: &str) -> impl Iterator<Item = &str> {
    lines(text)
        .flat_map(|line| marks(line.text))
        .filter_map(|mark| match mark {
            Mark::Link { address, .. } => Some(address),
            Mark::Text(_) | Mark::Bold(_) => None,
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_are_read_and_nothing_else() {
        let address = "https://www.city.sunagawa.hokkaido.jp/plan?a=1#b";
        let written = format!("くわしくは[計画のページ]({address})へ。**必ず**");
        let link = Mark::Link {
            words: "計画のページ",
            address,
        };
        assert_eq!(
            marks(&written),
            [
                Mark::Text("くわしくは"),
                link,
                Mark::Text("へ。"),
                Mark::Bold("必ず")
            ]
        );
        for text in [
            "**",
            "****",
            "** **",
            "**あ",
            "2 ** 3 ** 4",
            "[あ](http://a.jp)",
            "[あ](javascript:alert(1))",
            "[あ](https://a.jp@b.jp/)",
            "[あ](https://)",
            "[](https://a.jp)",
            "[あ] (https://a.jp)",
            "[あ](https://a.jp/\"x)",
            "［あ］",
            "-あ",
            "* あ",
        ] {
            assert_eq!(plain(text), text);
        }
        assert_eq!(
            plain("次のうち\n- **広報紙**\n- [市](https://a.jp)"),
            "次のうち\n・広報紙\n・市"
        );
    }

    proptest! {
        #[test]
        fn nothing_vanishes_but_the_marks(text in "[あa*\\[\\]()/:\\. -]{0,40}|(\\*\\*あ\\*\\*|\\[あ\\]\\(https://a\\.jp\\)|い){0,8}") {
            let again: String = marks(&text).into_iter().map(|mark| match mark {
                Mark::Text(text) => text.to_owned(),
                Mark::Bold(text) => format!("**{text}**"),
                Mark::Link { words, address } => format!("[{words}]({address})"),
            }).collect();
            prop_assert_eq!(again, text);
        }
    }
}

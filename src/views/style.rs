//! The styles that travel inside each page, so that a page is one request, and the hash that permits them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use super::Files;

/// The sheets by the audience they dress.
pub struct Styles(BTreeMap<&'static str, Sheet>);

/// One sheet as it stands between `<style>` tags.
pub struct Sheet {
    /// The rules.
    pub css: String,
    /// `sha256-…` of the rules, for `style-src`.
    pub hash: String,
}

/// Which files dress which audience.
const SHEETS: [(&str, &[&str]); 2] = [
    ("respond", &["base", "respond"]),
    ("public", &["base", "public"]),
];

impl Styles {
    /// Reads and joins the sheets.
    #[must_use]
    pub fn load() -> Self {
        let sheet = |parts: &[&str]| {
            let css: String = parts.iter().map(|part| squeezed(&read(part))).collect();
            let hash = hash(&css);
            Sheet { css, hash }
        };
        Self(
            SHEETS
                .iter()
                .map(|(name, parts)| (*name, sheet(parts)))
                .collect(),
        )
    }

    /// The sheet of an audience.
    #[must_use]
    pub fn get(&self, audience: &str) -> Option<&Sheet> {
        self.0.get(audience)
    }
}

/// `sha256-…` of rules, for `style-src`.
#[must_use]
pub fn hash(css: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(css.as_bytes())))
}

fn read(part: &str) -> String {
    let file = Files::get(&format!("assets/{part}.css"));
    file.map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .unwrap_or_default()
}

/// Without comments, line ends, indentation and what else no browser needs: bytes a phone need not fetch.
fn squeezed(css: &str) -> String {
    let mut rules = String::with_capacity(css.len());
    let mut is_apart = false;
    let mut chars = css.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            is_apart = true;
        } else if c == '/' && chars.peek() == Some(&'*') {
            skip_comment(&mut chars);
        } else {
            append(&mut rules, c, is_apart);
            is_apart = false;
            if matches!(c, '"' | '\'') {
                copy_text(&mut chars, c, &mut rules);
            }
        }
    }
    rules
}

/// Appends a character: a space before it only where it parts two words (in a selector it means “inside”, in `calc()`
/// it is needed), and no `;` after the last declaration.
fn append(rules: &mut String, c: char, is_apart: bool) {
    let needs_none = rules.is_empty() || rules.ends_with(['{', '}', ';', ',', ':']);
    if is_apart && !needs_none && !matches!(c, '{' | '}' | ';' | ',') {
        rules.push(' ');
    }
    if c == '}' && rules.ends_with(';') {
        rules.pop();
    }
    rules.push(c);
}

/// Passes over the rest of a comment.
fn skip_comment(chars: &mut Peekable<Chars<'_>>) {
    chars.next();
    while let Some(c) = chars.next() {
        if c == '*' && chars.next_if_eq(&'/').is_some() {
            return;
        }
    }
}

/// What stands in quotation marks stays as it is.
fn copy_text(chars: &mut Peekable<Chars<'_>>, mark: char, rules: &mut String) {
    while let Some(c) = chars.next() {
        rules.push(c);
        if c == mark {
            return;
        }
        if c == '\\' {
            rules.extend(chars.next());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezing_keeps_the_rules() {
        for (written, squeezed_to) in [
            (
                "/* why */\na b { color: red; top: 0; }\n",
                "a b{color:red;top:0}",
            ),
            (
                "a,\nb > c {\n  color: red;\n\n  margin: 0 1px;\n}\n\nd {}\n",
                "a,b > c{color:red;margin:0 1px}d{}",
            ),
            (
                "@media (max-width: 20rem) {\n  a :hover { top: 0; }\n  b { top: 0 }\n}\n",
                "@media (max-width:20rem){a :hover{top:0}b{top:0}}",
            ),
            (
                "a { width: calc(1px + 2 * 3px); font: 1rem/1.5 b,\n    c; }",
                "a{width:calc(1px + 2 * 3px);font:1rem/1.5 b,c}",
            ),
            (
                "@media print { * { top: 0 } } /* a /* b **/ [a]\n.b :not(.c)::after { top: 0 }",
                "@media print{*{top:0}}[a] .b :not(.c)::after{top:0}",
            ),
        ] {
            assert_eq!(squeezed(written), squeezed_to);
        }
    }

    #[test]
    fn squeezing_leaves_alone_what_stands_in_quotation_marks() {
        for text in [
            r#"": ""#,
            r#"" { a; } /* b */ ""#,
            r#""\" ; }""#,
            r#"'"  '"#,
            r#""\\""#,
        ] {
            let written = format!("a {{ content: attr(b) {text}; top: 0; }}");
            let kept = format!("a{{content:attr(b) {text};top:0}}");
            assert_eq!(squeezed(&written), kept);
        }
    }

    #[test]
    fn a_sheet_that_ends_too_early_is_squeezed_to_its_end() {
        assert_eq!(squeezed("a /* b"), "a");
        for unended in [r#"a "b"#, r#"a "\"#, "a /"] {
            assert_eq!(squeezed(unended), unended);
        }
    }
}

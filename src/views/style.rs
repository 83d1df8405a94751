//! The styles that travel inside each page, so that a page is one request, and the hash that permits them.
//! There is one file for each component; which of them dress whom is said in [`super::frame`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use super::files::Files;
use super::frame::Frame;

/// The sheets by the frame they dress.
pub struct Styles(BTreeMap<Frame, Sheet>);

/// One sheet as it stands between `<style>` tags.
pub struct Sheet {
    /// The rules.
    pub css: String,
    /// `sha256-…` of the rules, for `style-src`.
    pub hash: String,
}

impl Styles {
    /// Reads and joins the sheets.
    #[must_use]
    pub fn load() -> Self {
        let sheet = |frame: Frame| {
            let css: String = frame
                .components()
                .map(|file| squeezed(&read(file)))
                .collect();
            let hash = hash(&css);
            (frame, Sheet { css, hash })
        };
        Self(Frame::ALL.into_iter().map(sheet).collect())
    }

    /// Every frame with its sheet.
    pub fn all(&self) -> impl Iterator<Item = (Frame, &Sheet)> {
        self.0.iter().map(|(frame, sheet)| (*frame, sheet))
    }

    /// The sheet of a frame.
    #[must_use]
    pub fn get(&self, frame: Frame) -> Option<&Sheet> {
        self.0.get(&frame)
    }
}

/// `sha256-…` of rules, for `style-src`.
#[must_use]
pub fn hash(css: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(css.as_bytes())))
}

fn read(component: &str) -> String {
    let file = Files::get(&format!("assets/css/{component}.css"));
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
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_component_is_there_and_dresses_somebody() {
        let named = Frame::ALL.into_iter().flat_map(Frame::components);
        let named: BTreeSet<String> = named.map(str::to_owned).collect();
        for frame in Frame::ALL {
            let once: BTreeSet<&str> = frame.components().collect();
            assert_eq!(once.len(), frame.components().count(), "one is named twice");
        }
        let component = |path: &str| {
            let file = path.strip_prefix("assets/css/")?;
            file.strip_suffix(".css").map(str::to_owned)
        };
        let there: BTreeSet<String> = Files::iter().filter_map(|path| component(&path)).collect();
        assert_eq!(named, there);
    }

    /// The classes that components dress.
    fn classes<'a>(components: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let sheets = components.into_iter();
        let css: String = sheets.map(|component| squeezed(&read(component))).collect();
        let before_rules = css.split('{').filter_map(|part| part.rsplit('}').next());
        let selectors = before_rules.filter(|selector| !selector.starts_with('@'));
        let named = selectors.flat_map(|selector| selector.split('.').skip(1));
        let is_of_name = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        named
            .map(|rest| rest.chars().take_while(is_of_name).collect())
            .collect()
    }

    #[test]
    fn a_class_means_the_same_to_every_audience() {
        let of = |frame: Frame| frame.components().collect::<BTreeSet<&str>>();
        let (respond, public) = (of(Frame::Respond), of(Frame::Public));
        let shared = classes(respond.intersection(&public).copied());
        let respond_alone = classes(respond.difference(&public).copied());
        let public_alone = classes(public.difference(&respond).copied());
        assert!(shared.contains("button") && public_alone.contains("cell-number"));
        let both = respond_alone.intersection(&public_alone);
        let twice: Vec<_> = both.filter(|class| !shared.contains(*class)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

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

//! The styles that travel inside each page, so that a page is one request, and the hash that permits them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

use super::files::Files;

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

/// Without comments, line ends and indentation: bytes a phone need not fetch.
fn squeezed(css: &str) -> String {
    let mut rules = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        rules.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    rules.push_str(rest);
    let lines = rules.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .collect::<String>()
        .replace(": ", ":")
        .replace("; ", ";")
        .replace(" { ", "{")
        .replace(" }", "}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezing_keeps_the_rules() {
        assert_eq!(
            squeezed("/* why */\na b { color: red; top: 0; }\n"),
            "a b{color:red;top:0;}"
        );
    }
}

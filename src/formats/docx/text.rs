//! Text in XML: what is escaped, and what never stands there.

use super::Run;

/// A part of a text as an element. Its line ends and tabs are elements of their own.
pub(super) fn run(run: &Run, out: &mut String) {
    let mark = match run.is_marked {
        true => r#"<w:rPr><w:u w:val="single"/></w:rPr>"#,
        false => "",
    };
    out.push_str(&format!("<w:r>{mark}"));
    for (at, line) in run.text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        for (at, text) in line.split('\t').enumerate() {
            if at > 0 {
                out.push_str("<w:tab/>");
            }
            let text = escaped(text);
            out.push_str(&format!(r#"<w:t xml:space="preserve">{text}</w:t>"#));
        }
    }
    out.push_str("</w:r>");
}

/// A text that may stand in XML, and turns no other text around.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_unfit(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Control characters, marks of direction, and code points that are no characters.
fn is_unfit(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let number = u32::from(c);
    let no_character = number & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&number);
    c.is_control() || turns || no_character
}

//! Furigana: `漢字《かんじ》` and `｜お知らせ《おしらせ》` become `<ruby>`; everything else is escaped.
//!
//! The reading stands on the run of kanji before 《, or on everything since ｜ (also `|`).

/// HTML of a text with its readings; safe to stand in a page.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut rest = text;
    while let Some((before, base, reading, after)) = next_reading(rest) {
        escape(before, &mut out);
        out.push_str("<ruby>");
        escape(base, &mut out);
        out.push_str("<rp>（</rp><rt>");
        escape(reading, &mut out);
        out.push_str("</rt><rp>）</rp></ruby>");
        rest = after;
    }
    escape(rest, &mut out);
    out
}

/// The text without its readings, for titles and attributes.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, base, _, after)) = next_reading(rest) {
        out.push_str(before);
        out.push_str(base);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Splits at the first reading: text before, base, reading, text after.
fn next_reading(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (head, tail) = text.split_once('《')?;
    let (reading, after) = tail.split_once('》')?;
    if let Some((before, base)) = head.rsplit_once(['｜', '|']) {
        return Some((before, base, reading, after));
    }
    let kanji = head
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_kanji(*c))
        .last()
        .map_or(head.len(), |(at, _)| at);
    let (before, base) = head.split_at(kanji);
    Some((before, base, reading, after))
}

fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〇' | 'ヶ' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Escapes for text and double-quoted attributes.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#x27;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_stand_on_their_kanji() {
        assert_eq!(
            html("市《し》の お知《し》らせ"),
            "<ruby>市<rp>（</rp><rt>し</rt><rp>）</rp></ruby>の お<ruby>知<rp>（</rp><rt>し</rt><rp>）</rp></ruby>らせ"
        );
        assert_eq!(plain("1｜か月《かげつ》に"), "1か月に");
    }

    #[test]
    fn markup_and_stray_marks_are_only_text() {
        assert_eq!(html("<b>\"'&"), "&lt;b&gt;&quot;&#x27;&amp;");
        assert_eq!(html("《あ"), "《あ");
        assert!(html("<i>《<s>》").contains("&lt;s&gt;"));
    }
}

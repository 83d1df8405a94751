//! Texts as they are shown. Furigana: `漢字《かんじ》` and `｜お知らせ《おしらせ》` become `<ruby>`; a little Markdown
//! ([`marks`]); everything else is text, printed as it is written.
//!
//! A reading is kana. It stands on the run of kanji directly before 《, or on the one word since ｜ (also `|`) whose own
//! kana it repeats. 《 and ｜ are also brackets and bars (「《新規》事業」「はい｜いいえ」): what is no reading stays.

use crate::domain::hosts::Hosts;
use crate::domain::marks::{self, Line, Mark};

/// HTML of a text with its readings, marks and line ends; safe to stand in a page. Its links are told and not followed.
#[must_use]
pub fn html(text: &str) -> String {
    linking(text, &Hosts::default())
}

/// The same with its links to these hosts.
#[must_use]
pub fn linking(text: &str, hosts: &Hosts) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    match marks::is_marked(text) {
        true => write_lines(text, hosts, &mut out),
        false => write(text, &mut out),
    }
    out
}

/// Lines, each under the other; points that follow each other are a list.
fn write_lines(text: &str, hosts: &Hosts, out: &mut String) {
    let mut above: Option<bool> = None;
    for Line { is_point, text } in marks::lines(text) {
        match (above, is_point) {
            (None | Some(false), true) => out.push_str(r#"<span class="points" role="list">"#),
            (Some(true), false) => out.push_str("</span>"),
            (Some(false), false) => out.push_str("<br>"),
            (None, false) | (Some(true), true) => {}
        }
        let (open, close) = match is_point {
            true => (r#"<span role="listitem">"#, "</span>"),
            false => ("", ""),
        };
        out.push_str(open);
        for mark in marks::marks(text) {
            write_mark(mark, hosts, out);
        }
        out.push_str(close);
        above = Some(is_point);
    }
    out.push_str(if above == Some(true) { "</span>" } else { "" });
}

fn write_mark(mark: Mark<'_>, hosts: &Hosts, out: &mut String) {
    match mark {
        Mark::Text(text) => write(text, out),
        Mark::Bold(text) => {
            out.push_str("<b>");
            write(text, out);
            out.push_str("</b>");
        }
        Mark::Link { words, address } if hosts.have(address) => {
            out.push_str(r#"<a href=""#);
            escape(address, out);
            out.push_str(r#"">"#);
            write(words, out);
            out.push_str("</a>");
        }
        Mark::Link { words, address } => {
            write(words, out);
            out.push('（');
            escape(address, out);
            out.push('）');
        }
    }
}

/// A text without marks.
fn write(text: &str, out: &mut String) {
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => escape_lines(text, out),
            Piece::Ruby { base, reading, .. } => {
                out.push_str("<ruby>");
                escape(base, out);
                out.push_str("<rp>（</rp><rt>");
                escape(reading, out);
                out.push_str("</rt><rp>）</rp></ruby>");
            }
        }
    }
}

/// The text on one line, without its readings and marks, for titles and attributes.
#[must_use]
pub fn plain(text: &str) -> String {
    let base = |piece| match piece {
        Piece::Text(text) => text,
        Piece::Ruby { base, .. } => base,
    };
    pieces(&marks::plain(text))
        .map(base)
        .collect::<String>()
        .replace('\n', " ")
}

/// The text on one line, each reading in brackets behind its word, where nothing else can show it: in a list.
#[must_use]
pub fn spelled(text: &str) -> String {
    let spelled = |piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Ruby { base, reading, .. } => format!("{base}（{reading}）"),
    };
    pieces(&marks::plain(text))
        .map(spelled)
        .collect::<String>()
        .replace('\n', " ")
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Ruby {
        /// The bar that marks where the base begins, as it was written.
        bar: &'t str,
        base: &'t str,
        reading: &'t str,
    },
}

/// The text in its parts, of which nothing is left out.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut waiting = None;
    std::iter::from_fn(move || {
        if let Some(ruby) = waiting.take() {
            return Some(ruby);
        }
        let (before, ruby, after) = next_reading(rest).unwrap_or((rest, None, ""));
        rest = after;
        waiting = ruby;
        if before.is_empty() {
            waiting.take()
        } else {
            Some(Piece::Text(before))
        }
    })
}

/// Splits at the first reading: text before, reading on its base, text after.
fn next_reading(text: &str) -> Option<(&str, Option<Piece<'_>>, &str)> {
    text.match_indices('《').find_map(|(at, mark)| {
        let (head, tail) = text.split_at(at);
        let tail = tail.strip_prefix(mark)?;
        let (reading, after) = tail.split_at(tail.find(|c: char| !is_reading(c))?);
        let after = after.strip_prefix('》')?;
        let kana = reading.chars().any(is_kana);
        let (before, bar, base) = marked(head, reading).or_else(|| kanji_before(head))?;
        let ruby = Piece::Ruby { bar, base, reading };
        kana.then_some((before, Some(ruby), after))
    })
}

/// The longest base that is marked with ｜, in characters.
const LONGEST_BASE: usize = 20;

/// The one word between ｜ and the reading; its kana come in the reading, in their order. Text before, bar, base.
fn marked<'t>(head: &'t str, reading: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let mut back = head.char_indices().rev().take(LONGEST_BASE + 1);
    let (at, bar) = back.find(|(_, c)| !is_word(*c))?;
    let after = at + bar.len_utf8();
    let (before, base) = (head.get(..at)?, head.get(after..)?);
    let marks = matches!(bar, '｜' | '|') && !base.is_empty() && repeats(reading, base);
    marks.then_some((before, head.get(at..after)?, base))
}

/// The run of kanji at the end. Text before, no bar, base.
fn kanji_before(head: &str) -> Option<(&str, &str, &str)> {
    let kanji = head.char_indices().rev().take_while(|(_, c)| is_kanji(*c));
    let (before, base) = head.split_at(kanji.last()?.0);
    Some((before, "", base))
}

/// Whether the kana of a base come in its reading one after the other: お知らせ in おしらせ.
fn repeats(reading: &str, base: &str) -> bool {
    let mut sounds = reading.chars().map(hiragana);
    let mut kana = base.chars().filter(|c| is_kana(*c) && !is_kanji(*c));
    kana.all(|c| sounds.any(|sound| sound == hiragana(c)))
}

/// A katakana letter as hiragana.
fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// What may stand in a reading: kana, and what separates words.
fn is_reading(c: char) -> bool {
    is_kana(c) || matches!(c, ' ' | '\u{3000}' | '・')
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ' | 'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ' | 'ｦ'..='ﾟ')
}

fn is_kanji(c: char) -> bool {
    matches!(
        c,
        '々' | '〆' | '〇' | 'ヶ' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// What a marked word may be made of.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '－' | '‐' | '・' | '&' | '＆' | '＋' | '+')
}

/// Escapes a text whose line ends are to be seen.
fn escape_lines(text: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<br>");
        }
        escape(line, out);
    }
}

/// A text escaped for HTML: for text and double-quoted attributes, the only ones there are.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape(text, &mut out);
    out
}

/// As [`escaped`], written behind what is there.
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
    use proptest::prelude::*;

    #[test]
    fn a_list_shows_readings_in_brackets() {
        assert_eq!(
            spelled("市《し》の｜お知らせ《おしらせ》"),
            "市（し）のお知らせ（おしらせ）"
        );
        assert_eq!(spelled("北海道"), "北海道");
    }

    #[test]
    fn readings_stand_on_their_kanji() {
        assert_eq!(
            html("市《し》の お知《し》らせ"),
            "<ruby>市<rp>（</rp><rt>し</rt><rp>）</rp></ruby>の お<ruby>知<rp>（</rp><rt>し</rt><rp>）</rp></ruby>らせ"
        );
        for (written, read) in [
            ("1｜か月《かげつ》に", "1か月に"),
            (
                "佐々木《ささき》、一ヶ月《いっかげつ》、〆切《しめきり》",
                "佐々木、一ヶ月、〆切",
            ),
            (
                "｜お知らせ《オシラセ》と｜NPO《エヌピーオー》",
                "お知らせとNPO",
            ),
            (
                "｜情報公開《じょうほう こうかい》|お巡りさん《おまわりさん》",
                "情報公開お巡りさん",
            ),
            ("𠮷野家《よしのや》", "𠮷野家"),
        ] {
            assert_eq!(plain(written), read);
        }
    }

    #[test]
    fn brackets_and_bars_are_printed_as_they_are() {
        for text in [
            "《令和8年度》市民アンケート",
            "《重点》事業をご存じですか。",
            "第1章《基本》について",
            "賛成《A案》",
            "《》",
            "市役所《》",
            "市役所《 》",
            "《きほん》",
            "あいう《えお》",
            "《あ",
            "市《し",
            "市《《し》》",
            "A|B",
            "はい｜いいえ",
            "｜",
        ] {
            assert_eq!(plain(text), text);
            assert_eq!(html(text), text);
        }
    }

    #[test]
    fn a_distant_bar_is_no_mark() {
        for (written, read) in [
            (
                "はい｜いいえ で答えてください。お住まいの地区《ちく》についても聞きます。",
                "はい｜いいえ で答えてください。お住まいの地区についても聞きます。",
            ),
            (
                "数量は A|B のように書きます。市役所《しやくしょ》へどうぞ。",
                "数量は A|B のように書きます。市役所へどうぞ。",
            ),
            ("賛成｜反対の理由《りゆう》", "賛成｜反対の理由"),
            ("｜\n理由《りゆう》", "｜ 理由"),
        ] {
            assert_eq!(plain(written), read);
            assert_eq!(html(written).matches("<ruby>").count(), 1, "{written}");
        }
    }

    #[test]
    fn markup_is_only_text_and_line_ends_are_kept() {
        assert_eq!(html("<b>\"'&"), "&lt;b&gt;&quot;&#x27;&amp;");
        assert!(html("<i>《<s>》").contains("&lt;s&gt;"));
        let text = "改行のある\n設問文《せつもんぶん》です。";
        assert!(html(text).starts_with("改行のある<br><ruby>設問文"));
        assert_eq!(plain(text), "改行のある 設問文です。");
    }

    fn written() -> impl Strategy<Value = String> {
        prop_oneof!["[《》｜|市々あいアー \n・A-]{0,16}", "\\PC{0,40}"]
    }

    #[test]
    fn marks_become_what_they_mean_and_nothing_leads_to_strangers() {
        let hosts = Hosts::parse("a.jp").unwrap();
        let text = "**必ず**お読みください。\n- 広報《こうほう》\n- [市](https://a.jp/?a=1&b)\n以上[他](https://b.jp)";
        assert_eq!(
            linking(text, &hosts),
            "<b>必ず</b>お読みください。<span class=\"points\" role=\"list\"><span role=\"listitem\">\
             <ruby>広報<rp>（</rp><rt>こうほう</rt><rp>）</rp></ruby></span><span role=\"listitem\">\
             <a href=\"https://a.jp/?a=1&amp;b\">市</a></span></span>以上他（https://b.jp）"
        );
        assert!(!html(text).contains("<a "));
        assert_eq!(plain(text), "必ずお読みください。 ・広報 ・市 以上他");
    }

    proptest! {
        #[test]
        fn nothing_ever_vanishes(text in written()) {
            let again: String = pieces(&text)
                .map(|piece| match piece {
                    Piece::Text(text) => text.to_owned(),
                    Piece::Ruby { bar, base, reading } => format!("{bar}{base}《{reading}》"),
                })
                .collect();
            prop_assert_eq!(again, text);
        }

        #[test]
        fn a_text_without_readings_is_printed_unchanged(text in "[^《*\\[ ]{0,40}|(《[^》ぁ-ヾｦ-ﾟ]{1,5}》|[^《]){0,8}") {
            let mut escaped = String::new();
            escape_lines(&text, &mut escaped);
            prop_assert_eq!(html(&text), escaped);
            prop_assert_eq!(plain(&text), text.replace('\n', " "));
        }
    }
}

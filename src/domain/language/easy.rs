//! やさしい日本語: what makes a text hard for those who are learning Japanese. Rules of thumb of 出入国在留管理庁 and 文化庁
//! (在留支援のためのやさしい日本語ガイドライン): short sentences, everyday words, a reading on every kanji.

use super::readings::{Readings, plain};

/// Most characters of a sentence that is read at once.
const LONG: usize = 40;

/// Words of offices, and what everybody says.
const HARD: [(&str, &str); 40] = [
    ("ご記入", "書いて"),
    ("記入", "書く"),
    ("該当", "当てはまる"),
    ("回答", "答え"),
    ("利用", "使う"),
    ("提出", "出す"),
    ("締切", "いつまで"),
    ("期限", "いつまで"),
    ("実施", "する"),
    ("開催", "する"),
    ("参加", "出る"),
    ("必要事項", "書くこと"),
    ("居住", "住んでいる"),
    ("転入", "引っ越してくる"),
    ("転出", "引っ越していく"),
    ("氏名", "名前"),
    ("年齢", "何歳"),
    ("性別", "男か女か"),
    ("世帯", "いっしょに住んでいる家族"),
    ("施策", "市の仕事"),
    ("行政", "市の仕事"),
    ("周知", "知らせる"),
    ("情報提供", "お知らせ"),
    ("広報紙", "市のお知らせの紙"),
    ("公共交通", "バスや電車"),
    ("高齢者", "お年寄り"),
    ("避難", "逃げる"),
    ("災害", "地震や大雨など"),
    ("医療", "病院"),
    ("満足", "よいと思う"),
    ("改善", "よくする"),
    ("充実", "よくする"),
    ("推進", "進める"),
    ("対応", "する"),
    ("検討", "考える"),
    ("把握", "知る"),
    ("今後", "これから"),
    ("以前", "前"),
    ("継続", "続ける"),
    ("概ね", "だいたい"),
];

/// What is hard in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hard {
    /// A sentence of so many characters.
    Long(usize),
    /// A word, and an easier one.
    Word(&'static str, &'static str),
    /// Kanji without a reading.
    Unread(String),
}

/// What is hard in a text in やさしい日本語, each thing once.
#[must_use]
pub fn hard(text: &str, readings: &Readings) -> Vec<Hard> {
    let plain = plain(text);
    let sentences = plain.split(['。', '？', '！', '\n']);
    let lengths = sentences.map(|one| one.chars().filter(|c| !c.is_whitespace()).count());
    let long = lengths.filter(|length| *length > LONG).max();
    let mut found: Vec<Hard> = long.map(Hard::Long).into_iter().collect();
    let mut words: Vec<(&str, &str)> = Vec::new();
    for (word, easier) in HARD.into_iter().filter(|(word, _)| plain.contains(word)) {
        // A word within one that was told already is not told again.
        if !words.iter().any(|(told, _)| told.contains(word)) {
            words.push((word, easier));
        }
    }
    found.extend(
        words
            .into_iter()
            .map(|(word, easier)| Hard::Word(word, easier)),
    );
    // What the list knows is proposed; the rest a person has to look up.
    let mut unread = readings.proposed(text).unread;
    unread.dedup();
    found.extend(unread.into_iter().map(Hard::Unread));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hard_is_named() {
        let readings = Readings::of_offices();
        let hard = |text: &str| hard(text, &readings);
        assert_eq!(
            hard("市《し》の お知《し》らせは 十分《じゅうぶん》ですか。"),
            []
        );
        assert_eq!(
            hard("ご記入《きにゅう》ください。"),
            [Hard::Word("ご記入", "書いて")]
        );
        assert_eq!(hard("鷹栖に住んで"), [Hard::Unread("鷹栖".to_owned())]);
        let long = "あ".repeat(41);
        assert_eq!(hard(&long), [Hard::Long(41)]);
        assert_eq!(
            hard(&format!("{}。{}", "あ".repeat(40), "い".repeat(40))),
            []
        );
    }
}

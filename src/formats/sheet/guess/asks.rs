//! How many options a sheet asks for: 「○は1つ」, 「３つ以内」, 「あてはまるものすべて」, 「順に3つ」.

use super::piece::{eat_any_number, has, squeezed};

/// How many options are to be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// One.
    One,
    /// As many as fit.
    Any,
    /// At most so many.
    UpTo(u16),
    /// So many, the first of them first.
    InOrder(u16),
}

/// Words that say that something is to be marked.
const MARKING: [&str; 13] = [
    "○",
    "選",
    "お答え",
    "回答",
    "囲",
    "つけ",
    "以内",
    "まで",
    "だけ",
    "のみ",
    "印",
    "記入",
    "丸",
];

/// Words that say that options are put in order.
const ORDERING: [&str; 7] = [
    "順に",
    "順位",
    "順番",
    "高い順",
    "多い順",
    "強い順",
    "番目に",
];

/// Words that say that those options are marked that fit.
const FITTING: [&str; 7] = [
    "あてはまる",
    "当てはまる",
    "該当",
    "○",
    "選",
    "お答え",
    "つけ",
];

/// Words that say that there is no limit.
const ANY: [&str; 6] = [
    "いくつでも",
    "何個でも",
    "複数回答",
    "複数選択",
    "MA",
    "複数可",
];

/// What a sentence or a bracket says of it; none where it says nothing.
pub(super) fn asks(text: &str) -> Option<Asks> {
    let said = squeezed(text);
    let count = count(&said);
    let marks = has(&said, &MARKING);
    // The last of them says how many: 「1番目から3番目まで」.
    let places = said
        .split_once("番目から")
        .and_then(|(_, rest)| self::count(rest));
    if let Some((places, _)) = places {
        return Some(Asks::InOrder(places));
    }
    if has(&said, &ORDERING) && (marks || count.is_some()) {
        let places = count.map_or(3, |(count, _)| count);
        return Some(Asks::InOrder(places));
    }
    let all = ["すべて", "全て", "全部"];
    if has(&said, &ANY) || (has(&said, &all) && has(&said, &FITTING)) {
        return Some(Asks::Any);
    }
    if has(&said, &["単一回答", "単数回答"]) || said == "SA" {
        return Some(Asks::One);
    }
    // 「もう1つ」 in a sentence is no instruction, 「（1つ）」 alone is one.
    let (count, _) = count.filter(|_| marks || said.chars().count() <= 6)?;
    match count {
        0 => None,
        1 => Some(Asks::One),
        most => Some(Asks::UpTo(most)),
    }
}

/// Whether a text says nothing but how to answer.
pub(super) fn is_instruction(text: &str) -> bool {
    const MOST: usize = 34;
    let said = squeezed(text);
    said.chars().count() <= MOST && asks(text).is_some() && !said.contains('？')
}

/// The first count of a text, and where it ends: 「3つ」, 「三つ」, 「ひとつ」, 「３個」.
fn count(said: &str) -> Option<(u16, usize)> {
    const WORDS: [(&str, u16); 3] = [("ひとつ", 1), ("ふたつ", 2), ("みっつ", 3)];
    for (word, count) in WORDS {
        if let Some(at) = said.find(word) {
            return Some((count, at + word.len()));
        }
    }
    let mut passed_digit = false;
    for (at, c) in said.char_indices() {
        let is_number = c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        // Not in the middle of a number.
        if !is_number || std::mem::replace(&mut passed_digit, is_number) {
            passed_digit = is_number;
            continue;
        }
        let mut rest = said.get(at..)?;
        let number = eat_any_number(&mut rest);
        let counted = ["つ", "個", "項目", "番目", "位まで"]
            .iter()
            .any(|word| rest.starts_with(word));
        if let Some(number) = number.filter(|_| counted) {
            return Some((number, said.len() - rest.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sheets_say_of_how_many() {
        for (text, expected) in [
            ("（○は1つ）", Some(Asks::One)),
            ("（１つだけ○）", Some(Asks::One)),
            ("（〇はひとつ）", Some(Asks::One)),
            ("（○はいくつでも）", Some(Asks::Any)),
            ("あてはまるものすべてに○をつけてください。", Some(Asks::Any)),
            ("（複数回答可）", Some(Asks::Any)),
            ("（３つまで）", Some(Asks::UpTo(3))),
            ("【○は三つ以内】", Some(Asks::UpTo(3))),
            ("主なものを２つ選んでください", Some(Asks::UpTo(2))),
            ("番号を10個まで選んで", Some(Asks::UpTo(10))),
            ("重要だと思う順に3つ選んでください", Some(Asks::InOrder(3))),
            (
                "（1番目から2番目まで、番号を書いてください）",
                Some(Asks::InOrder(2)),
            ),
            (
                "優先順位をつけて番号を記入してください",
                Some(Asks::InOrder(3)),
            ),
            ("砂川市は住みやすいまちだと思いますか。", None),
            ("市がもう一つ取り組むべきことは何だと思いますか。", None),
            ("（具体的に）", None),
        ] {
            assert_eq!(asks(text), expected, "{text}");
        }
    }
}

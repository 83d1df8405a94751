//! Scales by their words: which labels are steps, in which order, and which stand beside them.

use super::because::Family;
use super::piece::{has, squeezed};
use crate::domain::questionnaire::question::Meaning;

/// What a family of scales is told by.
const FAMILIES: [(Family, &[&str]); 11] = [
    (Family::Satisfaction, &["満足", "不満"]),
    (Family::Importance, &["重要", "大切", "必要", "優先"]),
    (Family::Interest, &["関心", "興味"]),
    (
        Family::Livability,
        &[
            "住みよ",
            "住み良",
            "住みやす",
            "住みにく",
            "暮らしやす",
            "暮らしにく",
        ],
    ),
    (Family::Approval, &["評価"]),
    (Family::Favour, &["賛成", "反対"]),
    (Family::Safety, &["安心", "不安", "安全", "危険"]),
    (Family::Feeling, &["感じ"]),
    (
        Family::Progress,
        &["進ん", "できてい", "充実", "図られ", "整って"],
    ),
    (Family::Agreement, &["思う", "思わ", "思い"]),
    (
        Family::Quality,
        &["良い", "よい", "悪い", "良く", "よく", "悪く"],
    ),
];

const NEUTRAL: [&str; 7] = [
    "どちらともい",
    "どちらとも言",
    "どちらでもない",
    "ふつう",
    "普通",
    "変わらない",
    "中間",
];
const WEAK: [&str; 14] = [
    "やや",
    "まあ",
    "どちらか",
    "少し",
    "ある程度",
    "あまり",
    "比較的",
    "すこし",
    "多少",
    "おおむね",
    "さほど",
    "それほど",
    "若干",
    "概ね",
];
const STRONG: [&str; 10] = [
    "とても",
    "大変",
    "たいへん",
    "非常",
    "かなり",
    "全く",
    "まったく",
    "強く",
    "全然",
    "大いに",
];
const NEGATIVE: [&str; 12] = [
    "ない",
    "不満",
    "不安",
    "悪",
    "にくい",
    "反対",
    "不要",
    "低い",
    "危険",
    "ません",
    "遅れ",
    "不便",
];

/// What a label says about the subject. `of_scale`: whether the others are steps of a scale, beside which 「見たことが
/// ない」 is no step.
pub(super) fn meaning(label: &str, of_scale: bool) -> Meaning {
    let said = squeezed(label);
    let unknown = [
        "わからない",
        "分からない",
        "判らない",
        "わかりません",
        "分かりません",
        "判断できない",
    ];
    if has(&said, &unknown) && said.chars().count() <= 14 {
        return Meaning::DontKnow;
    }
    let never = [
        "利用したことがない",
        "利用したことはない",
        "該当しない",
        "該当なし",
        "非該当",
        "対象ではない",
        "対象外",
    ];
    let beside = [
        "ことがない",
        "ことはない",
        "利用していない",
        "使っていない",
        "受けていない",
        "知らない",
    ];
    match has(&said, &never) || (of_scale && has(&said, &beside)) {
        true => Meaning::NotApplicable,
        false => Meaning::Substantive,
    }
}

/// Whether an option of several stands alone: 「特にない」, 「参加したことがない」, わからない.
pub(super) fn stands_alone(label: &str) -> bool {
    let said = squeezed(label);
    let none = [
        "特にない",
        "特になし",
        "とくにない",
        "ひとつもない",
        "一つもない",
        "いずれもない",
        "どれもない",
        "あてはまるものはない",
        "当てはまるものはない",
        "この中にはない",
        "何もしていない",
        "ことがない",
        "ことはない",
    ];
    let especially = said.starts_with("特に") && said.ends_with("ない");
    has(&said, &none) || especially || meaning(label, false) != Meaning::Substantive
}

/// How far a step goes: from 3 (とても) to -3 (まったく … ない), 0 for どちらともいえない.
fn degree(said: &str) -> i8 {
    if has(said, &NEUTRAL) {
        return 0;
    }
    let size = match (has(said, &WEAK), has(said, &STRONG)) {
        (true, _) => 1,
        (false, false) => 2,
        (false, true) => 3,
    };
    match has(said, &NEGATIVE) {
        true => -size,
        false => size,
    }
}

/// The family of a scale and whether it begins with its best step; none where the labels are no steps of one.
pub(super) fn scale(labels: &[&str]) -> Option<(Family, bool)> {
    const MOST: usize = 12;
    if labels.len() > MOST {
        return None;
    }
    let all = labels.iter().map(|label| squeezed(label));
    let steps: Vec<String> = all
        .filter(|said| meaning(said, !is_step(said)) == Meaning::Substantive)
        .collect();
    let said: Vec<String> = steps
        .iter()
        .filter(|said| degree(said) != 0)
        .cloned()
        .collect();
    let family = family_of(&said)?;
    let degrees: Vec<i8> = steps.iter().map(|said| degree(said)).collect();
    let pairs = || degrees.iter().zip(degrees.iter().skip(1));
    let falls = pairs().all(|(one, next)| one > next);
    let rises = pairs().all(|(one, next)| one < next);
    let both = degrees.iter().any(|d| *d > 0) && degrees.iter().any(|d| *d < 0);
    (steps.len() >= 3 && both && (falls || rises)).then_some((family, falls))
}

/// Whether a label could be a step of a scale.
pub(super) fn is_step(label: &str) -> bool {
    let said = squeezed(label);
    has(&said, &NEUTRAL) || family_of(std::slice::from_ref(&said)).is_some()
}

/// The family all labels speak of.
fn family_of(said: &[String]) -> Option<Family> {
    let of_all = |words: &[&str]| !said.is_empty() && said.iter().all(|said| has(said, words));
    let found = FAMILIES.iter().find(|(_, words)| of_all(words))?;
    Some(found.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn scales_are_told_from_other_options() {
        for (labels, expected) in [
            (
                "そう思う やや思う どちらともいえない あまり思わない そう思わない わからない",
                Some((Family::Agreement, true)),
            ),
            (
                "満足 やや満足 やや不満 不満 わからない",
                Some((Family::Satisfaction, true)),
            ),
            (
                "不満 やや不満 ふつう やや満足 満足",
                Some((Family::Satisfaction, false)),
            ),
            (
                "重要 やや重要 どちらともいえない あまり重要でない 重要でない",
                Some((Family::Importance, true)),
            ),
            (
                "とても関心がある やや関心がある どちらともいえない あまり関心がない 関心がない",
                Some((Family::Interest, true)),
            ),
            (
                "住み良い どちらかと言えば住み良い どちらともいえない どちらかと言えば住みにくい 住みにくい",
                Some((Family::Livability, true)),
            ),
            (
                "そう思う どちらかといえばそう思う どちらかといえばそう思わない そう思わない 見たことがない",
                Some((Family::Agreement, true)),
            ),
            (
                "感じている やや感じている あまり感じていない 感じていない",
                Some((Family::Feeling, true)),
            ),
            (
                "住み続けたい できれば住み続けたい できれば市外へ移りたい 市外へ移りたい わからない",
                None,
            ),
            (
                "毎号読んでいる ときどき読んでいる ほとんど読んでいない 読んだことがない",
                None,
            ),
            (
                "よく参加した ときどき参加した ほとんど参加しなかった 参加しなかった",
                None,
            ),
            ("はい いいえ", None),
            ("満足", None),
            ("", None),
        ] {
            let labels: Vec<&str> = labels.split(' ').collect();
            assert_eq!(scale(&labels), expected, "{labels:?}");
        }
    }
}

//! What stands over and around the questions: the title, headings, the letter, thanks, and how to fill in the sheet.

use super::became::Reason;
use super::marks;
use super::piece::{
    Piece, eat, eat_any_number, eat_space, has, inside, leading_bracket, plain, squeezed,
};

/// The heading of a section: where its words begin.
pub(super) fn heading<'l>(piece: Piece<'l>) -> Option<Piece<'l>> {
    const MOST: usize = 60;
    let piece = piece.trim();
    let letters = piece.text.chars().count();
    if letters > MOST || marks::question(piece.text).is_some() {
        return None;
    }
    if let Some((bracket, rest)) = leading_bracket(piece)
        && rest.is_blank()
        && !matches!(bracket.text.chars().next().map(plain), Some('(' | '['))
    {
        let said = inside(bracket).trim();
        let at = bracket.text.find(said)?;
        return (!said.is_empty()).then(|| bracket.cut(at, at + said.len()));
    }
    let mut rest = piece.text;
    let found = eat(&mut rest, |c| {
        matches!(c, '◆' | '■' | '◎' | '◇' | '★' | '▼' | '❖')
    })
    .is_some()
        || eat_roman(&mut rest)
        || eat_chapter(&mut rest);
    eat_space(&mut rest);
    (found && !rest.is_empty()).then(|| piece.from(piece.text.len() - rest.len()))
}

/// Ⅰ, Ⅱ or I., II. with what parts it from the words.
fn eat_roman(rest: &mut &str) -> bool {
    let mut left = *rest;
    if eat(&mut left, |c| ('Ⅰ'..='Ⅻ').contains(&c)).is_none() {
        let mut letters = 0;
        while eat(&mut left, |c| matches!(c, 'I' | 'V' | 'X')).is_some() {
            letters += 1;
        }
        let parted = left.starts_with(|c| matches!(plain(c), '.' | ' ' | '-' | '、'));
        if letters == 0 || !parted {
            return false;
        }
    }
    eat(&mut left, |c| matches!(c, '.' | '-' | '、' | ')'));
    *rest = left;
    true
}

/// 第1章, 第２部, 第三節.
fn eat_chapter(rest: &mut &str) -> bool {
    let mut left = *rest;
    let found = eat(&mut left, |c| c == '第').is_some()
        && eat_any_number(&mut left).is_some()
        && eat(&mut left, |c| matches!(c, '章' | '部' | '節')).is_some();
    if found {
        *rest = left;
    }
    found
}

/// A heading without a mark, or with a number: 「あなたご自身についてお聞きします。」, 「１　市の取り組みについて」. Where its words
/// begin; `expected` is the number of the option that may come instead.
pub(super) fn spoken_heading<'l>(piece: Piece<'l>, expected: Option<u16>) -> Option<Piece<'l>> {
    const MOST: usize = 60;
    let piece = piece.trim();
    let said = squeezed(piece.text);
    let said = said.trim_end_matches('。');
    let asks = [
        "お聞きします",
        "おききします",
        "お伺いします",
        "おうかがいします",
        "うかがいます",
        "伺います",
        "お尋ねします",
        "おたずねします",
    ];
    let about = ["について", "に関すること", "のこと", "に関して"];
    let ends = |words: &[&str]| words.iter().any(|word| said.ends_with(word));
    if piece.text.chars().count() > MOST || (!ends(&asks) && !ends(&about)) {
        return None;
    }
    let mark = marks::option(piece.text, 1);
    match mark {
        Some(mark) if mark.number.is_some() && mark.number != expected => {
            Some(piece.from(mark.length).trim())
        }
        Some(_) => None,
        None => ends(&asks).then_some(piece),
    }
}

/// Whether a section is about the people who answer.
pub(super) fn is_about_you(title: &str) -> bool {
    let said = squeezed(title);
    let you = [
        "あなた自身",
        "あなたご自身",
        "ご自身",
        "回答者",
        "属性",
        "フェイス",
        "あなたのこと",
        "あなた様",
    ];
    has(&said, &you) || said.trim_end_matches('。') == "あなたについて"
}

/// Whether a line is the title: it names the thing.
pub(super) fn is_title(text: &str) -> bool {
    const MOST: usize = 60;
    let said = squeezed(text);
    let named = [
        "アンケート",
        "調査票",
        "意識調査",
        "市民調査",
        "満足度調査",
        "世論調査",
        "ニーズ調査",
    ];
    let sentence = has(&said, &["。", "ます", "ください", "お願い"]);
    said.chars().count() <= MOST && has(&said, &named) && !sentence
}

/// Whether a line stands over the title and belongs to it: 「令和7年度」, 「砂川市」.
pub(super) fn is_over_title(text: &str) -> bool {
    const MOST: usize = 14;
    let said = squeezed(text);
    let ends = ["年度", "市", "町", "村", "区", "回"];
    said.chars().count() <= MOST && ends.iter().any(|word| said.ends_with(word))
}

/// Whether the lines from here on say how the sheet is filled in.
pub(super) fn begins_filling_in(text: &str) -> bool {
    const MOST: usize = 40;
    let said = squeezed(text);
    let words = [
        "記入上の",
        "ご記入にあたって",
        "記入にあたって",
        "ご記入の前",
        "記入のしかた",
        "記入方法",
        "回答にあたって",
        "回答方法",
        "回答のしかた",
    ];
    said.chars().count() <= MOST && has(&said, &words)
}

/// Whether a heading before the first question is one of the letter.
pub(super) fn is_of_letter(heading: &str) -> bool {
    let said = squeezed(heading);
    let words = [
        "記入",
        "回答方法",
        "目的",
        "お願い",
        "ご回答",
        "個人情報",
        "問い合わせ",
        "問合せ",
        "趣旨",
        "調査の概要",
        "注意",
    ];
    has(&said, &words)
}

/// Whom to ask.
const CONTACT: [&str; 10] = [
    "お問い合わせ",
    "問合せ",
    "問い合わせ先",
    "お問合せ",
    "TEL",
    "FAX",
    "E-mail",
    "電話番号",
    "☎",
    "内線",
];

/// What is done with a pen or by post.
const BY_HAND: [&str; 11] = [
    "返信用封筒",
    "を囲",
    "で囲",
    "鉛筆",
    "ボールペン",
    "ご投函",
    "ポストに",
    "切手",
    "に○",
    "○をつけ",
    "○印",
];

/// Why a line before the questions is no purpose; none where it may be one.
pub(super) fn of_letter(text: &str) -> Option<Reason> {
    let said = squeezed(text);
    let letters = said.chars().count();
    if has(&said, &CONTACT) {
        return Some(Reason::Contact);
    }
    if has(&said, &BY_HAND) {
        return Some(Reason::FillingIn);
    }
    if letters <= 10 && has(&said, &["調査票", "回答用紙", "アンケート用紙"]) {
        return Some(Reason::Letterhead);
    }
    let dated =
        has(&said, &["令和", "平成", "20"]) && (said.ends_with('月') || said.ends_with('日'));
    let sender = has(&said, &["市長", "町長", "村長", "区長"]) && !said.contains('。');
    (letters <= 20 && (dated || sender)).then_some(Reason::Letterhead)
}

/// Thanks at the end.
pub(super) fn is_closing(text: &str) -> bool {
    let said = squeezed(text);
    let thanks = has(&said, &["ありがとうございました", "ありがとうございます"]);
    thanks
        || has(
            &said,
            &[
                "質問は以上",
                "以上で終わり",
                "以上で質問",
                "アンケートは以上",
                "アンケートは終わり",
                "設問は以上",
            ],
        )
}

/// How many minutes a sheet says it takes.
pub(super) fn minutes(text: &str) -> Option<u16> {
    let said = squeezed(text);
    let at = said.find('分').filter(|_| {
        has(
            &said,
            &["分程度", "分ほど", "分くらい", "分ぐらい", "分で", "約"],
        )
    })?;
    let before = said.get(..at)?;
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before
        .get(digits..)?
        .parse()
        .ok()
        .filter(|minutes| (1..=120).contains(minutes))
}

//! Wordings that ask two things at once, or push towards an answer. Only what is nearly always so is told: advice that is
//! often wrong is not read.

/// Words that join two things which a person may think differently of.
const JOINING: [&str; 4] = ["および", "及び", "ならびに", "並びに"];

/// Phrases that already hold the answer.
const PUSHING: [&str; 8] = [
    "と思いませんか",
    "べきではありませんか",
    "べきだと思いますか",
    "必要だと思いませんか",
    "望ましいと思いませんか",
    "ではないでしょうか",
    "ですよね",
    "のは当然",
];

/// The word by which two things are asked at once. In brackets they are examples.
pub(super) fn double(text: &str) -> Option<&'static str> {
    let outside = without_brackets(text);
    JOINING.into_iter().find(|word| outside.contains(word))
}

/// The phrase that pushes.
pub(super) fn leading(text: &str) -> Option<&'static str> {
    PUSHING.into_iter().find(|phrase| text.contains(phrase))
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let kept = text.chars().filter(|c| {
        match c {
            '（' | '(' | '「' => depth += 1,
            '）' | ')' | '」' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    kept.collect()
}

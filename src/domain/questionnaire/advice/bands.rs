//! Options that are bands of numbers (「18～29歳」「30～39歳」): what two of them have in common, and what lies between.

use super::Thought;
use crate::domain::text::narrow;

/// A band of whole numbers, ends included; the largest is open where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Band {
    low: u64,
    high: Option<u64>,
}

/// What is wrong between options that are bands; at least two neighbours of them must be.
pub(super) fn faults(labels: &[String]) -> Vec<Thought> {
    let bands: Vec<(&String, Band)> = labels
        .iter()
        .filter_map(|label| Some((label, band(label)?)))
        .collect();
    let pairs = bands.iter().zip(bands.iter().skip(1));
    let between = pairs.filter_map(|((one, a), (other, b))| {
        let both = || ((*one).clone(), (*other).clone());
        // They may be written from the top down as well.
        let (lower, upper) = if a.low <= b.low { (a, b) } else { (b, a) };
        let high = lower.high.unwrap_or(u64::MAX);
        if high >= upper.low {
            let (one, other) = both();
            return Some(Thought::Overlap(one, other));
        }
        if high.saturating_add(1) < upper.low {
            let (one, other) = both();
            return Some(Thought::Gap(one, other));
        }
        None
    });
    between.collect()
}

/// The band that a label names: 「18～29歳」, 「70歳以上」, 「10年未満」, 「4年以下」.
fn band(label: &str) -> Option<Band> {
    let narrow: String = label.chars().map(narrow).collect();
    let numbers = numbers(&narrow)?;
    let says = |word: &str| narrow.contains(word);
    match numbers.as_slice() {
        [low, high] if low <= high => {
            let below = u64::from(says("未満"));
            Some(Band {
                low: *low,
                high: Some(high.saturating_sub(below)),
            })
        }
        [low] if says("以上") => Some(Band {
            low: *low,
            high: None,
        }),
        [high] if says("未満") => Some(Band {
            low: 0,
            high: Some(high.saturating_sub(1)),
        }),
        [high] if says("以下") => Some(Band {
            low: 0,
            high: Some(*high),
        }),
        _ => None,
    }
}

/// The whole numbers of a label; none where a decimal or more than two stand in it.
fn numbers(label: &str) -> Option<Vec<u64>> {
    let mut found = Vec::new();
    for part in label.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')) {
        let digits = part.replace(',', "");
        if digits.is_empty() {
            continue;
        }
        found.push(digits.parse().ok()?);
    }
    (found.len() <= 2).then_some(found)
}

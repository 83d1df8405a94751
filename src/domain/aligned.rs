//! What two lists or two wordings share, and what only one of them has.
//!
//! A wording is compared by words: a run of Latin letters, digits or katakana is one, every other letter of Japanese
//! stands for itself.

use unicode_segmentation::UnicodeSegmentation as _;

/// Most pairs that are looked at. Where what differs is longer, all of it is taken to have changed.
const PAIRS: usize = 1 << 20;

/// A place of the two lists side by side: positions in the old one, in the new one, or in both, where they are the same.
pub type Pair = (Option<usize>, Option<usize>);

/// Two lists side by side: the longest common part of both, with what stands between. In the order of both.
#[must_use]
pub fn aligned<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Pair> {
    let before = shared(old.iter().zip(new));
    let old_rest = old.get(before..).unwrap_or_default();
    let new_rest = new.get(before..).unwrap_or_default();
    let after = shared(old_rest.iter().rev().zip(new_rest.iter().rev()));
    let [old_end, new_end] = [old.len() - after, new.len() - after];
    let both = |old: usize, new: usize, count: usize| {
        (0..count).map(move |at| (Some(old + at), Some(new + at)))
    };
    let old_middle = old.get(before..old_end).unwrap_or_default();
    let new_middle = new.get(before..new_end).unwrap_or_default();
    let middle = middle(old_middle, new_middle).into_iter();
    let middle = middle.map(|(old, new)| (old.map(|at| at + before), new.map(|at| at + before)));
    let whole = both(0, 0, before).chain(middle);
    whole.chain(both(old_end, new_end, after)).collect()
}

fn shared<'t, T: PartialEq + 't>(pairs: impl Iterator<Item = (&'t T, &'t T)>) -> usize {
    pairs.take_while(|(old, new)| old == new).count()
}

fn middle<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Pair> {
    let is_bounded = old.len().saturating_mul(new.len()) <= PAIRS;
    let lengths = match is_bounded {
        true => lengths(old, new),
        false => Vec::new(),
    };
    let left = |at: usize, other: usize| {
        let row = lengths.get(old.len().checked_sub(at)?)?;
        row.get(new.len().checked_sub(other)?).copied()
    };
    let (mut at, mut other) = (0, 0);
    let mut pairs = Vec::with_capacity(old.len() + new.len());
    loop {
        match (old.get(at), new.get(other)) {
            (None, None) => return pairs,
            (Some(one), Some(two)) if is_bounded && one == two => {
                pairs.push((Some(at), Some(other)));
                (at, other) = (at + 1, other + 1);
            }
            (Some(_), after) if after.is_none() || left(at + 1, other) >= left(at, other + 1) => {
                pairs.push((Some(at), None));
                at += 1;
            }
            _ => {
                pairs.push((None, Some(other)));
                other += 1;
            }
        }
    }
}

/// For each end of the old list, from none of it to all of it, how much it shares with each end of the new one.
fn lengths<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Vec<u32>> {
    let mut below = vec![0; new.len() + 1];
    let mut rows = Vec::with_capacity(old.len() + 1);
    for one in old.iter().rev() {
        let mut row = Vec::with_capacity(below.len());
        let mut last = 0;
        row.push(last);
        for (other, pair) in new.iter().rev().zip(below.windows(2)) {
            last = match pair {
                [shorter, _] if one == other => shorter + 1,
                [_, same] => last.max(*same),
                _ => last,
            };
            row.push(last);
        }
        rows.push(std::mem::replace(&mut below, row));
    }
    rows.push(below);
    rows
}

/// A part of two wordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// It stands in both.
    Same(String),
    /// It became another.
    Changed {
        /// In the old one; nothing where it came in.
        old: String,
        /// In the new one; nothing where it went.
        new: String,
    },
}

/// Two wordings in parts, in their order: those of each side put together are its wording.
#[must_use]
pub fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let old: Vec<&str> = old.split_word_bounds().collect();
    let new: Vec<&str> = new.split_word_bounds().collect();
    let mut found = Vec::new();
    for (before, after) in aligned(&old, &new) {
        let before = before.and_then(|at| old.get(at).copied());
        let after = after.and_then(|at| new.get(at).copied());
        match (before, after) {
            (Some(word), Some(_)) => same(&mut found, word),
            _ => changed(
                &mut found,
                before.unwrap_or_default(),
                after.unwrap_or_default(),
            ),
        }
    }
    found
}

fn same(found: &mut Vec<Stretch>, word: &str) {
    match found.last_mut() {
        Some(Stretch::Same(text)) => text.push_str(word),
        _ => found.push(Stretch::Same(word.to_owned())),
    }
}

/// A single letter that two changes happen to leave between them is changed with them: marks are read, not counted.
fn changed(found: &mut Vec<Stretch>, before: &str, after: &str) {
    let between = match found.as_slice() {
        [.., Stretch::Changed { .. }, Stretch::Same(text)] => Some(text.clone()),
        _ => None,
    };
    let between = between.filter(|text| text != "\n" && text.chars().nth(1).is_none());
    if let Some(text) = between {
        found.pop();
        changed(found, &text, &text);
    }
    match found.last_mut() {
        Some(Stretch::Changed { old, new }) => {
            old.push_str(before);
            new.push_str(after);
        }
        _ => found.push(Stretch::Changed {
            old: before.to_owned(),
            new: after.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(old: &str, new: &str) -> [String; 2] {
        let mut sides = [String::new(), String::new()];
        for stretch in stretches(old, new) {
            let parts = match stretch {
                Stretch::Same(text) => [text.clone(), text],
                Stretch::Changed { old, new } => [format!("[{old}]"), format!("[{new}]")],
            };
            for (side, part) in sides.iter_mut().zip(parts) {
                side.push_str(&part);
            }
        }
        sides
    }

    #[test]
    fn what_changed_is_marked_by_words() {
        for (old, new, marks) in [
            ("同じです。", "同じです。", ["同じです。", "同じです。"]),
            (
                "広報紙を読んでいますか。",
                "広報紙をどのくらい読んでいますか。",
                [
                    "広報紙を[]読んでいますか。",
                    "広報紙を[どのくらい]読んでいますか。",
                ],
            ),
            (
                "アンケートに答えた方",
                "インタビューに答えた方",
                ["[アンケート]に答えた方", "[インタビュー]に答えた方"],
            ),
            ("令和6年度", "令和8年度", ["令和[6]年度", "令和[8]年度"]),
            ("賛成", "", ["[賛成]", "[]"]),
            // One letter between two changes.
            ("甲の乙", "丙の丁", ["[甲の乙]", "[丙の丁]"]),
        ] {
            assert_eq!(marked(old, new), marks);
        }
    }

    #[test]
    fn what_is_too_long_has_changed_as_a_whole() {
        let (old, new) = ("あ".repeat(4_000), "い".repeat(4_000));
        let found = stretches(&format!("前{old}後"), &format!("前{new}後"));
        let same = |text: &str| Stretch::Same(text.to_owned());
        assert_eq!(
            found,
            [same("前"), Stretch::Changed { old, new }, same("後")]
        );
    }

    proptest! {
        #[test]
        fn each_side_put_together_is_its_wording(old in "[あい紙AB1 。\n]{0,30}|\\PC{0,20}", new in "[あい紙AB1 。\n]{0,30}|\\PC{0,20}") {
            let mut sides = [String::new(), String::new()];
            for stretch in stretches(&old, &new) {
                let [before, after] = match &stretch {
                    Stretch::Same(text) => [text, text],
                    Stretch::Changed { old, new } => [old, new],
                };
                sides[0].push_str(before);
                sides[1].push_str(after);
            }
            prop_assert_eq!(sides, [old, new]);
        }

        /// Both lists in their order, what is the same side by side, and no longer common part between them.
        #[test]
        fn lists_stand_side_by_side(old in prop::collection::vec(0_u8..5, 0..12), new in prop::collection::vec(0_u8..5, 0..12)) {
            let pairs = aligned(&old, &new);
            let olds: Vec<usize> = pairs.iter().filter_map(|(old, _)| *old).collect();
            let news: Vec<usize> = pairs.iter().filter_map(|(_, new)| *new).collect();
            prop_assert_eq!(olds, (0..old.len()).collect::<Vec<_>>());
            prop_assert_eq!(news, (0..new.len()).collect::<Vec<_>>());
            let mut common = 0;
            for (one, other) in pairs {
                if let (Some(one), Some(other)) = (one, other) {
                    prop_assert_eq!(old[one], new[other]);
                    common += 1;
                }
            }
            prop_assert_eq!(common, longest(&old, &new));
        }
    }

    /// The length of the longest common part, as it is defined.
    fn longest(old: &[u8], new: &[u8]) -> usize {
        let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
        for (at, one) in old.iter().enumerate() {
            for (other, two) in new.iter().enumerate() {
                lengths[at + 1][other + 1] = match one == two {
                    true => lengths[at][other] + 1,
                    false => lengths[at][other + 1].max(lengths[at + 1][other]),
                };
            }
        }
        lengths[old.len()][new.len()]
    }
}

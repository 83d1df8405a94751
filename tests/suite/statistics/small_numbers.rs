//! Small numbers of what is published together (M-12): the table of an item and its cross table, read by somebody who
//! tries every table that fits what is shown.

use std::collections::BTreeSet;

use kocho::domain::statistics::suppression::{
    Beside, hide_options, hide_rows_and, hide_rows_and_cells_beside,
};
use proptest::prelude::*;

const K: u64 = 3;

/// Every way to put positive numbers in `places` places so that they add up to `sum`.
fn ways(places: usize, sum: u64) -> Vec<Vec<u64>> {
    if places == 0 {
        return if sum == 0 {
            vec![Vec::new()]
        } else {
            Vec::new()
        };
    }
    let first = 1..=sum.saturating_sub(places as u64 - 1);
    first
        .flat_map(|first| {
            let rest = ways(places - 1, sum - first);
            rest.into_iter().map(move |mut rest| {
                rest.insert(0, first);
                rest
            })
        })
        .collect()
}

/// One line with all values that fit: x at least 1, and these sums.
fn lines(counts: &[u64], x: &[bool]) -> Vec<Vec<u64>> {
    let places: Vec<usize> = (0..counts.len()).filter(|at| x[*at]).collect();
    let sum = places.iter().map(|at| counts[*at]).sum();
    ways(places.len(), sum)
        .into_iter()
        .map(|way| {
            let mut line = counts.to_vec();
            places.iter().zip(way).for_each(|(at, n)| line[*at] = n);
            line
        })
        .collect()
}

fn sum_of(line: &[u64], set: &[usize]) -> u64 {
    set.iter().map(|at| line[*at]).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_small_option_can_be_computed(
        counts in prop::collection::vec(prop_oneof![Just(0u64), 1u64..4, 1u64..8], 2..6),
        sets in prop::collection::vec(prop::collection::btree_set(0usize..6, 1..4), 0..3),
    ) {
        let sets: Vec<Vec<usize>> = sets
            .into_iter()
            .map(|set| set.into_iter().filter(|at| *at < counts.len()).collect())
            .collect();
        let Some(line) = hide_options(&counts, K, &sets, &[], None) else {
            return Ok(());
        };
        let fitting: Vec<_> = lines(&counts, &line.hidden)
            .into_iter()
            .filter(|way| sets.iter().all(|set| sum_of(way, set) == sum_of(&counts, set)))
            .collect();
        for at in 0..counts.len() {
            prop_assert!(line.hides(at) || !(1..K).contains(&counts[at]));
            if (1..K).contains(&counts[at]) {
                let values: BTreeSet<u64> = fitting.iter().map(|way| way[at]).collect();
                prop_assert!(values.len() > 1, "{at} in {counts:?} {:?}", line.hidden);
            }
        }
    }

    /// Nor together with the cross table: neither a small cell of it nor a small total.
    #[test]
    fn no_cross_table_gives_a_small_number_back(
        counts in prop::collection::vec(prop::collection::vec(prop_oneof![Just(0u64), 1u64..3, 0u64..6], 3), 2..4),
        forced in prop::collection::vec((0usize..3, 0usize..3), 0..2),
    ) {
        let totals: Vec<u64> = (0..3).map(|c| counts.iter().map(|row| row[c]).sum()).collect();
        let Some(line) = hide_options(&totals, K, &[], &[], None) else {
            return Ok(());
        };
        let people: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
        let beside = Beside { forced: forced.clone(), hidden_totals: line.groups.clone(), ..Beside::default() };
        let rule = hide_rows_and_cells_beside(&people, &counts, (1, K), &beside);
        if rule.hidden().is_some() {
            return Ok(());
        }
        let x = &rule.cells.suppressed;
        for (row, column) in forced.into_iter().filter(|(row, _)| *row < counts.len()) {
            prop_assert!(x[row][column] || counts[row][column] == 0);
        }
        let mut fitting: Vec<Vec<Vec<u64>>> = vec![Vec::new()];
        for (row, x) in counts.iter().zip(x) {
            let lines = lines(row, x);
            fitting = fitting
                .iter()
                .flat_map(|table| lines.iter().map(move |line| {
                    let mut table = table.clone();
                    table.push(line.clone());
                    table
                }))
                .collect();
        }
        let total = |table: &[Vec<u64>], c: usize| table.iter().map(|row| row[c]).sum::<u64>();
        fitting.retain(|table| (0..3).all(|c| line.hides(c) || total(table, c) == totals[c]));
        for c in 0..3 {
            let seen: BTreeSet<u64> = fitting.iter().map(|table| total(table, c)).collect();
            let small = (1..K).contains(&totals[c]);
            prop_assert!(!small || seen.len() > 1, "total {c} of {counts:?} {x:?}");
            for r in 0..counts.len() {
                let seen: BTreeSet<u64> = fitting.iter().map(|table| table[r][c]).collect();
                let small = (1..K).contains(&counts[r][c]);
                prop_assert!(!small || (x[r][c] && seen.len() > 1), "{r},{c} of {counts:?} {x:?}");
            }
        }
    }
}

#[test]
fn tables_with_a_small_option_are_shown_all_the_same() {
    // わからない was said by one man and one woman: the cross table is shown, and does not say so.
    let counts = [
        vec![40, 22, 30, 8, 1],
        vec![30, 35, 25, 9, 1],
        vec![50, 20, 31, 10, 0],
    ];
    let line = hide_options(&[120, 77, 86, 27, 2], 3, &[], &[], None).unwrap();
    assert_eq!(line.groups, [[3, 4]]);
    let beside = Beside {
        hidden_totals: line.groups,
        ..Beside::default()
    };
    let rule = hide_rows_and_cells_beside(&[101, 100, 111], &counts, (10, 3), &beside);
    assert_eq!(rule.hidden(), None);
    for (row, column) in [(0, 3), (1, 3), (2, 3), (0, 4), (1, 4)] {
        assert!(rule.cells.suppressed[row][column]);
    }
    assert!(rule.cells.shows(2, 4), "nobody is no secret");
}

#[test]
fn rows_that_were_hidden_stay_hidden() {
    let rule = hide_rows_and(&[12, 300, 280], 10, &[0]);
    assert_eq!((rule.primary, rule.complementary), (vec![0], vec![]));
    assert!(!hide_rows_and(&[0, 300, 280], 10, &[0]).hides_any());
}

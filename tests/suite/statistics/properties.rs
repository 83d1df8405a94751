//! Laws that hold for every input.

use kocho::domain::statistics::base::Base;
use kocho::domain::statistics::columns::Column;
use kocho::domain::statistics::interval::{Correction, Z95, agresti_coull, wilson};
use kocho::domain::statistics::suppression::{hide_cells, hide_rows};
use kocho::domain::statistics::tally::Tally;
use kocho::domain::statistics::variable::{Accepts, Answer, Level, OptionKind, Variable};
use kocho::domain::statistics::weights::{Dimension, Method, weigh};
use kocho::domain::statistics::{raking, rounding, sample_size};
use kocho::formats::case::{Files, judge_entry, read};
use proptest::prelude::*;

use super::Draft;

fn opinion() -> Variable {
    let choice = |code: u8| Level {
        code: code.to_string(),
        label: String::new(),
        score: (code < 6).then(|| 3.0 - f64::from(code)),
        kind: if code < 6 {
            OptionKind::Substantive
        } else {
            OptionKind::DontKnow
        },
    };
    Variable {
        id: "q".to_owned(),
        question: "q".to_owned(),
        label: String::new(),
        attribute: false,
        accepts: Accepts::One((1..=6).map(choice).collect()),
        show_if: None,
    }
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        (0u16..6).prop_map(Answer::Code),
        Just(Answer::NoAnswer),
        Just(Answer::Invalid),
        Just(Answer::NotApplicable),
    ]
}

/// Rounds 100·x/n to one decimal by long division on decimal digits, not on binary numbers.
fn by_hand(x: u64, n: u64) -> String {
    let (mut rest, mut digits) = (u128::from(x) * 1000, 0u128);
    digits += rest / u128::from(n);
    rest %= u128::from(n);
    if rest * 2 >= u128::from(n) {
        digits += 1;
    }
    let text = format!("{digits:02}");
    format!("{}.{}", &text[..text.len() - 1], &text[text.len() - 1..])
}

proptest! {
    #[test]
    fn rounding_agrees_with_long_division(n in 1u64..1_000_000_000_000, part in 0u64..1_000_000_000_000) {
        let x = part % (n + 1);
        prop_assert_eq!(rounding::percent(x, n, 1), Some(by_hand(x, n)));
    }

    #[test]
    fn floats_round_like_their_fractions(n in 1u64..100_000, part in 0u64..100_000) {
        let x = part % (n + 1);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let value = 100.0 * x as f64 / n as f64;
        prop_assert_eq!(Some(rounding::float(value, 1)), rounding::percent(x, n, 1));
    }

    #[test]
    fn bases_nest_and_shares_sum(answers in prop::collection::vec(answer(), 0..300)) {
        let variable = opinion();
        let mut column = Column::for_variable(&variable);
        answers.iter().for_each(|a| column.push(a));
        let tally = Tally::of(&column, variable.options(), None, None);
        let people: Vec<u64> = Base::ALL.iter().map(|b| b.people(&tally).count).collect();
        prop_assert!(people.windows(2).all(|w| w[0] >= w[1]));
        prop_assert_eq!(people[0], u64::try_from(answers.len()).unwrap());
        let options: u64 = tally.codes.iter().map(|s| s.count).sum();
        prop_assert_eq!(options, tally.answered.count);
    }

    #[test]
    fn intervals_contain_their_estimate(n in 1u32..5000, part in 0u32..5000, more in 0u64..5000) {
        let x = part % (n + 1);
        let p = f64::from(x) / f64::from(n);
        for interval in [wilson(p, f64::from(n), Z95), agresti_coull(p, f64::from(n), Z95)] {
            prop_assert!(interval.low <= p + 1e-12 && p <= interval.high + 1e-12);
            prop_assert!(interval.low >= 0.0 && interval.high <= 1.0);
        }
        let corrected = Correction::of(u64::from(n), Some(u64::from(n) + 1 + more));
        let narrow = wilson(p, corrected.size(f64::from(n)).unwrap(), Z95);
        let wide = wilson(p, f64::from(n), Z95);
        prop_assert!(narrow.high - narrow.low <= wide.high - wide.low + 1e-12);
    }

    #[test]
    fn raked_weights_meet_their_margins(
        people in prop::collection::vec((0usize..3, 0usize..2), 1..200),
        population in prop::collection::vec(1u64..10_000, 5),
    ) {
        let names = ["a", "b", "c"];
        let dimension = |name: &str, sizes: &[u64], of: &dyn Fn(&(usize, usize)) -> usize| {
            let population = sizes.iter().zip(names).map(|(n, c)| (c.to_owned(), *n)).collect();
            Dimension::of_labels(name, population, people.iter().map(|p| Some(names[of(p)])))
        };
        let dimensions = [dimension("x", &population[..3], &|p| p.0), dimension("y", &population[3..], &|p| p.1)];
        let method = Method { bounds: None, tolerance: raking::TOLERANCE, max_passes: raking::MAX_PASSES };
        let found = weigh(&vec![1; people.len()], &dimensions, &[], method);
        prop_assert_eq!(found.weights.len(), people.len());
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let n = people.len() as f64;
        prop_assert!((found.weights.iter().sum::<f64>() - n).abs() < 1e-6);
        if !found.converged {
            prop_assert!(found.weights.iter().all(|w| *w == 1.0));
            return Ok(());
        }
        for (margin, placed) in found.margins.iter().zip(&found.placed) {
            for (category, target) in &margin.targets {
                let inside = placed.iter().zip(&found.weights).filter(|(p, _)| margin.targets[**p].0 == *category);
                prop_assert!((inside.map(|(_, w)| w).sum::<f64>() - target).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn bounded_weights_stay_within_their_bounds(
        people in prop::collection::vec((0usize..2, 0usize..2), 4..100),
        population in prop::collection::vec(1u64..100, 4),
        (low, high) in (0.2f64..0.95, 1.05f64..4.0),
    ) {
        let names = ["a", "b"];
        let dimension = |sizes: &[u64], of: &dyn Fn(&(usize, usize)) -> usize| {
            let population = sizes.iter().zip(names).map(|(n, c)| (c.to_owned(), *n)).collect();
            Dimension::of_labels("d", population, people.iter().map(|p| Some(names[of(p)])))
        };
        let dimensions = [dimension(&population[..2], &|p| p.0), dimension(&population[2..], &|p| p.1)];
        let bounds = Some(raking::Bounds { low, high });
        let method = Method { bounds, tolerance: raking::TOLERANCE, max_passes: raking::MAX_PASSES };
        let found = weigh(&vec![1; people.len()], &dimensions, &[], method);
        if found.bounds_applied == Some(true) {
            let inside = |w: &f64| (low - 1e-9..=high + 1e-9).contains(w);
            prop_assert!(found.weights.iter().all(inside), "{:?}", found.weights);
        }
    }

    #[test]
    fn a_published_table_has_no_lonely_x(
        counts in (1usize..7).prop_flat_map(|width| {
            let cell = prop_oneof![Just(0u64), 1u64..4, 3u64..60];
            prop::collection::vec(prop::collection::vec(cell, width), 1..7)
        }),
        k in 2u64..6,
    ) {
        let rule = hide_cells(&counts, k);
        if rule.hidden.is_some() {
            return Ok(());
        }
        prop_assert!(rule.disclosed.is_empty());
        // One x alone is only left where everything else in its line is zero: nothing more could be hidden there.
        let lone = |line: Vec<(bool, u64)>| {
            line.iter().filter(|(x, _)| *x).count() == 1 && line.iter().any(|(x, n)| !*x && *n > 0)
        };
        for (row, marks) in rule.suppressed.iter().enumerate() {
            prop_assert!(!lone(marks.iter().copied().zip(counts[row].clone()).collect()));
            for (column, x) in marks.iter().enumerate() {
                let small = (1..k).contains(&counts[row][column]);
                prop_assert!(*x || !small);
                prop_assert!(!*x || counts[row][column] > 0);
            }
        }
        for column in 0..counts[0].len() {
            let line = rule.suppressed.iter().zip(&counts).map(|(x, n)| (x[column], n[column]));
            prop_assert!(!lone(line.collect()));
        }
    }

    /// Exhaustive: no primary cell of a small published table has only one value that fits all sums.
    #[test]
    fn no_primary_cell_can_be_computed(counts in prop::collection::vec(prop::collection::vec(0u64..5, 3), 3)) {
        let rule = hide_cells(&counts, 3);
        if rule.hidden.is_some() {
            return Ok(());
        }
        let hidden: Vec<(usize, usize)> = (0..9)
            .map(|at| (at / 3, at % 3))
            .filter(|(r, c)| rule.suppressed[*r][*c])
            .collect();
        let mut seen = vec![std::collections::BTreeSet::new(); hidden.len()];
        let mut trial = counts.clone();
        enumerate(&hidden, 0, &counts, &mut trial, &mut seen);
        for (at, values) in hidden.iter().zip(&seen) {
            if rule.primary[at.0][at.1] {
                prop_assert!(values.len() > 1, "{:?} in {:?}", at, counts);
            }
        }
    }

    #[test]
    fn hidden_rows_are_enough_together(people in prop::collection::vec(0u64..40, 0..12), least in 1u64..25) {
        let rule = hide_rows(&people, least);
        let hidden: u64 = (0..people.len()).filter(|row| rule.hides(*row)).map(|row| people[row]).sum();
        prop_assert!(!rule.hides_any() || hidden >= least || rule.hidden.is_some());
        prop_assert!((0..people.len()).all(|row| rule.hides(row) || people[row] == 0 || people[row] >= least));
    }

    #[test]
    fn allocation_gives_out_everything(n in 0u64..5000, strata in prop::collection::vec(0u64..100_000, 1..12)) {
        let all: u64 = strata.iter().sum();
        let given: u64 = sample_size::allocate(n, &strata, 0).iter().sum();
        prop_assert_eq!(given, if all == 0 { 0 } else { n });
    }

    #[test]
    fn readers_survive_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let any = Some(bytes.as_slice());
        let files = Files { questionnaire: any, responses: any, population: any, indicators: any, text_tokens: any };
        prop_assert!(read(files).is_err());
        let draft = Draft::of("p4_small_town");
        let (q, r) = (draft.questionnaire.as_bytes(), draft.responses.as_bytes());
        let (p, i) = (draft.population.as_bytes(), draft.indicators.as_bytes());
        let good = Files { questionnaire: Some(q), responses: Some(r), population: Some(p), indicators: Some(i), text_tokens: None };
        for broken in [
            Files { questionnaire: any, ..good },
            Files { responses: any, ..good },
            Files { population: any, ..good },
            Files { indicators: any, ..good },
            Files { text_tokens: any, ..good },
        ] {
            let _ = read(broken);
        }
    }

    #[test]
    fn damaged_files_are_read_or_refused(file in 0usize..4, at in 0usize..10_000, byte in any::<u8>()) {
        let draft = Draft::of("p4_small_town");
        let mut files = [draft.questionnaire, draft.responses, draft.population, draft.indicators].map(String::into_bytes);
        let len = files[file].len();
        files[file][at % len] = byte;
        let [q, r, p, i] = &files;
        let case = read(Files { questionnaire: Some(q), responses: Some(r), population: Some(p), indicators: Some(i), text_tokens: None });
        if let Ok(case) = case {
            let _ = kocho::formats::case::results(&case);
        }
    }

    #[test]
    fn absurd_values_are_computed_or_refused(
        case in 0usize..4, file in 0usize..2, at in 0usize..2000,
        absurd in prop::sample::select(vec![
            "0", "-1", "1e12", "1e-300", "0.5", "18446744073709551615", "99999999999999999999999", "null", "true", "\"\"", "[]", "{}", "[[1]]",
        ]),
    ) {
        let names = ["p1_basic", "p2_weighted", "p3_mixed_mode", "p4_small_town"];
        let mut draft = Draft::of(names[case]);
        let lines: Vec<&str> = draft.responses.lines().take(120).collect();
        draft.responses = lines.join("\n");
        let text = if file == 0 { &mut draft.questionnaire } else { &mut draft.indicators };
        *text = with_value(text, at, absurd);
        if let Ok(case) = draft.read() {
            let _ = kocho::formats::case::results(&case);
        }
    }

    #[test]
    fn every_target_has_a_judgement(
        (a, b, t, h) in (-500i32..500, -500i32..500, -500i32..500, 0i32..100),
        kind in 0usize..9,
        width in prop::option::of(0i32..100),
        documented in any::<bool>(),
    ) {
        let kinds = ["at_least", "at_most", "below", "range", "maintain", "increase", "decrease", "text", "none"];
        let tenth = |x: i32| f64::from(x) / 10.0;
        let entry = serde_json::json!({
            "actual": tenth(a), "baseline": tenth(b),
            "baseline_method": if documented { "known" } else { "unknown" },
            "interval": width.map(|w| [tenth(a - w), tenth(a + w)]),
            "target": { "type": kinds[kind], "value": tenth(t), "low": tenth(t), "high": tenth(t + h), "bound": "at_most" },
        });
        let judged = judge_entry(&entry).unwrap();
        // A rate or a reason, never both and never neither.
        for rate in ["level", "progress"] {
            prop_assert_ne!(judged[format!("{rate}_rate")].is_null(), judged[format!("{rate}_reason")].is_null());
        }
        prop_assert!(judged["achieved"] != true || matches!(judged["grade"].as_str(), Some("A" | "－")));
    }
}

type Values = std::collections::BTreeSet<u64>;

/// Tries all values of the hidden cells that keep every row and column sum, and notes them.
fn enumerate(
    hidden: &[(usize, usize)],
    at: usize,
    truth: &[Vec<u64>],
    trial: &mut Vec<Vec<u64>>,
    seen: &mut [Values],
) {
    let Some((r, c)) = hidden.get(at).copied() else {
        let row = |t: &[Vec<u64>], r: usize| t[r].iter().sum::<u64>();
        let column = |t: &[Vec<u64>], c: usize| t.iter().map(|row| row[c]).sum::<u64>();
        if (0..3).all(|x| row(trial, x) == row(truth, x) && column(trial, x) == column(truth, x)) {
            for (place, values) in hidden.iter().zip(seen) {
                values.insert(trial[place.0][place.1]);
            }
        }
        return;
    };
    let most = truth[r]
        .iter()
        .sum::<u64>()
        .min(truth.iter().map(|row| row[c]).sum());
    let open_before = |trial: &Vec<Vec<u64>>| {
        hidden[..at]
            .iter()
            .filter(|h| h.0 == r)
            .map(|h| trial[h.0][h.1])
            .sum::<u64>()
    };
    for value in 1..=most {
        if open_before(trial) + value > truth[r].iter().sum() {
            break;
        }
        trial[r][c] = value;
        enumerate(hidden, at + 1, truth, trial, seen);
    }
    trial[r][c] = truth[r][c];
}

/// Replaces the value of one line `"key": value,` of an indented document.
fn with_value(text: &str, at: usize, value: &str) -> String {
    let keyed: Vec<usize> = (0..text.lines().count())
        .filter(|line| text.lines().nth(*line).is_some_and(|l| l.contains("\": ")))
        .collect();
    let chosen = keyed[at % keyed.len()];
    let lines = text
        .lines()
        .enumerate()
        .map(|(number, line)| match line.split_once("\": ") {
            Some((key, old)) if number == chosen && !old.ends_with(['{', '[']) => {
                let comma = if old.ends_with(',') { "," } else { "" };
                format!("{key}\": {value}{comma}")
            }
            _ => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}

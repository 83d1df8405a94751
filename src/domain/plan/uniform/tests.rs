//! What is printed in one scale is the same quantity in another.

use proptest::prelude::*;

use super::super::figure::Bound;
use super::super::indicator::Source;
use super::super::printed::{self, decimal};
use super::super::reading::{self, Cells};
use super::*;

#[expect(clippy::too_many_lines, reason = "every field of a row once")]
fn row(unit: Option<&str>, baseline: &str, targets: &[&str]) -> Version {
    let targets: Vec<(&str, Option<&str>)> = targets.iter().map(|raw| (*raw, None)).collect();
    let read = reading::read(&Cells {
        name: "指標",
        unit,
        notes: [None; 2],
        baseline: (baseline, None),
        targets: &targets,
    });
    let milestones = read.targets.into_iter().map(|(cell, period)| Milestone {
        label: None,
        raw: cell.raw.clone(),
        period,
        target: Target::printed(&cell),
        explicit: false,
        unit: cell.unit,
        scale: cell.scale,
        qualifier: cell.qualifier,
        source_plan: None,
        note: None,
    });
    Version {
        row_id: "A-1".to_owned(),
        source: Source::default(),
        path: Vec::new(),
        kind: None,
        subkind: None,
        number: None,
        name: "指標".to_owned(),
        name_raw: "指標".to_owned(),
        unit: unit.map(str::to_owned).or(read.unit),
        milestones: milestones.collect(),
        baseline: Baseline {
            label: None,
            printed: read.baseline.0,
            period: read.baseline.1,
            n: None,
            n_assumed: false,
            se: None,
            denominator: None,
            source: None,
            note: None,
        },
        explanation: None,
        shared_explanation: None,
        footnotes: None,
        direction: None,
        fed_by_survey: None,
        survey_note: None,
        row_group: None,
        marks: Vec::new(),
        notes: None,
    }
}

/// Unit, start and goals of a row in its unit; `×` for what is not compared.
fn understood(unit: Option<&str>, baseline: &str, targets: &[&str]) -> String {
    let uniform = row(unit, baseline, targets).uniform();
    let start = match uniform.baseline.printed.number() {
        Some(number) => number.to_string(),
        None if uniform.baseline_differs => "×".to_owned(),
        None => "words".to_owned(),
    };
    let goal = |milestone: &Milestone| match &milestone.target {
        Target::OtherUnit(_) => "×".to_owned(),
        Target::Between { low, high, .. } => format!("{low}～{high}"),
        target => target
            .value()
            .map_or_else(|| "words".to_owned(), |v| v.to_string()),
    };
    let goals: Vec<String> = uniform.milestones.iter().map(goal).collect();
    let unit = uniform.unit.unwrap_or_default();
    format!("{unit}: {start} → {}", goals.join(", "))
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn a_row_is_read_in_the_unit_of_the_indicator() {
    for (unit, baseline, targets, expected) in [
        (
            Some("億円"),
            "1,234",
            ["1,300億円", "0.2兆円"],
            "億円: 1234 → 1300, 2000",
        ),
        (
            Some("千人"),
            "150万",
            ["150万人", "1,600"],
            "千人: 1500 → 1500, 1600",
        ),
        (
            Some("人"),
            "２千５百人",
            ["3千人", "3～4千人"],
            "人: 2500 → 3000, 3000～4000",
        ),
        (
            Some("回"),
            "年12回",
            ["月1回", "年6回以上"],
            "回/年: 12 → 12, 6",
        ),
        (Some("回"), "12回", ["月1回", "週1回"], "回: 12 → ×, ×"),
        (
            Some("万件"),
            "66 万件",
            ["68 万件", "700,000件"],
            "万件: 66 → 68, 70",
        ),
        (
            Some("t-CO2"),
            "1,234.5千t-CO₂",
            ["▲46％", "900t-CO2"],
            "t-CO2: 1234500 → ×, 900",
        ),
        (Some("人"), "5％", ["10人", "5人増"], "人: × → 10, ×"),
        (
            Some("g/人・日"),
            "約９５０g",
            ["900g以下", "1kg"],
            "g/人・日: 950 → 900, 1000",
        ),
        (
            Some("千人"),
            "1,2345",
            ["1,234", "12,34人"],
            "千人: words → 1234, words",
        ),
        (
            Some("回（隔年有）"),
            "2 回（隔年有）",
            ["2回", "3"],
            "回（隔年有）: 2 → 2, 3",
        ),
        (
            None,
            "18億円",
            ["20億円以上", "30"],
            "円: 1800000000 → 2000000000, 30",
        ),
        (None, "1.42", ["1.80以上", "↗"], ": 1.42 → 1.80, words"),
    ] {
        assert_eq!(understood(unit, baseline, &targets), expected);
    }
}

#[test]
fn digits_after_the_point_stay_where_nothing_is_brought_to_another_scale() {
    assert_eq!(
        understood(Some("％"), "32.0％", &["35.0"]),
        "％: 32.0 → 35.0"
    );
    assert_eq!(
        understood(Some("千円"), "1,500円", &["2.50千円"]),
        "千円: 1.5 → 2.50"
    );
}

fn grouped(number: &str) -> String {
    let (whole, rest) = number
        .split_once('.')
        .map_or((number, None), |(w, r)| (w, Some(r)));
    let digits: Vec<char> = whole.chars().collect();
    let groups: Vec<String> = digits
        .rchunks(3)
        .rev()
        .map(|g| g.iter().collect())
        .collect();
    rest.map_or_else(
        || groups.join(","),
        |rest| format!("{}.{rest}", groups.join(",")),
    )
}

fn wide(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap(),
        ',' => '，',
        '.' => '．',
        c => c,
    };
    text.chars().map(wide).collect()
}

const SCALES: [(&str, i64); 7] = [
    ("", 1),
    ("千", 1_000),
    ("万", 10_000),
    ("百万", 1_000_000),
    ("千万", 10_000_000),
    ("億", 100_000_000),
    ("兆", 1_000_000_000_000),
];

proptest! {
    /// Printed → understood → printed in the indicator's unit is the same quantity.
    #[test]
    fn a_printed_quantity_is_the_same_in_the_unit_of_its_indicator(
        whole in 0_u64..1_000_000_000,
        cents in proptest::option::of(0_u32..1_000),
        (scale, times) in proptest::sample::select(SCALES.to_vec()),
        (own, ones) in proptest::sample::select(SCALES.to_vec()),
        what in proptest::sample::select(vec!["円", "人", "件", "t-CO2", "kWh"]),
        bound in proptest::sample::select(vec!["", "以上", "以内", "未満"]),
        style in 0..3,
    ) {
        let number = cents.map_or_else(|| whole.to_string(), |cents| format!("{whole}.{cents:03}"));
        let quantity = decimal(&number).unwrap() * Decimal::from(times);
        let digits = match style {
            0 => number,
            1 => grouped(&number),
            _ => wide(&grouped(&number)),
        };
        let unit = format!("{own}{what}");
        let cell = format!("{digits}{scale}{what}{bound}");
        let in_unit = |cell: &str| {
            let row = row(Some(&unit), "―", &[cell]).uniform();
            row.milestones[0].target.value()
        };
        let found = in_unit(&cell);
        prop_assert_eq!(found.map(|v| v * Decimal::from(ones)), Some(quantity), "{} in {}", cell, unit);
        let again = format!("{}{unit}{bound}", grouped(&found.unwrap().to_string()));
        prop_assert_eq!(in_unit(&again), found, "{}", again);
    }

    /// Commas stand between thousands, or the cell is no number.
    #[test]
    fn another_grouping_is_never_a_number(groups in proptest::collection::vec("[0-9]{1,5}", 2..5)) {
        let cell = groups.join(",");
        let usual = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
        let found = printed::parse(&format!("{cell}人")).number();
        prop_assert_eq!(found.is_some(), usual, "{}", cell);
        if usual {
            prop_assert_eq!(found, decimal(&groups.concat()));
        }
    }

    /// A range and its ends mean the same, whichever of them the unit stands behind.
    #[test]
    fn both_ends_of_a_range_have_the_scale_of_its_end(low in 1_u32..500, more in 0_u32..500) {
        let high = low + more;
        let one = understood(Some("人"), "―", &[&format!("{low}～{high}万人")]);
        let other = understood(Some("人"), "―", &[&format!("{low}万人以上{high}万人以下")]);
        prop_assert_eq!(one, other);
    }
}

#[test]
fn the_operator_stays_with_the_number() {
    let uniform = row(Some("億円"), "18億円", &["20億円以上", "1,000,000千円未満"]).uniform();
    let targets: Vec<&Target> = uniform.milestones.iter().map(|m| &m.target).collect();
    let number = |value: i64, bound| Target::number(Decimal::from(value), Some(bound));
    assert_eq!(
        targets,
        [&number(20, Bound::AtLeast), &number(10, Bound::Below)]
    );
}

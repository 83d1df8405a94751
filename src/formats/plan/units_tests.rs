//! Files that offices really hand in: other scales of a unit, rates, bad digit groups, CRLF, blank names.

use super::record::{Fault, What};
use super::*;
use crate::domain::plan::figure::Figure;
use crate::domain::plan::indicator::Version;
use crate::domain::plan::target::{Milestone, Target};

const UNITS: &[u8] = include_bytes!("../../../tests/data/faults/plan_units.csv");
const CRLF: &[u8] = include_bytes!("../../../tests/data/faults/plan_crlf.csv");

fn rows() -> Vec<Version> {
    let plans = read(UNITS, Form::Csv).unwrap();
    plans
        .iter()
        .flat_map(|plan| plan.rows().map(|(_, row)| row.indicator.clone()))
        .collect()
}

/// Row: unit | baseline with its year | target with its year; `×` is another unit, words stand in brackets.
const UNDERSTOOD: &str = "\
KK-01|％|32.3 2019|Increase 2030
KK-02||1.42 2019|AtLeast(1.80) 2030
KK-03|億円|1234 2018|Number(1300) 2030
KK-04|人|0 2020|[0人を維持] 2030
KK-05|g/人・日|950 2019|AtMost(900) 2030
KK-06|人|-120 -|Number(0) -
KK-07|件|-12 2023|[前年度比減] -
KK-08|歳|parts 2021|[延伸] 2030
KK-09|千人|[1,2345] 2023|Number(1500) 2030
KK-10|％|-0.5 2023|Below(10) 2030
KK-11||[3/10] 2023|[10/10] 2030
KK-12|人|2500 2023|Number(3000) 2030
KK-13|回/年|12 2023|Number(12) 2030
KK-14|％|32.3 2023|Number(35.0) 2030
KK-15||[未実施] 2023|[実施] 2030
KK-16|％|0.323 2023|Number(100) 2050
KK-17|％|32.3 2019|[40％（R7）→50％（R12）] -
KK-18|％|-5 2023|Number(5) 2030
KK-19|t-CO2|1234500 2013|[▲46％（2013年度比）] 2030
KK-20|％|[32.3％→] 2023|Number(60) 2030";

fn understood(row: &Version) -> String {
    let uniform = row.uniform();
    let printed = &uniform.baseline.printed;
    let start = match &printed.figure {
        _ if uniform.baseline_differs => "×".to_owned(),
        Figure::Number(value) => value.to_string(),
        Figure::Composite(_) => "parts".to_owned(),
        _ => format!("[{}]", printed.raw),
    };
    let goal = &uniform.milestones[0];
    let target = match &goal.target {
        Target::OtherUnit(_) => "×".to_owned(),
        Target::Words(words) => format!("[{words}]"),
        target => format!("{target:?}"),
    };
    let year = |year: Option<i32>| year.map_or_else(|| "-".to_owned(), |y| y.to_string());
    format!(
        "{}|{}|{start} {}|{target} {}",
        row.row_id,
        uniform.unit.as_deref().unwrap_or_default(),
        year(uniform.baseline.period.year),
        year(goal.period.year),
    )
}

#[test]
fn every_row_becomes_a_number_of_its_unit_or_stays_words() {
    let found: Vec<String> = rows().iter().map(understood).collect();
    assert_eq!(found, UNDERSTOOD.lines().collect::<Vec<_>>());
}

#[test]
fn what_is_not_compared_is_remarked() {
    let remarks: Vec<String> = rows()
        .iter()
        .flat_map(|row| {
            row.remarks()
                .into_iter()
                .map(|r| format!("{} {}", r.row, r.column))
        })
        .collect();
    assert_eq!(
        remarks,
        [
            "KK-04 target1_raw",
            "KK-09 baseline_raw",
            "KK-11 baseline_raw",
            "KK-11 target1_raw",
            "KK-16 baseline_raw",
            "KK-17 target1_raw",
            "KK-19 target1_raw",
            "KK-20 baseline_raw",
        ]
    );
}

/// What was understood is written out and read again as the same, and what was printed stays as printed.
#[test]
fn what_was_understood_is_what_is_exported() {
    let plans = read(UNITS, Form::Csv).unwrap();
    for form in [Form::Csv, Form::Json] {
        let written = write(&plans, form);
        let again = read(&written, form).unwrap();
        assert!(write(&again, form) == written);
        let of = |plans: &[Plan]| -> Vec<String> {
            let rows = plans.iter().flat_map(Plan::rows);
            rows.map(|(_, row)| understood(&row.indicator)).collect()
        };
        assert_eq!(of(&again), of(&plans), "{form:?}");
    }
}

/// All numbers of the 115 rows of real plans can be compared within their rows, 66万件 of 万件 among them.
#[test]
fn every_number_of_the_real_plans_is_of_the_unit_of_its_row() {
    let file = include_bytes!("../../../config/demo/plans/indicators.csv");
    let plans = read(file, Form::Csv).unwrap();
    let rows = plans
        .iter()
        .flat_map(Plan::rows)
        .map(|(_, row)| &row.indicator);
    let mut count = 0;
    for row in rows {
        let uniform = row.uniform();
        assert!(!uniform.baseline_differs, "{}", row.row_id);
        let other = |goal: &Milestone| matches!(goal.target, Target::OtherUnit(_));
        assert!(!uniform.milestones.iter().any(other), "{}", row.row_id);
        if row.row_id == "BRT-05" {
            assert_eq!(uniform.baseline.printed.number(), Some(66.into()));
            assert_eq!(uniform.milestones[1].target.value(), Some(70.into()));
        }
        count += 1;
    }
    assert_eq!(count, 115);
}

/// Staff types another number than the cell prints: it is in the indicator's unit.
#[test]
fn a_typed_number_is_of_the_unit_of_its_row() {
    let file = "row_id,municipality,plan_name,indicator_name_raw,unit,baseline_raw,baseline_value,target1_raw,target1_type,target1_value,target1_unit\n\
        A-1,町,計画,額,億円,約12億,12,\"1,300億円\",at_least,1300,\n\
        A-2,町,計画,額,億円,12億円,1200000000,\"1,300億円\",at_least,130000000000,\n\
        A-3,町,計画,額,億円,12億円,13,\"1,300億円\",at_least,1400000000,円\n";
    let plans = read(file.as_bytes(), Form::Csv).unwrap();
    let found: Vec<_> = plans[0]
        .rows()
        .map(|(_, row)| {
            let row = row.indicator.uniform();
            (
                row.baseline.printed.number().unwrap(),
                row.milestones[0].target.value().unwrap(),
            )
        })
        .collect();
    let pair = |start: i64, goal: i64| (start.into(), goal.into());
    assert_eq!(found, [pair(12, 1300), pair(12, 1300), pair(13, 14)]);
}

fn places(bytes: &[u8]) -> Vec<(usize, String)> {
    let faults: Vec<Fault> = read(bytes, Form::Csv).unwrap_err();
    faults
        .into_iter()
        .map(|fault| (fault.line, fault.what.to_string()))
        .collect()
}

#[test]
fn a_fault_is_on_the_line_an_editor_shows_whatever_ends_the_lines() {
    let told = [(3, "the same row_id as in line 2".to_owned())];
    assert!(CRLF.windows(2).any(|pair| pair == b"\r\n"));
    assert_eq!(places(CRLF), told);
    let unix: Vec<u8> = CRLF.iter().copied().filter(|byte| *byte != b'\r').collect();
    assert_eq!(places(&unix), told);
}

#[test]
fn a_name_of_blanks_is_refused() {
    let file = "row_id,municipality,plan_name,goal_name,indicator_name_raw,indicator_name\r\n\
        A-1,町,　,－,率,\r\n\
        A-2,町,計画,,  ,…\r\n";
    let found = read(file.as_bytes(), Form::Csv).unwrap_err();
    let blank: Vec<_> = found
        .iter()
        .filter(|fault| fault.what == What::Blank)
        .map(|fault| (fault.line, fault.path.as_str()))
        .collect();
    assert_eq!(
        blank,
        [
            (2, "plan_name"),
            (2, "goal_name"),
            (3, "indicator_name_raw"),
            (3, "indicator_name"),
        ]
    );
}

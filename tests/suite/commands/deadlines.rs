//! The time of day of a deadline, through the command line: taken, kept, shown on the first page.

use std::fs;

use chrono::{Datelike, Days, NaiveDate, Utc};

use crate::closing::QUESTIONNAIRE;
use crate::operations::installation::{Installation, wait};

/// `12月12日（土）` as pages print it.
fn printed(day: NaiveDate) -> String {
    let weekday =
        ["月", "火", "水", "木", "金", "土", "日"][day.weekday().num_days_from_monday() as usize];
    format!("{}月{}日（{weekday}）", day.month(), day.day())
}

#[test]
fn a_deadline_may_have_a_time_of_day() {
    let town = Installation::new();
    fs::write(town.path("q.json"), QUESTIONNAIRE).unwrap();
    let serving = town.serve();
    let create =
        "municipality create sunagawa --name 砂川市 --division 企画課 --telephone 0125-54-2121";
    town.succeeded(&create.split(' ').collect::<Vec<_>>());
    town.succeeded(&["import", "questionnaire", "q.json"]);
    let create =
        "survey create s1 --title 市民アンケート --questionnaire shimin --fiscal-year 2026 --open";
    town.succeeded(&create.split(' ').collect::<Vec<_>>());
    let day = Utc::now().date_naive() + Days::new(30);
    let from = day.pred_opt().unwrap().to_string();
    let schedule = |until: &str| {
        town.run(&[
            "survey", "schedule", "s1", "--from", &from, "--until", until,
        ])
    };
    let refused = schedule(&format!("{day}T17:00:30"));
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("2026-12-12T17:00"));
    assert!(schedule(&format!("{day}T17:00")).status.success());
    let shown = town.succeeded(&["survey", "show", "s1"]);
    assert!(
        shown.starts_with(&format!("s1: scheduled until {day}T17:00 (2026)")),
        "{shown}"
    );
    let kept = town.sql("select web_closes_at at time zone 'Asia/Tokyo', entry_closes_at at time zone 'Asia/Tokyo' from surveys");
    let after = day.succ_opt().unwrap();
    assert_eq!(
        kept,
        format!("{day} 17:00:00|{after} 00:00:00"),
        "paper has its whole day"
    );
    town.succeeded(&["survey", "open", "s1"]);
    let first = || serving.get("/sunagawa/surveys/s1");
    assert!(
        first().contains(&format!("{}17時まで", printed(day))),
        "{}",
        first()
    );
    // Longer, with a time of day or a whole day, said in both ways; not shorter and not in the past.
    town.succeeded(&["survey", "extend", "s1", "--until", &format!("{day}T18:30")]);
    // Pages are remembered for a moment.
    let says = |until: String| wait("the new deadline", || first().contains(&until));
    says(format!("{}18時30分まで", printed(day)));
    for earlier in [format!("{day}T18:30"), "2020-01-01T10:00".to_owned()] {
        let refused = town.refused(&["survey", "extend", "s1", &earlier]);
        assert!(refused.contains("must be later than now"), "{refused}");
    }
    let line = town.succeeded(&["survey", "extend", "s1", &after.to_string()]);
    assert_eq!(line.trim(), format!("s1: open until {after} (2026)"));
    says(format!("{}まで", printed(after)));
}

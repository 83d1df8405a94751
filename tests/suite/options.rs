//! Questions with many options (字・町丁目): every option is counted as itself, from the door to the public page, and what
//! is beyond the limit is refused wherever it comes in.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use diesel_async::AsyncConnection;
use futures_util::future::join_all;
use kocho::domain::ids::SurveyId;
use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::finding::DesignFault;
use kocho::domain::report::Report;
use kocho::domain::statistics::variable::MAX_OPTIONS;
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::Anonymity;
use kocho::domain::tabulation::method::Method;
use kocho::domain::tabulation::{Layout, TooManyOptions};
use kocho::formats::case::{self, Files};
use kocho::formats::questionnaire::{self, FaultKind};
use kocho::storage::{report_columns, reports};
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::{publishing, tabulating};

use crate::support::counted::counted;
use crate::support::door::{TestApp, address};
use crate::support::page::Reply;
use crate::support::town::Town;

/// What was published wrong: option 62 of 64 was chosen by 18 people and published as 6.
const OPTIONS_64: &str = include_str!("../data/faults/options_64.yaml");

/// Options 1 to `n`, as YAML.
fn options(n: usize) -> String {
    let mut list = String::new();
    for at in 1..=n {
        write!(list, "{{code: o{at}, label: 町丁目{at}}}, ").unwrap();
    }
    format!("[{list}]")
}

/// The file with a long list of districts behind its questions.
fn with_districts(n: usize) -> String {
    format!(
        "{OPTIONS_64}\n      - {{code: home, text: お住まい, type: single, role: attribute, options: {}}}\n\
         \u{20}     - {{code: shop, text: 買い物先, type: single, options: {}}}\n",
        options(n),
        options(n)
    )
}

/// How many people chose which facility, and live and shop in which district.
const FACILITIES: [(&str, usize); 4] = [
    ("fac001", 12),
    ("fac062", 18),
    ("fac063", 20),
    ("fac064", 25),
];
const DISTRICTS: [(&str, usize); 5] = [
    ("o1", 10),
    ("o254", 11),
    ("o255", 12),
    ("o256", 14),
    ("o300", 28),
];

fn spread<'c>(counts: &[(&'c str, usize)]) -> Vec<&'c str> {
    let each = counts
        .iter()
        .flat_map(|(code, n)| std::iter::repeat_n(*code, *n));
    each.collect()
}

async fn published() -> (TestApp, SurveyId, String) {
    let town = Town::new().await;
    let version = town.freeze(with_districts(300).as_bytes()).await;
    let draft = town.draft_of(version, Anonymity::Open).await;
    let survey = town.open_now(draft.id).await;
    let door = town.intake();
    let people = spread(&FACILITIES)
        .into_iter()
        .zip(spread(&DISTRICTS))
        .enumerate();
    let outcomes = join_all(people.skip(1).map(|(at, (facility, district))| {
        let mut form = town.form(&survey, None, "");
        let ok = 1 + at % 2;
        form.answers = AnswersJson::new(format!(
            r#"{{"ok": "{ok}", "fac": ["{facility}"], "home": "{district}", "shop": "{district}"}}"#
        ));
        door.submit(form)
    }))
    .await;
    assert!(outcomes.iter().all(|o| matches!(o, Outcome::Accepted(_))));
    // The first of them comes through the pages.
    let door = TestApp::over(Arc::new(town), &[]).await;
    let answers = [
        ("fac", "fac001"),
        ("ok", "1"),
        ("home", "o1"),
        ("shop", "o1"),
    ];
    let receipt = door.resident().answer(&survey, &answers).await;
    receipt.assert_page(200, "");
    let town = &door.town;
    assert_eq!(town.responses(survey.id).await, 75);
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    town.act(survey.id, Act::CloseEntry).await.unwrap();
    let (pool, actor, now) = (&town.db.pool, &town.operator, town.now().await);
    let report = tabulating::run(pool, &town.secret, actor, survey.id)
        .await
        .unwrap()
        .unwrap();
    let mut conn = town.db.conn().await;
    conn.transaction(async |tx| {
        publishing::approve(tx, actor, report, "総第1号", now).await?;
        publishing::publish(tx, actor, report, now).await
    })
    .await
    .unwrap();
    drop(conn);
    let path = format!("{}/results", address(&survey));
    (door, survey.id, path)
}

fn counts(csv: &Reply, item: &str) -> HashMap<String, String> {
    let text = csv.html().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<HashMap<String, String>>();
    let rows = rows.map(Result::unwrap);
    rows.filter(|row| row["item"] == item && row["by"].is_empty())
        .map(|row| (row["option"].clone(), row["count"].clone()))
        .collect()
}

#[actix_web::test]
async fn sixty_four_and_three_hundred_options_are_published_as_they_were_chosen() {
    let (door, survey, path) = published().await;
    let csv = door.resident().get(&format!("{path}.csv")).await;
    for (item, chosen) in [
        ("fac", &FACILITIES[..]),
        ("home", &DISTRICTS),
        ("shop", &DISTRICTS),
    ] {
        let counts = counts(&csv, item);
        for (code, people) in chosen {
            assert_eq!(counts[*code], people.to_string(), "{item} {code}");
        }
        let others = counts.iter().filter(|(code, _)| !code.starts_with('_'));
        let others: Vec<_> = others
            .filter(|(code, _)| !chosen.iter().any(|(c, _)| c == code))
            .collect();
        assert!(
            others.iter().all(|(_, count)| *count == "0"),
            "{item}: {others:?}"
        );
        let total = if item == "fac" { 64 } else { 300 };
        assert_eq!(others.len() + chosen.len(), total);
        assert_eq!(counts["_no_answer"], "0");
    }
    let page = door.resident().get(&format!("{path}?lang=ja")).await;
    page.assert_page(200, "選択肢62");
    page.assert_page(200, "町丁目300");
    let crossed = door.resident().get(&format!("{path}/ok?lang=ja")).await;
    crossed.assert_page(200, "町丁目254");

    // Computed again from what was kept: nothing new. Kept by a version that cut the indexes: read from the answers.
    let town = &door.town;
    let again = async || {
        tabulating::recompute(
            &town.db.pool,
            &town.secret,
            &town.operator,
            survey,
            Method::CURRENT,
        )
        .await
    };
    assert!(again().await.unwrap().is_none());
    town.db
        .execute("update report_columns set answers = '\\x73' where item = 'fac'")
        .await;
    let mut conn = town.db.conn().await;
    let last = reports::latest(&mut conn, town.id, survey)
        .await
        .unwrap()
        .unwrap();
    let version = kocho::storage::questionnaires::version(&mut conn, town.id, last.version_id)
        .await
        .unwrap();
    let layout = Layout::new(&Reader::new(version.document)).unwrap();
    let of = (town.id, survey);
    let kept = report_columns::load(&mut conn, of, &last.response_digest, &layout)
        .await
        .unwrap();
    assert!(
        kept.is_none(),
        "a word for each answer cannot be what 64 options were kept as"
    );
    assert!(again().await.unwrap().is_none(), "the same figures");
    let first = tabulating::recompute(
        &town.db.pool,
        &town.secret,
        &town.operator,
        survey,
        Method::V1,
    )
    .await;
    assert!(first.unwrap().is_some());
    let kept = report_columns::load(&mut conn, of, &last.response_digest, &layout)
        .await
        .unwrap();
    assert_eq!(kept.unwrap().valid(), 75, "kept anew");
}

/// Every kind of question with so many options each.
fn every_kind(n: usize) -> String {
    let options = options(n);
    format!(
        "code: long\ntitle: 長い\npurpose: 試験\nminutes: 1\nlanguages: [ja]\noption_sets: {{long: {options}}}\nsections:\n  - code: s\n    title: s\n    questions:\n\
         \u{20}     - {{code: one, text: a, type: single, options: long}}\n\
         \u{20}     - {{code: many, text: a, type: multiple, options: long}}\n\
         \u{20}     - {{code: steps, text: a, type: scale, options: long}}\n\
         \u{20}     - {{code: grid, text: a, type: grid, rows: [{{code: r1, label: a}}], options: long}}\n\
         \u{20}     - {{code: dual, text: a, type: dual_grid, rows: [{{code: r1, label: a}}], axes: [{{code: x, label: a, options: long}}, {{code: y, label: a, options: long}}]}}\n\
         \u{20}     - {{code: rank, text: a, type: ranking, options: long, places: 2}}\n\
         \u{20}     - {{code: who, text: a, type: single, role: attribute, options: long}}\n"
    )
}

fn report(n: usize, chosen: &[usize]) -> Report {
    let layout = Layout::new(&Reader::new(
        questionnaire::read(every_kind(n).as_bytes()).unwrap(),
    ))
    .unwrap();
    let document = |(at, option): (usize, &usize)| {
        let other = chosen[(at + 1) % chosen.len()];
        // Names in the order in which the database keeps them.
        format!(
            r#"{{"one": "o{option}", "who": "o{option}", "many": ["o{option}", "o{other}"], "steps": "o{option}", "rank.1": "o{option}", "rank.2": "o{other}", "grid.r1": "o{option}", "dual.r1.x": "o{option}", "dual.r1.y": "o{option}"}}"#
        )
    };
    let documents: Vec<String> = chosen.iter().enumerate().map(document).collect();
    counted(&layout, &documents, Some(9_000))
}

#[test]
fn every_kind_holds_a_thousand_options() {
    let chosen: Vec<usize> = (1..=1_000)
        .step_by(7)
        .chain([61, 62, 63, 64, 65, 253, 254, 255, 256, 257, 1_000])
        .collect();
    let mut naive: HashMap<usize, u64> = HashMap::new();
    chosen
        .iter()
        .for_each(|option| *naive.entry(*option).or_default() += 1);
    let report = report(1_000, &chosen);
    assert_eq!(report.tables.len(), 9);
    for table in &report.tables {
        let twice = table.item == "many";
        assert_eq!(
            (table.no_answer, table.invalid, table.not_applicable),
            (0, 0, 0),
            "{}",
            table.item
        );
        assert_eq!(
            table.bases.substantive,
            u64::try_from(chosen.len()).unwrap()
        );
        let sum: u64 = table.options.iter().map(|row| row.count).sum();
        if !twice {
            assert_eq!(sum, u64::try_from(chosen.len()).unwrap(), "{}", table.item);
        }
        for (row, at) in table.options.iter().zip(1..) {
            assert_eq!(row.code, format!("o{at}"));
            let people = naive.get(&at).copied().unwrap_or(0);
            assert!(
                row.count == people || twice && row.count >= people,
                "{}: {at}",
                table.item
            );
        }
    }
    let crossed = report
        .crosstabs
        .iter()
        .find(|tab| tab.item == "one")
        .unwrap();
    assert_eq!(crossed.rows.len(), 1_002);
    let row = &crossed.rows[1_000];
    assert_eq!((row.n, row.counts[999]), (naive[&1_000], naive[&1_000]));
}

#[test]
fn one_limit_is_kept_wherever_questionnaires_come_in_and_where_they_are_counted() {
    let most = every_kind(MAX_OPTIONS);
    let read = questionnaire::read(most.as_bytes()).unwrap();
    assert!(Layout::new(&Reader::new(read)).is_ok());
    let faults = questionnaire::read(every_kind(MAX_OPTIONS + 1).as_bytes()).unwrap_err();
    assert_eq!(faults.len(), 8, "{faults:?}");
    for fault in &faults {
        let too_many = DesignFault::TooManyOptions(MAX_OPTIONS + 1);
        assert_eq!(fault.kind, FaultKind::Design(too_many));
        assert!(
            fault
                .to_string()
                .contains("at most 2000 options, this one has 2001"),
            "{fault}"
        );
    }
    let schema = jsonschema::validator_for(&questionnaire::schema::schema()).unwrap();
    let document = |n: usize| {
        let options: Vec<_> = (0..n)
            .map(|at| serde_json::json!({"code": format!("o{at}"), "label": "x"}))
            .collect();
        let question =
            serde_json::json!({"code": "q", "text": "x", "type": "single", "options": options});
        serde_json::json!({"code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"],
            "sections": [{"code": "s", "title": "t", "questions": [question]}]})
    };
    assert!(schema.is_valid(&document(MAX_OPTIONS)));
    assert!(!schema.is_valid(&document(MAX_OPTIONS + 1)));
    // One that was frozen before there was a limit.
    let old = serde_json::from_value(document(MAX_OPTIONS + 1)).unwrap();
    let item = "q".to_owned();
    assert_eq!(
        Layout::new(&Reader::new(old)).unwrap_err(),
        TooManyOptions { item }
    );
}

#[test]
fn case_folders_keep_the_limit_too() {
    let faults = |questions: serde_json::Value| {
        let file =
            serde_json::json!({"survey": {"id": "x", "sample_size": 1}, "questions": questions});
        let file = file.to_string();
        let files = Files {
            questionnaire: Some(file.as_bytes()),
            ..Files::default()
        };
        let faults = case::read(files).unwrap_err();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let options = |n: usize| -> Vec<_> {
        (0..n)
            .map(|at| serde_json::json!({"code": at.to_string()}))
            .collect()
    };
    let limit = "at most 2000";
    for kind in ["single", "multi", "matrix"] {
        let question = |n: usize| serde_json::json!([{"id": "q", "type": kind, "options": options(n), "rows": [{"id": "r"}]}]);
        assert!(
            !faults(question(MAX_OPTIONS))
                .iter()
                .any(|fault| fault.contains(limit))
        );
        assert!(
            faults(question(MAX_OPTIONS + 1))
                .iter()
                .any(|fault| fault.contains("at most 2000 options can be counted")),
            "{kind}"
        );
    }
    let scale =
        |max: usize| serde_json::json!([{"id": "q", "type": "scale", "min": 1, "max": max}]);
    assert!(
        !faults(scale(MAX_OPTIONS))
            .iter()
            .any(|fault| fault.contains(limit))
    );
    assert!(
        faults(scale(MAX_OPTIONS + 1))
            .iter()
            .any(|fault| fault.contains("at most 2000 steps can be counted"))
    );
}

//! Tables linked by routing through the real door: answered, closed, tabulated, published, and read by a resident who
//! subtracts.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use diesel_async::AsyncConnection;
use futures_util::future::join_all;
use kocho::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::questionnaire::routing::Condition;
use kocho::domain::slug::Slug;
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::Anonymity;
use kocho::formats::plan::Form;
use kocho::storage::indicators;
use kocho::storage::surveys::Survey;
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::planning::bind;
use kocho::workflows::planning::binding::Binding;
use kocho::workflows::{publishing, tabulating};

use crate::support::door::{TestApp, address};
use crate::support::page::Reply;
use crate::support::town::Town;

const ROUTED: &[u8] = include_bytes!("../../data/faults/routed_tables.yaml");

/// 60 people. Two work part-time (q6=3) and one never worked (q6=6); nobody chose 4, 5 or 7.
fn documents() -> Vec<String> {
    let work = |at: usize| match at {
        0..=29 => Some(1),
        30..=37 => Some(2),
        38 | 39 => Some(3),
        40 => Some(6),
        _ => None,
    };
    let document = |at: usize| {
        let mut fields = vec![
            format!(r#""q1": "{}""#, ["A", "B", "C"][at % 3]),
            r#""q2": "2022-04-01""#.to_owned(),
            format!(r#""q3": {}"#, 1 + at % 3),
            r#""q4": "1""#.to_owned(),
            format!(r#""q5": "{}""#, 1 + at % 2),
            format!(r#""q7": "{}""#, 1 + at % 2),
        ];
        fields.extend(work(at).map(|code| format!(r#""q6": "{code}""#)));
        fields.extend(
            work(at)
                .filter(|code| *code < 5)
                .map(|_| r#""q6_1": 5.0"#.to_owned()),
        );
        fields.extend(
            work(at)
                .filter(|code| *code == 3)
                .map(|_| r#""q6_3": "2""#.to_owned()),
        );
        fields.extend(
            work(at)
                .filter(|code| *code == 6)
                .map(|_| r#""q6_4": "3""#.to_owned()),
        );
        fields.push(match at % 2 {
            0 => r#""q7_1": ["3"]"#.to_owned(),
            _ => r#""q7_2": ["1", "5"]"#.to_owned(),
        });
        format!("{{{}}}", fields.join(", "))
    };
    (0..60).map(document).collect()
}

/// The share of 利用している among those whose work is one of these.
fn among(codes: &[&str]) -> Binding {
    let code = |code: &str| Code::parse(code).unwrap();
    let filter = Condition::AnyOf {
        item: "q6".to_owned(),
        codes: codes.iter().map(|c| code(c)).collect(),
    };
    let item = Measurand {
        questionnaire: code("kosodate"),
        item: "q7".to_owned(),
        measure: Measure::Share([code("1")].into()),
        base: Base::All,
        weighting: None,
        filter: Some(filter),
    };
    Binding {
        definition: Definition {
            source: Source::Item(item),
            decimals: 1,
            direction: Direction::Increase,
            baseline: None,
        },
        comparability: None,
        owners: Vec::new(),
    }
}

/// A published survey with two indicators.
struct Published {
    door: TestApp,
    survey: Survey,
}

impl Published {
    async fn new() -> Self {
        let town = Town::new().await;
        let version = town.freeze(ROUTED).await;
        let (mut conn, now) = (town.db.conn().await, town.now().await);
        let plans = include_bytes!("../../../config/demo/plans/indicators.csv");
        let own = Slug::parse("sunagawa").unwrap();
        kocho::commands::plan_files::import(&mut conn, Some(&own), plans, Form::Csv, "test")
            .await
            .unwrap();
        for (slug, codes) in [
            ("sng-02", &["1", "2", "3"][..]),
            ("sng-03", &["1", "2"][..]),
        ] {
            let slug = Slug::parse(slug).unwrap();
            let indicator = indicators::by_slug(&mut conn, town.id, &slug)
                .await
                .unwrap()
                .id;
            conn.transaction(async |tx| {
                bind(tx, &town.operator, indicator, &among(codes), now).await
            })
            .await
            .unwrap();
        }
        drop(conn);
        let draft = town.draft_of(version, Anonymity::Anonymous).await;
        let survey = town.open_now(draft.id).await;
        answer(&town, &survey).await;
        town.act(survey.id, Act::CloseWeb).await.unwrap();
        town.act(survey.id, Act::CloseEntry).await.unwrap();
        let (pool, actor, now) = (&town.db.pool, &town.operator, town.now().await);
        let report = tabulating::run(pool, &town.secret, actor, survey.id)
            .await
            .unwrap()
            .unwrap();
        let mut conn = town.db.conn().await;
        conn.transaction(async |tx| {
            publishing::approve(tx, actor, report, "子第1号", now).await?;
            publishing::publish(tx, actor, report, now).await
        })
        .await
        .unwrap();
        drop(conn);
        let door = TestApp::over(Arc::new(town), &[]).await;
        Self { door, survey }
    }

    async fn results(&self, rest: &str) -> Reply {
        let path = format!("{}/results{rest}", address(&self.survey));
        self.door.resident().get(&path).await
    }

    async fn indicator(&self, slug: &str, rest: &str) -> Reply {
        let path = format!("/sunagawa/plans/sng/indicators/{slug}{rest}");
        self.door.resident().get(&path).await
    }
}

async fn answer(town: &Town, survey: &Survey) {
    let documents = documents();
    let keys = town.keys(survey.id, documents.len()).await;
    let door = town.intake();
    let outcomes = join_all(documents.iter().zip(keys).map(|(document, key)| {
        let mut form = town.form(survey, Some(key), "");
        form.answers = AnswersJson::new(document.clone());
        door.submit(form)
    }))
    .await;
    assert!(outcomes.iter().all(|o| matches!(o, Outcome::Accepted(_))));
}

type Row = HashMap<String, String>;

fn rows(csv: &Reply) -> Vec<Row> {
    assert_eq!(csv.status, 200, "{}", csv.path);
    let text = csv.html().strip_prefix('\u{feff}').expect("a BOM");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The rows of an item in the whole town.
fn of<'r>(rows: &'r [Row], item: &str) -> Vec<&'r Row> {
    let found = rows
        .iter()
        .filter(|row| row["item"] == item && row["by"].is_empty());
    found.collect()
}

fn count(rows: &[Row], item: &str, option: &str) -> String {
    let rows = of(rows, item);
    rows.iter().find(|row| row["option"] == option).unwrap()["count"].clone()
}

#[actix_web::test]
async fn what_a_follow_up_says_of_its_parent_is_not_said() {
    let published = Published::new().await;
    let csv = rows(&published.results(".csv").await);
    assert_eq!(count(&csv, "q6", "3"), "x");
    assert_eq!(count(&csv, "q6", "6"), "x");
    // How many were asked is how many chose 3, or 6.
    for item in ["q6_3", "q6_4"] {
        let said = of(&csv, item);
        assert!(
            said.iter().any(|row| row["option"] == "_hidden"),
            "{said:?}"
        );
        for row in said {
            assert_eq!(
                (row["n"].as_str(), row["count"].as_str()),
                ("x", "x"),
                "{row:?}"
            );
            let figures = ["percent_everyone", "percent_answered", "margin_all", "mean"];
            assert!(figures.iter().all(|name| row[*name].is_empty()), "{row:?}");
        }
    }
    // Of q6_1 the sum over 1, 2 and 3 is known: none of them alone may be missing.
    let x: BTreeSet<&str> = of(&csv, "q6")
        .into_iter()
        .filter(|row| row["count"] == "x")
        .map(|row| row["option"].as_str())
        .collect();
    assert_eq!(count(&csv, "q6_1", "_not_applicable"), "20");
    assert!(
        x.contains("_no_answer"),
        "with it 6 could be reckoned up: {x:?}"
    );
    assert!(x.len() > 3, "{x:?}");
    // Nothing of the little ones is in a cross table either.
    for row in csv.iter().filter(|row| row["by"] == "q1") {
        assert!(!["1", "2"].contains(&row["count"].as_str()), "{row:?}");
        let hidden = row["option"] == "_hidden";
        assert!(
            !hidden || row["n"] == "x",
            "a hidden table has no number: {row:?}"
        );
    }
    assert!(count(&csv, "q7", "1") == "30", "what is large is shown");
}

#[actix_web::test]
async fn pages_and_json_say_no_more_than_the_file() {
    let published = Published::new().await;
    for path in [
        "?lang=ja",
        "/q6?lang=ja",
        "/q6_3?lang=ja",
        "/q6_4?lang=en",
        "?lang=ja-x-easy",
    ] {
        let page = published.results(path).await;
        page.assert_page(200, "");
        for few in ["n=1<", "n=2<", "n=1 ", "n=2 ", "n=59", "n=58"] {
            assert!(!page.html().contains(few), "{path} has {few}");
        }
    }
    published
        .results("/q6_3?lang=ja")
        .await
        .assert_page(200, "この設問の結果は公表していません");
    let json: serde_json::Value =
        serde_json::from_slice(&published.results(".json").await.body).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let closed = rows
        .iter()
        .filter(|row| row["item"] == "q6_3" || row["item"] == "q6_4");
    assert!(closed.clone().count() > 4);
    for row in closed {
        assert_eq!(
            (&row["n"], &row["count"]),
            (&"x".into(), &"x".into()),
            "{row}"
        );
    }
}

#[actix_web::test]
async fn of_two_indicators_that_differ_by_two_people_one_is_not_shown() {
    let published = Published::new().await;
    let mut shown = Vec::new();
    for slug in ["sng-02", "sng-03"] {
        let csv = rows(&published.indicator(slug, ".csv").await);
        let value = csv.into_iter().find(|row| row["kind"] == "value").unwrap();
        if value["value"] == "x" {
            assert_eq!((value["n"].as_str(), value["numerator"].as_str()), ("", ""));
            let page = published.indicator(slug, "?lang=ja").await;
            page.assert_page(200, "");
        } else {
            shown.push(value["n"].clone());
        }
    }
    assert_eq!(
        shown.len(),
        1,
        "40 and 38 would say that 2 chose 3: {shown:?}"
    );
}

#[actix_web::test]
async fn means_are_in_the_file() {
    let published = Published::new().await;
    let csv = rows(&published.results(".csv").await);
    let mean = |item: &str| {
        of(&csv, item)
            .into_iter()
            .find(|row| row["option"] == "_mean")
            .cloned()
    };
    let children = mean("q3").unwrap();
    assert_eq!(
        (
            children["mean"].as_str(),
            children["mean_n"].as_str(),
            children["mean_base"].as_str()
        ),
        ("2.00", "60", "answered")
    );
    assert!(children["mean_margin"].starts_with('±'), "{children:?}");
    assert_eq!(children["count"], "");
    assert!(mean("q7").is_none(), "its options have no scores");
    let first: Vec<String> = {
        let text = published.results(".csv").await;
        let head = text
            .html()
            .lines()
            .next()
            .unwrap()
            .trim_start_matches('\u{feff}')
            .to_owned();
        head.split(',').map(str::to_owned).collect()
    };
    assert_eq!(first[0], "survey");
    assert_eq!(
        first[17..],
        [
            "note",
            "mean",
            "mean_n",
            "mean_margin",
            "mean_base",
            "weighted_mean"
        ]
    );
    let json: serde_json::Value =
        serde_json::from_slice(&published.results(".json").await.body).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let mean = rows
        .iter()
        .find(|row| row["item"] == "q3" && row["option"] == "_mean")
        .unwrap();
    assert_eq!(
        (&mean["mean"], &mean["mean_n"]),
        (&"2.00".into(), &60.into())
    );
}

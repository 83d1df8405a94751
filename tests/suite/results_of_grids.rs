//! What is published of grids whose rows take numbers, or several options.

use kocho::domain::ids::ResponseId;
use kocho::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::survey::Mode;
use kocho::domain::survey::design::Design;
use kocho::domain::tabulation::Layout;
use kocho::domain::tabulation::method::Method;
use kocho::domain::tabulation::reading::{Reading, Stored};
use kocho::domain::tabulation::report::{Counting, Facts};
use kocho::formats::questionnaire;
use uuid::Uuid;

use crate::support::page::Reply;
use crate::support::published::{Published, rows};

const QUESTIONNAIRE: &str = "
code: places
title: 施設のアンケート
purpose: 試験のため
minutes: 3
languages: [ja]
sections:
  - code: s1
    title: 施設
    questions:
      - code: visits
        text: 月に何回行きますか
        type: number_grid
        min: 0
        max: 50
        unit: 回
        rows: [{code: library, label: 図書館}, {code: pool, label: プール}, {code: hall, label: 公民館},
               {code: gym, label: 体育館}, {code: park, label: 公園}]
      - code: times
        text: いつ行きますか
        type: multiple_grid
        rows: [{code: library, label: 図書館}, {code: pool, label: プール}, {code: hall, label: 公民館},
               {code: gym, label: 体育館}, {code: park, label: 公園}]
        options: [{code: 1, label: 平日}, {code: 2, label: 週末}, {code: 3, label: 夜間},
                  {code: 9, label: 行かない, exclusive: true}]
      - code: sex
        text: 性別
        role: attribute
        type: single
        options: [{code: 1, label: 男性}, {code: 2, label: 女性}]
";

/// Forty people. Four go to the hall, nobody to the gym; two go to the pool at night.
fn documents() -> Vec<String> {
    let of = |at: usize| {
        let mut fields = vec![
            format!(r#""visits.library": {at}"#),
            r#""visits.park": 5"#.to_owned(),
            format!(r#""sex": "{}""#, 1 + at % 2),
            format!(
                r#""times.library": {}"#,
                [r#"["1"]"#, r#"["1", "2"]"#][at % 2]
            ),
        ];
        match at {
            0..=3 => fields.push(r#""visits.hall": 1"#.to_owned()),
            4..=19 => fields.push(r#""visits.pool": 2"#.to_owned()),
            _ => {}
        }
        match at {
            0..=19 => fields.push(r#""times.pool": ["2"]"#.to_owned()),
            20 | 21 => fields.push(r#""times.pool": ["3"]"#.to_owned()),
            _ => fields.push(r#""times.pool": ["9"]"#.to_owned()),
        }
        format!("{{{}}}", fields.join(", "))
    };
    (0..40).map(of).collect()
}

async fn published() -> Published {
    Published::of(QUESTIONNAIRE, documents()).await
}

/// The part of a page that is about one question.
fn article(page: &Reply, question: &str) -> String {
    let opening = format!("<article class=\"result\" id=\"{question}\">");
    let (_, after) = page.html().split_once(&opening).unwrap();
    after.split("</article>").next().unwrap().to_owned()
}

#[actix_web::test]
async fn the_means_of_rows_stand_under_each_other() {
    let published = published().await;
    let page = published.get("?lang=ja").await;
    page.assert_page(200, "月に何回行きますか");
    let text = page.main_text();
    for row in ["図書館 40 19.50", "プール 16 2.00", "公園 40 5.00"] {
        assert!(text.contains(row), "{row} is not in {text}");
    }
    // Four people are too few for a mean.
    assert!(text.contains("公民館 x x x 公園"), "{text}");
    let article = article(&page, "visits");
    assert_eq!(article.matches("<table").count(), 1);
    assert!(!article.contains("体育館"), "nobody said how often");
    assert!(!article.contains("class=\"bands\""));
    for language in ["ja-x-easy", "en"] {
        let page = published.get(&format!("?lang={language}")).await;
        page.assert_page(200, "19.50");
    }
    let row = published.get("/visits.library?lang=ja").await;
    row.assert_page(200, "図書館");
    row.assert_page(200, "19.50");
}

#[actix_web::test]
async fn shares_of_several_answers_are_not_stacked() {
    let published = published().await;
    let page = published.get("?lang=ja").await;
    let text = page.main_text();
    assert!(text.contains("図書館 40 100.0 40 50.0 20"), "{text}");
    page.assert_page(200, "複数回答のため、合計は100％を超えることがあります。");
    let article = article(&page, "times");
    assert!(!article.contains("class=\"bands\""));
    assert!(article.contains("<svg class=\"share\""), "{article}");
    // Two at night, and what would give them away.
    let pool = text.split("プール").nth(2).unwrap();
    assert!(
        pool.split("公民館").next().unwrap().contains("x x"),
        "{pool}"
    );
    let rows = published.get("/times?lang=ja").await;
    let links = rows.links();
    assert!(
        links
            .iter()
            .any(|link| link.contains("/results/times.pool?"))
    );
    let row = published.get("/times.library?lang=ja").await;
    row.assert_page(200, "性別");
    row.assert_page(200, "複数回答のため");
    assert!(
        row.html().contains("class=\"bands\""),
        "a bar for each option"
    );
}

#[actix_web::test]
async fn rows_are_in_the_data() {
    let published = published().await;
    let csv = rows(&published.get(".csv").await);
    let row = |item: &str, by: &str, option: &str| {
        let mut found = csv.iter().filter(|row| {
            row["item"] == item
                && row["by"] == by
                && row["group"] == "total"
                && row["option"] == option
        });
        found.next().unwrap_or_else(|| panic!("no {item} {option}"))
    };
    let library = row("visits.library", "", "_mean");
    assert_eq!(library["question"], "月に何回行きますか 図書館");
    assert_eq!(
        (library["mean"].as_str(), library["mean_n"].as_str()),
        ("19.50", "40")
    );
    assert_eq!(row("visits.hall", "", "_mean")["mean"], "x");
    let weekend = row("times.library", "", "2");
    assert_eq!(
        (weekend["count"].as_str(), weekend["percent_all"].as_str()),
        ("20", "50.0")
    );
    assert_eq!(row("times.pool", "", "3")["count"], "x");
    let crossed = row("times.library", "sex", "1");
    assert_eq!(crossed["count"], "40");
    let json: serde_json::Value =
        serde_json::from_slice(&published.get(".json").await.body).unwrap();
    assert_eq!(json["rows"].as_array().unwrap().len(), csv.len());
}

#[test]
fn indicators_are_measured_on_rows_and_no_row_is_a_straight_line() {
    let reader = Reader::new(questionnaire::read(QUESTIONNAIRE.as_bytes()).unwrap());
    let layout = Layout::new(&reader).unwrap();
    let mut reading = Reading::new(&layout);
    for document in documents() {
        let stored = Stored {
            id: ResponseId(Uuid::now_v7()),
            mode: Mode::Web,
            duration: None,
            document: &document,
        };
        reading.add(stored).unwrap();
    }
    let (responses, _) = reading.finish();
    let facts = Facts {
        population: None,
        sample_size: Some(100),
        census: false,
        is_sample: true,
    };
    let design = Design::default();
    let counting = Counting::new(&layout, &responses, &design, facts, Method::CURRENT);
    let measured = |item: &str, measure: Measure| {
        let definition = Definition {
            source: Source::Item(Measurand {
                questionnaire: Code::parse("places").unwrap(),
                item: item.to_owned(),
                measure,
                base: Base::Answered,
                weighting: None,
                filter: None,
            }),
            decimals: 1,
            direction: Direction::Increase,
            baseline: None,
        };
        let measured = counting.measure(&definition).unwrap();
        (measured.shown.to_string(), measured.figure.n)
    };
    let share = || Measure::Share([Code::parse("2").unwrap()].into());
    assert_eq!(measured("times.library", share()), ("50.0".to_owned(), 40));
    assert_eq!(
        measured("visits.pool", Measure::Mean),
        ("2.0".to_owned(), 16)
    );
    let report = counting.report(Vec::new());
    assert_eq!(report.quality.straight_lined, []);
    assert!(report.crosstabs.iter().any(|tab| tab.item == "times.hall"));
    assert!(
        !report
            .crosstabs
            .iter()
            .any(|tab| tab.item.starts_with("visits"))
    );
}

//! The results of a closed survey: what the public sees of it, on pages, as CSV and as JSON, and what it does not see.

use diesel_async::AsyncConnection;
use kocho::domain::questionnaire::Reader;
use kocho::domain::report::release::{Before, Cell, Release, Sum};
use kocho::domain::survey::Anonymity;
use kocho::domain::survey::design::Design;
use kocho::formats::questionnaire;
use kocho::storage::reports;
use kocho::workflows::publishing;

use crate::support::door::{EVERYTHING, TestApp, address};
use crate::support::published::{Published, rows};

const QUESTIONNAIRE: &str = "
code: small
title: 小さな町のアンケート
purpose: 試験のため
minutes: 3
languages: [ja]
sections:
  - code: s1
    title: くらし
    questions:
      - code: info
        text: 情報は十分ですか
        type: scale
        options:
          - {code: 1, label: そう思う, score: 1}
          - {code: 2, label: ふつう, score: 0}
          - {code: 3, label: =1+1, score: -1}
          - {code: 9, label: わからない, meaning: dont_know}
      - code: media
        text: 何で知りますか
        type: multiple
        options: [{code: web, label: ウェブ}, {code: paper, label: 紙}, {code: radio, label: ラジオ}]
      - code: likes
        text: それぞれどうですか
        type: grid
        rows: [{code: snow, label: 除雪}, {code: bus, label: バス}]
        options: [{code: 1, label: よい}, {code: 2, label: わるい}]
      - code: years
        text: 何年住んでいますか
        type: number
        min: 0
        max: 100
      - code: sex
        text: 性別
        role: attribute
        type: single
        options: [{code: 1, label: 男性}, {code: 2, label: 女性}, {code: 3, label: その他}]
";

/// 46 people: two said 3, one わからない, two are その他.
fn documents() -> Vec<String> {
    let answer = |at: usize| match at {
        0..=21 => Some("1"),
        22..=37 => Some("2"),
        38 | 39 => Some("3"),
        40 => Some("9"),
        _ => None,
    };
    let sex = |at: usize| match at {
        44 | 45 => Some("3"),
        3 | 7 | 11 | 13 => None,
        at if at % 2 == 0 => Some("1"),
        _ => Some("2"),
    };
    let media = |at: usize| match at {
        0 => r#"["web", "radio"]"#,
        1..=20 => r#"["web"]"#,
        _ => r#"["web", "paper"]"#,
    };
    (0..46)
        .map(|at| {
            let mut fields = vec![
                format!(r#""media": {}"#, media(at)),
                format!(r#""likes.snow": "{}""#, 1 + at / 2 % 2),
                format!(r#""likes.bus": "{}""#, if at < 2 { 1 } else { 2 }),
                format!(r#""years": {at}"#),
            ];
            fields.extend(answer(at).map(|code| format!(r#""info": "{code}""#)));
            fields.extend(sex(at).map(|code| format!(r#""sex": "{code}""#)));
            format!("{{{}}}", fields.join(", "))
        })
        .collect()
}

/// The small town.
async fn published() -> Published {
    Published::of(QUESTIONNAIRE, documents()).await
}

#[actix_web::test]
async fn no_count_below_k_is_on_any_public_page_of_a_small_town() {
    let published = published().await;
    let mut pages = vec![published.get("?lang=ja").await];
    for question in ["info", "media", "likes", "likes.snow", "likes.bus", "sex"] {
        pages.push(published.get(&format!("/{question}?lang=ja")).await);
    }
    for page in &pages {
        page.assert_page(200, "");
        for small in ["1", "2"] {
            for cell in ["<td class=\"cell-number\">{}</td>", "<small>{}</small>"] {
                let cell = cell.replace("{}", small);
                assert!(!page.html().contains(&cell), "{} has {cell}", page.path);
            }
        }
    }
    assert!(
        pages[0].main_text().contains("=1+1 x x"),
        "{}",
        pages[0].main_text()
    );
    let csv = rows(&published.get(".csv").await);
    let crossed =
        |row: &&std::collections::HashMap<_, _>| row["by"] == "sex" && row["count"] != "x";
    assert!(
        csv.iter().filter(crossed).count() > 5,
        "cross tables are shown too"
    );
    for row in csv.iter().filter(|row| !row["option"].starts_with('_')) {
        assert!(!["1", "2"].contains(&row["count"].as_str()), "{row:?}");
        if row["count"] == "x" {
            let made = [
                "percent_all",
                "percent_answered",
                "weighted_percent_all",
                "margin_all",
            ];
            assert!(
                made.iter()
                    .all(|name| ["x", ""].contains(&row[*name].as_str())),
                "{row:?}"
            );
        }
    }
    let json: serde_json::Value =
        serde_json::from_slice(&published.get(".json").await.body).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), csv.len());
    for row in rows
        .iter()
        .filter(|row| !row["option"].as_str().unwrap().starts_with('_'))
    {
        assert!(row["count"] != 1 && row["count"] != 2, "{row}");
    }
}

#[actix_web::test]
async fn what_is_large_enough_is_shown_and_what_would_give_an_x_away_is_not() {
    let published = published().await;
    let release = published.release().await;
    let info = release.table("info").unwrap();
    let codes: Vec<&str> = info
        .options
        .iter()
        .flatten()
        .map(|o| o.code.as_str())
        .collect();
    let x: Vec<bool> = info
        .options
        .iter()
        .flatten()
        .map(|o| o.figures == Cell::X)
        .collect();
    assert_eq!(codes, ["1", "2", "3", "9"]);
    // 2 and 1 are x; their sum is 3, so that neither follows from it.
    assert_eq!(x, [false, false, true, true]);
    assert_eq!(
        (info.bases.all, info.bases.answered),
        (Cell::Shown(46), Cell::Shown(41))
    );
    assert_eq!(
        info.bases.substantive,
        Cell::X,
        "its n would tell わからない"
    );
    assert_eq!(info.mean, None);
    let sex = release.table("sex").unwrap();
    assert_eq!(sex.no_answer, Cell::X, "it hides その他 together with it");
    assert_eq!(sex.bases.answered, Cell::X);
    let by_sex = release
        .crosstabs
        .iter()
        .find(|tab| tab.item == "likes.snow")
        .unwrap();
    let people: Vec<u64> = by_sex.rows.iter().flatten().map(|row| row.n).collect();
    assert_eq!(
        people.len(),
        2,
        "the total and one row: three small ones together are fewer than 10: {people:?}"
    );
    assert!(by_sex.chi_square.is_none());
    let page = published.get("/likes.snow?lang=ja").await;
    page.assert_page(200, "人数が少ない3行は表示していません");
    page.assert_page(200, "架空の回答");
}

#[actix_web::test]
async fn what_was_x_stays_x() {
    let published = published().await;
    let town = &published.door.town;
    let mut conn = town.db.conn().await;
    let stored = reports::by_id(&mut conn, town.id, published.report)
        .await
        .unwrap();
    let reader = Reader::new(questionnaire::read(QUESTIONNAIRE.as_bytes()).unwrap());
    let mut report = stored.document;
    report.tables[0].options[2].count = 12;
    report.tables[0].options[3].count = 9;
    let design = Design::default();
    let x = |release: &Release| -> Vec<bool> {
        let table = release.table("info").unwrap();
        table
            .options
            .iter()
            .flatten()
            .map(|o| o.figures == Cell::X)
            .collect()
    };
    let fresh = Release::of(&report, &reader, &design, &[], Before::default());
    assert_eq!(x(&fresh), [false; 4]);
    let releases = &[published.release().await];
    let before = Before {
        releases,
        sums: &[],
    };
    let later = Release::of(&report, &reader, &design, &[], before);
    assert_eq!(x(&later), [false, false, true, true]);
    // What was published of how many said 3 leaves nothing to hide it with.
    report.tables[0].options[2].count = 2;
    let sums = [Sum {
        indicator: None,
        item: "info".to_owned(),
        codes: vec!["3".to_owned()],
        base: kocho::domain::plan::definition::Base::All,
        filter: None,
        is_mean: false,
    }];
    let (releases, sums) = (&[], &sums);
    let before = Before { releases, sums };
    let told = Release::of(&report, &reader, &design, &[], before);
    assert_eq!(told.table("info").unwrap().options, None);
}

#[actix_web::test]
async fn data_are_safe_in_a_spreadsheet() {
    let published = published().await;
    let csv = published.get(".csv").await;
    csv.assert_file("csv", &format!("{}-results", published.survey.slug));
    assert!(rows(&csv).iter().any(|row| row["label"] == "'=1+1"));
    assert!(!csv.html().contains(",=1+1"));
    assert!(rows(&csv).iter().all(|row| row["note"] == "架空の回答"));
}

#[actix_web::test]
async fn results_are_reached_and_taken_back() {
    let published = published().await;
    let resident = published.door.resident();
    let home = resident.get("/sunagawa?lang=ja").await;
    assert!(home.links().iter().any(|link| link.contains("/results")));
    let closed = resident
        .get(&format!("{}?lang=ja", address(&published.survey)))
        .await;
    closed.assert_page(410, "調査結果のページへ");
    for language in ["ja", "ja-x-easy", "en"] {
        let page = published.get(&format!("?lang={language}")).await;
        page.assert_page(200, "46");
    }
    let town = &published.door.town;
    let (mut conn, now) = (town.db.conn().await, town.now().await);
    let reason = "誤り".parse().unwrap();
    conn.transaction(async |tx| {
        publishing::withdraw(tx, &town.operator, published.report, &reason, now).await
    })
    .await
    .unwrap();
    published.door.next_edition().await;
    let taken_back = published.get("?lang=ja").await;
    taken_back.assert_page(403, "まだ公表されていません");
    assert_eq!(published.get(".csv").await.status, 404);
    let home = resident.get("/sunagawa?lang=ja").await;
    assert!(!home.links().iter().any(|link| link.contains("/results")));
}

#[actix_web::test]
async fn nothing_is_told_of_surveys_that_are_not_published() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let resident = door.resident();
    let results = format!("{}/results", address(&survey));
    for rest in ["?lang=ja", "/livable?lang=ja", "/nothing?lang=ja"] {
        let page = resident.get(&format!("{results}{rest}")).await;
        page.assert_page(403, "結果はまだ公表されていません");
    }
    for path in [
        format!("{results}.csv"),
        format!("{results}.json"),
        "/sunagawa/surveys/nothing/results".to_owned(),
        "/sunagawa/surveys/nothing/results/info".to_owned(),
        "/nothing/surveys/nothing/results.csv".to_owned(),
    ] {
        assert_eq!(resident.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(resident.post(&results, &[]).await.status, 405);
}

#[actix_web::test]
async fn odd_addresses_of_questions_are_only_not_found() {
    let published = published().await;
    let long = "q".repeat(3_000);
    for question in [
        "nothing",
        "%00",
        "..%2f..",
        "info.other",
        "years.1",
        "%E5%95%8F",
        "info'--",
        &long,
    ] {
        let page = published.get(&format!("/{question}")).await;
        assert_eq!(page.status, 404, "{question}");
    }
    let years = published.get("/years?lang=ja").await;
    years.assert_page(200, "平均");
}

//! The four plans as their pages say them: years, words, headings and notes as printed, and nothing that is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use kocho::domain::plan::indicator::Version;
use kocho::domain::plan::{Edition, code_of};
use kocho::formats::plan::{self, Form};

use crate::plans::{JSON, four_towns, read};
use crate::support::door::TestApp;
use crate::support::page::Reply;
use crate::support::published::rows;

/// Town, plan, and how many indicators it has.
const PLANS: [(&str, &str, usize); 5] = [
    ("nayoro", "nyr", 24),
    ("sunagawa", "sng", 12),
    ("sunagawa", "sgs", 16),
    ("biratori", "brt", 21),
    ("suzaka", "szk", 24),
];

async fn town() -> TestApp {
    let town = four_towns().await;
    read(&town, JSON, Form::Json).await;
    TestApp::over(Arc::new(town), &[]).await
}

/// The rows that have a page: address and print.
fn printed() -> BTreeMap<String, Version> {
    let plans = plan::read(JSON, Form::Json).unwrap();
    let newest = plans.iter().map(|plan| plan.versions.last().unwrap());
    let rows = newest.flat_map(|Edition { label, rows }| {
        let address = |row: &Version| {
            let code = code_of(&row.row_id, label.is_some()).to_lowercase();
            let short = code.split('-').next().unwrap();
            let (town, plan, _) = PLANS.iter().find(|(_, plan, _)| *plan == short).unwrap();
            format!("/{town}/plans/{plan}/indicators/{code}")
        };
        rows.iter()
            .map(move |row| (address(&row.indicator), row.indicator.clone()))
    });
    rows.collect()
}

/// The words for its times, in the order of its cells.
fn times(row: &Version) -> Vec<String> {
    let targets = row.milestones.iter().map(|target| &target.period);
    let all = std::iter::once(&row.baseline.period).chain(targets);
    all.filter_map(|period| period.raw.clone()).collect()
}

/// What stands in an element of a page.
fn inside(page: &Reply, opening: &str, closing: &str) -> String {
    let (_, after) = page.html().split_once(opening).expect(opening);
    let html = after.split_once(closing).expect(closing).0;
    let shown = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text: Vec<&str> = shown.flat_map(str::split_whitespace).collect();
    text.join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_year_is_the_word_of_the_plan() {
    let door = town().await;
    let person = door.resident();
    let all = printed();
    assert_eq!(all.len(), 100);
    for (address, row) in &all {
        if row.not_set().is_some() {
            continue;
        }
        let page = person.get(address).await;
        let goals = inside(&page, "<dl class=\"targets\">", "</dl>");
        let mut fiscal = 0;
        for time in times(row) {
            assert!(goals.contains(&time), "{address}: {time} in {goals}");
            fiscal += time.matches("年度").count();
        }
        assert_eq!(goals.matches("年度").count(), fiscal, "{address}: {goals}");
        let file = rows(&person.get(&format!("{address}.csv")).await);
        let told: Vec<&str> = file
            .iter()
            .map(|row| row["year_printed"].as_str())
            .collect();
        let told: Vec<&str> = told.into_iter().filter(|time| !time.is_empty()).collect();
        assert_eq!(told, times(row), "{address}");
        assert!(
            file.iter().all(|row| row["fiscal_year"].is_empty()),
            "{address}"
        );
    }
    for (town, plan, count) in PLANS {
        let page = person.get(&format!("/{town}/plans/{plan}")).await;
        page.assert_page(200, &format!("指標は{count}件です。"));
        assert!(
            !page.html().contains("class=\"filters\""),
            "{plan}: one state only"
        );
        let table = inside(&page, "<table class=\"plan stacks\">", "</table>");
        let own = |address: &&String| address.contains(&format!("/{plan}/"));
        for address in all.keys().filter(own) {
            for time in times(&all[address]) {
                assert!(table.contains(&time), "{address}: {time}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_say_what_kind_of_year_is_printed() {
    let door = town().await;
    let person = door.resident();
    let told = async |plan: &str, slug: &str| {
        let address = format!("/{plan}/indicators/{slug}.csv");
        let file = rows(&person.get(&address).await);
        let columns = [
            "label",
            "year",
            "year_kind",
            "year_printed",
            "year_from",
            "year_to",
        ];
        let row = |at: usize| columns.map(|name| file[at][name].clone()).join("|");
        [row(0), row(1)]
    };
    for (plan, slug, baseline, target) in [
        (
            "sunagawa/plans/sgs",
            "sgs-01",
            "基準値|2015|year|（平成 27年）||",
            "目標値|2025|year|（令和７年）||",
        ),
        (
            "sunagawa/plans/sgs",
            "sgs-06",
            "基準値|2019|calendar_year|（令和元年）||",
            "目標値|2025|calendar_year|（令和７年）||",
        ),
        (
            "suzaka/plans/szk",
            "szk-16",
            "現状値|2019|sum|（2019)|2015|2019",
            "目標値|2025|sum|2025年|2021|2025",
        ),
        (
            "sunagawa/plans/sng",
            "sng-01",
            "現状値|2019|year|R元||",
            "中間目標値|2025|year|R7||",
        ),
        (
            "biratori/plans/brt",
            "brt-01",
            "現状値||unstated|||",
            "R12|2030|year|R12||",
        ),
    ] {
        assert_eq!(told(plan, slug).await, [baseline, target]);
    }
    let file = rows(
        &person
            .get("/biratori/plans/brt/indicators/brt-02.csv")
            .await,
    );
    assert_eq!(file[0]["number"], "2");
    let file = rows(&person.get("/nayoro/plans/nyr/indicators/nyr-19.csv").await);
    assert!(file[0]["notes"].starts_with("※ 今後、"), "{:?}", file[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_plan_stand_where_it_prints_them() {
    let door = town().await;
    let person = door.resident();
    for (address, words) in [
        (
            "nayoro/plans/nyr",
            &["基準値", "Ⅰ-1 市民主体", "※ 今後、"][..],
        ),
        (
            "sunagawa/plans/sng",
            &["現状値", "施策6-1 (協働) 市民と", "実質公債費比率*"],
        ),
        (
            "sunagawa/plans/sgs",
            &["（２） 産業の競争力強化", "① 商工業振興策", "就業者数※１"],
        ),
        (
            "biratori/plans/brt",
            &["指標No.11", "めざすべき目標値", "R12 2030年"],
        ),
        (
            "suzaka/plans/szk",
            &["成果指標・市民意識指標", "プロセス指標", "（※）"],
        ),
        (
            "suzaka/plans/szk/indicators/szk-16",
            &["※ 現状値は", "2015～2019の累計", "2021～2025の累計"],
        ),
        (
            "sunagawa/plans/sng/indicators/sng-11",
            &["「*」の付いた用語", "単位：%"],
        ),
        (
            "sunagawa/plans/sgs/indicators/sgs-01",
            &["※１ 国勢調査", "※２ 人口減少"],
        ),
        (
            "biratori/plans/brt/indicators/brt-01",
            &["指標No.1", "めざすべき目標値"],
        ),
    ] {
        let page = person.get(&format!("/{address}")).await;
        let text = page.main_text();
        for word in words {
            assert!(text.contains(word), "{address}: {word} in {text}");
        }
    }
    let plan = person.get("/sunagawa/plans/sng").await;
    let table = inside(&plan, "<table class=\"plan stacks\">", "</table>");
    assert_eq!(table.matches("基本目標6").count(), 1, "{table}");
    assert_eq!(table.matches("状態").count(), 1, "one head: {table}");
}

/// A step without an indicator stands with its reason, and is none.
#[tokio::test(flavor = "multi_thread")]
async fn where_no_indicator_is_set_the_reason_stands_once() {
    let door = town().await;
    let person = door.resident();
    for (plan, slug, name, reason) in [
        (
            "sng",
            "sng-10",
            "適正な財産管理の推進",
            "適正な財産管理の推進は、公共施設の維持",
        ),
        (
            "sgs",
            "sgs-14",
            "子ども医療費無料化事業",
            "助成額で事業の有効性を図ることは困難",
        ),
        (
            "sgs",
            "sgs-16",
            "学校給食費無償化事業",
            "KPIの設定が困難なため設定しない",
        ),
    ] {
        let page = person.get(&format!("/sunagawa/plans/{plan}")).await;
        let table = inside(&page, "<table class=\"plan stacks\">", "</table>");
        assert!(
            table.contains(reason) && table.contains(name),
            "{slug}: {table}"
        );
        let own = person
            .get(&format!("/sunagawa/plans/{plan}/indicators/{slug}"))
            .await;
        own.assert_page(200, reason);
        assert!(own.html().contains(&format!("<h1>{name}</h1>")), "{slug}");
        assert!(!own.html().contains("class=\"targets\""), "{slug}");
    }
    let dropped = person.get("/sunagawa/plans/sgs/indicators/sgs-16").await;
    let (head, _) = dropped.html().split_once("計画の変更の記録").unwrap();
    assert!(
        !head.contains("新規事業の追加"),
        "a reason for the project, not for this"
    );
}

/// Reasons of amendments are those of the plan, whole.
#[tokio::test(flavor = "multi_thread")]
async fn the_reasons_of_amendments_are_complete() {
    let door = town().await;
    let merged = "令和５年度新規事業である「保育所ＩＣＴシステム導入事業」及び「小中学校ＩＣＴシステム導入事業」の２事業を\
                  １事業にまとめ、具体的な事業として記載";
    let branded = "地域ブランドに係る取り組みの進捗状況を踏まえ、文章を修正";
    for (slug, reason) in [
        ("sgs-02", branded),
        ("sgs-03", branded),
        ("sgs-11", merged),
        ("sgs-12", merged),
        ("sgs-14", "医療費無料化に伴う文章修正"),
    ] {
        let address = format!("/sunagawa/plans/sgs/indicators/{slug}");
        let page = door.resident().get(&address).await;
        let text = page.main_text();
        let (_, record) = text.split_once("計画の変更の記録").unwrap();
        assert!(record.contains(reason), "{slug}: {record}");
        assert!(
            !text.contains("測り方の記録"),
            "{slug}: nothing measures it"
        );
    }
}

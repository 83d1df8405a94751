//! Plans and indicators: the four real plans in and out of the database, and their history.

use std::str::FromStr;

use kocho::commands::plan_files::{Choice, Imported, export, import, import_as};
use kocho::domain::ids::{IndicatorId, MunicipalityId};
use kocho::domain::plan::amendment::{Amendment, Cause};
use kocho::domain::slug::Slug;
use kocho::domain::text::Text;
use kocho::formats::plan::Form;
use kocho::storage::municipalities::{self, Municipality};
use kocho::storage::{amendments, indicators, plans};
use kocho::workflows::planning::importing::Removals;
use uuid::Uuid;

use crate::support::town::Town;

pub const CSV: &[u8] = include_bytes!("../../config/demo/plans/indicators.csv");
pub const JSON: &[u8] = include_bytes!("../../config/demo/plans/indicators.json");

/// 砂川市 with its three neighbours.
pub async fn four_towns() -> Town {
    let town = Town::new().await;
    let mut conn = town.db.conn().await;
    let own = municipalities::by_id(&mut conn, town.id).await.unwrap();
    for (slug, name) in [
        ("nayoro", "名寄市"),
        ("biratori", "平取町"),
        ("suzaka", "須坂市"),
    ] {
        let neighbour = Municipality {
            id: MunicipalityId(Uuid::now_v7()),
            slug: slug_of(slug),
            name: Text::japanese(name),
            ..own.clone()
        };
        municipalities::insert(&mut conn, &neighbour).await.unwrap();
    }
    town
}

pub fn slug_of(name: &str) -> Slug {
    Slug::from_str(name).unwrap()
}

pub async fn read(town: &Town, bytes: &[u8], form: Form) -> Imported {
    import(&mut *town.db.conn().await, None, bytes, form, "test")
        .await
        .unwrap()
}

fn total(imported: &Imported) -> [u32; 5] {
    let rows = imported
        .0
        .iter()
        .map(|(_, s)| [s.added, s.changed, s.unchanged, s.removed, s.amendments]);
    rows.fold([0; 5], |sum, row| std::array::from_fn(|i| sum[i] + row[i]))
}

pub async fn indicator(town: &Town, slug: &str) -> IndicatorId {
    indicators::by_slug(&mut *town.db.conn().await, town.id, &slug_of(slug))
        .await
        .unwrap()
        .id
}

pub async fn history(town: &Town, slug: &str) -> Vec<Amendment> {
    let id = indicator(town, slug).await;
    let told = amendments::list_of(&mut *town.db.conn().await, town.id, id)
        .await
        .unwrap();
    told.into_iter().map(|stored| stored.document).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_four_plans_come_out_as_they_went_in() {
    let town = four_towns().await;
    let imported = read(&town, JSON, Form::Json).await;
    assert_eq!(total(&imported)[..4], [115, 0, 0, 0]);
    assert_eq!(
        town.db
            .number("select count(*) from indicator_versions")
            .await,
        115
    );
    assert_eq!(
        town.db.number("select count(*) from indicators").await,
        100,
        "15 rows of the strategy are the same indicator revised"
    );
    let mut conn = town.db.conn().await;
    assert!(export(&mut conn, None, Form::Json).await.unwrap() == JSON);
    assert!(export(&mut conn, None, Form::Csv).await.unwrap() == CSV);
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_again_changes_nothing() {
    let town = four_towns().await;
    read(&town, JSON, Form::Json).await;
    let before = town.db.number("select count(*) from amendments").await;
    for (bytes, form) in [(JSON, Form::Json), (CSV, Form::Csv), (JSON, Form::Json)] {
        assert_eq!(total(&read(&town, bytes, form).await), [0, 0, 115, 0, 0]);
    }
    assert_eq!(
        town.db.number("select count(*) from amendments").await,
        before
    );
    assert!(
        export(&mut *town.db.conn().await, None, Form::Json)
            .await
            .unwrap()
            == JSON,
        "a CSV over it took nothing away"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changed_cell_is_one_amendment() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let text = String::from_utf8(CSV.to_vec()).unwrap();
    let changed = text.replacen(
        "市民アンケートで、「そう思う」",
        "市民アンケートにおいて、「そう思う」",
        1,
    );
    assert_eq!(
        total(&read(&town, changed.as_bytes(), Form::Csv).await),
        [0, 1, 114, 0, 1]
    );
    let told = history(&town, "sng-02").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].field, "explanation_raw");
    assert!(
        told[0]
            .old
            .as_ref()
            .unwrap()
            .starts_with("市民アンケートで、")
    );
    assert!(
        told[0]
            .new
            .as_ref()
            .unwrap()
            .starts_with("市民アンケートにおいて、")
    );
    assert_eq!(told[0].cause, Cause::Import);
    assert!(
        export(&mut *town.db.conn().await, None, Form::Csv)
            .await
            .unwrap()
            == changed.as_bytes()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_goes_is_amended_and_keeps_its_history() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let text = String::from_utf8(CSV.to_vec()).unwrap();
    let without: String = text
        .split_inclusive("\r\n")
        .filter(|line| !line.starts_with("SNG-04,"))
        .collect();
    let removing = Choice {
        municipality: None,
        form: Form::Csv,
        removals: Removals::Allowed,
        check: false,
    };
    let mut conn = town.db.conn().await;
    let imported = import_as(&mut conn, removing, without.as_bytes(), "test").await;
    assert_eq!(total(&imported.unwrap()), [0, 0, 114, 1, 1]);
    let told = history(&town, "sng-04").await;
    assert_eq!((told[0].field.as_str(), &told[0].new), ("row", &None));
    assert_eq!(total(&read(&town, CSV, Form::Csv).await), [1, 0, 114, 0, 1]);
    assert_eq!(history(&town, "sng-04").await.len(), 2);
}

/// 新旧対照表: two versions, their differences with the 変更理由, the identity of a renamed indicator.
#[tokio::test(flavor = "multi_thread")]
async fn a_revision_becomes_amendments_with_their_reasons() {
    let town = four_towns().await;
    read(&town, JSON, Form::Json).await;
    let renamed = history(&town, "sgs-02").await;
    let fields: Vec<_> = renamed
        .iter()
        .map(|a| (a.field.as_str(), a.old.as_deref(), a.new.as_deref()))
        .collect();
    assert_eq!(
        fields,
        [(
            "subsection_name",
            Some("地域ブランド構築事業"),
            Some("地域ブランド定着推進事業")
        )]
    );
    let cause = Cause::Revision {
        from: "変更前".to_owned(),
        to: "変更後".to_owned(),
    };
    assert_eq!(renamed[0].cause, cause);
    let added = history(&town, "sgs-16").await;
    assert_eq!(
        (added[0].field.as_str(), added[0].reason.as_deref()),
        ("row", Some("新規事業の追加"))
    );
    let dropped = history(&town, "sgs-14").await;
    let target = dropped.iter().find(|a| a.field == "target1_raw").unwrap();
    assert_eq!(target.old.as_deref(), Some("8,400円"));
    assert!(
        target
            .reason
            .as_ref()
            .unwrap()
            .contains("助成額で事業の有効性を図ることは困難")
    );
    let id = indicator(&town, "sgs-02").await;
    let versions = indicators::versions_of(&mut *town.db.conn().await, town.id, id)
        .await
        .unwrap();
    assert_eq!(
        versions.len(),
        2,
        "one indicator in two versions of its plan"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_without_indicator_says_why() {
    let town = four_towns().await;
    read(&town, JSON, Form::Json).await;
    let mut conn = town.db.conn().await;
    let plan = plans::by_slug(&mut conn, town.id, &slug_of("sng"))
        .await
        .unwrap();
    let nodes = plans::nodes(&mut conn, town.id, plan.id).await.unwrap();
    let node = nodes
        .iter()
        .find(|node| node.no_indicator.is_some())
        .unwrap();
    assert_eq!(node.name.as_deref(), Some("適正な財産管理の推進"));
    assert!(
        node.no_indicator
            .as_ref()
            .unwrap()
            .contains("成果指標は設定しません")
    );
    assert_eq!(nodes.iter().filter(|node| node.level == "goal").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_file_or_an_unknown_town_imports_nothing() {
    let town = Town::new().await;
    let mut conn = town.db.conn().await;
    let unknown = import(&mut conn, None, CSV, Form::Csv, "test")
        .await
        .unwrap_err();
    assert!(unknown.to_string().contains("名寄市"), "{unknown}");
    let broken = String::from_utf8(CSV.to_vec())
        .unwrap()
        .replace("at_least", "mindestens");
    let faults = import(&mut conn, None, broken.as_bytes(), Form::Csv, "test")
        .await
        .unwrap_err();
    assert!(
        faults.to_string().lines().count() > 80,
        "all of them at once"
    );
    assert_eq!(town.db.number("select count(*) from plans").await, 0);
    let own = import(
        &mut conn,
        Some(&slug_of("sunagawa")),
        CSV,
        Form::Csv,
        "test",
    )
    .await
    .unwrap();
    assert_eq!(
        own.0.len(),
        2,
        "砂川市 has a plan and a strategy in this file"
    );
}

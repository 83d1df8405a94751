//! Plans as offices hand them in and as citizens read them: other scales of a unit, files with a part of the plan,
//! changes in words.

use kocho::commands::plan_files::{Choice, Imported, import, import_as};
use kocho::domain::ids::{IndicatorId, MunicipalityId};
use kocho::domain::plan::amendment::{Amendment, Cause};
use kocho::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::plan::printed::decimal;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::questionnaire::routing::Condition;
use kocho::domain::reason::Reason;
use kocho::domain::text::Text;
use kocho::formats::plan::Form;
use kocho::storage::amendments::{self, AmendmentRow};
use kocho::storage::municipalities::{self, Municipality};
use kocho::storage::{indicators, plans};
use kocho::workflows::planning::binding::Binding;
use kocho::workflows::planning::importing::Removals;
use kocho::workflows::planning::measuring::Typed;
use kocho::workflows::planning::{bind, record, redefine};
use uuid::Uuid;

use crate::plans::{CSV, four_towns, indicator, read, slug_of};
use crate::support::door::{EVERYTHING, TestApp};
use crate::support::town::Town;

const UNITS: &[u8] = include_bytes!("../data/faults/plan_units.csv");
const PARTIAL: &[u8] = include_bytes!("../data/faults/plan_partial.csv");

/// 架空市 beside 砂川市, with the plan of twenty odd rows.
async fn imaginary(town: &Town) -> MunicipalityId {
    let mut conn = town.db.conn().await;
    let own = municipalities::by_id(&mut conn, town.id).await.unwrap();
    let neighbour = Municipality {
        id: MunicipalityId(Uuid::now_v7()),
        slug: slug_of("kaku"),
        name: Text::japanese("架空市"),
        ..own
    };
    municipalities::insert(&mut conn, &neighbour).await.unwrap();
    import(&mut conn, None, UNITS, Form::Csv, "test")
        .await
        .unwrap();
    neighbour.id
}

async fn again(town: &Town, check: bool, removals: Removals) -> anyhow::Result<Imported> {
    let choice = Choice {
        municipality: None,
        form: Form::Csv,
        removals,
        check,
    };
    import_as(&mut *town.db.conn().await, choice, PARTIAL, "test").await
}

/// A file with a part of the plan takes nothing off it unless that is said; a check says what it would do.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_plan_removes_nothing_unasked() {
    let town = Town::new().await;
    imaginary(&town).await;
    let stored = async || {
        let rows = town
            .db
            .number("select count(*) from indicator_versions")
            .await;
        let events = town.db.number("select count(*) from audit").await;
        let told = town.db.number("select count(*) from amendments").await;
        (rows, events, told)
    };
    let before = stored().await;
    let refused = again(&town, false, Removals::Refused).await.unwrap_err();
    let said = format!("{refused:#}");
    for word in [
        "11 rows",
        "第6次架空市総合計画",
        "KK-10 公債費比率",
        "KK-20 受診率",
        "--check",
        "--remove",
    ] {
        assert!(said.contains(word), "{word} in {said}");
    }
    let checked = again(&town, true, Removals::Refused).await.unwrap();
    let changes = checked.changes();
    assert_eq!(
        changes.iter().filter(|line| line.starts_with("- ")).count(),
        11,
        "{changes:?}"
    );
    assert!(
        changes.contains(&"- kk-10: 「公債費比率」".to_owned()),
        "{changes:?}"
    );
    assert_eq!(checked.0[0].1.removed, 11);
    assert_eq!(stored().await, before, "neither stored anything");
    let removed = again(&town, false, Removals::Allowed).await.unwrap();
    let summary = &removed.0[0].1;
    assert_eq!(
        (summary.unchanged, summary.removed, summary.amendments),
        (9, 11, 11)
    );
    assert_eq!(stored().await.0, 9);
}

async fn publish(
    town: &Town,
    municipality: MunicipalityId,
    id: IndicatorId,
    number: &str,
    unit: &str,
) {
    let typed = Typed {
        fiscal_year: 2025,
        number: decimal(number).unwrap(),
        unit: Some(unit.to_owned()),
        source: Reason::parse("統計").unwrap(),
        correction: None,
    };
    let actor = kocho::domain::actor::Actor {
        municipality,
        who: town.operator.who.clone(),
    };
    let (mut conn, now) = (town.db.conn().await, town.now().await);
    record(&mut conn, &actor, id, &typed, now).await.unwrap();
    town.db
        .execute("update indicator_values set state = 'published'")
        .await;
}

const OTHER_UNIT: &str = "row_id,municipality,plan_name,indicator_name_raw,unit,baseline_raw,baseline_year_raw,target1_raw,target1_year_raw\n\
    ZZ-01,架空市,第7次架空市総合計画,参加者数,人,5％,R5,10％以上,R12\n";

/// 「1,300億円」 in a plan of 億円 is 1,300 everywhere, and what is in another unit is said not to be comparable.
#[tokio::test(flavor = "multi_thread")]
async fn the_public_reads_numbers_in_the_unit_of_the_indicator() {
    let door = TestApp::new().await;
    let of = imaginary(&door.town).await;
    let mut conn = door.town.db.conn().await;
    import(&mut conn, None, OTHER_UNIT.as_bytes(), Form::Csv, "test")
        .await
        .unwrap();
    for (slug, number, unit) in [
        ("kk-03", "1250", "億円"),
        ("kk-13", "11", "回/年"),
        ("zz-01", "20", "人"),
    ] {
        let found = indicators::by_slug(&mut conn, of, &slug_of(slug)).await;
        publish(&door.town, of, found.unwrap().id, number, unit).await;
    }
    let person = door.resident();
    let file = person.get("/kaku/plans/kk/indicators/kk-03.csv").await;
    file.assert_file("csv", "kk-03");
    let text = String::from_utf8(file.body.clone()).unwrap();
    assert!(text.contains(",target,2030,1300,"), "{text}");
    assert!(!text.contains("130000000000"), "{text}");
    let page = person.get("/kaku/plans/kk/indicators/kk-03").await;
    page.assert_page(200, "1,300億円");
    assert!(!page.html().contains("00000000"), "no axis of yen");
    let rates = person.get("/kaku/plans/kk/indicators/kk-13.json").await;
    rates.assert_file("json", "kk-13");
    let rates: serde_json::Value = serde_json::from_slice(&rates.body).unwrap();
    let values: Vec<_> = rates
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["value"].as_str())
        .collect();
    assert_eq!(
        values,
        [Some("12"), Some("12"), Some("11")],
        "年12回 is 月1回"
    );
    assert_eq!(rates[0]["unit"], "回/年");
    let page = person.get("/kaku/plans/zz/indicators/zz-01").await;
    page.assert_page(200, "目標の単位が指標の単位と異なるため、判定できません");
    page.assert_page(200, "現状値の単位が指標の単位と異なる");
    assert!(
        page.main_text().contains("10％以上"),
        "the words of the plan stay"
    );
    let english = person.get("/kaku/plans/zz/indicators/zz-01?lang=en").await;
    english.assert_page(200, "not comparable");
    let file = person.get("/kaku/plans/zz/indicators/zz-01.json").await;
    let rows: serde_json::Value = serde_json::from_slice(&file.body).unwrap();
    assert_eq!(
        (&rows[0]["value"], &rows[1]["value"]),
        (&serde_json::Value::Null, &serde_json::Value::Null)
    );
    assert_eq!(rows[1]["printed"], "10％以上");
}

fn measured(codes: &[&str], base: Base, filter: Option<Condition>) -> Definition {
    let codes = codes.iter().map(|code| Code::parse(code).unwrap());
    Definition {
        source: Source::Item(Measurand {
            questionnaire: Code::parse("everything").unwrap(),
            item: "livable".to_owned(),
            measure: Measure::Share(codes.collect()),
            base,
            weighting: None,
            filter,
        }),
        decimals: 1,
        direction: Direction::Increase,
        baseline: None,
    }
}

fn binding(definition: Definition) -> Binding {
    Binding {
        definition,
        comparability: None,
        owners: Vec::new(),
    }
}

/// A changed definition is read in words by citizens, whether it was stored as data or, earlier, as text.
#[tokio::test(flavor = "multi_thread")]
async fn a_changed_definition_is_said_in_words() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let door = TestApp::over(std::sync::Arc::new(town), &[]).await;
    let town = &door.town;
    town.freeze(EVERYTHING).await;
    let id = indicator(town, "sng-02").await;
    let (mut conn, now) = (town.db.conn().await, town.now().await);
    let only = Condition::AnyOf {
        item: "work".to_owned(),
        codes: vec![Code::parse("1").unwrap()],
    };
    let old = measured(&["1", "2"], Base::All, None);
    let new = measured(
        &["1"],
        Base::Substantive,
        Some(Condition::Not(Box::new(only))),
    );
    bind(&mut conn, &town.operator, id, &binding(old.clone()), now)
        .await
        .unwrap();
    let why = Reason::parse("国の定義に合わせるため").unwrap();
    redefine(
        &mut conn,
        &town.operator,
        id,
        &binding(new.clone()),
        &why,
        now,
    )
    .await
    .unwrap();
    let page = "/sunagawa/plans/sng/indicators/sng-02";
    let shown = |html: &str| {
        let (_, table) = html
            .split_once("測り方の記録")
            .or(html.split_once("Record of how it is measured"))
            .unwrap();
        table.split("</table>").next().unwrap().to_owned()
    };
    let japanese = door.resident().get(page).await;
    for word in [
        "分母",
        "該当者全員（無回答を含む）",
        "無回答・わからないを除く",
        "対象をしぼる条件",
        "国の定義に合わせるため",
        "「そう思う」「そう思わない」",
        "次に当てはまらない人（「力を入れてほしいことは何ですか。」に「道路」と答えた人）",
    ] {
        assert!(
            japanese.main_text().contains(word),
            "{word} in {}",
            shown(japanese.html())
        );
    }
    let english = door.resident().get(&format!("{page}?lang=en")).await;
    english.assert_page(200, "excluding “no answer” and “don’t know”");
    english.assert_page(200, "answered “Roads” to “What should be done?”");
    // As it was stored before: JSON in a text.
    let text = |definition: &Definition| serde_json::to_string(definition).ok();
    let plan = plans::by_slug(&mut conn, town.id, &slug_of("sng"))
        .await
        .unwrap();
    let stored = AmendmentRow {
        municipality_id: town.id,
        plan_id: plan.id,
        number: amendments::last_number(&mut conn, town.id, plan.id)
            .await
            .unwrap()
            + 1,
        indicator_id: Some(id),
        document: Amendment {
            field: "definition".to_owned(),
            old: text(&new),
            new: text(&measured(&["1"], Base::Everyone, None)),
            reason: None,
            cause: Cause::Definition,
            defined: None,
        },
        amended_at: now,
    };
    amendments::insert(&mut conn, &[stored]).await.unwrap();
    door.next_edition().await;
    let page = door.resident().get(page).await;
    page.assert_page(200, "全有効回答者（非該当を含む）");
    for inside in ["{", "}", "substantive", "any_of", "&quot;"] {
        assert!(
            !shown(page.html()).contains(inside),
            "{inside} in {}",
            shown(page.html())
        );
    }
}

/// The changes of a revised plan are named in words, and each stands once.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_plan_is_named_in_words_and_told_once() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let door = TestApp::over(std::sync::Arc::new(town), &[]).await;
    for (slug, words) in [
        (
            "sgs-14",
            vec![
                "目標値",
                "8,400円",
                "KPIの設定が困難なため設定しない",
                "助成額で事業の有効性を図ることは困難",
            ],
        ),
        ("sgs-02", vec!["計画の中の位置", "地域ブランド定着推進事業"]),
        ("sgs-16", vec!["指標の追加", "新規事業の追加"]),
    ] {
        let page = door
            .resident()
            .get(&format!("/sunagawa/plans/sgs/indicators/{slug}"))
            .await;
        page.assert_page(200, "計画の変更の記録");
        let text = page.main_text();
        for word in words {
            assert!(text.contains(word), "{slug}: {word} in {text}");
        }
        for inside in ["_", "target1", "True", "False", "at_least", "row"] {
            assert!(!text.contains(inside), "{slug}: {inside} in {text}");
        }
        assert!(text.matches("8,400円").count() <= 1, "{text}");
    }
}

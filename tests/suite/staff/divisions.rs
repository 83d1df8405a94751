//! Divisions, and what they were called when.

use std::sync::Arc;

use chrono::Days;
use kocho::domain::time::Zone;

use crate::closing::Bound;
use crate::support::door::TestApp;
use crate::support::published::rows;

/// A published value of this year, one of the year before, and an administrator at the desk.
async fn published() -> (TestApp, String) {
    let bound = Bound::new().await;
    bound.publish().await;
    let older = "insert into indicator_values (municipality_id, id, indicator_id, fiscal_year, state, document, \
                 recorded_at, recorded_by) select municipality_id, gen_random_uuid(), indicator_id, fiscal_year - 1, \
                 'published', jsonb_build_object('fiscal_year', fiscal_year - 1, 'shown', '40.0', 'unrounded', '40.0', \
                 'unit', '％', 'provenance', jsonb_build_object('from', 'typed', 'source', '集計表', 'correction', null)), \
                 recorded_at - interval '365 days', recorded_by from indicator_values";
    bound.town.db.execute(older).await;
    let path = "select '/sunagawa/plans/' || p.slug || '/indicators/' || i.slug from indicators i \
                join plans p on p.id = i.plan_id where i.slug = 'sng-02'";
    let path = bound.town.db.text(path).await;
    let app = TestApp::over(Arc::new(bound.town), &[])
        .await
        .with_administrator()
        .await;
    (app, path)
}

async fn rename(app: &TestApp, name: &str, days_ago: u64) {
    let staff = app.staff();
    let id = app.town.db.text("select id::text from divisions").await;
    let page = staff.get(&format!("/staff/divisions/{id}")).await;
    let from = Zone::TOKYO.day(app.town.now().await) - Days::new(days_ago);
    let typed = [("name", name), ("from", &from.to_string())];
    let list = staff.press(&page, "", &typed).await;
    list.assert_page(200, "保存しました");
}

#[actix_web::test]
async fn a_value_bears_the_name_its_division_had_on_its_day() {
    let (app, path) = published().await;
    let person = app.resident();
    let page = person.get(&path).await;
    page.assert_page(200, "担当課");
    // At both values, and at the head of the page.
    assert_eq!(page.main_text().matches("広報広聴係").count(), 3);
    rename(&app, "広報戦略課", 100).await;
    let shown = |year: &str, page: &str| {
        let row = page.split("<tr>").find(|row| row.contains(year));
        row.unwrap_or_else(|| panic!("no row of {year}")).to_owned()
    };
    let csv = rows(&person.get(&format!("{path}.csv")).await);
    let mut values = csv.iter().filter(|row| row["kind"] == "value");
    let (older, newer) = (values.next().unwrap(), values.next().unwrap());
    assert_eq!(older["division"], "広報広聴係");
    assert_eq!(newer["division"], "広報戦略課");
    let targets: Vec<_> = csv.iter().filter(|row| row["kind"] == "target").collect();
    assert!(!targets.is_empty());
    assert!(targets.iter().all(|row| row["division"] == "広報戦略課"));
    let page = person.get(&path).await;
    let older = shown("集計表", page.html());
    assert!(older.contains("広報広聴係") && !older.contains("広報戦略課"));
    assert_eq!(page.main_text().matches("広報戦略課").count(), 2);
    let json = person.get(&format!("{path}.json")).await;
    let json: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
    let values = json.as_array().unwrap().iter();
    let names: Vec<_> = values
        .filter(|row| row["kind"] == "value")
        .map(|row| row["division"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["広報広聴係", "広報戦略課"]);
}

#[actix_web::test]
async fn names_that_are_over_stand_in_the_list_with_their_days() {
    let (app, path) = published().await;
    rename(&app, "広報戦略課", 100).await;
    rename(&app, "魅力発信課", 10).await;
    let list = app.staff().get("/staff/divisions").await;
    let text = list.main_text();
    assert_eq!(text.matches("「広報広聴係」").count(), 1, "{text}");
    assert_eq!(text.matches("「広報戦略課」").count(), 1, "{text}");
    assert!(!text.contains("「魅力発信課」"), "{text}");
    // Whoever says that the newest name is as old as the value of last year is believed.
    rename(&app, "広報広聴課", 400).await;
    let page = app.resident().get(&path).await;
    assert_eq!(page.main_text().matches("広報広聴課").count(), 3);
    let text = app.staff().get("/staff/divisions").await.main_text();
    assert!(!text.contains("「広報戦略課」"), "{text}");
    let names = "select string_agg(name, ' ' order by from_day) from division_names";
    assert_eq!(app.town.db.text(names).await, "広報広聴係 広報広聴課");
}

#[actix_web::test]
async fn the_record_says_what_it_was_called_then() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let new = staff.get("/staff/divisions/new").await;
    staff
        .press(&new, "", &[("name", "広報係")])
        .await
        .assert_page(200, "課を加えました");
    rename(&app, "広報課", 0).await;
    let record = staff.get("/staff/record").await;
    record.assert_page(200, "「広報係」を課に加えました");
    record.assert_page(200, "「広報係」の名前を変えました");
    record.assert_page(200, "「広報係」から「広報課」へ");
}

//! Whether the installation is well, as its operators see it.

use kocho::domain::role::Role;

use crate::support::door::TestApp;

const HEALTH: &str = "/staff/health";

#[actix_web::test]
async fn what_is_well_and_what_is_not_is_said_in_words() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    let page = operator.get(HEALTH).await;
    page.assert_page(200, env!("CARGO_PKG_VERSION"));
    let text = page.main_text();
    for said in [
        "PostgreSQL",
        "合っていません",
        "ファイルに",
        "待っている仕事",
        "つながっています",
    ] {
        // Databases of tests do not say which migrations made them, and letters go to no server.
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.contains("このサーバーでは、まだ作っていません"));
    let var = app.app.config.var.join("backup.last");
    std::fs::write(var, "2020-11-27T18:00:00+00:00").unwrap();
    let english = operator.get(&format!("{HEALTH}?lang=en")).await;
    english.assert_page(200, "28 November 2020, 03:00");
    assert!(english.main_text().contains("Last backup ▲"));
}

#[actix_web::test]
async fn a_changed_end_of_a_log_and_work_given_up_are_noticed() {
    let app = TestApp::with_desk().await;
    let operator = app.staff_with(Role::Operator).await;
    app.town
        .db
        .execute(
            "set session_replication_role = replica; \
             update audit set event = event || '{\"person\": \"x\"}' where (municipality_id, number) in \
             (select municipality_id, max(number) from audit a join municipalities m on m.id = municipality_id \
             where m.slug = 'sunagawa' group by 1); reset session_replication_role; \
             insert into jobs (id, job, run_at, given_up_at) values (gen_random_uuid(), \
             '{\"send\": {\"municipality\": \"00000000-0000-0000-0000-000000000000\", \
             \"letter\": \"00000000-0000-0000-0000-000000000000\"}}', now(), now())",
        )
        .await;
    let page = operator.get(HEALTH).await;
    page.assert_page(200, "書き換えられています：sunagawa");
    assert!(page.main_text().contains("あきらめた仕事 1件"));
}

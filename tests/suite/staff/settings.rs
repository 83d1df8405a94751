//! What a town decides about how it works here.

use kocho::domain::role::Role;

use super::sign_in::{PASSWORD, joined, sign_in};
use crate::support::door::TestApp;
use crate::support::drafts::{form, sent};

const SETTINGS: &str = "/staff/settings";

#[actix_web::test]
async fn whether_those_who_decide_need_a_second_factor_is_the_towns_to_say() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let way = staff.get("/staff/administration").await;
    way.assert_page(200, "設定");
    let on = staff.get(SETTINGS).await;
    on.assert_page(200, "二つめの確認を求めています");
    on.assert_page(200, "管理者と承認者は1人です。そのうち0人");
    let stale = sent(&staff, form(&on, SETTINGS), &[("reason", "　")]).await;
    stale.assert_page(422, "理由を言葉で");
    let reason = [("reason", "端末の入れ替え")];
    let off = sent(&staff, form(&stale, SETTINGS), &reason).await;
    off.assert_page(200, "求めないことにしました");
    off.assert_page(200, "パスワードだけでサインインできます");
    // Somebody whose page is older is told that it is so, and nothing is done twice.
    sent(&staff, form(&stale, SETTINGS), &reason)
        .await
        .assert_page(200, "パスワードだけで");

    let (_, approver, first) = joined(&app, "sato", Role::Approver).await;
    first.assert_page(200, "待っていること");
    let again = sign_in(&app.clerk(), "sato", PASSWORD).await;
    again.assert_page(200, "待っていること");

    let page = staff.get(SETTINGS).await;
    page.assert_page(200, "管理者と承認者は2人です");
    sent(&staff, form(&page, SETTINGS), &[])
        .await
        .assert_page(200, "求めることにしました");
    let led = approver.get("/staff/surveys").await;
    led.assert_redirect("/staff/account/second-factor");

    let list = approver.get("/staff/account").await;
    let make = list.forms().into_iter();
    let make = make.rev().find(|form| form.action.contains("/codes"));
    let codes = approver.submit(&make.unwrap(), "").await;
    codes.assert_page(200, "確認コードの一覧");
    approver
        .get("/staff/surveys")
        .await
        .assert_page(200, "調査の一覧");
    let counted = staff.get(SETTINGS).await;
    counted.assert_page(200, "そのうち1人");
    let gone = "update people set until = current_date - 2 where login = 'sato'";
    app.town.db.execute(gone).await;
    let counted = staff.get(SETTINGS).await;
    counted.assert_page(200, "管理者と承認者は1人です。そのうち0人");

    let logged = "select string_agg(concat_ws(' ', event->>'was_required', event->>'is_required', \
                  event->>'reason'), ', ' order by number) from audit where event->>'event' = 'second_factor_decided'";
    assert_eq!(
        app.town.db.text(logged).await,
        "true false 端末の入れ替え, false true"
    );
    let record = staff.get("/staff/record").await;
    record.assert_page(200, "「求める」から「求めない」へ");
}

#[actix_web::test]
async fn what_no_browser_sends_decides_nothing() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    for fields in [
        &[("factor", "perhaps")][..],
        &[("reason", "x")],
        &[("factor", "required"), ("second_factor", "false")],
    ] {
        let reply = staff.post(SETTINGS, fields).await;
        assert_eq!(reply.status.as_u16(), 400, "{fields:?}");
    }
    let is_required = "select count(*) from municipalities where second_factor";
    assert_eq!(app.town.db.number(is_required).await, 1);
}

#[actix_web::test]
async fn whose_pages_may_be_linked_to_is_the_towns_to_say() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let next = app.neighbour(Role::Administrator).await;
    let many: String = (0..21).map(|n| format!("a{n}.example.jp\n")).collect();
    let long = "a".repeat(8_001);
    let page = staff.get(SETTINGS).await;
    for (typed, said) in [
        (
            "city.example.jp\nhttps://city.example.jp/a",
            "2行目の「https://city.example.jp/a」：名前だけ",
        ),
        (
            "localhost",
            "1行目の「localhost」：ホームページの名前ではありません",
        ),
        ("192.168.0.1", "ホームページの名前ではありません"),
        ("lg.jp", "よその団体も使っています"),
        (&many, "20までです。今は21あります"),
        (&long, "8000文字以内"),
    ] {
        let refused = sent(&staff, form(&page, "/hosts"), &[("hosts", typed)]).await;
        refused.assert_page(422, said);
        let kept = form(&refused, "/hosts");
        assert_eq!(kept.value("hosts"), Some(typed), "nothing typed is lost");
    }
    let unsaid = "select count(*) from municipalities where linked_hosts = '[]'";
    assert_eq!(app.town.db.number(unsaid).await, 2);
    let typed = [("hosts", "City.Example.jp\r\n\r\n砂川.jp\r\ncity.example.jp")];
    for _ in 0..2 {
        let named = sent(&staff, form(&page, "/hosts"), &typed).await;
        named.assert_page(200, "リンクしてよいホームページを決めました");
        let kept = form(&named, "/hosts");
        let kept = kept.value("hosts").unwrap();
        assert!(kept.starts_with("city.example.jp\nxn--"), "{kept}");
    }
    assert_eq!(
        app.town.db.number(unsaid).await,
        1,
        "the neighbour has its own"
    );
    let others = next.get(SETTINGS).await;
    assert_eq!(form(&others, "/hosts").value("hosts"), Some(""));
    let logged = "select count(*) from audit where event->>'event' = 'hosts_named'";
    assert_eq!(
        app.town.db.number(logged).await,
        1,
        "said twice, changed once"
    );
    let record = staff.get("/staff/record?lang=ja").await;
    record.assert_page(200, "リンクしてよいホームページを変えました");
}

//! At the door of a town whose staff have accounts at a provider: who is who, who stays out, and how a binding ends.

use std::sync::Arc;

use kocho::domain::ids::PersonId;
use kocho::domain::role::Role;
use url::Url;

use super::provider::Provider;
use crate::support::door::{Person, TestApp};
use crate::support::page::Reply;
use crate::support::town::Town;

const START: &str = "/staff/sign-in/sunagawa/provider";

/// A town with this provider.
async fn town(provider: &Provider) -> TestApp {
    let of = |name: &str| format!("KOCHO__OPENID__SUNAGAWA__{name}");
    let settings = [
        (of("ISSUER"), provider.issuer.as_str()),
        (of("CLIENT_ID"), "kocho"),
        (of("CLIENT_SECRET"), "told to: nobody & never"),
        (of("NAME__JA"), "職員アカウントでログイン"),
        (of("SCOPES"), "openid profile email"),
        (of("PROMPT"), "login"),
        (of("LOGIN"), "preferred_username"),
        (of("GROUPS"), "groups"),
        (of("ROLES__G-SURVEY"), "designer"),
        ("KOCHO__PUBLIC_URL".to_owned(), "http://127.0.0.1:8080"),
    ];
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    TestApp::over(Arc::new(Town::new().await), &settings)
        .await
        .with_administrator()
        .await
}

/// Where somebody comes who says at the provider that they are this.
async fn come(provider: &Provider, clerk: &Person<'_>, login: &str) -> Reply {
    let leading = clerk.get(START).await;
    let address: Url = leading.location().unwrap().parse().unwrap();
    let back = provider.browse(&address, login).await;
    let path = format!("{}?{}", back.path(), back.query().unwrap());
    let reply = clerk.get(&path).await;
    match reply.status.as_u16() {
        303 => clerk.follow(reply).await,
        _ => reply,
    }
}

async fn log(app: &TestApp) -> String {
    let sql = "select coalesce(string_agg(concat_ws(' ', event->>'event', event->>'factor'), ', ' order by number), '') \
               from audit where event->>'event' in ('person_added', 'factor_chosen', 'factor_removed')";
    app.town.db.text(sql).await
}

async fn account(app: &TestApp, person: PersonId) -> i64 {
    let sql = format!("select count(account) from people where id = '{person}'");
    app.town.db.number(&sql).await
}

#[actix_web::test]
async fn groups_give_the_roles_that_are_configured_and_no_others() {
    let provider = Provider::terse();
    let app = town(&provider).await;
    let tanaka = app.clerk();
    come(&provider, &tanaka, "tanaka")
        .await
        .assert_page(200, "待っていること");
    let roles = "select string_agg(role, ' ') from person_roles join people on id = person_id where login = 'tanaka'";
    assert_eq!(app.town.db.text(roles).await, "designer");
    assert_eq!(tanaka.get("/staff/people").await.status.as_u16(), 403);
    // Whose groups are nobody's here does not come in, and is nobody here afterwards.
    let stranger = come(&provider, &app.clerk(), "sato").await;
    stranger.assert_page(200, "役割がまだ決まっていません");
    let sato = "select count(*) from people where login = 'sato'";
    assert_eq!(app.town.db.number(sato).await, 0);
}

#[actix_web::test]
async fn a_login_name_alone_makes_nobody_an_approver() {
    let provider = Provider::terse();
    let app = town(&provider).await;
    let person = app.town.employ("sato", Role::Approver).await;
    let refused = come(&provider, &app.clerk(), "sato").await;
    refused.assert_page(200, "まだあなたと結び付いていません");
    assert_eq!(account(&app, person).await, 0);
    let session = app.town.session_of(&app.town.operator, person).await;
    let sato = app.clerk().with_cookie("staff", &session);
    come(&provider, &sato, "sato")
        .await
        .assert_page(200, "結び付けました");
    come(&provider, &app.clerk(), "sato")
        .await
        .assert_page(200, "待っていること");
}

#[actix_web::test]
async fn an_account_is_bound_to_one_person() {
    let provider = Provider::terse();
    let app = town(&provider).await;
    let (one, other) = (
        app.town.employ("sato", Role::Approver).await,
        app.town.employ("suzuki", Role::Approver).await,
    );
    for (person, said) in [
        (one, "結び付けました"),
        (other, "ほかの職員と結び付いています"),
    ] {
        let session = app.town.session_of(&app.town.operator, person).await;
        let clerk = app.clerk().with_cookie("staff", &session);
        come(&provider, &clerk, "sato").await.assert_page(200, said);
    }
    assert_eq!(
        (account(&app, one).await, account(&app, other).await),
        (1, 0)
    );
    let chosen = log(&app).await;
    assert_eq!(
        chosen.matches("factor_chosen provider").count(),
        1,
        "{chosen}"
    );
}

#[actix_web::test]
async fn whose_last_day_has_passed_stays_out() {
    let provider = Provider::terse();
    let app = town(&provider).await;
    come(&provider, &app.clerk(), "tanaka")
        .await
        .assert_page(200, "待っていること");
    for over in [
        "update people set until = current_date - 2 where login = 'tanaka'",
        "update people set until = null; update person_roles set until = current_date - 2 where role = 'designer'",
    ] {
        app.town.db.execute(over).await;
        let clerk = app.clerk();
        let refused = come(&provider, &clerk, "tanaka").await;
        refused.assert_page(200, "役割がまだ決まっていません");
        clerk
            .get("/staff/today")
            .await
            .assert_redirect("/staff/sign-in");
    }
}

#[actix_web::test]
async fn a_binding_ends_by_oneself_or_by_the_administrator_and_is_logged() {
    let provider = Provider::terse();
    let app = town(&provider).await;
    let person = app.town.employ("sato", Role::Approver).await;
    let session = app.town.session_of(&app.town.operator, person).await;
    let sato = app.clerk().with_cookie("staff", &session);
    come(&provider, &sato, "sato")
        .await
        .assert_page(200, "結び付けました");
    // Without a password it is their only way in: no button, and no forged form.
    let own = sato.get("/staff/account").await;
    assert!(!own.html().contains("/binding/removal"));
    let forged = sato.post("/staff/account/binding/removal", &[]).await;
    assert_eq!(forged.status.as_u16(), 400);
    let chose = format!("update people set password = 'x' where id = '{person}'");
    app.town.db.execute(&chose).await;
    let by_provider = app.clerk();
    come(&provider, &by_provider, "sato")
        .await
        .assert_page(200, "待っていること");
    let own = by_provider.get("/staff/account").await;
    let unbind = |page: &Reply, part: &str| {
        let mut forms = page.forms().into_iter();
        let form = forms.find(|form| form.action.contains(part));
        form.unwrap_or_else(|| panic!("{part}: {}", page.main_text()))
    };
    let form = unbind(&own, "/binding/removal");
    let gone = by_provider.submit(&form, "").await;
    assert_eq!(account(&app, person).await, 0);
    // An approver who has nothing but a password now is led to another second factor.
    let led = by_provider.follow(gone).await;
    led.assert_page(200, "確認方法をやめました");
    by_provider
        .get("/staff/today")
        .await
        .assert_redirect("/staff/account/second-factor");
    sato.get("/staff/today")
        .await
        .assert_redirect("/staff/sign-in");

    let session = app.town.session_of(&app.town.operator, person).await;
    let sato = app.clerk().with_cookie("staff", &session);
    come(&provider, &sato, "sato")
        .await
        .assert_page(200, "結び付けました");
    let page = app.staff().get(&format!("/staff/people/{person}")).await;
    let form = unbind(&page, "/binding");
    let done = app.staff().submit(&form, "").await;
    app.staff()
        .follow(done)
        .await
        .assert_page(200, "結び付きをやめました");
    assert_eq!(account(&app, person).await, 0);
    sato.get("/staff/today")
        .await
        .assert_redirect("/staff/sign-in");
    let logged = log(&app).await;
    assert!(
        logged.ends_with(
            "factor_chosen provider, factor_removed provider, factor_chosen provider, factor_removed provider"
        ),
        "{logged}"
    );
}

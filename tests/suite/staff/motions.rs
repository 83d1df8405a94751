//! 起案と決裁: what one person moves, a second one decides.

use std::sync::Arc;

use futures_util::future::join;
use kocho::domain::actor::Actor;
use kocho::domain::ids::{MunicipalityId, PersonId};
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::storage::municipalities::{self, Municipality};
use uuid::Uuid;

use crate::closing::Bound;
use crate::plans::slug_of;
use crate::support::door::{Person, TestApp};

/// A town whose figures are final, and whose administrator is signed in.
async fn with_figures() -> TestApp {
    let bound = Bound::new().await;
    bound.compute().await;
    let app = TestApp::over(Arc::new(bound.town), &[]).await;
    app.with_administrator().await
}

/// The address of what can be moved of the figures.
async fn step(app: &TestApp, word: &str) -> String {
    let report = app.town.db.text("select id::text from reports").await;
    format!("/staff/results/{report}/motions/{word}")
}

async fn state(app: &TestApp) -> String {
    app.town.db.text("select state from reports").await
}

/// Somebody of a role, signed in, with their id.
async fn somebody(app: &TestApp, login: &str, role: Role) -> (PersonId, String) {
    let person = app.town.employ(login, role).await;
    let session = app.town.session_of(&app.town.operator, person).await;
    (person, session)
}

fn sitting<'a>(app: &'a TestApp, (_, session): &(PersonId, String)) -> Person<'a> {
    app.clerk().with_cookie("staff", session)
}

/// Moves something, and leads to its page.
async fn moves(person: &Person<'_>, path: &str, typed: &[(&str, &str)]) -> String {
    let page = person.get(path).await;
    page.assert_page(200, "起案");
    let moved = person.send(&page, "", typed).await;
    moved.assert_redirect("/staff/motions/");
    moved.location().unwrap()
}

#[actix_web::test]
async fn figures_become_public_when_two_people_want_it() {
    let app = with_figures().await;
    let chief = somebody(&app, "chief", Role::Approver).await;
    let (clerk, chief) = (app.staff(), sitting(&app, &chief));
    let decision = [("decision", "広第12号"), ("reason", "調査が終わったため")];
    let motion = moves(&clerk, &step(&app, "approval").await, &decision).await;
    assert_eq!(state(&app).await, "final", "nothing is done by one");
    let own = clerk.get(&motion).await;
    own.assert_page(200, "あなたが起案したものです");
    own.assert_page(200, "情報提供は十分");
    assert!(!own.html().contains("/decision"));
    chief
        .get("/staff/today?lang=ja")
        .await
        .assert_page(200, "決裁を待っている起案 1件");
    let page = chief.get(&motion).await;
    page.assert_page(200, "広第12号");
    let decided = chief.press(&page, "yes", &[]).await;
    decided.assert_page(200, "決裁し、実行しました");
    assert_eq!(state(&app).await, "approved");
    let path = step(&app, "publication").await;
    let motion = moves(&clerk, &path, &[("reason", "公表の日になったため")]).await;
    let page = chief.get(&motion).await;
    chief
        .press(&page, "yes", &[])
        .await
        .assert_page(200, "決裁し");
    assert_eq!(state(&app).await, "published");
    let log = app
        .town
        .db
        .text(
            "select string_agg(event->>'event', ' ' order by number) from audit \
         where event->>'event' like 'motion%' or event->>'event' = 'report_moved'",
        )
        .await;
    assert!(
        log.ends_with(
            "motion_made report_moved motion_decided motion_made report_moved motion_decided"
        ),
        "{log}"
    );
}

#[actix_web::test]
async fn nobody_decides_what_they_moved_themselves() {
    let app = with_figures().await;
    let clerk = app.staff();
    let path = step(&app, "withdrawal").await;
    let motion = moves(&clerk, &path, &[("reason", "誤り")]).await;
    let action = format!("{}/decision", motion.split('?').next().unwrap());
    let forged = clerk.post(&action, &[("_go", "yes")]).await;
    forged.assert_page(422, "自分の起案は決裁できません");
    assert_eq!(state(&app).await, "final");
    // Nor as the deputy of whoever moved it; as that of another they do, and the record says so.
    let (boss, mover) = (
        app.town.employ("boss", Role::Approver).await,
        app.town.person("desk").await,
    );
    app.town
        .db
        .execute(
            "insert into person_roles (municipality_id, person_id, role) \
         select municipality_id, id, 'approver' from people where login = 'desk'",
        )
        .await;
    let deputy = somebody(&app, "deputy", Role::Viewer).await;
    let stands_in = |person: PersonId| {
        format!(
            "insert into deputies (municipality_id, id, person_id, deputy_id, from_day, until_day, reason) values \
         ('{}', '{}', '{person}', '{}', current_date - 2, current_date + 2, '出張')",
            app.town.id,
            Uuid::now_v7(),
            deputy.0
        )
    };
    app.town.db.execute(&stands_in(mover)).await;
    let sits = sitting(&app, &deputy);
    let forged = sits.post(&action, &[("_go", "yes")]).await;
    forged.assert_page(422, "起案した人の代決としては決裁できません");
    app.town.db.execute(&stands_in(boss)).await;
    let page = sits.get(&motion).await;
    let done = sits.press(&page, "yes", &[]).await;
    done.assert_page(200, "の代決）");
    assert_eq!(state(&app).await, "withdrawn");
    let record = app.staff().get("/staff/record?lang=ja").await;
    record.assert_page(200, "代わりに決めた相手");
}

#[actix_web::test]
async fn what_cannot_be_done_is_refused_before_anybody_is_asked() {
    let app = with_figures().await;
    let clerk = app.staff();
    let path = step(&app, "publication").await;
    let page = clerk.get(&path).await;
    let early = clerk.send(&page, "", &[("reason", "公表したい")]).await;
    early.assert_page(422, "今の状態ではこの手続きができません");
    assert!(
        early.html().contains("公表したい"),
        "what was typed is lost"
    );
    let path = step(&app, "approval").await;
    let page = clerk.get(&path).await;
    for (reason, decision, said) in [
        ("", "広第1号", "理由を言葉で入力してください"),
        ("終わったため", "", "入力してください"),
        ("a\u{7}b", "広第1号", ""),
    ] {
        let typed = [("reason", reason), ("decision", decision)];
        let refused = clerk.send(&page, "", &typed).await;
        assert!(
            matches!(refused.status.as_u16(), 400 | 422),
            "{reason} {decision}"
        );
        if !said.is_empty() {
            refused.assert_page(422, said);
        }
    }
    moves(
        &clerk,
        &path,
        &[("reason", "終了"), ("decision", "広第1号")],
    )
    .await;
    let again = clerk
        .send(&page, "", &[("reason", "再度"), ("decision", "広第2号")])
        .await;
    again.assert_page(422, "すでに決裁を待っています");
    for unknown in ["cancellation", "nothing"] {
        let path = step(&app, unknown).await;
        assert_eq!(clerk.get(&path).await.status.as_u16(), 404);
    }
    let count = "select count(*) from motions";
    assert_eq!(app.town.db.number(count).await, 1);
}

#[actix_web::test]
async fn a_motion_is_decided_once_and_what_changed_meanwhile_is_said() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let mover = somebody(&app, "mover", Role::Designer).await;
    let motion = app.town.motion(mover.0, survey.id).await;
    let action = format!("/staff/motions/{motion}/decision");
    let chief = somebody(&app, "chief", Role::Approver).await;
    let (one, other) = (app.staff(), sitting(&app, &chief));
    let typed = [("_go", "yes")];
    let (one, other) = join(one.post(&action, &typed), other.post(&action, &typed)).await;
    let mut both = [one.status.as_u16(), other.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [303, 422], "two say yes at once");
    let late = sitting(&app, &mover)
        .post(&format!("/staff/motions/{motion}/withdrawal"), &[])
        .await;
    late.assert_page(422, "すでに決裁されたか");
    // A survey that was called off meanwhile cannot be called off again: the motion goes on waiting.
    let survey = app.town.open(Anonymity::Open).await;
    let motion = app.town.motion(mover.0, survey.id).await;
    app.town
        .db
        .execute("update surveys set state = 'cancelled'")
        .await;
    let action = format!("/staff/motions/{motion}/decision");
    let refused = app.staff().post(&action, &typed).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(
        app.staff()
            .post(&action, &[("_go", "no")])
            .await
            .status
            .as_u16(),
        303
    );
    let states = "select string_agg(state, ' ' order by moved_at) from motions";
    assert_eq!(app.town.db.text(states).await, "accepted refused");
}

#[actix_web::test]
async fn it_is_taken_back_by_whoever_moved_it_and_the_neighbour_sees_nothing() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let mover = somebody(&app, "mover", Role::Designer).await;
    let motion = app.town.motion(mover.0, survey.id).await;
    let page = format!("/staff/motions/{motion}");
    let others = app.staff().post(&format!("{page}/withdrawal"), &[]).await;
    others.assert_page(422, "起案した人だけ");
    let mut conn = app.town.db.conn().await;
    let own = municipalities::by_id(&mut conn, app.town.id).await.unwrap();
    let next = Municipality {
        id: MunicipalityId(Uuid::now_v7()),
        slug: slug_of("nayoro"),
        ..own
    };
    municipalities::insert(&mut conn, &next).await.unwrap();
    let actor = Actor {
        municipality: next.id,
        ..app.town.operator.clone()
    };
    let person = app
        .town
        .employ_for(&actor, "next", Role::Administrator)
        .await;
    let session = app.town.session_of(&actor, person).await;
    let neighbour = app.clerk().with_cookie("staff", &session);
    for (end, typed) in [("decision", &[("_go", "yes")][..]), ("withdrawal", &[])] {
        let reply = neighbour.post(&format!("{page}/{end}"), typed).await;
        assert_eq!(reply.status.as_u16(), 404, "{end}");
    }
    let mover = sitting(&app, &mover);
    let shown = mover.get(&page).await;
    mover
        .press(&shown, "", &[])
        .await
        .assert_page(200, "取り下げました");
    let list = mover.get("/staff/motions?lang=ja&state=withdrawn").await;
    list.assert_page(200, "調査の中止");
    app.town.survey(survey.id).await;
    let state = "select state from surveys";
    assert_eq!(app.town.db.text(state).await, "open");
}

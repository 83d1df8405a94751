//! What is one town's, and what is nobody's yet.

use std::collections::BTreeSet;

use kocho::domain::account::codes::SetUpCode;
use kocho::domain::event::people::SetUp;
use kocho::domain::ids::MunicipalityId;
use kocho::domain::language::Language;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::web::{Side, routes};
use uuid::Uuid;

use crate::support::door::{EVERYTHING, TestApp};
use crate::support::staff::slip;

/// CVE-2026-45414 (Decidim): what one town gave out was taken by another.
#[actix_web::test]
async fn what_one_town_gave_out_opens_nothing_in_another() {
    let app = TestApp::new().await;
    app.neighbour(Role::Administrator).await;
    let survey = app.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = app.town.keys(survey.id, 1).await.remove(0).to_string();
    let person = app.town.employ("suzuki", Role::Designer).await;
    let code = slip(&app, person, SetUp::Invitation).await;
    let citizen = app.resident();
    citizen
        .get(&format!("/nayoro/a/{key}"))
        .await
        .assert_page(422, "見つかりません");
    let own = citizen.get(&format!("/sunagawa/a/{key}")).await;
    assert_eq!(own.status.as_u16(), 303, "the control");
    let clerk = app.clerk();
    let door = clerk.get("/staff/set-up/nayoro").await;
    clerk
        .send(&door, "", &[("code", &code)])
        .await
        .assert_page(422, "使えません");
    let by_link = clerk.get(&format!("/staff/set-up/nayoro/{code}")).await;
    let by_link = clerk.follow(by_link).await;
    assert!(!by_link.html().contains("name=\"again\""));
    let clerk = app.clerk();
    let door = clerk.get("/staff/set-up/sunagawa").await;
    let own = clerk.press(&door, "", &[("code", &code)]).await;
    own.assert_page(200, "パスワードを決める");
    // Nor does a slip of the one with the town's name changed on the way.
    let at_the_other = own.form().action.replace("sunagawa", "nayoro");
    let twice = [
        ("password", "雨上がりの空知川"),
        ("again", "雨上がりの空知川"),
    ];
    let reply = clerk.post(&at_the_other, &twice).await;
    assert!(
        matches!(reply.status.as_u16(), 303 | 422),
        "{}",
        reply.status
    );
    let chosen = "select count(*) from people where password is not null";
    assert_eq!(app.town.db.number(chosen).await, 0);
}

/// CVE-2024-27090 (Decidim): what was not published could be read in another form: embedded, as a file, as a picture.
#[actix_web::test]
async fn what_is_not_public_is_not_there_in_any_form() {
    let app = TestApp::new().await;
    let version = app.town.freeze(EVERYTHING).await;
    let draft = app.town.draft_of(version, Anonymity::Open).await;
    let missing = |path: &str| path.replace(draft.slug.as_str(), "s-none");
    let table = routes::table(Side::Public).into_iter();
    let mut asked = 0;
    for at in table.filter(|at| at.path.contains("{survey}")) {
        let path = at
            .path
            .replace("{town}", "sunagawa")
            .replace("{survey}", draft.slug.as_str());
        let path = path.replace("{section}", "1").replace("{question}", "1");
        let path = path.replace("{receipt}", "none").replace(['{', '}'], "");
        for ending in ["", "?format=csv", "?embed=1", ".json", ".csv", "/embed"] {
            let path = format!("{path}{ending}");
            let (hidden, gone) = (
                app.resident().get(&path).await,
                app.resident().get(&missing(&path)).await,
            );
            assert_eq!(hidden.status, gone.status, "{path}");
            assert!(
                hidden.status.as_u16() >= 400 || hidden.location() == gone.location(),
                "{path}: {}",
                hidden.status
            );
            assert!(
                !hidden
                    .html()
                    .contains(draft.title.get(&Language::japanese())),
                "{path}"
            );
        }
        asked += 1;
    }
    assert!(asked > 5, "{asked}");
}

/// CVE-2025-65017 (Decidim): two ids became the same number.
#[actix_web::test]
async fn two_ids_are_never_stored_alike() {
    let app = TestApp::new().await;
    let code = SetUpCode::slip(7);
    let ids = (0..64)
        .map(|bit| 1_u128 << bit)
        .chain((64..128).map(|bit| 1 << bit));
    let ids = ids
        .chain([0])
        .map(|number| MunicipalityId(Uuid::from_u128(number)));
    let stored: BTreeSet<_> = ids.map(|id| code.hash(&app.app.keys, id)).collect();
    assert_eq!(stored.len(), 129);
}

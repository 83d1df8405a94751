//! Coming in: with a password, with a code, with a set-up code; and who does not come in.

use chrono::Duration;
use kocho::domain::event::people::SetUp;
use kocho::domain::ids::{MunicipalityId, PersonId};
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::domain::text::Text;
use kocho::domain::time::Timestamp;
use kocho::storage::municipalities::{self, Municipality};
use uuid::Uuid;

use crate::plans::slug_of;
use crate::support::door::{DEMONSTRATION, Person, TestApp};
use crate::support::page::Reply;
use crate::support::staff::slip;

pub const PASSWORD: &str = "雨上がりの空知川を歩く";
const DOOR: &str = "/staff/sign-in/sunagawa";

/// Somebody who has chosen a password, and is in.
pub async fn joined<'a>(
    app: &'a TestApp,
    login: &str,
    role: Role,
) -> (PersonId, Person<'a>, Reply) {
    let person = app.town.employ(login, role).await;
    let code = slip(app, person, SetUp::Invitation).await;
    let clerk = app.clerk();
    let page = clerk.get("/staff/set-up/sunagawa").await;
    let chosen = clerk.press(&page, "", &[("code", &code)]).await;
    chosen.assert_page(200, "パスワードを決める");
    let twice = [("password", PASSWORD), ("again", PASSWORD)];
    let first = clerk.press(&chosen, "", &twice).await;
    (person, clerk, first)
}

/// What a program shows at a moment that was told these letters.
fn shown_at(letters: &str, at: Timestamp) -> String {
    let letters = letters.bytes().filter(u8::is_ascii_alphanumeric);
    let bits = letters.flat_map(|letter| {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            digit => digit - b'2' + 26,
        };
        (0..5).rev().map(move |place| value >> place & 1)
    });
    let bits: Vec<u8> = bits.collect();
    let bytes = bits
        .chunks_exact(8)
        .map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit));
    let program = totp_rs::Builder::new()
        .with_secret(bytes.collect::<Vec<u8>>())
        .with_digits(6);
    let program = program.with_step_duration(30).build_noncompliant();
    program
        .generate(u64::try_from(at.timestamp()).unwrap())
        .to_string()
}

pub async fn sign_in(clerk: &Person<'_>, login: &str, password: &str) -> Reply {
    let page = clerk.get(DOOR).await;
    clerk
        .press(&page, "", &[("login", login), ("password", password)])
        .await
}

#[actix_web::test]
async fn whoever_is_invited_chooses_a_password_and_comes_in_with_it() {
    let app = TestApp::new().await;
    let (_, _, first) = joined(&app, "suzuki", Role::Designer).await;
    first.assert_page(200, "待っていること");
    let later = app.clerk();
    let list = sign_in(&later, "ＳＵＺＵＫＩ", PASSWORD).await;
    list.assert_page(200, "待っていること");
    // The wanted page comes first.
    let fresh = app.clerk();
    let led = fresh.get("/staff/surveys?stage=over").await;
    led.assert_redirect("/staff/sign-in");
    let page = fresh.follow(led).await;
    let page = fresh.follow(page).await;
    let there = fresh
        .send(&page, "", &[("login", "suzuki"), ("password", PASSWORD)])
        .await;
    assert_eq!(
        there.location().as_deref(),
        Some("/staff/surveys?stage=over")
    );
}

/// PR 914 (LimeSurvey): an `else` let in whoever typed a wrong password.
#[actix_web::test]
async fn a_wrong_password_and_a_name_that_is_nobodys_are_told_the_same() {
    let app = TestApp::new().await;
    joined(&app, "suzuki", Role::Designer).await;
    let clerk = app.clerk();
    let mut told = Vec::new();
    for (login, password) in [
        ("suzuki", "違うパスワードです"),
        ("nobody", PASSWORD),
        ("佐藤", PASSWORD),
    ] {
        let again = sign_in(&clerk, login, password).await;
        again.assert_page(422, "ログイン名またはパスワードが違います");
        assert_eq!(again.form().value("login"), Some(login));
        assert!(!again.html().contains(password), "a password was written");
        told.push(again.main_text().replace(login, ""));
    }
    assert!(told.iter().all(|page| *page == told[0]));
}

#[actix_web::test]
async fn whoever_decides_needs_a_second_factor_before_anything_else() {
    let app = TestApp::new().await;
    let (_, clerk, first) = joined(&app, "sato", Role::Administrator).await;
    first.assert_page(200, "二つめの確認が必要です");
    let elsewhere = clerk.get("/staff/surveys").await;
    elsewhere.assert_redirect("/staff/account/second-factor");
    let new = clerk.get("/staff/account/totp").await;
    new.assert_page(200, "認証アプリ");
    let letters = new.html().split("<code>").nth(1).unwrap();
    let letters = letters.split('<').next().unwrap().to_owned();
    let code = |at| shown_at(&letters, at);
    let now = app.town.now().await;
    let wrong = clerk.send(&new, "", &[("code", "000000")]).await;
    wrong.assert_page(422, "数字が違います");
    let done = clerk.press(&wrong, "", &[("code", &code(now))]).await;
    done.assert_page(200, "確認方法を設定しました");
    clerk
        .get("/staff/surveys")
        .await
        .assert_page(200, "調査の一覧");
    // From now on it is asked for, and no code is taken twice.
    let other = app.clerk();
    let asked = sign_in(&other, "sato", PASSWORD).await;
    asked.assert_page(200, "確認コードの入力");
    let again = other.send(&asked, "", &[("code", &code(now))]).await;
    again.assert_page(422, "使い終わったコード");
    let next = code(now + Duration::seconds(30));
    let inside = other.press(&again, "", &[("code", &next)]).await;
    inside.assert_page(200, "待っていること");
}

#[actix_web::test]
async fn a_code_of_the_printed_list_lets_in_once() {
    let app = TestApp::new().await;
    let (_, clerk, factor) = joined(&app, "ito", Role::Approver).await;
    let make = factor
        .forms()
        .into_iter()
        .find(|form| form.action.contains("codes"))
        .unwrap();
    let list = clerk.submit(&make, "").await;
    list.assert_page(200, "印刷してください");
    let codes = list.html().split("<code>").skip(1);
    let codes = codes.map(|rest| rest.split('<').next().unwrap().to_owned());
    let codes: Vec<String> = codes.collect();
    assert_eq!(codes.len(), 10);
    for (code, status) in [(&codes[3], 303), (&codes[3], 422), (&codes[0], 303)] {
        let other = app.clerk();
        let asked = sign_in(&other, "ito", PASSWORD).await;
        let reply = other.send(&asked, "", &[("code", code)]).await;
        assert_eq!(reply.status.as_u16(), status, "{code}");
    }
    let account = clerk.get("/staff/account").await;
    account.assert_page(200, "4番");
    assert_eq!(account.html().matches("<s>").count(), 2);
}

#[actix_web::test]
async fn a_set_up_code_is_used_once_and_ends() {
    let app = TestApp::new().await;
    let (person, inside, _) = joined(&app, "suzuki", Role::Designer).await;
    let first = slip(&app, person, SetUp::Reset).await;
    let second = slip(&app, person, SetUp::Reset).await;
    let clerk = app.clerk();
    let page = clerk.get("/staff/set-up/sunagawa").await;
    clerk
        .send(&page, "", &[("code", &first)])
        .await
        .assert_page(422, "使えません");
    clerk
        .send(&page, "", &[("code", "AAAA")])
        .await
        .assert_page(422, "文字を確かめて");
    // A link leads to the same page and leaves the address; looking uses nothing up.
    let link = clerk.get(&format!("/staff/set-up/sunagawa/{second}")).await;
    assert!(!link.location().unwrap().contains(&second));
    let choose = clerk.follow(link).await;
    let weak = clerk
        .send(
            &choose,
            "",
            &[
                ("password", "suzuki-sunagawa"),
                ("again", "suzuki-sunagawa"),
            ],
        )
        .await;
    weak.assert_page(422, "推測できるパスワード");
    let differs = [("password", PASSWORD), ("again", "違うものを入れた")];
    clerk
        .send(&choose, "", &differs)
        .await
        .assert_page(422, "二つのパスワードが違います");
    let twice = [
        ("password", "石狩平野の夏の夕立と虹"),
        ("again", "石狩平野の夏の夕立と虹"),
    ];
    clerk
        .press(&choose, "", &twice)
        .await
        .assert_page(200, "待っていること");
    // Whoever was in under the old password is out (LimeSurvey #19095).
    inside
        .get("/staff/surveys")
        .await
        .assert_redirect("/staff/sign-in");
    let late = clerk.send(&choose, "", &twice).await;
    late.assert_redirect("/staff/set-up/sunagawa");
    // Expired ones are none (Decidim CVE-2023-48220).
    let third = slip(&app, person, SetUp::Reset).await;
    app.town
        .db
        .execute("update set_ups set expires_at = clock_timestamp()")
        .await;
    clerk
        .send(&page, "", &[("code", &third)])
        .await
        .assert_page(422, "使えません");
}

#[actix_web::test]
async fn what_was_typed_is_there_again_for_the_same_person_alone() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let staff = app.staff();
    let page = staff
        .get(&format!("/staff/surveys/{}/extension", survey.slug))
        .await;
    app.town
        .db
        .execute("update sessions set seen_at = seen_at - interval '31 minutes'")
        .await;
    let door = staff.send(&page, "", &[("until", "2027-01-31")]).await;
    assert_eq!(door.status.as_u16(), 401);
    assert!(door.html().contains("入力した内容は残っています"));
    joined(&app, "suzuki", Role::Designer).await;
    let others = [("login", "suzuki"), ("password", PASSWORD)];
    let other = staff.beside().press(&door, "", &others).await;
    assert!(!other.html().contains("2027-01-31"), "another reads it");
    let own = "select id::text from people where login = 'desk'";
    let own = PersonId(app.town.db.text(own).await.parse().unwrap());
    let code = slip(&app, own, SetUp::Reset).await;
    let set_up = app.clerk();
    let page = set_up.get("/staff/set-up/sunagawa").await;
    let chosen = set_up.press(&page, "", &[("code", &code)]).await;
    set_up
        .press(&chosen, "", &[("password", PASSWORD), ("again", PASSWORD)])
        .await;
    app.town
        .db
        .execute("update municipalities set second_factor = false")
        .await;
    let mine = [("login", "desk"), ("password", PASSWORD)];
    let resumed = staff.send(&door, "", &mine).await;
    resumed.assert_page(200, "入力した内容が残っています");
    let list = staff.press(&resumed, "", &[]).await;
    list.assert_page(200, "延ばしました");
}

#[actix_web::test]
async fn people_of_a_demonstration_are_tried_there_and_nowhere_else() {
    let app = TestApp::new().await;
    app.town.employ("sato", Role::Administrator).await;
    let page = app.clerk().get(DOOR).await;
    assert!(!page.html().contains("見本の職員"));
    let forged = app
        .clerk()
        .post(&format!("{DOOR}/demonstration"), &[("login", "sato")])
        .await;
    assert_eq!(forged.status.as_u16(), 404);
    let shown = TestApp::over(app.town.clone(), &[DEMONSTRATION]).await;
    let clerk = shown.clerk();
    let page = clerk.get(DOOR).await;
    page.assert_page(200, "見本の職員");
    let part = page
        .forms()
        .into_iter()
        .find(|form| form.action.contains("demonstration"))
        .unwrap();
    let inside = clerk.submit(&part, "").await;
    clerk
        .follow(inside)
        .await
        .assert_page(200, "待っていること");
    app.town
        .db
        .execute("update municipalities set synthetic = false")
        .await;
    let real = TestApp::over(app.town.clone(), &[DEMONSTRATION]).await;
    let forged = real
        .clerk()
        .post(&format!("{DOOR}/demonstration"), &[("login", "sato")])
        .await;
    assert_eq!(forged.status.as_u16(), 404);
}

#[actix_web::test]
async fn where_there_are_several_towns_one_says_which() {
    let app = TestApp::new().await;
    let mut conn = app.town.db.conn().await;
    let own = municipalities::by_id(&mut conn, app.town.id).await.unwrap();
    let next = Municipality {
        id: MunicipalityId(Uuid::now_v7()),
        slug: slug_of("nayoro"),
        name: Text::japanese("名寄市"),
        ..own
    };
    municipalities::insert(&mut conn, &next).await.unwrap();
    let clerk = app.clerk();
    let led = clerk.get("/staff/surveys?stage=over").await;
    let which = clerk.follow(led).await;
    which.assert_page(200, "自治体を選んで");
    let links = which.links();
    let own = links
        .iter()
        .find(|link| link.contains("/sunagawa?"))
        .unwrap();
    let door = clerk.get(own).await;
    assert_eq!(door.form().value("to"), Some("/staff/surveys?stage=over"));
}

//! The office, as those who work there meet it: people, what was done, letters; and how soon a suspension is felt.

use std::sync::Arc;
use std::time::Duration;

use kocho::domain::role::Role;

use super::municipalities::typed_of_a_municipality;
use crate::support::door::{Person, TestApp};
use crate::support::page::Reply;
use crate::support::town::Town;

const NEW: &str = "/staff/people/new";

/// The roles that a form offers.
fn offered(page: &Reply) -> Vec<&'static str> {
    let form = page.forms().remove(0);
    let words = Role::ALL.into_iter().map(Role::word);
    words
        .filter(|word| form.has(&format!("{word}_until")))
        .collect()
}

async fn suspend(operator: &Person<'_>) {
    let page = operator
        .get("/staff/municipalities/sunagawa/suspension")
        .await;
    let done = operator.press(&page, "", &[("reason", "契約の終了")]).await;
    done.assert_page(200, "停止しました");
}

#[actix_web::test]
async fn the_office_has_operators_and_towns_have_everybody_else() {
    let app = TestApp::with_desk().await;
    let operator = app.staff_with(Role::Operator).await;
    let ways = operator.get("/staff/administration").await;
    ways.assert_page(200, "職員");
    for not_there in ["/staff/divisions", "/staff/roles", "/staff/settings"] {
        assert!(!ways.html().contains(not_there), "{not_there}");
        assert_eq!(operator.get(not_there).await.status.as_u16(), 403);
    }
    let new = operator.get(NEW).await;
    assert_eq!(offered(&new), ["operator"]);
    let nobody = operator
        .send(&new, "", &[("login", "x"), ("name", "x")])
        .await;
    nobody.assert_page(422, "役割を一つ以上");
    let typed = [("login", "mori"), ("name", "森 明"), ("operator", "on")];
    let person = operator.press(&new, "", &typed).await;
    person.assert_page(200, "設定コードを渡してください");
    operator
        .get("/staff/people")
        .await
        .assert_page(200, "運営者");
    // What no page offers is taken by none.
    let of_the_town = app.staff().get(NEW).await;
    assert_eq!(
        offered(&of_the_town),
        Role::ALL
            .into_iter()
            .filter(|role| *role != Role::Operator)
            .map(Role::word)
            .collect::<Vec<_>>()
    );
    let staff = app.staff();
    for (whose, page, role) in [
        (&operator, &new, "administrator"),
        (&operator, &new, "viewer"),
        (&staff, &of_the_town, "operator"),
    ] {
        let mut form = page.forms().remove(0);
        form.fill(&[("login", "forged"), ("name", "x")]);
        form.add(role, "on");
        let reply = whose.submit(&form, "").await;
        assert_eq!(reply.status.as_u16(), 400, "{role}");
    }
    let forged = "select count(*) from people where login = 'forged'";
    assert_eq!(app.town.db.number(forged).await, 0);
}

#[actix_web::test]
async fn the_last_operator_stays_one() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    let id = app.town.db.text("select id::text from people").await;
    let page = operator.get(&format!("/staff/people/{id}")).await;
    let mut form = page.forms().remove(0);
    form.fill(&[("operator_until", "2099-12-31")]);
    let again = operator.submit(&form, "").await;
    again.assert_page(422, "期限のない運営者がいなくなります");
}

#[actix_web::test]
async fn what_the_office_did_is_read_and_followed_there() {
    let app = TestApp::with_desk().await;
    let operator = app.staff_with(Role::Operator).await;
    let division = app.staff().get("/staff/divisions/new").await;
    app.staff()
        .press(&division, "", &[("name", "町だけの課")])
        .await
        .assert_page(200, "加えました");
    suspend(&operator).await;
    let record = operator.get("/staff/record").await;
    record.assert_page(200, "「砂川市」の利用を止めました");
    record.assert_page(200, "契約の終了");
    assert!(!record.main_text().contains("町だけの課"), "of a town");
    let file = record.forms().into_iter();
    let file = file.into_iter().find(|form| form.action.contains(".csv"));
    let file = operator.submit(&file.unwrap(), "").await;
    assert!(file.html().contains("「砂川市」の利用を止めました"));
    let verify = record.forms().into_iter();
    let mut verify = verify.filter(|form| form.action.contains("verification"));
    let begun = operator.submit(&verify.next().unwrap(), "").await;
    let work = operator.follow(begun).await;
    work.assert_page(200, "記録の確認");
    while kocho::jobs::next(&app.app).await.unwrap() {}
    let ended = operator.get(&work.path).await;
    ended.assert_page(200, "すべて書かれたままです");
}

/// An office with a mail server, whose letters stay in memory.
async fn with_mail() -> TestApp {
    let town = Arc::new(Town::new().await);
    TestApp::over(town, &[("KOCHO__MAIL__SMTP", "smtp://127.0.0.1:9")]).await
}

#[actix_web::test]
async fn a_first_administrator_is_written_to_where_letters_can_be_sent() {
    let app = with_mail().await;
    let operator = app.staff_with(Role::Operator).await;
    let page = operator.get("/staff/municipalities/new").await;
    assert!(page.html().contains(">メールで送る<"));
    let mut typed = typed_of_a_municipality("nayoro", "letter");
    let nowhere = operator.send(&page, "", &typed).await;
    nowhere.assert_page(422, "メールアドレスを入力してください");
    assert_eq!(nowhere.form().value("way"), Some("letter"));
    typed.push(("email", "sato@"));
    let odd = operator.send(&page, "", &typed).await;
    odd.assert_page(422, "メールアドレスの形");
    typed.pop();
    typed.push(("email", "sato@nayoro.example"));
    let list = operator.press(&page, "", &typed).await;
    list.assert_page(200, "設定のメールを送ります");
    let at_rest = app.town.db.text("select letter::text from letters").await;

    let letter = app.letters().await.remove(0);
    let place = letter.find("/staff/set-up/nayoro/").expect(&letter);
    let link = letter[place..].split_whitespace().next().unwrap();
    assert!(!at_rest.contains(link.rsplit('/').next().unwrap()));
    let clerk = app.clerk();
    let led = clerk.get(link).await;
    clerk.follow(led).await.assert_page(200, "佐藤 花子さん");
}

#[actix_web::test]
async fn without_a_mail_server_no_letter_is_offered() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    let page = operator.get("/staff/municipalities/new").await;
    page.assert_page(200, "紙に印刷して渡す");
    assert!(!page.html().contains(">メールで送る<"));
    let mut typed = typed_of_a_municipality("nayoro", "letter");
    typed.push(("email", "sato@nayoro.example"));
    let forged = operator.send(&page, "", &typed).await;
    assert_eq!(forged.status.as_u16(), 400);
}

/// Of staff at the next request, of citizens within the second that a node remembers a town.
#[actix_web::test]
async fn a_suspension_is_felt_at_every_node_within_a_second() {
    let app = TestApp::with_desk().await;
    let node = app.node().await;
    let operator = app.staff_with(Role::Operator).await;
    let (staff, citizen) = (app.staff(), app.resident());
    let staff = staff.at(&node);
    let citizen = citizen.at(&node);
    staff.get("/staff/surveys").await.assert_page(200, "");
    citizen.get("/sunagawa").await.assert_page(200, "砂川市");
    suspend(&operator).await;
    let out = staff.get("/staff/surveys").await;
    out.assert_redirect("/staff/sign-in");
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let closed = citizen.get("/sunagawa").await;
    closed.assert_page(503, "ただいまご利用いただけません");
    let list = operator.get("/staff/municipalities").await;
    let resume = list.forms().into_iter();
    let mut resume = resume.filter(|form| form.action.contains("resumption"));
    operator.submit(&resume.next().unwrap(), "").await;
    staff.get("/staff/surveys").await.assert_page(200, "");
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    citizen.get("/sunagawa").await.assert_page(200, "砂川市");
}

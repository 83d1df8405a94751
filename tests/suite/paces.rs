//! Shared addresses: who guesses is slowed down, and nobody beside them is shut out; who sends a script's worth of open
//! forms is asked to come again, and loses nothing.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use kocho::commands::survey::show;
use kocho::domain::ids::SubmissionId;
use kocho::domain::survey::Anonymity;
use kocho::domain::token::{Key, Receipt};
use kocho::storage::surveys::Survey;
use kocho::storage::turns;

use crate::support::door::{EVERYTHING, ONE_PAGE, Person, TestApp, address};

const WRONG: &str = "KOCHO__LIMITS__WRONG_KEYS_PER_MINUTE";
const FORMS: &str = "KOCHO__LIMITS__OPEN_FORMS_PER_MINUTE";

async fn town(anonymity: Anonymity, settings: &[(&str, &str)]) -> (TestApp, Survey) {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, anonymity).await;
    (TestApp::over(door.town.clone(), settings).await, survey)
}

/// A key that is well formed and of no survey.
fn foreign(number: u64) -> String {
    Key::from_random(0x1234_5678_9abc_u64.wrapping_mul(number + 1)).to_string()
}

async fn guess(person: &Person<'_>, number: u64) {
    let reply = person
        .post("/sunagawa/a", &[("key", &foreign(number))])
        .await;
    reply.assert_page(422, "この回答コードは見つかりません");
}

fn counted(door: &TestApp, name: &str) -> u64 {
    let text = door.app.metrics.text().unwrap();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name}")).parse().unwrap()
}

/// A school: somebody tries keys, the class beside them answers.
#[actix_web::test]
async fn a_right_key_enters_beside_a_guesser() {
    let (door, survey) = town(Anonymity::Anonymous, &[(WRONG, "60")]).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let guesser = door.resident();
    for number in 0..14 {
        guess(&guesser, number).await;
    }
    assert!(
        counted(&door, "kocho_codes_waited_total") > 0,
        "the control: nobody waited"
    );
    let neighbour = door.resident();
    let scanned = neighbour.get(&format!("/sunagawa/a/{key}")).await;
    neighbour
        .follow(scanned)
        .await
        .assert_page(200, "回答を始める");
    assert_eq!(counted(&door, "kocho_codes_wrong_total"), 14);
}

/// The network around the first household of many has that household's address: it waited for itself, for ever.
#[actix_web::test]
async fn the_first_household_of_a_network_enters() {
    let (door, survey) = town(Anonymity::Anonymous, &[]).await;
    let homes = ["203.0.113.0:1", "[2001:db8:1::5]:1", "[::]:1"];
    let keys = door.town.keys(survey.id, homes.len()).await;
    for (home, key) in homes.iter().zip(keys) {
        let citizen = door.resident().from(home);
        let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
        let page = citizen.follow(scanned).await;
        page.assert_page(200, "回答を始める");
    }
}

/// The address of a receipt just given is ours, and waits for nobody; what is made up waits like any guess.
#[actix_web::test]
async fn a_receipt_just_given_waits_for_no_guesser() {
    let (door, survey) = town(Anonymity::Open, &[(WRONG, "6")]).await;
    let sender = door.resident();
    let check = sender.to_check(&survey, &[]).await;
    let guesser = door.resident();
    for number in 0..2 {
        guess(&guesser, number).await;
    }
    let receipt = sender.press(&check, "send", &[]).await;
    receipt.assert_page(200, "");
    assert_eq!(counted(&door, "kocho_codes_waited_total"), 0);
    sender.get(&receipt.path).await.assert_page(200, "");
    let made_up = Receipt::of(
        &door.town.secret,
        survey.id,
        SubmissionId(uuid::Uuid::from_u128(7)),
    );
    let thanks = receipt.path.split("&thanks=").nth(1).unwrap();
    for path in [
        format!("{}/receipts/{made_up}?thanks={thanks}", address(&survey)),
        receipt.path.replace(thanks, "0123456789abcdef"),
    ] {
        let waits = tokio::time::timeout(Duration::from_millis(300), guesser.get(&path)).await;
        assert!(waits.is_err(), "{path} did not wait");
    }
}

/// Check and count are one step: whatever comes at once, at however many nodes.
#[actix_web::test]
async fn parallel_guesses_at_two_nodes_have_one_pace() {
    let settings = [(WRONG, "6")];
    let (here, _) = town(Anonymity::Anonymous, &settings).await;
    let there = TestApp::over(here.town.clone(), &settings).await;
    let since = Instant::now();
    let guesses = (0..200).map(|number| {
        let node = if number % 2 == 0 { &here } else { &there };
        async move {
            let person = node.resident();
            let try_it = guess(&person, number);
            tokio::time::timeout(Duration::from_secs(3), try_it)
                .await
                .is_ok()
        }
    });
    let tried = join_all(guesses)
        .await
        .into_iter()
        .filter(|tried| *tried)
        .count();
    // Two at once and one every ten seconds, however slow this machine is.
    let most = 2 + usize::try_from(since.elapsed().as_secs() / 10).unwrap() + 1;
    println!("{tried} of 200 guesses were tried, {most} may be");
    assert!((2..=most).contains(&tried), "{tried} of {most}");
    // Those who went away hold nobody up: they took no turn.
    let ahead = "select coalesce(max(extract(epoch from free_at - clock_timestamp())), 0)::bigint from turns";
    assert!(here.town.db.number(ahead).await <= 10 * 2);
}

/// A right code gives its turns back, and what is left over is gone at the next look.
#[actix_web::test]
async fn a_right_code_leaves_nothing() {
    let (door, survey) = town(Anonymity::Anonymous, &[]).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let rows = "select count(*) from turns";
    guess(&door.resident().from("198.51.100.1:1"), 1).await;
    assert!(
        door.town.db.number(rows).await > 0,
        "the control left nothing"
    );
    door.town.db.execute("delete from turns").await;
    door.resident().get(&format!("/sunagawa/a/{key}")).await;
    turns::forget(&mut *door.town.db.conn().await)
        .await
        .unwrap();
    assert_eq!(door.town.db.number(rows).await, 0);
}

/// Sixty thousand networks with one guess each: no lane of a network is ever full.
#[actix_web::test]
async fn guesses_from_very_many_networks_raise_one_alarm() {
    let settings = [
        (WRONG, "100000"),
        ("KOCHO__MAIL__OPERATOR", "system@city.example.jp"),
    ];
    let (here, _) = town(Anonymity::Anonymous, &settings).await;
    let there = TestApp::over(here.town.clone(), &settings).await;
    let letters = "select count(*) from letters where address = 'system@city.example.jp'";
    let since = Instant::now();
    for number in 0..150 {
        let network = format!("[2001:db8:{number:x}:1::1]:9");
        guess(&here.resident().from(&network), number).await;
    }
    assert_eq!(
        here.town.db.number(letters).await,
        0,
        "an alarm without need"
    );
    // One every three seconds is forgiven meanwhile.
    let mut number = 150;
    while number < 230 + since.elapsed().as_secs() / 3 {
        let network = format!("[2001:db8:{number:x}:1::1]:9");
        guess(&there.resident().from(&network), number).await;
        number += 1;
    }
    assert!(counted(&there, "kocho_codes_alarms_total") > 0);
    assert_eq!(here.town.db.number(letters).await, 1);
}

/// As time passes.
async fn a_minute_later(door: &TestApp) {
    let later = "update turns set free_at = free_at - interval '1 minute'";
    door.town.db.execute(later).await;
}

/// 516 ballots a second from one address went in without a word.
#[actix_web::test]
async fn forms_of_a_script_come_again_and_lose_nothing() {
    let settings = [(FORMS, "2")];
    let (door, survey) = town(Anonymity::Open, &settings).await;
    let other = TestApp::over(door.town.clone(), &settings).await;
    for node in [&door, &other, &door, &other] {
        node.resident()
            .answer(&survey, &[])
            .await
            .assert_page(200, "");
    }
    let late = other.resident();
    let check = late.to_check(&survey, &[("why.other", "遠い")]).await;
    let held = late.send(&check, "send", &[]).await;
    held.assert_page(429, "回答はまだ送られていません");
    assert_eq!(held.header("retry-after"), Some("60"));
    assert_eq!(counted(&other, "kocho_forms_held_back_total"), 1);
    assert_eq!(door.town.responses(survey.id).await, 4);
    // Another language is no sending.
    let spoken = late.send(&check, "lang:ja", &[]).await;
    assert_ne!(spoken.status.as_u16(), 429);
    // Another network sends meanwhile.
    let elsewhere = door.resident().from("198.51.100.23:9");
    elsewhere.answer(&survey, &[]).await.assert_page(200, "");
    a_minute_later(&door).await;
    let receipt = late.press(&held, "", &[]).await;
    receipt.assert_page(200, "");
    assert_eq!(door.town.responses(survey.id).await, 6);
    let mut conn = door.town.db.conn().await;
    let said = show::show(&mut conn, &door.town.operator, &survey.slug)
        .await
        .unwrap();
    assert!(said.contains("held back: 1 form"), "{said}");
}

/// Forms that come together ask together: no more of one network pass, and nobody of another waits with them.
#[actix_web::test]
async fn forms_at_once_have_one_pace_and_others_have_theirs() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let settings = [(FORMS, "5")];
    let here = TestApp::over(door.town.clone(), &settings).await;
    let there = TestApp::over(door.town.clone(), &settings).await;
    let since = Instant::now();
    let sent = (0..60).map(|number| {
        let node = if number % 2 == 0 { &here } else { &there };
        // Half of them are one school, over two nodes; each of the others is at home.
        let home = format!("203.0.113.{number}:1");
        let from = if number < 30 { "198.51.100.7:1" } else { &home };
        let citizen = node.resident().from(from);
        let path = address(&survey);
        async move {
            let page = citizen.get(&path).await;
            let sent = citizen.send(&page, "send", &[("livable", "1")]).await;
            (number < 30, sent.status.as_u16())
        }
    });
    let told = join_all(sent).await;
    let passed = |school| {
        let is = |told: &&(bool, u16)| told.0 == school && told.1 == 303;
        told.iter().filter(is).count()
    };
    assert_eq!(passed(false), 30, "{told:?}");
    let later = usize::try_from(since.elapsed().as_secs() / 12).unwrap();
    assert!((10..=10 + later + 1).contains(&passed(true)), "{told:?}");
    assert!(told.iter().all(|(_, status)| [303, 429].contains(status)));
}

/// A household's form or two ask no other node and leave nothing in the database; what passes unasked is bounded too.
#[actix_web::test]
async fn the_first_forms_of_a_network_leave_no_trace() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let settings = [(FORMS, "16")];
    let here = TestApp::over(door.town.clone(), &settings).await;
    let there = TestApp::over(door.town.clone(), &settings).await;
    let send = async |node: &TestApp, from: &str| {
        let citizen = node.resident().from(from);
        let page = citizen.get(&address(&survey)).await;
        let sent = citizen.send(&page, "send", &[("livable", "1")]).await;
        sent.status.as_u16() == 303
    };
    let lanes = "select count(*) from turns";
    for home in 0..20 {
        for node in [&here, &there] {
            let home = format!("[2001:db8:{home:x}::1]:1");
            assert!(send(node, &home).await && send(node, &home).await);
        }
    }
    assert_eq!(door.town.db.number(lanes).await, 0);
    let since = Instant::now();
    let mut passed = 0;
    for number in 0..60 {
        let node = if number % 2 == 0 { &here } else { &there };
        passed += usize::from(send(node, "198.51.100.7:1").await);
    }
    assert!(door.town.db.number(lanes).await > 0);
    // Two in each node, 32 in all; and as time passes 2 a minute more in each node, and 16 in all.
    let later = usize::try_from(since.elapsed().as_secs() / 3).unwrap();
    assert!((36..=36 + later + 1).contains(&passed), "{passed}");
}

/// A form on one page lies nowhere but in the page, which keeps all of it.
#[actix_web::test]
async fn a_one_page_form_that_comes_again_is_the_very_same() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let door = TestApp::over(door.town.clone(), &[(FORMS, "1")]).await;
    for _ in 0..2 {
        let citizen = door.resident();
        let page = citizen.get(&address(&survey)).await;
        citizen
            .press(&page, "send", &[("livable", "1")])
            .await
            .assert_page(200, "");
    }
    for language in ["ja", "ja-x-easy", "en"] {
        let citizen = door.resident().without_cookies();
        let page = citizen
            .get(&format!("{}?lang={language}", address(&survey)))
            .await;
        let mut form = page.form();
        form.fill(&[("livable", "2")]);
        let held = citizen.submit(&form, "send").await;
        held.assert_page(429, "");
        let mut sent = form.pairs();
        sent.push(("_go", "send"));
        assert_eq!(held.form().pairs(), sent);
        a_minute_later(&door).await;
        let receipt = citizen.press(&held, "", &[]).await.receipt();
        a_minute_later(&door).await;
        let again = citizen
            .press(&page, "send", &[("livable", "2")])
            .await
            .receipt();
        assert_eq!(receipt, again, "{language}");
        door.town
            .db
            .execute("update turns set free_at = clock_timestamp() + interval '2 minutes'")
            .await;
    }
    assert_eq!(door.town.responses(survey.id).await, 5);
}

/// Keys bound surveys that have them.
#[actix_web::test]
async fn surveys_with_keys_have_no_pace() {
    let (door, survey) = town(Anonymity::Anonymous, &[(FORMS, "1")]).await;
    for key in door.town.keys(survey.id, 4).await {
        let citizen = door.resident();
        let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
        citizen.follow(scanned).await.assert_page(200, "");
        citizen.answer(&survey, &[]).await.assert_page(200, "");
    }
    assert_eq!(door.town.responses(survey.id).await, 4);
}

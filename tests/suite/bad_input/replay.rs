//! The same thing sent again, at once or later: one response, one receipt.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::lock_number;

use super::open_survey;
use crate::support::door::{EVERYTHING, ONE_PAGE, TestApp, address};

// F09b, B47
#[actix_web::test]
async fn sending_again_shows_the_same_receipt() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let check = citizen.to_check(&survey, &[]).await;
    // The answer to the first try was lost on its way, and with it the news that the draft is gone.
    let kept = citizen.elsewhere();
    let first = citizen.send(&check, "send", &[]).await;
    let receipt = citizen.follow(first).await.receipt();
    for again in [&citizen, &kept] {
        let reply = again.send(&check, "send", &[]).await;
        assert_eq!(again.follow(reply).await.receipt(), receipt);
    }
    // Reloading the receipt, going back to the check page.
    let shown = citizen
        .get(&format!("{}/receipts/{receipt}", address(&survey)))
        .await;
    assert_eq!(shown.receipt(), receipt);
    citizen
        .get(&check.path)
        .await
        .assert_page(410, "途中の回答が見つかりません");
    assert_eq!(door.town.responses(survey.id).await, 1);
}

// F09b at another node
#[actix_web::test]
async fn another_node_gives_the_same_receipt() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let check = citizen.to_check(&survey, &[]).await;
    let receipt = citizen.press(&check, "send", &[]).await.receipt();
    let other = door.node().await;
    let citizen = citizen.at(&other);
    let again = citizen.press(&check, "send", &[]).await;
    assert_eq!(again.receipt(), receipt);
    assert_eq!(door.town.responses(survey.id).await, 1);
}

// F11
// CVE-2023-47634 (Decidim), kobocat #470: the same sent at once was stored twice.
#[actix_web::test]
async fn fifty_sends_at_once_are_one_response() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let check = citizen.to_check(&survey, &[]).await;
    let other = door.node().await;
    let twin = other.resident().without_cookies();
    let form = check.form();
    let sends = (0..50).map(|at| {
        let (citizen, twin, form) = (&citizen, &twin, &form);
        async move {
            match at % 2 {
                0 => citizen.submit(form, "send").await,
                _ => twin.submit(form, "send").await,
            }
        }
    });
    let mut receipts: Vec<String> = Vec::new();
    for reply in join_all(sends).await {
        // The other node's visitor holds no draft; before the first is stored there is nothing to show.
        if reply.status.as_u16() == 410 {
            continue;
        }
        reply.assert_redirect(&format!("{}/receipts/", address(&survey)));
        let location = reply.location().unwrap();
        receipts.push(location.split('?').next().unwrap().to_owned());
    }
    assert!(receipts.len() >= 25);
    receipts.dedup();
    assert_eq!(receipts.len(), 1);
    assert_eq!(door.town.responses(survey.id).await, 1);
}

// F11 without drafts
#[actix_web::test]
async fn a_one_page_form_sent_fifty_times_is_one_response() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let (here, there) = (door.resident(), door.node().await);
    let there = there.resident();
    let mut form = here.get(&address(&survey)).await.form();
    form.fill(&[("livable", "1")]);
    let sends = (0..50).map(|at| {
        let person = if at % 2 == 0 { &here } else { &there };
        person.submit(&form, "send")
    });
    let mut receipts: Vec<_> = join_all(sends)
        .await
        .iter()
        .map(|reply| reply.location().expect("a receipt"))
        .collect();
    receipts.dedup();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    assert_eq!(door.town.responses(survey.id).await, 1);
}

// F12
#[actix_web::test]
async fn other_answers_under_the_same_form_are_told_so() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    let receipt = citizen
        .press(&page, "send", &[("livable", "1")])
        .await
        .receipt();
    let other = citizen.send(&page, "send", &[("livable", "5")]).await;
    other.assert_page(409, "すでに受け付けました");
    other.assert_page(409, &receipt);
    other.assert_page(409, "今回の内容は記録していません");
    assert_eq!(door.stored().await, serde_json::json!({"livable": "1"}));
}

// F13
#[actix_web::test]
async fn one_key_on_two_devices_is_one_response() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    for key in door.town.keys(survey.id, 5).await {
        let (phone, computer) = (door.resident(), door.resident());
        for device in [&phone, &computer] {
            let scanned = device.get(&format!("/sunagawa/a/{key}")).await;
            device.follow(scanned).await.assert_page(200, "");
        }
        let one = phone.to_check(&survey, &[("nickname", "電話")]).await;
        let other = computer.get(&one.path).await;
        let sends = [
            phone.send(&one, "send", &[]),
            computer.send(&other, "send", &[]),
        ];
        // Each device has an id of its own: the one that comes second is told that the key was used.
        let mut statuses: Vec<u16> = Vec::new();
        for reply in join_all(sends).await {
            statuses.push(reply.status.as_u16());
            if reply.status.as_u16() == 409 {
                reply.assert_page(409, "この回答コードの回答は、すでに受け付けています");
            }
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
    }
    assert_eq!(door.town.responses(survey.id).await, 5);
    let used = "select count(*) from invitations where used";
    assert_eq!(door.town.db.number(used).await, 5);
}

// F13 where no draft joins the devices
#[actix_web::test]
async fn a_key_used_elsewhere_meanwhile_is_told_politely() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0];
    let citizen = door.resident();
    let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
    citizen.follow(scanned).await;
    let check = citizen.to_check(&survey, &[]).await;
    // Paper with the same key was typed in first.
    let mut paper = door.town.form(&survey, Some(key), "1");
    paper.mode = kocho::domain::survey::Mode::Paper;
    door.app.intake.submit(paper).await;
    let late = citizen.send(&check, "send", &[]).await;
    late.assert_page(409, "この回答コードの回答は、すでに受け付けています");
    assert_eq!(door.town.responses(survey.id).await, 1);
}

// F22, B45: a full door
#[actix_web::test]
async fn a_full_door_says_so_and_keeps_the_draft() {
    let (door, survey) = open_survey().await;
    let narrow = [
        ("KOCHO__INTAKE__QUEUE", "1"),
        ("KOCHO__INTAKE__BATCH", "1"),
        ("KOCHO__INTAKE__BATCHES", "1"),
    ];
    let narrow = TestApp::over(door.town.clone(), &narrow).await;
    // Half of them refuse cookies: the way back must not depend on one.
    let people: Vec<_> = (0..6)
        .map(|at| match at % 2 {
            0 => narrow.resident(),
            _ => narrow.resident().without_cookies(),
        })
        .collect();
    let mut checks = Vec::new();
    for person in &people {
        checks.push(person.to_check(&survey, &[]).await);
    }
    // Somebody closes the survey and takes their time: what arrives has to wait.
    let number = lock_number(door.town.id, survey.id);
    let mut closer = door.town.db.conn().await;
    let lock = format!("select pg_advisory_lock({number})");
    diesel_async::SimpleAsyncConnection::batch_execute(&mut *closer, &lock)
        .await
        .unwrap();
    let mut sends: FuturesUnordered<_> = people
        .iter()
        .zip(&checks)
        .enumerate()
        .map(|(at, (person, check))| async move { (at, person.send(check, "send", &[]).await) })
        .collect();
    let (turned_away, busy) = sends.next().await.unwrap();
    busy.assert_page(503, "回答は記録されていません");
    busy.assert_page(503, "入力した内容は残っています");
    assert!(busy.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    let unlock = format!("select pg_advisory_unlock({number})");
    diesel_async::SimpleAsyncConnection::batch_execute(&mut *closer, &unlock)
        .await
        .unwrap();
    let mut accepted = 0;
    while let Some((_, reply)) = sends.next().await {
        match reply.status.as_u16() {
            303 => accepted += 1,
            status => assert_eq!(status, 503),
        }
    }
    assert!(accepted > 0);
    assert_eq!(door.town.responses(survey.id).await, accepted);
    tokio::time::sleep(Duration::from_millis(10)).await;
    // The button of the page leads back to everything that was typed.
    let links = busy.links();
    let back = links.iter().find(|link| link.contains("/check"));
    let check = match back {
        Some(back) => people[turned_away].get(back).await,
        None => people[turned_away].press(&busy, "check", &[]).await,
    };
    check.assert_page(200, "回答を確かめる");
    let again = people[turned_away].press(&check, "send", &[]).await;
    again.assert_page(200, "回答を記録しました");
    assert_eq!(door.town.responses(survey.id).await, accepted + 1);
}

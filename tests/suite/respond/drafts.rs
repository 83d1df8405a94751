//! A draft does not name its response: no row is left when an answer is stored, no id lies in one, and what was begun
//! under a former version is sent once.

use kocho::domain::ids::SubmissionId;
use kocho::domain::language::Language;
use kocho::domain::secret::Secret;
use kocho::domain::submission::{AnswersJson, Form, Submission};
use kocho::domain::survey::{Anonymity, Mode};
use kocho::domain::token::Key;
use kocho::domain::token::draft::DraftToken;
use kocho::storage::surveys::Survey;
use uuid::Uuid;

use crate::support::door::{EVERYTHING, ONE_PAGE, Person, TestApp, address};
use crate::support::page::Reply;

/// Opens the survey of a letter.
async fn scan(person: &Person<'_>, key: &Key) -> Reply {
    let scanned = person.get(&format!("/sunagawa/a/{key}")).await;
    person.follow(scanned).await
}

/// A draft as a former version left it under a token: its content named the id of the response.
async fn leave(door: &TestApp, survey: &Survey, token: &DraftToken, id: Uuid, key: Option<&Key>) {
    let content = serde_json::json!({
        "submission": id, "key": key.map(ToString::to_string), "language": "ja", "display": "",
        "begun_at": door.town.now().await, "typed": {"livable": ["1"], "nickname": ["前の版"]}
    });
    let sealed = token.seal(survey.id, [1; 24], content.to_string().as_bytes());
    let place = token.hash(survey.id);
    door.town.leave_draft(survey.id, place, &sealed).await;
}

#[actix_web::test]
async fn no_draft_is_left_of_a_one_page_survey_with_keys() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Anonymous).await;
    let keys = door.town.keys(survey.id, 24).await;
    for (at, key) in keys.iter().enumerate() {
        // Half of them had been opened under the former version, which kept a draft of each.
        if at % 2 == 0 {
            let token = DraftToken::of_key(&door.town.secret, survey.id, key);
            leave(&door, &survey, &token, Uuid::new_v4(), Some(key)).await;
        }
        let citizen = door.resident();
        let page = scan(&citizen, key).await;
        let receipt = citizen.press(&page, "send", &[("livable", "1")]).await;
        receipt.assert_page(200, "回答を記録しました");
        let again = citizen.press(&page, "send", &[("livable", "1")]).await;
        assert_eq!(again.receipt(), receipt.receipt());
    }
    assert_eq!(door.town.responses(survey.id).await, 24);
    assert_eq!(door.town.drafts().await, 0);
}

/// Every way a form with a key comes finishes the draft of that key: there is no other way to make a submission.
#[actix_web::test]
async fn paper_and_kiosk_finish_the_draft_of_their_key_too() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    for (mode, key) in [Mode::Web, Mode::Paper, Mode::Kiosk, Mode::Phone]
        .into_iter()
        .zip(door.town.keys(survey.id, 4).await)
    {
        let citizen = door.resident();
        scan(&citizen, &key).await;
        let page = citizen.begin(&address(&survey)).await;
        let late = citizen.press(&page, "next", &[("livable", "1")]).await;
        assert_eq!(door.town.drafts().await, 1);
        let mut form = door.town.form(&survey, Some(key), "1");
        form.mode = mode;
        door.app.intake.submit(form).await;
        assert_eq!(door.town.drafts().await, 0, "{mode:?}");
        // The page that is still open begins no new one.
        let told = citizen
            .send(&late, "next", &[("service.counter", "1")])
            .await;
        told.assert_page(409, "この回答コードの回答は、すでに受け付けています");
        let first = citizen.send(&page, "next", &[("livable", "1")]).await;
        first.assert_page(409, "この回答コードの回答は、すでに受け付けています");
        assert_eq!(door.town.drafts().await, 0, "{mode:?}");
    }
}

/// A first answer typed on one device while another form with the same key is stored: whichever comes first, no draft
/// of a spent key is left.
#[actix_web::test]
async fn no_draft_is_left_by_a_race_with_its_response() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let (mut kept, mut told) = (0, 0);
    for key in door.town.keys(survey.id, 40).await {
        let citizen = door.resident();
        scan(&citizen, &key).await;
        let page = citizen.begin(&address(&survey)).await;
        let form = door.town.form(&survey, Some(key), "1");
        let types = citizen.send(&page, "next", &[("livable", "1")]);
        let sends = door.app.intake.submit(form);
        let (reply, _) = tokio::join!(types, sends);
        match reply.status.as_u16() {
            303 => kept += 1,
            status => {
                assert_eq!(status, 409);
                told += 1;
            }
        }
        assert_eq!(door.town.drafts().await, 0, "{kept} kept, {told} told");
    }
    println!("{kept} were kept and went with the response, {told} were told");
    assert_eq!(door.town.responses(survey.id).await, 40);
}

/// Who holds secret and key opens a draft, and finds nothing in it that names a response.
#[actix_web::test]
async fn the_id_of_a_response_is_neither_in_its_draft_nor_made_of_its_key() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0];
    let citizen = door.resident();
    scan(&citizen, &key).await;
    let check = citizen.to_check(&survey, &[]).await;
    let token = DraftToken::of_key(&door.town.secret, survey.id, &key);
    let mut conn = door.town.db.conn().await;
    let place = token.hash(survey.id);
    let sealed = kocho::storage::drafts::by_token(&mut conn, door.town.id, survey.id, place);
    let sealed = sealed.await.unwrap().expect("a draft");
    let content = String::from_utf8(token.open(survey.id, &sealed).unwrap()).unwrap();
    assert!(content.contains("livable"), "the control: it opens");
    citizen
        .press(&check, "send", &[])
        .await
        .assert_page(200, "");
    let id = door.town.db.text("select id::text from envelopes").await;
    let in_it = |id: &str| content.contains(id) || content.contains(&id.replace('-', ""));
    assert!(!in_it(&id), "{content}");
    assert!(!content.contains("submission"), "{content}");
    let made = token.submission(survey.id, [0; 16]);
    let key = kocho::domain::envelope::EnvelopeKey::of(&door.town.secret, survey.id);
    assert_ne!(key.name(made).to_string(), id);
}

/// A section's form that was open while the program was brought up to date: sent once, under the id it had.
#[actix_web::test]
async fn a_draft_of_a_former_version_is_sent_once() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    for (nth, keeps_cookies) in [true, false].into_iter().enumerate() {
        let (token, id) = (DraftToken::from_random(rand(nth)), Uuid::new_v4());
        leave(&door, &survey, &token, id, None).await;
        let citizen = match keeps_cookies {
            true => door
                .resident()
                .with_cookie(&cookie(&survey), &token.to_string()),
            false => door.resident().without_cookies(),
        };
        let token = token.to_string();
        let fields = [
            ("_t", token.as_str()),
            ("_go", "next"),
            ("age", "40"),
            ("_shown", "age"),
        ];
        let mut page = citizen
            .post(&format!("{}/sections/3", address(&survey)), &fields)
            .await;
        for _ in 0..6 {
            page = citizen.follow(page).await;
            if page.form().action.ends_with("/responses") {
                break;
            }
            page = citizen.send(&page, "next", &[]).await;
        }
        page.assert_page(200, "前の版");
        let receipt = citizen.press(&page, "send", &[]).await;
        receipt.assert_page(200, "回答を記録しました");
        let again = citizen.press(&page, "send", &[]).await;
        assert_eq!(again.receipt(), receipt.receipt());
        // The check page of the former version, once more: it named the id itself.
        let id = id.to_string();
        let old = [
            ("_t", token.as_str()),
            ("_submission", id.as_str()),
            ("_go", "send"),
        ];
        let again = citizen
            .post(&format!("{}/responses", address(&survey)), &old)
            .await;
        assert_eq!(citizen.follow(again).await.receipt(), receipt.receipt());
        let key = kocho::domain::envelope::EnvelopeKey::of(&door.town.secret, survey.id);
        let name = key.name(SubmissionId(id.parse().unwrap()));
        let stored = format!("select count(*) from envelopes where id = '{name}'");
        assert_eq!(door.town.db.number(&stored).await, 1, "another id");
    }
    assert_eq!(door.town.responses(survey.id).await, 2);
    assert_eq!(door.town.drafts().await, 0);
}

fn rand(nth: usize) -> [u8; 32] {
    [u8::try_from(nth).unwrap() + 40; 32]
}

fn cookie(survey: &Survey) -> String {
    format!("draft-{}", survey.id.0.simple())
}

/// A one-page form as the former version wrote it: its slip was signed and named the id.
#[actix_web::test]
async fn a_one_page_form_of_a_former_version_is_sent_once() {
    let door = TestApp::new().await;
    for anonymity in [Anonymity::Open, Anonymity::Anonymous] {
        let survey = door.survey(ONE_PAGE, anonymity).await;
        let key = match anonymity {
            Anonymity::Open => None,
            _ => Some(door.town.keys(survey.id, 1).await[0]),
        };
        let id = Uuid::new_v4();
        if let Some(key) = &key {
            let token = DraftToken::of_key(&door.town.secret, survey.id, key);
            leave(&door, &survey, &token, id, Some(key)).await;
        }
        let begun = door.town.now().await.timestamp();
        let key = key.map(|key| key.to_string()).unwrap_or_default();
        let text = format!("{id}.{begun}.{key}");
        let signed = format!("{text}.{}", signature(&door.town.secret, &survey, &text));
        // It was sent under the former version already, and its answer was lost on the way.
        let before = Form {
            id: SubmissionId(id),
            begun_at: door.town.now().await,
            mode: Mode::Web,
            language: Language::japanese(),
            duration: None,
            answers: AnswersJson::new(r#"{"livable": "1"}"#.to_owned()),
            length: kocho::domain::envelope::Length::default(),
        };
        let town = &door.town;
        let before = match Key::read(&key) {
            Ok(key) => Submission::with_key(&town.secret, town.id, survey.id, &key, before),
            Err(_) => Submission::open(town.id, survey.id, None, before),
        };
        door.app.intake.submit(before).await;
        let fields = [
            ("_form", signed.as_str()),
            ("_go", "send"),
            ("livable", "1"),
        ];
        let path = format!("{}/responses", address(&survey));
        let citizen = door.resident();
        let mut receipts = Vec::new();
        for _ in 0..2 {
            let sent = citizen.post(&path, &fields).await;
            receipts.push(citizen.follow(sent).await.receipt());
        }
        assert_eq!(receipts[0], receipts[1]);
        assert_eq!(door.town.responses(survey.id).await, 1);
        assert_eq!(door.town.drafts().await, 0);
    }
}

fn signature(secret: &Secret, survey: &Survey, text: &str) -> String {
    let hash = secret.hash("one-page form", format!("{}.{text}", survey.id).as_bytes());
    hash[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Each page puts its own answers into the draft the other one saves: neither is saved over.
#[actix_web::test]
async fn two_tabs_that_save_at_the_same_moment_lose_nothing() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let first = citizen.begin(&address(&survey)).await;
    let tables = citizen.press(&first, "next", &[("livable", "1")]).await;
    for round in 0..20 {
        let (one, other) = if round % 2 == 0 {
            ("1", "2")
        } else {
            ("2", "1")
        };
        let (livable, counter) = ([("livable", one)], [("service.counter", other)]);
        let sent = futures_util::future::join(
            citizen.send(&first, "next", &livable),
            citizen.send(&tables, "next", &counter),
        );
        let (sent_first, sent_tables) = sent.await;
        assert_eq!(
            (sent_first.status.as_u16(), sent_tables.status.as_u16()),
            (303, 303)
        );
        let marked = [
            marked(&citizen, &survey, 1, "livable").await,
            marked(&citizen, &survey, 3, "service.counter").await,
        ];
        assert_eq!(
            marked,
            [one, other].map(|value| Some(value.to_owned())),
            "round {round}"
        );
    }
}

/// What the page of a section shows as chosen.
async fn marked(citizen: &Person<'_>, survey: &Survey, section: u8, name: &str) -> Option<String> {
    let path = format!("{}/sections/{section}", address(survey));
    let page = citizen.get(&path).await;
    let tags = page.tags().into_iter();
    let mut marked = tags
        .filter(|tag| tag.value("name").as_deref() == Some(name) && tag.value("checked").is_some());
    marked.next().and_then(|tag| tag.value("value"))
}

/// The very first save too: each puts its own question into what the other one begins.
#[actix_web::test]
async fn two_tabs_that_begin_at_the_same_moment_lose_nothing() {
    let door = TestApp::new().await;
    let with_key = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let open = door.survey(EVERYTHING, Anonymity::Open).await;
    let mut keys = door.town.keys(with_key.id, 10).await.into_iter();
    for round in 0..20 {
        let citizen = door.resident();
        let survey = match round % 2 {
            0 => &open,
            _ => {
                scan(&citizen, &keys.next().unwrap()).await;
                &with_key
            }
        };
        let page = citizen.begin(&address(survey)).await;
        let save = async |question: &str, value: &str| {
            let mut form = page.form();
            form.fill(&[(question, value), ("_shown", question)]);
            citizen.submit(&form, "next").await
        };
        let saved = futures_util::future::join(save("livable", "1"), save("work", "2")).await;
        assert!(!saved.0.status.is_server_error() && !saved.1.status.is_server_error());
        let marked = [
            marked(&citizen, survey, 1, "livable").await,
            marked(&citizen, survey, 1, "work").await,
        ];
        assert_eq!(
            marked,
            ["1", "2"].map(|value| Some(value.to_owned())),
            "round {round}"
        );
    }
}

/// A node that has looked for a draft when there was none goes on with what was begun at another node since.
#[actix_web::test]
async fn what_another_node_began_is_gone_on_with() {
    let door = TestApp::new().await;
    let other = door.node().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await.remove(0);
    let citizen = door.resident();
    scan(&citizen, &key).await;
    let first = citizen.begin(&address(&survey)).await;
    let there = citizen.beside().at(&other);
    let tables = there.press(&first, "next", &[("livable", "1")]).await;
    let here = there.beside().at(&door);
    let saved = here.press(&tables, "next", &[("service.counter", "2")]);
    saved.await.assert_page(200, "");
    let shown = marked(&here, &survey, 3, "service.counter").await;
    assert_eq!(shown.as_deref(), Some("2"));
}

/// A node goes on from the row it saved itself; where another node has saved or sent since, it reads again.
#[actix_web::test]
async fn what_another_node_saved_or_sent_is_seen() {
    let door = TestApp::new().await;
    let other = door.node().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await.remove(0);
    let citizen = door.resident();
    scan(&citizen, &key).await;
    let first = citizen.begin(&address(&survey)).await;
    let tables = citizen.press(&first, "next", &[("livable", "1")]).await;
    let there = citizen.beside().at(&other);
    let counter = [("service.counter", "2")];
    let saved = there.send(&tables, "next", &counter).await;
    assert_eq!(saved.status, 303);
    // Here the row of before is known, and what is put into it is not what is put into that.
    let saved = citizen.send(&first, "next", &[("livable", "9")]).await;
    assert_eq!(saved.status, 303);
    // A page may show for a moment what its own node saved last.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    for person in [&citizen, &there] {
        let shown = marked(person, &survey, 3, "service.counter").await;
        assert_eq!(shown.as_deref(), Some("2"));
        let shown = marked(person, &survey, 1, "livable").await;
        assert_eq!(shown.as_deref(), Some("9"));
    }
    let check = there.get(&format!("{}/check", address(&survey))).await;
    there.press(&check, "send", &[]).await.assert_page(200, "");
    let told = citizen.send(&first, "next", &[("livable", "1")]).await;
    told.assert_page(409, "この回答コードの回答は、すでに受け付けています");
    assert_eq!(door.town.drafts().await, 0);
    assert_eq!(door.town.responses(survey.id).await, 1);
}

//! The fields of a page one by one: what each takes, what it says of what it does not, how it is shown back.

use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;

use crate::support::door::{EVERYTHING, Person, TestApp, address};
use crate::support::page::{Reply, Tag};

/// The last page of the questionnaire with everything.
async fn last_page(citizen: &Person<'_>, survey: &Survey) -> Reply {
    let first = citizen.begin(&address(survey)).await;
    let tables = citizen.press(&first, "next", &[("livable", "1")]).await;
    citizen.press(&tables, "next", &[]).await
}

/// The tag with this id.
fn with_id(page: &Reply, id: &str) -> Tag {
    let mut tags = page.tags().into_iter();
    let found = tags.find(|tag| tag.value("id").as_deref() == Some(id));
    found.unwrap_or_else(|| panic!("no {id} in {}", page.html()))
}

/// A page that says what is wrong at the field it is wrong with, and leads there.
#[track_caller]
fn assert_wrong(page: &Reply, field: &str, target: &str, said: &str) {
    page.assert_page(422, said);
    let error = with_id(page, &format!("{field}-error"));
    assert_eq!(error.name, "p", "{field}");
    assert!(page.links().contains(&format!("#{target}")), "{target}");
    let touched = with_id(page, target);
    assert_eq!(touched.value("aria-invalid").as_deref(), Some("true"));
}

#[actix_web::test]
async fn fewer_choices_than_asked_for_come_back_marked() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = last_page(&citizen, &survey).await;
    page.assert_page(200, "2つ以上3つまで選んでください。");
    for (language, said) in [
        ("ja", "2つ以上選んでください。"),
        ("ja-x-easy", "2つか、それより 多く 選んで ください。"),
        ("en", "Please choose at least 2."),
    ] {
        let page = citizen.press(&page, &format!("lang:{language}"), &[]).await;
        let sent = citizen.send(&page, "next", &[("help", "3")]).await;
        assert_wrong(&sent, "help", "help-1", said);
        assert_eq!(sent.form().value("help"), Some("3"));
    }
    let page = citizen.press(&page, "lang:ja", &[]).await;
    let four = ["1", "2", "3", "4"].map(|code| ("help", code));
    let sent = citizen.send(&page, "next", &four).await;
    assert_wrong(
        &sent,
        "help",
        "help-1",
        "選べるのは3つまでです。今は4つ選ばれています。",
    );
    door.assert_nothing_stored().await;

    let alone = citizen.press(&page, "next", &[("help", "90")]).await;
    alone.assert_page(200, "回答を確かめる");
    let beside = [("help", "2"), ("help.other", "送迎")];
    let opened = citizen.press(&page, "next", &beside).await;
    let check = citizen.press(&opened, "next", &[("consent", "1")]).await;
    check.assert_page(200, "見守り その他 送迎");
    citizen.press(&check, "send", &[]).await;
    let stored = serde_json::json!({
        "livable": "1", "help": ["2", "99"], "help.other": "送迎", "consent": "1"
    });
    assert_eq!(door.stored().await, stored);
}

#[actix_web::test]
async fn postal_codes_and_telephone_numbers_are_kept_in_one_form() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = last_page(&citizen, &survey).await;
    for (id, keys, known) in [
        ("postcode", "numeric", "postal-code"),
        ("phone", "tel", "tel"),
    ] {
        let field = with_id(&page, id);
        assert_eq!(field.value("inputmode").as_deref(), Some(keys));
        assert_eq!(field.value("autocomplete").as_deref(), Some(known));
        let described = field.value("aria-describedby").unwrap();
        assert!(with_id(&page, &described).text.contains("例：123-4567") || id == "phone");
    }
    assert_eq!(
        with_id(&page, "nickname").value("autocomplete").as_deref(),
        Some("off")
    );
    let long = "０".repeat(20_000);
    for (language, postcode, phone) in [
        (
            "ja",
            "郵便番号を7けたの数字で入力してください",
            "電話番号を、0で始まる10けたか11けたの数字で",
        ),
        (
            "ja-x-easy",
            "郵便番号を 7けたの 数字で",
            "電話番号を 0から 始まる",
        ),
        (
            "en",
            "a postal code of 7 digits",
            "of 10 or 11 digits that begins with 0",
        ),
    ] {
        let page = citizen.press(&page, &format!("lang:{language}"), &[]).await;
        for bad in ["073-01", "砂川市", "<b>", long.as_str()] {
            let typed = [("postcode", bad), ("phone", bad)];
            let sent = citizen.send(&page, "next", &typed).await;
            assert_wrong(&sent, "postcode", "postcode", postcode);
            assert_wrong(&sent, "phone", "phone", phone);
            for (field, typed) in typed {
                assert_eq!(sent.form().value(field), Some(typed));
            }
        }
    }
    door.assert_nothing_stored().await;
    let page = citizen.press(&page, "lang:ja", &[]).await;
    let typed = [
        ("postcode", "〒０７３０１２２"),
        ("phone", "０１２５（５４）２１２１"),
    ];
    let check = citizen.press(&page, "next", &typed).await;
    check.assert_page(200, "073-0122");
    check.assert_page(200, "0125-54-2121");
    citizen.press(&check, "send", &[]).await;
    let stored =
        serde_json::json!({"livable": "1", "postcode": "073-0122", "phone": "0125-54-2121"});
    assert_eq!(door.stored().await, stored);
}

#[actix_web::test]
async fn without_the_consent_nobody_goes_on() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = last_page(&citizen, &survey).await;
    assert!(!page.form().has("consent"), "asked of everybody");
    let help = [("help", "1"), ("help", "2")];
    // What opens the question shows it before it is missed.
    let opened = citizen.press(&page, "next", &help).await;
    opened.assert_page(200, "市から連絡してもよいですか。");
    let tick = with_id(&opened, "consent-1");
    assert_eq!(tick.value("type").as_deref(), Some("checkbox"));
    for (language, said) in [
        ("ja", "先へ進むには同意が必要です。"),
        ("ja-x-easy", "ここに 印を つけないと、"),
        ("en", "You can go on only if you agree."),
    ] {
        let page = citizen
            .press(&opened, &format!("lang:{language}"), &[])
            .await;
        let sent = citizen.send(&page, "next", &[("nickname", "駅")]).await;
        assert_wrong(&sent, "consent", "consent-1", said);
        assert_eq!(sent.form().value("nickname"), Some("駅"));
    }
    let opened = citizen.press(&opened, "lang:ja", &[]).await;
    for forged in [
        vec![("consent", "yes")],
        vec![("consent", "1"), ("consent", "1")],
    ] {
        let sent = citizen.send(&opened, "next", &forged).await;
        sent.assert_page(422, "選んでください");
    }
    door.assert_nothing_stored().await;
    let check = citizen.press(&opened, "next", &[("consent", "1")]).await;
    check.assert_page(200, "連絡に同意します");
    let back = citizen.press(&check, "back", &[]).await;
    assert_eq!(back.form().value("consent"), Some("1"));
    let check = citizen.press(&back, "next", &[]).await;
    citizen.press(&check, "send", &[]).await;
    let stored = serde_json::json!({"livable": "1", "help": ["1", "2"], "consent": "1"});
    assert_eq!(door.stored().await, stored);
}

#[actix_web::test]
async fn times_are_shown_as_they_were_understood() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = last_page(&citizen, &survey).await;
    let described = with_id(&page, "call_at").value("aria-describedby").unwrap();
    assert_eq!(with_id(&page, &described).text, "例：14:30、午後2時半");
    for typed in ["14:30", "１４時３０分", "午後2時半", "2:30 pm"] {
        let check = citizen.press(&page, "next", &[("call_at", typed)]).await;
        check.assert_page(200, "14時30分");
    }
    let long = "9".repeat(20_000);
    for (language, no_time, outside) in [
        ("ja", "時刻を「14:30」または", "09:00から20:30までの時刻を"),
        (
            "ja-x-easy",
            "時間を 14:30 のように",
            "09:00から 20:30までの 時間を",
        ),
        (
            "en",
            "a time like 14:30 or 2:30 pm",
            "a time from 09:00 to 20:30",
        ),
    ] {
        let page = citizen.press(&page, &format!("lang:{language}"), &[]).await;
        for (typed, said) in [
            ("夕方", no_time),
            ("25:00", no_time),
            ("午後12時", no_time),
            (long.as_str(), no_time),
            ("8:59", outside),
            ("午後8時31分", outside),
        ] {
            let sent = citizen.send(&page, "next", &[("call_at", typed)]).await;
            assert_wrong(&sent, "call_at", "call_at", said);
            assert_eq!(sent.form().value("call_at"), Some(typed));
        }
        let sent = citizen
            .send(&page, "next", &[("call_at", "9:00"), ("call_at", "9:00")])
            .await;
        sent.assert_page(422, "");
    }
    door.assert_nothing_stored().await;
    let page = citizen.press(&page, "lang:en", &[]).await;
    let check = citizen
        .press(&page, "next", &[("call_at", "８時３０分ＰＭ")])
        .await;
    citizen.press(&check, "send", &[]).await;
    let stored = serde_json::json!({"livable": "1", "call_at": "20:30"});
    assert_eq!(door.stored().await, stored);
}

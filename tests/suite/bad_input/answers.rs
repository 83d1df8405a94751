//! Answers that do not fit the questionnaire: refused with everything typed still there.

use super::open_survey;
use crate::support::door::{ONE_PAGE, Person, TestApp, address};
use crate::support::page::Reply;
use kocho::domain::survey::Anonymity;

// B02, B04, B05, B49
#[actix_web::test]
async fn questions_and_options_of_no_questionnaire_are_refused() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    for (forged, said) in [
        (("is_admin", "1"), "この調査票にない項目が送られました"),
        (
            ("municipality_id", "1"),
            "この調査票にない項目が送られました",
        ),
        (("livable.other", "x"), "この調査票にない項目が送られました"),
        (("age", "40"), "この調査票にない項目が送られました"),
        (("livable", "9999"), "選択肢から選んでください"),
        (("work", "'"), "選択肢から選んでください"),
        (("livable", "１"), "選択肢から選んでください"),
    ] {
        let mut answers = vec![forged];
        if forged.0 != "livable" {
            answers.push(("livable", "1"));
        }
        let sent = citizen.send(&page, "next", &answers).await;
        sent.assert_page(422, said);
    }
    door.assert_nothing_stored().await;
    let receipt = citizen.answer(&survey, &[]).await;
    receipt.assert_page(200, "");
    assert_eq!(door.stored().await, serde_json::json!({"livable": "1"}));
}

// B03
#[actix_web::test]
async fn one_question_has_one_answer() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let sent = citizen
        .send(&page, "next", &[("livable", "1"), ("livable", "2")])
        .await;
    sent.assert_page(422, "1つだけ選んでください");
    // Fields of our own cannot have been sent twice by a browser.
    for own in ["_go", "_t"] {
        let twice = [("livable", "1"), (own, "next"), (own, "back")];
        let sent = citizen.post(&page.form().action, &twice).await;
        sent.assert_page(400, "送られた内容を読み取れませんでした");
    }
    door.assert_nothing_stored().await;
}

// B04
#[actix_web::test]
async fn marks_that_contradict_each_other_come_back_as_marked() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    for (marks, said) in [
        (
            vec!["1", "2", "3"],
            "選べるのは2つまでです。今は3つ選ばれています。",
        ),
        (vec!["1", "90"], "ほかの選択肢と一緒に選べません"),
        (vec!["1", "1"], "1つだけ選んでください"),
    ] {
        let mut answers = vec![("livable", "1")];
        answers.extend(marks.iter().map(|mark| ("work", *mark)));
        let sent = citizen.send(&page, "next", &answers).await;
        sent.assert_page(422, said);
        let form = sent.form();
        let shown: Vec<_> = form
            .pairs()
            .into_iter()
            .filter(|(name, _)| *name == "work")
            .collect();
        let mut want: Vec<_> = marks.iter().map(|mark| ("work", *mark)).collect();
        want.dedup();
        assert_eq!(shown, want);
        assert_eq!(form.value("livable"), Some("1"));
    }
    door.assert_nothing_stored().await;
}

#[actix_web::test]
async fn a_ranking_has_no_ties_and_no_gaps() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let page = citizen.press(&page, "next", &[("livable", "1")]).await;
    for (places, said) in [
        (
            [("ways.1", "2"), ("ways.2", "2")],
            "同じものを2回選んでいます",
        ),
        (
            [("ways.1", ""), ("ways.2", "3")],
            "1番目から順に選んでください",
        ),
    ] {
        let sent = citizen.send(&page, "next", &places).await;
        sent.assert_page(422, said);
        assert_eq!(sent.form().value("ways.2"), Some(places[1].1));
    }
}

/// The page on which things are typed.
async fn typing(citizen: &Person<'_>, first: &str) -> Reply {
    let page = citizen.begin(first).await;
    let page = citizen.press(&page, "next", &[("livable", "1")]).await;
    citizen.press(&page, "next", &[]).await
}

// B19, B37
#[actix_web::test]
async fn numbers_in_full_width_are_accepted() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = typing(&citizen, &address(&survey)).await;
    for good in ["１８", "18", " 18 ", "18歳", "１８　歳", "018", "十八才"] {
        let check = citizen.press(&page, "next", &[("age", good)]).await;
        check.assert_page(200, "回答を確かめる");
        check.assert_page(200, " 18歳 ");
    }
    citizen.answer(&survey, &[]).await.assert_page(200, "");
    assert_eq!(door.stored().await["age"], 18);
}

// B37, B07
#[actix_web::test]
async fn absurd_numbers_are_refused_and_kept_on_the_page() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = typing(&citizen, &address(&survey)).await;
    for (absurd, said) in [
        ("十八回", "数字を入力してください"),
        ("1e3", "数字を入力してください"),
        ("0x10", "数字を入力してください"),
        ("NaN", "数字を入力してください"),
        ("123456789012345678901234567890", "数字を入力してください"),
        ("-1", "0から120までの数字"),
        ("−１", "0から120までの数字"),
        ("150", "0から120までの数字"),
        ("3.5", "整数で入力してください"),
    ] {
        let sent = citizen.send(&page, "next", &[("age", absurd)]).await;
        sent.assert_page(422, said);
        assert_eq!(sent.form().value("age"), Some(absurd));
    }
    door.assert_nothing_stored().await;
}

// B34, B35
#[actix_web::test]
async fn days_are_read_in_both_calendars_and_impossible_ones_refused() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = typing(&citizen, &address(&survey)).await;
    for (typed, day) in [
        ("令和元年5月1日", "2019年5月1日"),
        ("平成31年4月30日", "2019年4月30日"),
        ("昭和64年1月7日", "1989年1月7日"),
        ("R7.4.1", "2025年4月1日"),
        ("令和７年４月１日", "2025年4月1日"),
        ("2024-02-29", "2024年2月29日"),
    ] {
        let check = citizen.press(&page, "next", &[("since", typed)]).await;
        check.assert_page(200, day);
    }
    for (typed, said) in [
        ("平成31年5月1日", "その日付はありません"),
        ("昭和64年1月8日", "その日付はありません"),
        ("2026-02-29", "その日付はありません"),
        ("2025-13-01", "その日付はありません"),
        ("infinity", "日付を"),
        ("tomorrow", "日付を"),
        ("294277-01-01", ""),
    ] {
        let sent = citizen.send(&page, "next", &[("since", typed)]).await;
        sent.assert_page(422, said);
        assert_eq!(sent.form().value("since"), Some(typed));
    }
    door.assert_nothing_stored().await;
}

// B01
#[actix_web::test]
async fn white_space_is_no_answer() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    for blank in ["", " ", "\u{3000}", "\u{200B}"] {
        let sent = citizen.send(&page, "next", &[("livable", blank)]).await;
        sent.assert_page(422, "1つ選んでください");
    }
    let blank = [
        ("age", "　"),
        ("since", " "),
        ("nickname", "\u{200B}\u{3000}"),
        ("opinion", "\r\n \r\n"),
    ];
    citizen.answer(&survey, &blank).await.assert_page(200, "");
    assert_eq!(door.stored().await, serde_json::json!({"livable": "1"}));
}

// B16, B42
#[actix_web::test]
async fn long_texts_are_counted_as_people_count_and_come_back_whole() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = typing(&citizen, &address(&survey)).await;
    let zalgo = format!("a{}", "\u{301}".repeat(40_000));
    let long = "字".repeat(4_001);
    let families = "👨‍👩‍👧".repeat(51);
    for (field, text, said) in [
        (
            "opinion",
            &long,
            "4000文字以内にしてください（今は4001文字）",
        ),
        ("opinion", &zalgo, "文章が長すぎます"),
        (
            "nickname",
            &families,
            "50文字以内にしてください（今は51文字）",
        ),
    ] {
        let sent = citizen.send(&page, "next", &[(field, text)]).await;
        sent.assert_page(422, said);
        assert_eq!(sent.form().value(field), Some(text.as_str()));
        let later = citizen.get(&page.path).await;
        // Kept is twice what the field takes, at least.
        let kept = later.form().value(field).unwrap().to_owned();
        assert!(kept == *text || (text.starts_with(&kept) && kept.len() > 2 * 16_384));
        citizen
            .post(&page.form().action, &[(field, ""), ("_go", "back")])
            .await;
    }
    door.assert_nothing_stored().await;
    let (most, families) = ("字".repeat(4_000), "👨‍👩‍👧".repeat(50));
    let most = [("opinion", most.as_str()), ("nickname", families.as_str())];
    citizen.answer(&survey, &most).await.assert_page(200, "");
    assert_eq!(door.stored().await["opinion"], most[0].1);
}

// B08
#[actix_web::test]
async fn answers_to_questions_that_are_not_asked_are_dropped() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let forged = [
        ("livable", "1"),
        ("why", "99"),
        ("why.other", "見えない設問"),
    ];
    let sent = citizen.send(&page, "next", &forged).await;
    sent.assert_redirect(&format!("{}/sections/3", address(&survey)));
    // A whole section that is not asked leads to one that is, and takes nothing.
    let hidden = page.form().action.replace("sections/1", "sections/2");
    let sent = citizen
        .post(&hidden, &[("more", "見えない節"), ("_go", "next")])
        .await;
    sent.assert_redirect(&format!("{}/sections/1", address(&survey)));
    citizen.answer(&survey, &[]).await.assert_page(200, "");
    assert_eq!(door.stored().await, serde_json::json!({"livable": "1"}));
}

// B10
#[actix_web::test]
async fn pages_out_of_order_lead_to_the_first_that_is_missing() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    for later in [3, 4] {
        let path = format!("{}/sections/{later}", address(&survey));
        citizen.get(&path).await.assert_redirect(&page.path);
        let sent = citizen
            .post(&path, &[("age", "40"), ("service.counter", "1")])
            .await;
        sent.assert_redirect(&page.path);
    }
    let check = citizen.get(&format!("{}/check", address(&survey))).await;
    check.assert_page(422, "1つ選んでください");
    let sent = citizen
        .post(&format!("{}/responses", address(&survey)), &[])
        .await;
    sent.assert_page(422, "1つ選んでください");
    for nowhere in ["0", "99", "99999999999999999999"] {
        let path = format!("{}/sections/{nowhere}", address(&survey));
        citizen
            .get(&path)
            .await
            .assert_page(404, "ページが見つかりません");
    }
    door.assert_nothing_stored().await;
    let page = typing(&citizen, &address(&survey)).await;
    assert_eq!(
        page.form().value("age"),
        Some(""),
        "an answer out of order was kept"
    );
}

#[actix_web::test]
async fn sending_nothing_at_all_is_no_response() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let lost = citizen
        .post(
            &format!("{}/responses", address(&survey)),
            &[("livable", "1")],
        )
        .await;
    lost.assert_page(410, "途中の回答が見つかりません");
    door.assert_nothing_stored().await;
}

// B02–B05 where there is no draft
#[actix_web::test]
async fn a_one_page_form_comes_back_with_everything_typed() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    for (forged, said) in [
        (("age", "99"), "選択肢から選んでください"),
        (("nothing", "1"), "この調査票にない項目が送られました"),
        (("livable", "1"), "1つだけ選んでください"),
    ] {
        let mut form = page.form();
        form.fill(&[
            ("opinion", "もっとバスを\n"),
            ("livable", "2"),
            ("topic", "3"),
        ]);
        form.add(forged.0, forged.1);
        let sent = citizen.submit(&form, "send").await;
        sent.assert_page(422, said);
        assert_eq!(sent.form().value("opinion"), Some("もっとバスを\n"));
        assert_eq!(sent.form().value("topic"), Some("3"));
    }
    let mut form = page.form();
    form.fill(&[("_form", &format!("{}0", form.value("_form").unwrap()))]);
    let sent = citizen.submit(&form, "send").await;
    sent.assert_page(400, "送られた内容を読み取れませんでした");
    door.assert_nothing_stored().await;
}

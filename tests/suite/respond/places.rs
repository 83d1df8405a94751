//! Places: found by their names and readings or taken from the list, without any script.

use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;
use serde_json::{Value, json};

use crate::support::door::{EVERYTHING, Person, TestApp, address};
use crate::support::page::{Form, Reply, Tag};

/// The page with the place to find.
async fn page_of_place(citizen: &Person<'_>, survey: &Survey) -> Reply {
    let first = citizen.begin(&address(survey)).await;
    let tables = citizen.press(&first, "next", &[("livable", "1")]).await;
    citizen.press(&tables, "next", &[]).await
}

/// The form with this in the field, and this marked in the list, as a browser sends them: text, what stood there, mark.
fn filled(page: &Reply, text: &str, mark: &str) -> Form {
    let before = field(page, "hidden").value("value").unwrap();
    let mut form = page.form();
    form.fill(&[("district", text), ("district", &before)]);
    if !mark.is_empty() {
        form.add("district", mark);
    }
    form
}

/// The field or the hidden one of the place.
fn field(page: &Reply, kind: &str) -> Tag {
    let mut tags = page.tags().into_iter();
    let is = |tag: &Tag, name: &str, value: &str| tag.value(name).as_deref() == Some(value);
    let found = tags.find(|tag| is(tag, "name", "district") && is(tag, "type", kind));
    found.unwrap_or_else(|| panic!("no {kind} in {}", page.html()))
}

/// What stands in the field.
fn text(page: &Reply) -> String {
    field(page, "text").value("value").unwrap()
}

/// The codes that are offered under the field, and the one that is marked.
fn offered(page: &Reply) -> (Vec<String>, Option<String>) {
    let cards = page.html().split("<label class=\"card\">").skip(1);
    let cards = cards.map(|card| card.split("</label>").next().unwrap());
    let of_place = cards.filter(|card| card.contains("name=\"district\""));
    let code = |card: &str| {
        let (_, rest) = card.split_once("value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let codes = of_place.clone().map(code).collect();
    let inside = |card: &&str| card.split('>').next().unwrap().contains(" checked");
    let marked = of_place.clone().find(inside).map(code);
    (codes, marked)
}

#[actix_web::test]
async fn a_place_is_found_by_a_part_of_its_name_or_reading() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = page_of_place(&citizen, &survey).await;
    let input = field(&page, "text");
    for (attribute, value) in [
        ("id", "district"),
        ("autocomplete", "off"),
        ("inputmode", "text"),
    ] {
        assert_eq!(input.value(attribute).as_deref(), Some(value));
    }
    let labelled =
        |tag: &Tag| tag.name == "label" && tag.value("for").as_deref() == Some("district");
    assert!(page.tags().iter().any(labelled));
    for (typed, label) in [
        ("東町", "東町"),
        ("ﾋｶﾞｼﾔ", "東山"),
        ("東が丘", "東ヶ丘"),
        ("北１丁目", "北一丁目"),
        ("nishi machi", "西町"),
        ("ごうど", "神戸"),
    ] {
        let check = citizen.submit(&filled(&page, typed, ""), "next").await;
        let check = citizen.follow(check).await;
        check.assert_page(200, &format!("お住まいの地区はどこですか。 {label}"));
        let back = citizen.press(&check, "back", &[]).await;
        assert_eq!(text(&back), label, "{typed}");
        assert_eq!(offered(&back), (vec![], None));
    }
    citizen
        .answer(&survey, &[("district", "ヒガシマチ")])
        .await
        .assert_page(200, "");
    let stored = json!({"livable": "1", "district": "101"});
    assert_eq!(door.stored().await, stored);
}

#[actix_web::test]
async fn the_list_opens_by_the_first_kana() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = page_of_place(&citizen, &survey).await;
    let summaries: Vec<String> = page
        .tags()
        .into_iter()
        .filter(|tag| tag.name == "summary")
        .map(|tag| tag.text)
        .take(4)
        .collect();
    assert_eq!(
        summaries,
        ["一覧から選ぶ", "か行（4）", "な行（1）", "は行（3）"]
    );
    // Two that are written alike are told apart by their readings.
    page.assert_page(200, "神戸 かんべ 北一丁目 北二丁目 神戸 ごうど");
    let check = citizen.submit(&filled(&page, "", "108"), "next").await;
    let check = citizen.follow(check).await;
    check.assert_page(200, "お住まいの地区はどこですか。 神戸");
    // Written alike with another one, it stays what it was, in every language and on the way back.
    let page = citizen.press(&check, "back", &[]).await;
    assert_eq!(text(&page), "神戸");
    for (language, label) in [("en", "Goudo"), ("ja-x-easy", "神戸"), ("ja", "神戸")] {
        let page = citizen.press(&page, &format!("lang:{language}"), &[]).await;
        assert_eq!(text(&page), label);
        assert_eq!(text(&citizen.get(&page.path).await), label);
        citizen
            .press(&page, "next", &[])
            .await
            .assert_page(200, label);
    }
    // Another one from the list, with the field as it was; then the field emptied.
    let page = citizen.press(&page, "lang:ja", &[]).await;
    let check = citizen.submit(&filled(&page, "神戸", "104"), "next").await;
    let page = citizen
        .press(&citizen.follow(check).await, "back", &[])
        .await;
    assert_eq!(text(&page), "西町");
    let check = citizen.submit(&filled(&page, "", ""), "next").await;
    let check = citizen.follow(check).await;
    check.assert_page(200, "お住まいの地区はどこですか。 答えていません");
    citizen
        .press(&check, "send", &[])
        .await
        .assert_page(200, "");
    assert_eq!(door.stored().await, json!({"livable": "1"}));
}

#[actix_web::test]
async fn what_fits_several_is_chosen_from_those() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = page_of_place(&citizen, &survey).await;
    for (language, said) in [
        (
            "ja",
            "「ひがし」に合う地名が3件あります。1つ選んでください。",
        ),
        ("ja-x-easy", "「ひがし」は 3か所 あります。"),
        ("en", "3 places fit “ひがし”. Please choose one."),
    ] {
        let page = citizen.press(&page, &format!("lang:{language}"), &[]).await;
        let sent = citizen.submit(&filled(&page, "ひがし", ""), "next").await;
        sent.assert_page(422, said);
        assert_eq!(text(&sent), "ひがし");
        let codes = ["103", "101", "102"].map(str::to_owned).to_vec();
        assert_eq!(offered(&sent), (codes, None));
        assert!(sent.links().contains(&"#district".to_owned()));
        let input = field(&sent, "text");
        assert_eq!(input.value("aria-invalid").as_deref(), Some("true"));
        assert_eq!(
            input.value("aria-describedby").as_deref(),
            Some("district-error")
        );
    }
    // Looked at again, it is still there.
    let page = citizen.press(&page, "lang:ja", &[]).await;
    citizen.submit(&filled(&page, "ひがし", ""), "next").await;
    let again = citizen.get(&page.path).await;
    assert_eq!(
        (text(&again).as_str(), offered(&again).0.len()),
        ("ひがし", 3)
    );
    let check = citizen
        .submit(&filled(&again, "ひがし", "103"), "next")
        .await;
    citizen
        .follow(check)
        .await
        .assert_page(200, "お住まいの地区はどこですか。 東ヶ丘");
    citizen.answer(&survey, &[]).await.assert_page(200, "");
    assert_eq!(door.stored().await["district"], "103");
}

#[actix_web::test]
async fn what_is_no_place_comes_back_with_everything_typed() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = page_of_place(&citizen, &survey).await;
    let (long, longer) = ("東".repeat(101), "東".repeat(20_000));
    for (typed, mark, said) in [
        ("南町", "", "「南町」に合う地名がありません。"),
        ("<x>", "", "「<x>」に合う地名がありません。"),
        ("・・・", "", "に合う地名がありません。"),
        (
            long.as_str(),
            "",
            "100文字以内にしてください（今は101文字）",
        ),
        (longer.as_str(), "", "文章が長すぎます"),
        (
            "東町",
            "104",
            "書かれている地名と、選ばれている地名が違います。",
        ),
        ("東町", "999", "選択肢から選んでください"),
        ("東町", "_before::", "1つだけ選んでください"),
    ] {
        let mut form = filled(&page, typed, mark);
        form.fill(&[("nickname", "駅")]);
        let sent = citizen.submit(&form, "next").await;
        sent.assert_page(422, said);
        assert_eq!(text(&sent), typed);
        assert!(sent.links().contains(&"#district".to_owned()));
        assert_eq!(sent.form().value("nickname"), Some("駅"));
    }
    let five = [("district", "東町"); 5];
    let sent = citizen.send(&page, "next", &five).await;
    sent.assert_page(422, "1つだけ選んでください");
    assert_eq!(text(&sent), "東町");
    door.assert_nothing_stored().await;
    // Both are offered, and neither is chosen for anybody: what is sent again untouched is what was typed.
    let sent = citizen.submit(&filled(&page, "東町", "104"), "next").await;
    let codes = ["101", "104"].map(str::to_owned).to_vec();
    assert_eq!(offered(&sent), (codes, None));
    let check = citizen.submit(&filled(&sent, "東町", "101"), "next").await;
    citizen
        .follow(check)
        .await
        .assert_page(200, "お住まいの地区はどこですか。 東町");
}

#[actix_web::test]
async fn what_was_written_is_there_on_another_device_and_without_cookies() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = &door.town.keys(survey.id, 1).await[0];
    let (phone, tablet) = (door.resident(), door.resident());
    phone.get(&format!("/sunagawa/a/{key}")).await;
    let page = page_of_place(&phone, &survey).await;
    phone.submit(&filled(&page, "ひがし", ""), "back").await;
    tablet.get(&format!("/sunagawa/a/{key}")).await;
    let there = tablet.get(&page.path).await;
    let shown = (text(&there), offered(&there).0.len());
    assert_eq!(shown, ("ひがし".to_owned(), 3));
    let check = tablet
        .submit(&filled(&there, "ひがし", "102"), "next")
        .await;
    tablet.follow(check).await.assert_page(200, "東山");
    assert_eq!(text(&phone.get(&page.path).await), "東山");
    // Where the draft travels in the forms, it travels along.
    let open = door.survey(EVERYTHING, Anonymity::Open).await;
    let plain = door.resident().without_cookies();
    let page = page_of_place(&plain, &open).await;
    let back = plain.submit(&filled(&page, "ひがし", ""), "back").await;
    let again = plain.press(&back, "next", &[]).await;
    assert_eq!(text(&again), "ひがし");
    let check = plain.submit(&filled(&again, "ひがしま", ""), "next").await;
    let back = plain.press(&check, "back", &[]).await;
    assert_eq!((text(&back).as_str(), offered(&back).0.len()), ("東町", 0));
}

/// Names of so many places that have little in common: harder to compress than those of a real town.
fn places(count: usize) -> Value {
    const KANJI: &str =
        "東西南北中上下大小新本山川谷原沢池島橋台森林松竹梅桜花石井田野水雲月日星風雪春夏秋冬青白";
    const KANA: &str =
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ";
    let of = |signs: &str, at: usize| signs.chars().nth(at % signs.chars().count()).unwrap();
    let place = |at: usize| {
        let (first, second) = (of(KANJI, at * 7), of(KANJI, at * 13 + at / 44));
        let part = ["", "一丁目", "二丁目", "三丁目"][at % 4];
        let ja = format!("{first}{second}町{part}");
        let sounds = [at * 11, at * 5 + 3, at * 17 + at / 43, at / 7];
        let kana: String = sounds.iter().map(|at| of(KANA, *at)).collect();
        let easy = format!("{ja}《{kana}》");
        let en = format!("Machi {at} {}", at * 7_919 % 10_007);
        json!({"code": 1_000 + at, "label": {"ja": ja, "ja-x-easy": easy, "en": en}, "kana": kana})
    };
    (0..count).map(place).collect()
}

/// A questionnaire on one page that asks for one of so many places, and those of the first one more.
fn town(count: usize) -> Vec<u8> {
    let text = |ja: &str| json!({"ja": ja, "ja-x-easy": ja, "en": ja});
    let document = json!({
        "code": "town", "title": text("字"), "purpose": text("字"), "minutes": 1,
        "languages": ["ja", "ja-x-easy", "en"], "layout": "one_page",
        "sections": [{"code": "s", "title": text("字"), "questions": [
            {"code": "livable", "text": text("住みやすいですか。"), "type": "text"},
            {"code": "district", "text": text("お住まいの地区"), "role": "attribute", "required": true,
                "type": "place", "options": places(count)},
            {"code": "bus", "text": text("バスは足りていますか。"), "type": "text",
                "show_if": {"any_of": {"item": "district", "codes": [1_000]}}},
        ]}],
    });
    serde_json::to_vec(&document).unwrap()
}

#[actix_web::test]
async fn a_town_of_five_hundred_places_fits_into_one_round_trip() {
    let door = TestApp::new().await;
    let survey = door.survey(&town(500), Anonymity::Open).await;
    let slow = door.resident().sending("accept-encoding", "gzip");
    for language in ["ja", "ja-x-easy", "en"] {
        let page = slow
            .get(&format!("{}?lang={language}", address(&survey)))
            .await;
        assert_eq!(page.header("content-encoding"), Some("gzip"));
        let size = page.body.len();
        assert!(size <= 14_000, "{language}: {size} bytes");
    }
}

#[actix_web::test]
async fn on_one_page_a_place_comes_back_as_it_was_sent() {
    let door = TestApp::new().await;
    let survey = door.survey(&town(45), Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    // What hangs on it is shown: no style sheet sees what is typed.
    assert!(!page.html().contains("[name=\"district\"]"));
    let missing = citizen.submit(&filled(&page, "　", ""), "send").await;
    missing.assert_page(422, "地名を書くか、一覧から選んでください。");
    let mut form = filled(&missing, "町", "");
    form.fill(&[("livable", "はい"), ("bus", "足りない")]);
    let many = citizen.submit(&form, "send").await;
    many.assert_page(
        422,
        "「町」に合う地名が45件あり、初めの20件を示しています。",
    );
    assert_eq!((text(&many).as_str(), offered(&many).0.len()), ("町", 20));
    assert_eq!(many.form().value("livable"), Some("はい"));
    let other = citizen.submit(&filled(&many, "町", "1044"), "send").await;
    other.assert_page(200, "問2で「東東町」を選んだ方にだけお聞きする質問です。");
    let receipt = citizen.submit(&other.form(), "send").await;
    let receipt = citizen.follow(receipt).await;
    receipt.assert_page(200, "回答を記録しました");
    let stored = json!({"livable": "はい", "district": "1044"});
    assert_eq!(door.stored().await, stored);
}

//! Tests of places: what a form can send of one, and what is meant by it.

use proptest::prelude::*;

use super::super::finding::DesignFault;
use super::super::item::items;
use super::super::review::review;
use super::*;

/// Six places; two are written alike, two read alike.
fn town() -> Item {
    let options = [
        ("101", "東町", "ひがしまち"),
        ("102", "東山", "ひがしやま"),
        ("103", "西町", "にしまち"),
        ("104", "神戸", "かんべ"),
        ("105", "神戸", "ごうど"),
        ("106", "三条", "さんじょう"),
    ];
    let option = |(code, label, kana): &(&str, &str, &str)| serde_json::json!({"code": code, "label": label, "kana": kana});
    let options: serde_json::Value = options.iter().map(option).collect();
    item(&questionnaire(
        serde_json::json!({"type": "place", "options": options}),
    ))
}

fn questionnaire(mut kind: serde_json::Value) -> super::super::Questionnaire {
    kind["code"] = "q".into();
    kind["text"] = "お住まいの地区".into();
    let document = serde_json::json!({
        "code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"],
        "sections": [{"code": "s", "title": "t", "questions": [kind]}],
    });
    serde_json::from_value(document).unwrap()
}

fn item(questionnaire: &super::super::Questionnaire) -> Item {
    items(questionnaire).remove(0)
}

/// The code of the place that is meant.
fn meant(values: &[&str]) -> Result<Option<String>, Refused> {
    let item = town();
    let meant = settle(&item, item.names.as_ref().unwrap(), values)?;
    Ok(meant.map(|meant| code(&item, meant)))
}

/// The value that marks it.
fn code(item: &Item, meant: Meant) -> String {
    match meant {
        Meant::Place(at) => item.accepts.codes()[at].to_string(),
        Meant::Same => SAME.to_owned(),
    }
}

#[track_caller]
fn assert_meant(values: &[&str], code: &str) {
    assert_eq!(meant(values), Ok(Some(code.to_owned())), "{values:?}");
}

/// What the page that comes next would send, if nothing were touched.
fn untouched(values: &[&str]) -> Vec<String> {
    let item = town();
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    let again = Again::of(&item, &values);
    let labels = ["東町", "東山", "西町", "神戸", "神戸", "三条"];
    let text = match again.meant {
        Some(Meant::Place(at)) => labels[at],
        _ => again.text,
    };
    let code_of = |meant| code(&item, meant);
    let shown = again.meant.map(code_of).unwrap_or_default();
    let before = Before { code: &shown, text };
    let mut sent = vec![text.to_owned(), before.value()];
    let same = again.meant.filter(|meant| *meant == Meant::Same);
    sent.extend(again.mark.or(same).map(code_of));
    sent
}

fn borrowed(values: &[String]) -> Vec<&str> {
    values.iter().map(String::as_str).collect()
}

#[test]
fn one_place_is_meant_by_a_name_a_code_or_a_mark() {
    assert_eq!(meant(&[]), Ok(None));
    assert_eq!(meant(&["", "_before::"]), Ok(None));
    assert_meant(&["101"], "101");
    assert_meant(&["東町"], "101");
    assert_meant(&["\tひがしまち "], "101");
    assert_meant(&["ひがしや", "_before::"], "102");
    assert_meant(&["", "_before::", "103"], "103");
    // On a page a number is a name, and not the code of another place.
    assert_meant(&["3", "_before::"], "106");
    assert_meant(&["東", "101"], "101");
    assert_meant(&["東", "_before::", "102"], "102");
}

#[test]
fn what_is_no_place_or_several_is_told() {
    let typed = || "ひがし".to_owned();
    let several = Refused::SeveralPlaces {
        typed: typed(),
        found: 2,
    };
    assert_eq!(meant(&["ひがし", "_before::"]), Err(several));
    let none = Refused::NoSuchPlace {
        typed: "南町".to_owned(),
    };
    assert_eq!(meant(&["南町", "_before::"]), Err(none));
    assert_eq!(
        meant(&["ひがし", "_before::", "103"]),
        Err(Refused::PlacesDiffer)
    );
    assert_eq!(
        meant(&["", "_before::", "999"]),
        Err(Refused::UnknownOption)
    );
    assert_eq!(meant(&["東町", "西町"]), Err(Refused::Repeated));
    assert_eq!(meant(&["101", "102"]), Err(Refused::Repeated));
    assert_eq!(meant(&["東町"; 5]), Err(Refused::Repeated));
    assert_eq!(meant(&["東\0町"]), Err(Refused::ForbiddenCharacter));
    assert!(matches!(
        meant(&["東".repeat(20_000).as_str()]),
        Err(Refused::TooManyBytes { .. })
    ));
    assert_eq!(
        meant(&["東".repeat(101).as_str()]),
        Err(Refused::TooLong {
            max: 100,
            length: 101
        })
    );
}

#[test]
fn what_stood_on_the_page_gives_way_to_what_is_new() {
    // Another one is taken from the list, without a word about the field.
    assert_meant(&["東町", "_before:101:東町", "103"], "103");
    // The field is written anew, or emptied.
    assert_meant(&["西町", "_before:101:東町"], "103");
    assert_eq!(meant(&["", "_before:101:東町"]), Ok(None));
    // Two that are written alike stay what they were.
    assert_meant(&["神戸", "_before:105:神戸"], "105");
    let fitting = Refused::SeveralPlaces {
        typed: "神戸".to_owned(),
        found: 2,
    };
    assert_eq!(meant(&["神戸", "_before::"]), Err(fitting));
    // Told that they differ, people choose one of both; what was typed stands, and nothing is marked for them.
    let differ = ["東町", "_before::", "103"];
    assert_eq!(meant(&differ), Err(Refused::PlacesDiffer));
    assert_meant(&borrowed(&untouched(&differ)), "101");
    assert_meant(&["東町", "_before::東町", "103"], "103");
}

#[test]
fn what_is_open_is_offered_again() {
    let item = town();
    let again = |values: &[&str]| {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let again = Again::of(&item, &values);
        (
            again.meant,
            again.text.to_owned(),
            again.mark,
            again.offered,
        )
    };
    let none = || (None, String::new(), None, Vec::new());
    assert_eq!(again(&[]), none());
    assert_eq!(
        again(&["ひがし"]),
        (None, "ひがし".to_owned(), None, vec![0, 1])
    );
    assert_eq!(
        again(&["ひがし", "_before::", "103"]),
        (None, "ひがし".to_owned(), None, vec![0, 1, 2])
    );
    assert_eq!(
        again(&["ひがしま"]),
        (Some(Meant::Place(0)), String::new(), None, Vec::new())
    );
    assert_eq!(again(&["南", "南", "南", "南"]).1, "南");
}

/// Path and fault of everything that is wrong with a question of this kind.
fn faults(kind: &str, options: &serde_json::Value) -> Vec<(String, DesignFault)> {
    let question = serde_json::json!({"type": kind, "options": options});
    let found = review(&questionnaire(question)).into_iter();
    let path = |path: String| path.replace("sections[0].questions[0].", "");
    found.map(|found| (path(found.path), found.fault)).collect()
}

fn at(place: &str, fault: DesignFault) -> (String, DesignFault) {
    (place.to_owned(), fault)
}

#[test]
fn readings_are_asked_for_where_they_are_used() {
    let without = serde_json::json!([
        {"code": "1", "label": "東町"}, {"code": "2", "label": "西町", "kana": "にし町"},
    ]);
    let expected = [
        at("options[0].kana", DesignFault::WithoutKana),
        at("options[1].kana", DesignFault::NotKana),
    ];
    assert_eq!(faults("place", &without), expected);
    let elsewhere = serde_json::json!([{"code": "1", "label": "東町", "kana": "ひがしまち"}, {"code": "2", "label": "x"}]);
    let expected = [at("options[0].kana", DesignFault::KanaElsewhere)];
    assert_eq!(faults("single", &elsewhere), expected);
}

#[test]
fn places_must_be_told_apart_and_be_short_enough_to_be_written() {
    let place = |code: &str, label: &str| serde_json::json!({"code": code, "label": label, "kana": "ひがしまち"});
    let alike = serde_json::json!([place("1", "東町"), place("2", "東町")]);
    let expected = [at("options[1].label", DesignFault::SamePlace)];
    assert_eq!(faults("place", &alike), expected);
    let long = serde_json::json!([place("1", "東町"), place("2", &"東".repeat(101))]);
    let expected = [at("options[1].label", DesignFault::LongPlace)];
    assert_eq!(faults("place", &long), expected);
    let one = serde_json::json!([place("1", "東町")]);
    let expected = [at("options", DesignFault::TooFewOptions)];
    assert_eq!(faults("place", &one), expected);
}

fn value() -> impl Strategy<Value = String> {
    let known = [
        "",
        " ",
        "101",
        "103",
        "999",
        "東町",
        "ひがし",
        "神戸",
        "3",
        "_before::",
        "_before:101:東町",
        "_before:105:神戸",
        "_before:x",
    ];
    prop_oneof![3 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    /// Whatever was sent, a page can be made of it; and what is settled stays so until something is touched.
    #[test]
    fn what_is_settled_stays_settled(values in prop::collection::vec(value(), 0..5)) {
        let sent = borrowed(&values);
        if let Ok(place) = meant(&sent) {
            let untouched = untouched(&sent);
            prop_assert_eq!(meant(&borrowed(&untouched)), Ok(place), "{:?}", untouched);
        }
    }
}

/// Whoever reads a table, or what was answered, has no list with readings beside it.
#[test]
fn places_that_are_written_alike_are_told_apart_by_their_readings() {
    let options = serde_json::json!([
        {"code": "1", "label": {"ja": "神戸", "en": "Kanbe"}, "kana": "かんべ"},
        {"code": "2", "label": {"ja": "神戸", "en": "Goudo"}, "kana": "ごうど"},
        {"code": "3", "label": {"ja": "東町", "en": "Higashi"}, "kana": "ひがしまち"},
    ]);
    let asked = questionnaire(serde_json::json!({"type": "place", "options": options}));
    let reader = super::super::Reader::new(asked.clone());
    let labels = |asked: &super::super::Questionnaire, tag: &str| {
        let language = crate::domain::language::Language::parse(tag).unwrap();
        let options = asked.sections[0].questions[0].kind.choices(0).iter();
        let labels = options.map(|option| option.label.get(&language).to_owned());
        labels.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        labels(reader.questionnaire(), "ja"),
        "神戸（かんべ） 神戸（ごうど） 東町"
    );
    assert_eq!(labels(reader.questionnaire(), "en"), "Kanbe Goudo Higashi");
    assert_eq!(labels(reader.asked(), "ja"), labels(&asked, "ja"));
}

//! Sections that are asked again for each child.

use serde_json::{Value, json};

use super::finding::DesignFault;
use super::personal_tests::{faults, number, of, options, read};
use super::*;
use crate::domain::questionnaire::draft_answers::Ready;

/// How many children; for each of two a name and, from three years on, a school; then whom we ask about all.
pub(super) fn family() -> Value {
    let school = json!({
        "code": "school", "text": "{name|お子さん}の学校", "type": "single", "options": options(&["1", "2"]),
        "show_if": {"number": {"item": "age", "min": "3"}},
    });
    json!([
        {"code": "all", "title": "世帯", "questions": [number("children")]},
        {"code": "child", "title": "{番号}人目", "repeat": {"item": "children", "max": 2}, "questions": [
            {"code": "name", "text": "呼び名", "type": "text", "max_length": 20}, number("age"),
        ]},
        {"code": "more", "title": "{name|お子さん}（{番号}人目）", "repeat": {"item": "children", "max": 2}, "questions": [school]},
        {"code": "end", "title": "最後に", "questions": [
            {"code": "first", "text": "{name_1|上のお子さん}について", "type": "text"},
        ]},
    ])
}

#[test]
fn a_repeat_has_its_own_columns() {
    assert_eq!(faults(&family()), []);
    let reader = Reader::new(of(&family()));
    let items: Vec<&str> = reader.items().iter().map(|i| i.code.as_str()).collect();
    let of_children = ["name_1", "age_1", "school_1", "name_2", "age_2", "school_2"];
    assert_eq!(
        items,
        [&["children"][..], &of_children, &["first"]].concat()
    );
    // One number on paper, in every repeat.
    let numbers = [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)].map(|(s, q)| reader.number(s, q));
    assert_eq!(numbers, [Some(2), Some(4), Some(2), Some(4), Some(5)]);
    assert_eq!(reader.question_count(), 5);
}

#[test]
fn as_many_repeats_are_asked_as_there_are_children() {
    let reader = Reader::new(of(&family()));
    let shown = |fields: &[(&str, &str)]| -> Vec<usize> {
        read(&reader, fields).path().sections().collect()
    };
    assert_eq!(shown(&[]), [0, 5]);
    assert_eq!(shown(&[("children", "0")]), [0, 5]);
    assert_eq!(shown(&[("children", "1")]), [0, 1, 5]);
    assert_eq!(shown(&[("children", "1"), ("age_1", "3")]), [0, 1, 2, 5]);
    // More than the limit are asked about as far as it goes.
    let many = [("children", "7"), ("age_1", "2"), ("age_2", "4")];
    assert_eq!(shown(&many), [0, 1, 3, 4, 5]);
    // What was said of a child that there is not does not count.
    let gone = read(
        &reader,
        &[("children", "1"), ("age_1", "3"), ("age_2", "4")],
    );
    assert_eq!(gone.uncounted(), [(3, 1)]);
    let Ready::Send(answers) = gone.ready() else {
        panic!("nothing is missing");
    };
    assert_eq!(answers.document(), r#"{"age_1": 3, "children": 1}"#);
}

#[test]
fn options_may_say_how_often_by_their_codes() {
    let mut sections = family();
    let mut how_many = options(&["0", "1", "2", "3", "99"]);
    how_many[3]["other"] = json!(true);
    how_many[4]["meaning"] = json!("dont_know");
    sections[0]["questions"][0] = json!({
        "code": "children", "text": "何人", "type": "single", "options": how_many,
    });
    assert_eq!(faults(&sections), []);
    let reader = Reader::new(of(&sections));
    let two = read(&reader, &[("children", "2")]);
    assert_eq!(two.path().sections().collect::<Vec<_>>(), [0, 1, 3, 5]);
    // わからない is no 99 children, and 「その他」 says nothing of how many.
    for code in ["99", "3"] {
        let unknown = read(&reader, &[("children", code)]);
        assert_eq!(
            unknown.path().sections().collect::<Vec<_>>(),
            [0, 5],
            "{code}"
        );
    }
}

#[test]
fn repeats_that_cannot_be_are_found() {
    let changed = |field: &str, value: Value| {
        let mut sections = family();
        *sections.pointer_mut(field).unwrap() = value;
        faults(&sections)
    };
    let at = |section: usize, field: &str| format!("sections[{section}].{field}");
    let one = |path: String, fault: DesignFault| vec![(path, fault)];
    let item = |name: &str| json!(name);
    assert_eq!(
        changed("/1/title", json!("お子さん")),
        one(at(1, "title"), DesignFault::Unnumbered)
    );
    for often in [0, 21] {
        assert_eq!(
            changed("/2/repeat/max", json!(often))[0],
            (at(2, "repeat.max"), DesignFault::Repeats(often))
        );
    }
    assert_eq!(
        changed("/2/repeat/max", json!(10)),
        one(at(2, "repeat.item"), DesignFault::NeverSoOften(10))
    );
    for (name, fault) in [
        ("nobody", DesignFault::UnknownItem("nobody".to_owned())),
        ("first", DesignFault::ForwardItem("first".to_owned())),
    ] {
        let path = at(1, "repeat.item");
        assert_eq!(changed("/1/repeat/item", item(name)), one(path, fault));
    }
    let path = at(2, "repeat.item");
    assert_eq!(
        changed("/2/repeat/item", item("name")),
        one(path, DesignFault::NotHowOften("name".to_owned()))
    );
}

#[test]
fn a_fault_within_a_repeat_is_told_once_at_its_place_in_the_file() {
    let changed = |field: &str, value: Value| {
        let mut sections = family();
        *sections.pointer_mut(field).unwrap() = value;
        faults(&sections)
    };
    let at = |section: usize, field: &str| format!("sections[{section}].{field}");
    let one = |path: String, fault: DesignFault| vec![(path, fault)];
    let path = at(2, "questions[0].show_if");
    let unknown = DesignFault::UnknownItem("x".to_owned());
    let condition = json!({"answered": {"item": "x"}});
    assert_eq!(
        changed("/2/questions/0/show_if", condition),
        one(path, unknown)
    );
    // Behind the block a repeat is named by its own name.
    let path = at(3, "questions[0].text");
    let unknown = DesignFault::SeveralItems {
        name: "name".to_owned(),
        such_as: "name_1".to_owned(),
    };
    assert_eq!(
        changed("/3/questions/0/text", json!("{name|x}")),
        one(path, unknown)
    );
}

/// A style sheet sees no numbers: all repeats would stand on the page.
#[test]
fn on_one_page_options_say_how_often() {
    let mut one_page = of(&family());
    one_page.layout = Layout::OnePage;
    let first = super::review::review(&one_page).into_iter().next();
    assert_eq!(first.unwrap().fault, DesignFault::RepeatOnOnePage);
}

#[test]
fn no_item_is_called_like_the_number_of_a_repeat() {
    let mut sections = family();
    sections[3]["questions"][0]["code"] = json!("number");
    let both = DesignFault::NamesBoth("number".to_owned());
    assert_eq!(faults(&sections), [("sections".to_owned(), both)]);
}

#[test]
fn what_is_asked_once_before_may_count() {
    let questionnaire = of(&family());
    let counting = |at: usize| -> Vec<(String, u16)> {
        let fit = super::repetition::counting_before(&questionnaire, at).into_iter();
        fit.map(|(item, most)| (item.code, most)).collect()
    };
    assert_eq!(counting(0), []);
    // Not the age, of which each child has its own, nor what is written.
    let children = counting(1);
    assert!(matches!(&children[..], [(item, 1..)] if item == "children"));
    assert_eq!(counting(3), children);
    let mut one_page = questionnaire.clone();
    one_page.layout = Layout::OnePage;
    assert_eq!(super::repetition::counting_before(&one_page, 3), []);
}

//! What stands in the table of two versions: one row for each part, in its place.

use serde_json::{Value, json};

use super::compared::{Compared, Part, Row, compared};

fn options() -> Value {
    json!([{"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}])
}

fn document() -> Value {
    let single =
        |code: &str| json!({"code": code, "text": code, "type": "single", "options": options()});
    json!({
        "code": "shimin", "title": "市民調査", "purpose": "計画のため", "minutes": 5, "languages": ["ja", "en"],
        "sections": [
            {"code": "s1", "title": "広報", "questions": [single("q1"), single("q2"), single("q3")]},
            {"code": "s2", "title": "あなた", "questions": [single("q4")]},
        ],
    })
}

fn of(change: impl FnOnce(&mut Value)) -> Compared {
    let old = document();
    let mut new = old.clone();
    change(&mut new);
    let [old, new] = [old, new].map(|one| serde_json::from_value(one).unwrap());
    compared(&old, &new)
}

/// Rows in short: the part, what became of it, what of it.
fn told(of: &Compared) -> Vec<String> {
    let row = |row: &Row| {
        let part = match &row.part {
            Part::Section(code) | Part::Question(code) => code.to_string(),
            head => format!("{head:?}"),
        };
        let aspects: Vec<String> = row.aspects.iter().map(|one| format!("{one:?}")).collect();
        format!(
            "{part} {:?} {} {:?}",
            row.became,
            aspects.join("+"),
            row.effect
        )
    };
    of.rows.iter().map(row).collect()
}

#[test]
fn nothing_changed() {
    let same = of(|_| {});
    assert_eq!((told(&same), same.same), (Vec::new(), 4));
}

#[test]
fn each_part_has_one_row_with_all_that_changed() {
    let found = of(|new| {
        new["title"] = json!({"ja": "市民意識調査"});
        new["minutes"] = json!(7);
        new["sections"][0]["note"] = json!("紙の広報です。");
        let question = &mut new["sections"][0]["questions"][0];
        question["text"] = json!({"ja": "別の文", "en": "Other"});
        question["options"][1]["label"] = json!("いいえ、読まない");
        question["options"]
            .as_array_mut()
            .unwrap()
            .push(json!({"code": "3", "label": "他"}));
    });
    assert_eq!(
        told(&found),
        [
            "Title Changed Heading Nothing",
            "Minutes Changed Limits Nothing",
            "s1 Changed Note Nothing",
            "q1 Changed Wording+OptionAdded+OptionWording+Translation Breaks",
        ]
    );
    assert_eq!(found.same, 3);
}

#[test]
fn what_is_new_gone_or_moved_stands_in_its_place() {
    let found = of(|new| {
        let questions = new["sections"][0]["questions"].as_array_mut().unwrap();
        let first = questions.remove(0);
        questions.remove(0);
        let mut fresh = first.clone();
        fresh["code"] = json!("q9");
        questions.insert(0, fresh);
        questions.push(first);
    });
    assert_eq!(
        told(&found),
        [
            "q2 Removed  Nothing",
            "q9 Added  Nothing",
            "q1 Changed Place Care",
        ]
    );
}

#[test]
fn another_page_and_another_kind_are_told_as_such() {
    let found = of(|new| {
        let question = new["sections"][0]["questions"]
            .as_array_mut()
            .unwrap()
            .pop()
            .unwrap();
        new["sections"][1]["questions"]
            .as_array_mut()
            .unwrap()
            .insert(0, question);
        new["sections"][1]["questions"][1] = json!({"code": "q4", "text": "q4", "type": "text"});
    });
    assert_eq!(
        told(&found),
        ["q3 Changed Page Care", "q4 Changed Kind Breaks"]
    );
}

#[test]
fn a_short_name_is_told_as_one() {
    let found = of(|new| new["sections"][0]["questions"][1]["short"] = json!("二番目"));
    assert_eq!(told(&found), ["q2 Changed Short Nothing"]);
}

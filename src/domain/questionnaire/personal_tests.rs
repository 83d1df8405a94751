//! What is not the same for everybody: drawn parts, options and texts that hang on answers.

use serde_json::{Value, json};

use super::finding::DesignFault;
use super::order::OrderSeed;
use super::repetition_tests::family;
use super::review::review;
use super::*;
use crate::domain::questionnaire::draft_answers::{Ready, Typed};

/// A questionnaire of these sections.
pub(super) fn of(sections: &Value) -> Questionnaire {
    serde_json::from_value(json!({
        "code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"], "sections": sections,
    }))
    .unwrap()
}

pub(super) fn options(codes: &[&str]) -> Value {
    codes
        .iter()
        .map(|code| json!({"code": code, "label": format!("選択肢{code}")}))
        .collect()
}

pub(super) fn number(code: &str) -> Value {
    json!({"code": code, "text": "何人", "type": "number", "min": "0", "max": "9"})
}

pub(super) fn faults(sections: &Value) -> Vec<(String, DesignFault)> {
    let found = review(&of(sections)).into_iter();
    found.map(|finding| (finding.path, finding.fault)).collect()
}

pub(super) fn typed(fields: &[(&str, &str)]) -> Typed {
    let field = |(name, value): &(&str, &str)| ((*name).to_owned(), vec![(*value).to_owned()]);
    fields.iter().map(field).collect()
}

pub(super) fn read(reader: &Reader, fields: &[(&str, &str)]) -> DraftAnswers {
    DraftAnswers::of_draft(reader, &typed(fields), None)
}

fn text(draft: &DraftAnswers, section: usize, question: usize) -> String {
    let question = draft.question(section, question).unwrap();
    question.text.get(&Language::japanese()).to_owned()
}

#[test]
fn an_answer_stands_in_a_later_text() {
    let reader = Reader::new(of(&family()));
    let said = |name: &str| {
        let fields = [("children", "2"), ("name_2", name), ("age_2", "5")];
        text(&read(&reader, &fields), 4, 0)
    };
    assert_eq!(said("はな"), "はなの学校");
    assert_eq!(said(""), "お子さんの学校");
    assert_eq!(said("<b>&{children}"), "<b>&{children}の学校");
    assert_eq!(said("長".repeat(21).as_str()), "お子さんの学校");
    let title = read(&reader, &[("children", "1"), ("name_1", "そら")]);
    let section = title.section(2).unwrap();
    assert_eq!(
        title.text(&section.title).get(&Language::japanese()),
        "そら（1人目）"
    );
    // Whoever is not asked reads what stands instead.
    let plain = &reader.questionnaire().sections[4];
    assert_eq!(
        plain.questions[0].text.get(&Language::japanese()),
        "お子さんの学校"
    );
    assert_eq!(plain.title.get(&Language::japanese()), "お子さん（2人目）");
}

#[test]
fn placeholders_that_stand_for_nothing_are_found() {
    let asked = |text: &str, layout: &str| {
        let mut questionnaire = of(&json!([
            {"code": "a", "title": "t", "questions": [
                number("q1"), {"code": "q2", "text": "x", "type": "date"}, {"code": "q3", "text": "x", "type": "text"},
                {"code": "telephone", "text": "x", "type": "text"},
            ]},
            {"code": "b", "title": "t", "questions": [{"code": "q4", "text": text, "type": "text"}]},
        ]));
        questionnaire.layout = serde_json::from_value(json!(layout)).unwrap();
        let mut found = review(&questionnaire).into_iter();
        found.next().map(|finding| finding.fault)
    };
    let name = || "q1".to_owned();
    for (text, fault) in [
        ("{q1|x}と{締切}と{deadline}", None),
        ("{q1}", Some(DesignFault::WithoutFallback(name()))),
        ("{q2|x}", Some(DesignFault::NotInWords("q2".to_owned()))),
        ("{q4|x}", Some(DesignFault::OnSamePage("q4".to_owned()))),
        (
            "{zz|x}",
            Some(DesignFault::UnknownPlaceholder("zz".to_owned())),
        ),
        (
            "{番号}",
            Some(DesignFault::UnknownPlaceholder("番号".to_owned())),
        ),
        ("{ } と {a b}", None),
        ("{q1|{締切}}", Some(DesignFault::NestedPlaceholder(name()))),
        (
            "{telephone|x}",
            Some(DesignFault::NamesBoth("telephone".to_owned())),
        ),
    ] {
        assert_eq!(asked(text, "sections"), fault, "{text}");
    }
    assert_eq!(
        asked("{q1|x}", "one_page"),
        Some(DesignFault::OnSamePage(name()))
    );
}

#[test]
fn facts_of_the_survey_stand_in_texts() {
    let sections = json!([{"code": "a", "title": "{調査名}", "questions": [
        {"code": "n", "text": "{締切|まもなく}まで。{電話}へ。", "type": "note"}, number("q1"),
    ]}]);
    let reader = Reader::new(of(&sections));
    assert!(reader.names_facts());
    let ja = Language::japanese();
    let note = |reader: &Reader| text(&read(reader, &[]), 0, 0);
    assert_eq!(note(&reader), "{締切|まもなく}まで。{電話}へ。");
    let plain = |reader: &Reader| reader.questions_of(0)[0].text.get(&ja).to_owned();
    assert_eq!(plain(&reader), "まもなくまで。電話へ。");
    let known = reader.with_facts(|fact, _| match fact {
        placeholder::SurveyFact::Telephone => Some("0125-00-0000".to_owned()),
        _ => None,
    });
    assert_eq!(plain(&known), "まもなくまで。0125-00-0000へ。");
}

/// Where one goes, and what one may choose of it afterwards.
fn ways(kind: &str) -> Value {
    let mut ways = options(&["1", "2", "3", "99"]);
    ways[2]["show_if"] = json!({"any_of": {"item": "q1", "codes": ["2"]}});
    ways[3]["show_if"] = ways[2]["show_if"].clone();
    ways[3]["other"] = json!(true);
    json!([
        {"code": "a", "title": "t", "questions": [
            {"code": "q1", "text": "x", "type": "single", "options": options(&["1", "2"])},
        ]},
        {"code": "b", "title": "t", "questions": [
            {"code": "q2", "text": "x", "type": kind, "options": ways, "required": true},
        ]},
    ])
}

#[test]
fn an_option_appears_when_another_answer_was_given() {
    for kind in ["single", "multiple"] {
        assert_eq!(faults(&ways(kind)), []);
        let reader = Reader::new(of(&ways(kind)));
        let offered = |fields: &[(&str, &str)]| {
            let draft = read(&reader, fields);
            let question = draft.question(1, 0).unwrap();
            question.kind.choices(0).len()
        };
        assert_eq!(offered(&[]), 2);
        assert_eq!(offered(&[("q1", "1")]), 2);
        assert_eq!(offered(&[("q1", "2")]), 4);
        // What is not offered is not chosen, nor is what is written beside it.
        let chosen = [("q1", "1"), ("q2", "99"), ("q2.other", "船")];
        let draft = read(&reader, &chosen);
        assert_eq!(draft.answers().document(), r#"{"q1": "1"}"#);
        assert_eq!(draft.uncounted(), [(1, 0)]);
        assert!(matches!(draft.ready(), Ready::Faulty { section: 1, .. }));
        let draft = read(&reader, &[("q1", "2"), ("q2.other", "船")]);
        assert!(matches!(draft.ready(), Ready::Send(_)));
    }
}

/// What was enough is looked at again where an option is gone.
#[test]
fn enough_were_chosen_of_what_is_offered() {
    let mut sections = ways("multiple");
    sections[1]["questions"][0]["min"] = json!(2);
    assert_eq!(faults(&sections), []);
    let reader = Reader::new(of(&sections));
    let two = |way: &str| {
        let mut typed = typed(&[("q1", way)]);
        typed.insert("q2".to_owned(), vec!["1".to_owned(), "3".to_owned()]);
        DraftAnswers::of_draft(&reader, &typed, None).ready()
    };
    assert!(matches!(two("2"), Ready::Send(_)));
    assert!(matches!(two("1"), Ready::Faulty { section: 1, .. }));
}

#[test]
fn options_that_hang_on_what_is_not_known_are_found() {
    let changed = |field: &str, value: Value| {
        let mut sections = ways("single");
        *sections.pointer_mut(field).unwrap() = value;
        faults(&sections).into_iter().map(|(_, fault)| fault).next()
    };
    let hanging = json!({"answered": {"item": "q1"}});
    let mut all = options(&["1", "2", "3"]);
    all[0]["show_if"] = hanging.clone();
    assert_eq!(changed("/1/questions/0/options", all.clone()), None);
    all[1]["show_if"] = hanging.clone();
    let nothing = Some(DesignFault::NothingOffered(2));
    assert_eq!(changed("/1/questions/0/options", all.clone()), nothing);
    let scale = json!({"code": "q2", "text": "x", "type": "scale", "options": all});
    let hangs = Some(DesignFault::OptionHangs);
    assert_eq!(changed("/1/questions/0", scale), hangs);
    let same =
        json!({"code": "q1", "text": "x", "type": "single", "options": options(&["1", "2"])});
    let mut here = ways("single")["1"]["questions"].clone();
    here = json!([same, ways("single")[1]["questions"][0], here]);
    here.as_array_mut().unwrap().pop();
    let one_page = json!([{"code": "a", "title": "t", "questions": here}]);
    let late = DesignFault::OnSamePage("q1".to_owned());
    assert!(faults(&one_page).iter().any(|(_, fault)| *fault == late));
}

/// Half of all people are asked one way, the others the other way.
fn halves() -> Value {
    let asked = |code: &str, half: &str| {
        json!({"code": code, "text": "x", "type": "single", "options": options(&["1", "2"]),
               "show_if": {"any_of": {"item": "half", "codes": [half]}}})
    };
    json!([
        {"code": "a", "title": "t", "questions": [
            {"code": "half", "text": "x", "type": "drawn", "role": "attribute", "options": options(&["a", "b"])},
            asked("qa", "a"), number("q1"),
        ]},
        {"code": "b", "title": "t", "questions": [
            {"code": "mark", "text": "x", "type": "drawn", "role": "attribute", "options": options(&["a", "b"])},
            asked("qb", "b"),
        ]},
    ])
}

#[test]
fn a_half_is_drawn_and_kept() {
    assert_eq!(faults(&halves()), []);
    let reader = Reader::new(of(&halves()));
    let mut seen = std::collections::BTreeSet::new();
    for person in 0..64 {
        let seed = Some(OrderSeed([person; 16]));
        // Whatever is sent of it counts for nothing.
        let sent = typed(&[("half", "a"), ("mark", "zzz"), ("qa", "1"), ("qb", "2")]);
        let draft = DraftAnswers::of_draft(&reader, &sent, seed);
        let again = DraftAnswers::of_draft(&reader, &typed(&[]), seed);
        assert_eq!(draft.answers().get("half"), again.answers().get("half"));
        // A page on which nothing stands is none.
        let pages: Vec<usize> = draft.path().sections().collect();
        let Ready::Send(answers) = draft.ready() else {
            panic!("everything is answered");
        };
        let document = answers.document();
        let is_a = document.contains(r#""half": "a""#);
        assert_eq!(document.contains(r#""qa": "1""#), is_a, "{document}");
        assert_eq!(document.contains(r#""qb": "2""#), !is_a, "{document}");
        assert_eq!(pages, if is_a { vec![0] } else { vec![0, 1] });
        seen.insert(is_a);
    }
    assert_eq!(seen.len(), 2);
    // A sheet of paper has its half printed on it.
    let sheet = [("half", "b"), ("mark", "a"), ("qb", "1")]
        .into_iter()
        .collect();
    let paper = Answers::read(&reader, &sheet).unwrap();
    assert_eq!(paper.document(), r#"{"qb": "1", "half": "b", "mark": "a"}"#);
    assert_eq!(reader.number(0, 0), None);
    assert_eq!(reader.number(0, 1), Some(1));
}

#[test]
fn parts_that_cannot_be_drawn_are_found() {
    let changed = |field: &str, value: Value| {
        let mut sections = halves();
        sections[0]["questions"][0][field] = value;
        faults(&sections)
    };
    let at = |field: &str| format!("sections[0].questions[0]{field}");
    for (field, value) in [("role", json!("subject")), ("required", json!(true))] {
        let found = changed(field, value);
        assert_eq!(found, [(at(""), DesignFault::DrawnAsks)], "{field}");
    }
    let few = changed("options", options(&["a"]));
    assert_eq!(few[0], (at(".options"), DesignFault::TooFewOptions));
    let mut one_page = of(&halves());
    one_page.layout = Layout::OnePage;
    let found = review(&one_page).into_iter().map(|finding| finding.fault);
    assert!(
        found
            .into_iter()
            .any(|fault| fault == DesignFault::DrawnOnOnePage)
    );
    // A section of which nobody sees anything is none.
    let mut hidden = halves();
    hidden[1]["questions"].as_array_mut().unwrap().pop();
    let fault = (
        "sections[1].questions".to_owned(),
        DesignFault::NothingAsked,
    );
    assert_eq!(faults(&hidden), [fault]);
}

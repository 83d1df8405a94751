//! Nobody gets stuck: what was typed decides what is asked, whatever else is wrong with it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::item::{Accepts, Item, Part};
use super::super::review::review;
use super::super::tests::every_kind;
use super::*;
use crate::domain::questionnaire::Questionnaire;

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    fields.iter().map(owned).collect()
}

/// A person at the pages of a questionnaire.
struct Person {
    reader: Reader,
    typed: Typed,
}

impl Person {
    fn at(reader: &Reader) -> Self {
        Self {
            reader: reader.clone(),
            typed: Typed::new(),
        }
    }

    fn read(&self) -> DraftAnswers {
        DraftAnswers::of_draft(&self.reader, &self.typed)
    }

    /// Types into the page of a section and goes on.
    fn next(&mut self, section: usize, fields: &[(&str, &str)]) -> Forward {
        let shown = self.read().shown(section);
        replace(
            &mut self.typed,
            &self.reader,
            section,
            &shown,
            &pairs(fields),
        );
        self.read().forward(section, &shown)
    }

    fn sent(&self) -> String {
        match self.read().ready() {
            Ready::Send(answers) => answers.document(),
            other => panic!("{other:?}"),
        }
    }
}

fn items(faults: &[AnswerError]) -> Vec<&str> {
    faults.iter().map(|fault| fault.item.as_str()).collect()
}

#[test]
fn a_required_follow_up_is_shown_before_it_is_missed() {
    let mut person = Person::at(&every_kind());
    assert_eq!(person.next(0, &[("q1", "1")]), Forward::Opened(1));
    let Forward::Faulty(faults) = person.next(0, &[("q1", "1")]) else {
        panic!("nothing is missing");
    };
    assert_eq!(items(&faults), ["q2"]);
    assert_eq!(faults[0].kind, Refused::Required);
    assert_eq!(
        person.next(0, &[("q1", "1"), ("q2", "a")]),
        Forward::Section(1)
    );
}

#[test]
fn a_fault_beside_it_neither_hides_nor_empties_a_follow_up() {
    let mut person = Person::at(&every_kind());
    person.next(0, &[("q1", "1")]);
    let Forward::Faulty(faults) =
        person.next(0, &[("q1", "1"), ("q2", "a"), ("q2", "b"), ("q2", "c")])
    else {
        panic!("three of two");
    };
    assert_eq!(items(&faults), ["q2"]);
    assert!(person.read().shown(0).has(1));
    assert_eq!(person.typed["q2"], ["a", "b", "c"]);
    // The number is unreadable; what hangs on q2 is asked all the same.
    person.next(0, &[("q1", "1"), ("q2", "a")]);
    let Forward::Faulty(faults) = person.next(1, &[("q6", "週三日")]) else {
        panic!("a number");
    };
    assert_eq!(items(&faults), ["q6"]);
    assert!(
        person.read().path().shows(2),
        "the third section hangs on q2"
    );
    assert_eq!(person.read().instead_of(2), None);
}

#[test]
fn a_filter_changed_and_changed_back_loses_nothing() {
    let mut person = Person::at(&every_kind());
    person.next(0, &[("q1", "1")]);
    person.next(0, &[("q1", "1"), ("q2", "a")]);
    let toggled = person.next(0, &[("q1", "2"), ("q2", "a")]);
    assert_eq!(toggled, Forward::Section(1));
    assert_eq!(person.read().uncounted(), [(0, 1)]);
    person.next(1, &[("q6", "5")]);
    assert_eq!(person.sent(), r#"{"q1": "2", "q6": 5}"#);
    // The page did not show q2, so it cannot have emptied it.
    assert_eq!(person.next(0, &[("q1", "1")]), Forward::Opened(1));
    assert_eq!(person.read().uncounted(), []);
    assert_eq!(person.sent(), r#"{"q1": "1", "q2": ["a"], "q6": 5}"#);
}

#[test]
fn a_page_replaces_its_own_answers_only() {
    let mut person = Person::at(&every_kind());
    person.next(1, &[("q6", "5"), ("q1", "1")]);
    assert_eq!(person.typed.keys().collect::<Vec<_>>(), ["q6"]);
    person.next(0, &[("q1", "2")]);
    let path = person.read().path().clone();
    assert_eq!(path.sections().collect::<Vec<_>>(), [0, 1, 3]);
    assert_eq!((path.after(1), path.before(0)), (Some(3), None));
    assert_eq!(person.next(1, &[]), Forward::Section(3));
    assert_eq!(person.sent(), r#"{"q1": "2"}"#);
}

#[test]
fn what_is_open_holds_back_what_comes_after_it() {
    let mut person = Person::at(&every_kind());
    person.next(0, &[("q1", "1")]);
    assert_eq!(person.read().instead_of(3), Some(0));
    assert_eq!(person.read().instead_of(0), None);
    let Ready::Faulty { section, faults } = person.read().ready() else {
        panic!("q2 is open");
    };
    assert_eq!((section, items(&faults)), (0, vec!["q2"]));
}

#[test]
fn nothing_is_sent_where_nothing_is_answered() {
    let mut person = Person::at(&every_kind());
    assert_eq!(person.read().ready(), Ready::Blank);
    person.next(3, &[("sex", "f")]);
    assert_eq!(person.read().ready(), Ready::Blank);
}

/// Choices that follow from one number, so that a failing case can be told.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn kind(&mut self) -> Value {
        let options = |count: usize| -> Value {
            (1..=count)
                .map(|at| json!({"code": at.to_string(), "label": at.to_string()}))
                .collect()
        };
        let count = 2 + self.roll(3);
        match self.roll(14) {
            0 | 1 => json!({"type": "single", "options": options(count)}),
            2 => {
                let mut all = options(count);
                all[0]["exclusive"] = json!(self.one_in(2));
                all[1]["other"] = json!(self.one_in(2));
                json!({"type": "multiple", "max": 1 + self.roll(2), "options": all})
            }
            3 => json!({"type": "number", "min": "1", "max": "9"}),
            4 => json!({"type": "date"}),
            5 => json!({"type": "text", "max_length": 5}),
            6 => json!({"type": "ranking", "places": 2, "options": options(count)}),
            7 => json!({"type": "time", "max": "12:00"}),
            8 => json!({"type": "text", "pattern": "postal_code"}),
            9 => json!({"type": "consent", "label": "x"}),
            10 => json!({"type": "multiple", "min": 2, "options": options(count)}),
            11 => {
                let mut all = options(count);
                all[0]["exclusive"] = json!(self.one_in(2));
                json!({"type": "multiple_grid", "max": 1 + self.roll(2), "rows": options(2), "options": all})
            }
            12 => json!({"type": "number_grid", "min": "1", "max": "9", "rows": options(2)}),
            _ => json!({"type": "grid", "rows": options(2), "options": options(count)}),
        }
    }

    fn condition(&mut self, items: &[Item], depth: usize) -> Value {
        match self.roll(if depth == 0 { 1 } else { 4 }) {
            0 => {
                let item = &items[self.roll(items.len())];
                let (name, codes) = (&item.code, item.accepts.codes());
                match item.accepts {
                    _ if self.one_in(4) => json!({"answered": {"item": name}}),
                    Accepts::Number { .. } => json!({"number": {"item": name, "min": "2"}}),
                    Accepts::Date { .. } => json!({"date": {"item": name, "max": "2025-04-01"}}),
                    _ if codes.is_empty() => json!({"answered": {"item": name}}),
                    _ => {
                        json!({"any_of": {"item": name, "codes": [codes[self.roll(codes.len())]]}})
                    }
                }
            }
            1 => json!({"not": self.condition(items, depth - 1)}),
            2 => {
                json!({"all": [self.condition(items, depth - 1), self.condition(items, depth - 1)]})
            }
            _ => {
                json!({"any": [self.condition(items, depth - 1), self.condition(items, depth - 1)]})
            }
        }
    }

    /// A questionnaire; most of them pass the review.
    fn questionnaire(&mut self) -> Questionnaire {
        let mut document = json!({"code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"], "sections": []});
        let mut number = 0;
        for section in 0..=self.roll(4) {
            let before = choices(&document);
            push(
                &mut document["sections"],
                json!({"code": format!("s{section}"), "title": "t", "questions": []}),
            );
            if !before.is_empty() && self.one_in(3) {
                document["sections"][section]["show_if"] = self.condition(&before, 2);
            }
            for _ in 0..=self.roll(4) {
                number += 1;
                let before = choices(&document);
                let mut asked = self.kind();
                asked["code"] = json!(format!("q{number}"));
                asked["text"] = json!("x");
                asked["required"] = json!(self.one_in(2));
                asked["role"] = json!(if self.one_in(4) {
                    "attribute"
                } else {
                    "subject"
                });
                if asked["type"] == "consent" {
                    (asked["required"], asked["role"]) = (json!(true), json!("attribute"));
                }
                if !before.is_empty() && self.one_in(2) {
                    asked["show_if"] = self.condition(&before, 2);
                }
                push(&mut document["sections"][section]["questions"], asked);
            }
        }
        serde_json::from_value(document).unwrap()
    }

    /// Something typed, sensible or not.
    fn anything(&mut self, item: &Item) -> Vec<String> {
        let codes = item.accepts.codes();
        let known = "1 2 9 週三日 長すぎる文章です 2025-02-30".split(' ');
        let known: Vec<&str> = known.chain(["", "\u{3000}"]).collect();
        (0..=self.roll(3))
            .map(|_| match codes.len() {
                0 => known[self.roll(known.len())].to_owned(),
                _ if self.one_in(6) => "zzz".to_owned(),
                many => codes[self.roll(many)].to_string(),
            })
            .collect()
    }

    /// What answers an item as its question wants it.
    fn answer(&mut self, item: &Item) -> Vec<String> {
        let one = |text: &dyn ToString| vec![text.to_string()];
        match (&item.accepts, item.part) {
            (_, Part::Other(_)) => Vec::new(),
            (Accepts::One(codes), Part::Place(at)) => one(&codes[at]),
            (Accepts::One(codes), _) => one(&codes[self.roll(codes.len())]),
            (Accepts::Many { codes, min, .. }, _) => {
                let least = usize::from(min.unwrap_or(1));
                let from = self.roll(codes.len() + 1 - least);
                codes[from..from + least]
                    .iter()
                    .flat_map(|code| one(code))
                    .collect()
            }
            (Accepts::Consent(code), _) => one(code),
            (Accepts::Number { min, .. }, _) => one(min),
            (Accepts::Date { .. }, _) => one(&"令和7年4月1日"),
            (Accepts::Time { .. }, _) => one(&"午前9時半"),
            (
                Accepts::Text {
                    pattern: Some(_), ..
                },
                _,
            ) => one(&"０７３０１２２"),
            (Accepts::Text { .. }, _) => one(&"はい"),
        }
    }
}

fn push(list: &mut Value, one: Value) {
    list.as_array_mut().unwrap().push(one);
}

/// The items a condition can name.
fn choices(document: &Value) -> Vec<Item> {
    let read: Questionnaire = serde_json::from_value(document.clone()).unwrap();
    let items = super::super::item::items(&read).into_iter();
    items
        .filter(|item| !matches!(item.accepts, Accepts::Consent(_)))
        .collect()
}

/// Going on with what stands on a page as it is: every fault is one of a question that the page shows.
fn faults_are_visible(person: &Person, section: usize, shown: &Shown) -> Result<(), String> {
    let Forward::Faulty(faults) = person.read().forward(section, shown) else {
        return Ok(());
    };
    for fault in faults {
        let (_, item) = person
            .reader
            .item(&fault.item)
            .ok_or("a fault of nothing")?;
        if item.section != section || !shown.has(item.question) {
            return Err(format!("{} is not on the page", fault.item));
        }
    }
    Ok(())
}

/// Answers every question that the page of a section shows, as it wants to be answered.
fn answer(person: &mut Person, dice: &mut Dice, section: usize, shown: &Shown) {
    let items = person.reader.items().iter();
    let asked = items.filter(|item| item.section == section && shown.has(item.question));
    let fields: Vec<(String, String)> = asked
        .flat_map(|item| {
            dice.answer(item)
                .into_iter()
                .map(|value| (item.code.clone(), value))
        })
        .collect();
    replace(&mut person.typed, &person.reader, section, shown, &fields);
}

/// Answers everything that the pages show, from one section on, until nothing is left to do.
fn walk(person: &mut Person, dice: &mut Dice, from: usize) -> Result<Ready, String> {
    let mut section = from;
    for _ in 0..200 {
        let read = person.read();
        if let Some(instead) = read.instead_of(section) {
            section = instead;
            continue;
        }
        let shown = read.shown(section);
        faults_are_visible(person, section, &shown)?;
        answer(person, dice, section, &shown);
        let read = person.read();
        section = match read.forward(section, &shown) {
            Forward::Faulty(faults) => return Err(format!("{faults:?}")),
            Forward::Opened(_) => section,
            Forward::Section(next) => next,
            Forward::Check => match read.clone().ready() {
                Ready::Faulty { section, .. } => section,
                Ready::Blank => read.path().sections().next().ok_or("nothing asked")?,
                done => return Ok(done),
            },
        };
    }
    Err("no end".to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 40_000, ..ProptestConfig::default() })]

    #[test]
    fn from_any_state_answering_what_is_shown_leads_to_the_receipt(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let questionnaire = dice.questionnaire();
        prop_assume!(review(&questionnaire).is_empty());
        let reader = Reader::new(questionnaire);
        let mut person = Person::at(&reader);
        for item in reader.items() {
            if dice.one_in(2) {
                person.typed.insert(item.code.clone(), dice.anything(item));
            }
        }
        let from = dice.roll(reader.questionnaire().sections.len());
        match walk(&mut person, &mut dice, from) {
            Ok(Ready::Send(answers)) => {
                let again = Answers::stored(&reader, serde_json::from_str(&answers.document()).unwrap());
                prop_assert_eq!(again.unwrap(), answers);
            }
            Ok(Ready::NothingAsked) => {}
            stuck => prop_assert!(false, "{:?} with {:?}", stuck, person.typed),
        }
    }
}

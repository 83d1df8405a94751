//! Questionnaires and answers by chance: for the tests that nobody gets stuck, and that all are counted the same.

use serde_json::{Value, json};

use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::item::{Accepts, Item, Part, items};

/// Choices that follow from one number, so that a failing case can be told.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn kind(&mut self) -> Value {
        let count = 2 + self.roll(3);
        match self.roll(16) {
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
            13 => json!({"type": "drawn", "options": options(2)}),
            14 => {
                json!({"type": "place", "options": (1..=count).map(|at| json!({"code": at.to_string(), "label": "x", "kana": "ア".repeat(at)})).collect::<Value>()})
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
    pub fn questionnaire(&mut self) -> Questionnaire {
        let mut document = json!({"code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"], "sections": []});
        let mut number = 0;
        for section in 0..=self.roll(4) {
            let before = choices(&document);
            let begun = self.section(section, &before);
            push(&mut document["sections"], begun);
            for _ in 0..=self.roll(4) {
                number += 1;
                let now = choices(&document);
                let question = self.question(number, &before, &now);
                push(&mut document["sections"][section]["questions"], question);
            }
        }
        serde_json::from_value(document).unwrap()
    }

    /// A section without questions; `before`: what is answered on other pages.
    fn section(&mut self, at: usize, before: &[Item]) -> Value {
        let mut section =
            json!({"code": format!("s{at}"), "title": self.text(before), "questions": []});
        if !before.is_empty() && self.one_in(3) {
            section["show_if"] = self.condition(before, 2);
        }
        let often: Vec<&Item> = before.iter().filter(|item| says_how_often(item)).collect();
        if !often.is_empty() && self.one_in(2) {
            section["title"] = json!("{番号}人目");
            section["repeat"] = json!({"item": often[self.roll(often.len())].code, "max": 2});
        }
        section
    }

    /// `before`: what is answered on other pages; `now`: that and what stands before it on its own.
    fn question(&mut self, number: usize, before: &[Item], now: &[Item]) -> Value {
        let mut asked = self.kind();
        asked["code"] = json!(format!("q{number}"));
        asked["text"] = self.text(before);
        asked["required"] = json!(self.one_in(2));
        asked["role"] = json!(if self.one_in(4) {
            "attribute"
        } else {
            "subject"
        });
        if asked["type"] == "consent" {
            (asked["required"], asked["role"]) = (json!(true), json!("attribute"));
        }
        if asked["type"] == "drawn" {
            (asked["required"], asked["role"]) = (json!(false), json!("attribute"));
        }
        if !now.is_empty() && self.one_in(2) {
            asked["show_if"] = self.condition(now, 2);
        }
        let hangs = matches!(asked["type"].as_str(), Some("single" | "multiple"));
        if hangs && !before.is_empty() && self.one_in(2) {
            let last = asked["options"].as_array().unwrap().len() - 1;
            asked["options"][last]["show_if"] = self.condition(before, 1);
        }
        asked
    }

    /// A text, now and then with what was answered before.
    fn text(&mut self, before: &[Item]) -> Value {
        let named = match before.len() {
            many if many > 0 && self.one_in(3) => {
                format!("{{{}|何か}}", before[self.roll(many)].code)
            }
            _ => "{締切}".to_owned(),
        };
        json!(format!("{named}について"))
    }

    /// Something typed, sensible or not.
    pub fn anything(&mut self, item: &Item) -> Vec<String> {
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
    pub fn answer(&mut self, item: &Item) -> Vec<String> {
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

fn options(count: usize) -> Value {
    (1..=count)
        .map(|at| json!({"code": at.to_string(), "label": at.to_string()}))
        .collect()
}

fn says_how_often(item: &Item) -> bool {
    matches!(item.accepts, Accepts::Number { .. } | Accepts::One(_))
        && matches!(item.part, Part::Whole)
}

/// The items a condition can name.
fn choices(document: &Value) -> Vec<Item> {
    let read: Questionnaire = serde_json::from_value(document.clone()).unwrap();
    let items = items(&read.unfolded()).into_iter();
    items
        .filter(|item| !matches!(item.accepts, Accepts::Consent(_)))
        .collect()
}

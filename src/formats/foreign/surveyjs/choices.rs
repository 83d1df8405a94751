//! Choices: values and texts, and the special ones a question offers by itself.

use serde_json::Value;

use super::object::{Object, scalar, shown, text};
use super::read::Reading;
use crate::domain::questionnaire::question::{Choice, Meaning};
use crate::domain::text::Text;
use crate::formats::foreign::assemble::Rule;
use crate::formats::foreign::kinds::{
    self, DONT_KNOW, NONE, OTHER, Offered, Options, REFUSED, usual,
};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::place::Place;

/// What an option says about the subject, by the words of a property of ours.
pub(super) const MEANINGS: [(&str, Meaning); 2] = [
    ("dont_know", Meaning::DontKnow),
    ("not_applicable", Meaning::NotApplicable),
];

/// What a choice says beside its value and text.
#[derive(Default)]
struct Beside {
    score: Option<rust_decimal::Decimal>,
    meaning: Meaning,
    exclusive: bool,
    other: bool,
    rule: Option<Rule>,
}

impl Reading {
    /// The choices in a property, with the rules of single ones by position.
    pub(super) fn choices(
        &mut self,
        object: &mut Object<'_>,
        key: &'static str,
    ) -> (Options, Vec<(usize, Rule)>) {
        let listed = object.list(key, &mut self.draft.found);
        let mut offered = Vec::new();
        let mut all = Vec::new();
        for (value, path) in listed {
            if let Some((choice, beside)) = self.choice(value, path) {
                offered.push(choice);
                all.push(beside);
            }
        }
        let mut options = kinds::options(offered, &mut self.draft);
        let mut rules = Vec::new();
        for (at, (choice, beside)) in options.choices.iter_mut().zip(all).enumerate() {
            choice.score = beside.score;
            choice.meaning = beside.meaning;
            choice.exclusive = beside.exclusive;
            choice.other = beside.other;
            rules.extend(beside.rule.map(|rule| (at, rule)));
        }
        (options, rules)
    }

    fn choice(&mut self, value: &Value, path: String) -> Option<(Offered, Beside)> {
        let place = Place::Json(path.clone());
        // A bare value is its own text.
        if let Some(name) = scalar(value) {
            let label = text(value, &place, &mut self.languages, &mut self.draft.found);
            return Some((Offered { name, label, place }, Beside::default()));
        }
        let mut object = Object::of(value, path, &mut self.draft.found)?;
        let found = &mut self.draft.found;
        let Some(name) = object.word("value", found) else {
            found.lack(&place, Lack::Missing("value".to_owned()));
            return None;
        };
        let label = match object.take("text") {
            Some((value, place)) => text(value, &place, &mut self.languages, found),
            None => text(
                &Value::String(name.clone()),
                &place,
                &mut self.languages,
                found,
            ),
        };
        let beside = Beside {
            score: object.parsed("score", found),
            meaning: meaning(&mut object, found),
            exclusive: object.truth(&["isExclusive"], found),
            other: object.truth(&["showCommentArea"], found),
            rule: object.visible(&mut self.draft).pop(),
        };
        object.close(&mut self.draft.found);
        Some((Offered { name, label, place }, beside))
    }

    /// The choices a question offers by itself, behind those that are listed.
    pub(super) fn specials(&mut self, object: &mut Object<'_>, options: &mut Options) {
        let specials: [(&[&'static str], &'static str, &str, [&str; 2]); 4] = [
            (&["showOtherItem", "hasOther"], "otherText", "other", OTHER),
            (&["showNoneItem", "hasNone"], "noneText", "none", NONE),
            (&["showRefuseItem"], "refuseText", "refused", REFUSED),
            (&["showDontKnowItem"], "dontKnowText", "dontknow", DONT_KNOW),
        ];
        for (shows, says, name, words) in specials {
            let place = object.at(says);
            let label = object.text(says, &mut self.languages, &mut self.draft.found);
            if !object.truth(shows, &mut self.draft.found) {
                continue;
            }
            let label = match label == Text::default() {
                true => usual(words, &self.languages.0),
                false => label,
            };
            // A listed choice may have the name already.
            if options.names.iter().any(|(known, _)| known == name) {
                let value = name.to_owned();
                self.draft.lack(
                    &place,
                    Lack::NotRead {
                        name: says.to_owned(),
                        value,
                    },
                );
                continue;
            }
            let offered = vec![Offered {
                name: name.to_owned(),
                label,
                place,
            }];
            let mut special = kinds::options(offered, &mut self.draft);
            for choice in &mut special.choices {
                means(choice, name);
            }
            options.choices.extend(special.choices);
            options.names.extend(special.names);
        }
    }
}

/// What a special choice is.
fn means(choice: &mut Choice, name: &str) {
    match name {
        "other" => choice.other = true,
        "none" => choice.exclusive = true,
        // Whoever does not say it does not know it, for the figures.
        _ => {
            choice.exclusive = true;
            choice.meaning = Meaning::DontKnow;
        }
    }
}

fn meaning(
    object: &mut Object<'_>,
    found: &mut crate::formats::foreign::assemble::Found,
) -> Meaning {
    let Some((value, place)) = object.take("meaning") else {
        return Meaning::Substantive;
    };
    match MEANINGS.iter().find(|(word, _)| value == word) {
        Some((_, meaning)) => *meaning,
        None => {
            found.lack(&place, Lack::Value(shown(value)));
            Meaning::Substantive
        }
    }
}

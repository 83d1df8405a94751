//! One question of a page: its type, what all types have, those with choices.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

use super::object::{Object, scalar, shown, text, words};
use super::read::Reading;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::question::{Kind, Role};
use crate::domain::statistics::variable::MAX_OPTIONS;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::Rule;
use crate::formats::foreign::expression::Answer;
use crate::formats::foreign::kinds::{self, NO, Offered, Options, YES, answer, question, usual};
use crate::formats::foreign::lack::{Instead, Lack};
use crate::formats::foreign::texts::told;

/// Types there is nothing like here.
const FOREIGN: [&str; 8] = [
    "matrixdynamic",
    "imagemap",
    "file",
    "signaturepad",
    "expression",
    "flowpanel",
    "custom",
    "composite",
];

/// A kind with what its options are called and when single ones are offered.
pub(super) struct Made {
    pub kind: Kind,
    pub options: Options,
    pub rules: Vec<(usize, Rule)>,
}

impl Made {
    pub(super) fn plain(kind: Kind) -> Self {
        Self {
            kind,
            options: Options::default(),
            rules: Vec::new(),
        }
    }
}

impl Reading {
    pub(super) fn asks(&mut self, mut object: Object<'_>, is: &str) {
        let place = object.at("type");
        match is {
            "image" => {
                self.draft.lack(&place, Lack::Media(is.to_owned()));
                return;
            }
            "multipletext" => return self.several(object),
            _ if FOREIGN.contains(&is) => {
                return self.draft.lack(&place, Lack::NoSuchKind(told(is)));
            }
            _ => {}
        }
        let title = self.title(&mut object);
        let Some(made) = self.kind(&mut object, is) else {
            return;
        };
        self.add(object, made, title);
    }

    /// The wording: the title, or the name where there is none.
    fn title(&mut self, object: &mut Object<'_>) -> Text {
        match object.take("title") {
            Some((value, place)) => text(value, &place, &mut self.languages, &mut self.draft.found),
            None => {
                let name = object.take("name").map(|(value, _)| value.clone());
                let place = object.at("name");
                name.map_or_else(Text::default, |name| {
                    text(&name, &place, &mut self.languages, &mut self.draft.found)
                })
            }
        }
    }

    /// Puts a question together and tells what was not read of it.
    fn add(&mut self, mut object: Object<'_>, made: Made, title: Text) {
        let place = object.at("name");
        let name = object
            .word("name", &mut self.draft.found)
            .unwrap_or_default();
        if name.is_empty() {
            self.draft
                .lack(&object.place(), Lack::Missing("name".to_owned()));
        }
        let code = self.draft.code(&name, &place);
        let Made {
            kind,
            options,
            rules,
        } = made;
        self.named(&name, &code, &kind, &options);
        let is_consent = matches!(kind, Kind::Consent { .. });
        let is_note = matches!(kind, Kind::Note { .. });
        let mut question = question(code, title, kind);
        if let (Kind::Note { .. }, Some((html, place))) = (&question.kind, object.take("html")) {
            let found = &mut self.draft.found;
            question.text = words(
                &text(html, &place, &mut self.languages, found),
                &place,
                found,
            );
        }
        let found = &mut self.draft.found;
        let hint = object.text("description", &mut self.languages, found);
        question.hint = (hint != Text::default()).then_some(hint);
        let required = object.truth(&["isRequired"], found)
            | object.truth(&["eachRowRequired", "isAllRowRequired"], found);
        question.required = (required && !is_note) || is_consent;
        if is_consent {
            question.role = Role::Attribute;
        }
        question.order = self.order(&mut object);
        let visible = object.visible(&mut self.draft);
        object.close(&mut self.draft.found);
        self.ask(question, visible, rules, &place);
    }

    /// In which order choices stand.
    fn order(&mut self, object: &mut Object<'_>) -> Order {
        match object.any(&["choicesOrder"]) {
            Some((value, _)) if value == "random" => Order::Random,
            Some((value, place)) if value != "none" => {
                self.draft.lack(&place, Lack::Value(shown(value)));
                Order::AsWritten
            }
            _ => Order::AsWritten,
        }
    }

    /// What rules call the items of a question.
    fn named(&mut self, name: &str, code: &Code, kind: &Kind, options: &Options) {
        let comment = format!("{name}-Comment");
        match kind {
            Kind::Note { .. } => return,
            // Its rows were named when they were read.
            kind if kind.rows().is_some() => return,
            // A tick is one choice of a list.
            Kind::Consent { .. } => {
                let given = Code::parse(crate::domain::questionnaire::item::GIVEN);
                let known = given.map(|code| {
                    options
                        .names
                        .iter()
                        .map(|(name, _)| (name.clone(), code.clone()))
                        .collect()
                });
                self.draft.name(
                    name,
                    code.to_string(),
                    known.map_or(Answer::Other, Answer::Many),
                );
            }
            kind => self
                .draft
                .name(name, code.to_string(), answer(kind, &options.names)),
        }
        self.draft
            .name(comment, format!("{code}.other"), Answer::Other);
    }

    fn kind(&mut self, object: &mut Object<'_>, is: &str) -> Option<Made> {
        match is {
            "radiogroup" | "dropdown" | "buttongroup" => Some(self.single(object)),
            "checkbox" | "tagbox" => Some(self.multiple(object)),
            "imagepicker" => {
                let several = object.truth(&["multiSelect"], &mut self.draft.found);
                Some(if several {
                    self.multiple(object)
                } else {
                    self.single(object)
                })
            }
            "boolean" => Some(self.boolean(object)),
            "rating" => Some(self.rating(object)),
            "ranking" => Some(self.ranking(object)),
            "matrix" => self.matrix(object),
            "matrixdropdown" => self.columns(object),
            "html" => Some(Made::plain(Kind::Note { picture: None })),
            "text" | "comment" | "slider" => self.typed(object, is),
            _ => {
                self.draft
                    .lack(&object.at("type"), Lack::UnknownType(told(is)));
                None
            }
        }
    }

    fn single(&mut self, object: &mut Object<'_>) -> Made {
        let (mut options, rules) = self.choices(object, "choices");
        self.specials(object, &mut options);
        // Of one option nothing else is excluded.
        for choice in &mut options.choices {
            choice.exclusive = false;
        }
        let kind = Kind::Single {
            options: options.choices.clone(),
        };
        Made {
            kind,
            options,
            rules,
        }
    }

    fn multiple(&mut self, object: &mut Object<'_>) -> Made {
        let (mut options, rules) = self.choices(object, "choices");
        self.specials(object, &mut options);
        let found = &mut self.draft.found;
        let (min, max) = (
            object.parsed("minSelectedChoices", found),
            object.parsed("maxSelectedChoices", found),
        );
        let is_required = object
            .take("isRequired")
            .is_some_and(|(value, _)| *value == Value::Bool(true));
        let kind = match options.choices.as_slice() {
            // One box that must be ticked.
            [only] if is_required && !only.other => Kind::Consent {
                label: only.label.clone(),
            },
            _ => Kind::Multiple {
                options: options.choices.clone(),
                min,
                max,
            },
        };
        Made {
            kind,
            options,
            rules,
        }
    }

    fn boolean(&mut self, object: &mut Object<'_>) -> Made {
        let mut offered = Vec::new();
        for (label, value, name, words) in [
            ("labelTrue", "valueTrue", "true", YES),
            ("labelFalse", "valueFalse", "false", NO),
        ] {
            let place = object.at(label);
            let name = object
                .word(value, &mut self.draft.found)
                .unwrap_or(name.to_owned());
            let own = object.text(label, &mut self.languages, &mut self.draft.found);
            let label = match own == Text::default() {
                true => usual(words, &self.languages.0),
                false => own,
            };
            offered.push(Offered { name, label, place });
        }
        let options = kinds::options(offered, &mut self.draft);
        let kind = Kind::Single {
            options: options.choices.clone(),
        };
        let rules = Vec::new();
        Made {
            kind,
            options,
            rules,
        }
    }

    fn rating(&mut self, object: &mut Object<'_>) -> Made {
        let (mut options, rules) = self.choices(object, "rateValues");
        let found = &mut self.draft.found;
        let min = object.parsed("rateMin", found).unwrap_or(Decimal::ONE);
        let count: Option<Decimal> = object.parsed("rateCount", found);
        let step: Option<Decimal> = object.parsed("rateStep", found);
        let step = step
            .filter(|step| *step > Decimal::ZERO)
            .unwrap_or(Decimal::ONE);
        let max: Option<Decimal> = object.parsed("rateMax", found);
        if options.choices.is_empty() {
            let most = if max.is_some() {
                None
            } else {
                Some(count.unwrap_or(Decimal::from(5)))
            };
            options = self.steps(object, [min, step], most, max);
        }
        for (key, at_end) in [("minRateDescription", false), ("maxRateDescription", true)] {
            let words = object.text(key, &mut self.languages, &mut self.draft.found);
            let choice = if at_end {
                options.choices.last_mut()
            } else {
                options.choices.first_mut()
            };
            if let Some(choice) = choice.filter(|_| words != Text::default()) {
                choice.label = behind(&choice.label, &words);
            }
        }
        let kind = Kind::Scale {
            options: options.choices.clone(),
        };
        Made {
            kind,
            options,
            rules,
        }
    }

    /// The steps of a scale that is given by its ends or by how many there are.
    fn steps(
        &mut self,
        object: &Object<'_>,
        [min, step]: [Decimal; 2],
        most: Option<Decimal>,
        max: Option<Decimal>,
    ) -> Options {
        // More are told as too many.
        let most = most
            .and_then(|most| most.to_usize())
            .unwrap_or(MAX_OPTIONS + 1);
        let steps = std::iter::successors(Some(min), |value| value.checked_add(step));
        let steps = steps.take_while(|value| max.is_none_or(|max| *value <= max));
        let place = object.at("rateMin");
        let offered = steps.take(most.min(MAX_OPTIONS + 1)).map(|value| Offered {
            name: value.normalize().to_string(),
            label: usual([&value.normalize().to_string(); 2], &self.languages.0),
            place: place.clone(),
        });
        let offered = offered.collect();
        kinds::options(offered, &mut self.draft)
    }

    fn ranking(&mut self, object: &mut Object<'_>) -> Made {
        let (options, rules) = self.choices(object, "choices");
        let some = object.truth(&["selectToRankEnabled"], &mut self.draft.found);
        let most: Option<u16> = object.parsed("maxSelectedChoices", &mut self.draft.found);
        let all = u16::try_from(options.choices.len()).unwrap_or(u16::MAX);
        let kind = Kind::Ranking {
            options: options.choices.clone(),
            places: most.filter(|_| some).unwrap_or(all).min(all),
        };
        Made {
            kind,
            options,
            rules,
        }
    }

    /// Several fields under one title: each becomes a question, the title a note before them.
    fn several(&mut self, mut object: Object<'_>) {
        let place = object.place();
        let (from, to) = ("multipletext".to_owned(), Instead::Fields);
        self.draft.lack(&place, Lack::Downgraded { from, to });
        let name = object
            .take("name")
            .and_then(|(name, _)| scalar(name))
            .unwrap_or_default();
        let title = self.title(&mut object);
        let note = object.text("description", &mut self.languages, &mut self.draft.found);
        let rules = object.visible(&mut self.draft);
        let before = self.enter(rules);
        self.heading(&name, title, note, &place);
        for (value, path) in object.list("items", &mut self.draft.found) {
            let Some(mut item) = Object::of(value, path, &mut self.draft.found) else {
                continue;
            };
            let title = self.title(&mut item);
            let own = item
                .take("name")
                .and_then(|(name, _)| scalar(name))
                .unwrap_or_default();
            let place = item.at("name");
            let Some(made) = self.typed(&mut item, "text") else {
                continue;
            };
            let code = self.draft.code(&format!("{name}_{own}"), &place);
            let answers = answer(&made.kind, &[]);
            self.draft
                .name(format!("{name}.{own}"), code.to_string(), answers);
            let mut question = question(code, title, made.kind);
            question.required = item.truth(&["isRequired"], &mut self.draft.found);
            item.close(&mut self.draft.found);
            self.ask(question, Vec::new(), Vec::new(), &place);
        }
        self.leave(before);
        object.close(&mut self.draft.found);
    }
}

/// Words behind a label.
fn behind(label: &Text, words: &Text) -> Text {
    let both = label
        .iter()
        .map(|(language, label)| (language.clone(), format!("{label} {}", words.get(language))));
    both.collect()
}

//! The document: what stands above, sections as pages, texts in their languages.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::object::TAGS;
use crate::domain::language::Language;
use crate::domain::questionnaire::item::{Part, items};
use crate::domain::questionnaire::question::Kind;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Layout, Questionnaire, Section};
use crate::domain::text::Text;
use crate::formats::foreign::Unmapped;
use crate::formats::foreign::expression::Dialect;
use crate::formats::foreign::lack::{Detail, Lack, MINUTES_TAKEN};
use crate::formats::foreign::place::Place;
use crate::formats::foreign::written::Unsaid;

/// The code a document gets when it is read: it has none of its own.
const CODE: &str = "form";
/// The column of a grid of numbers.
pub(super) const NUMBER: &str = "number";

/// The document while it is written.
pub(super) struct Document<'q> {
    pub questionnaire: &'q Questionnaire,
    pub unsaid: Unsaid,
    language: Language,
    /// What rules call the items.
    names: HashMap<String, String>,
}

/// The file, and what it does not say.
pub(super) fn document(questionnaire: &Questionnaire) -> (Vec<u8>, Vec<Unmapped>) {
    let first = questionnaire.languages.first().cloned();
    let mut document = Document {
        questionnaire,
        unsaid: Unsaid::of(questionnaire),
        language: first.unwrap_or_else(Language::japanese),
        names: names(questionnaire),
    };
    let root = document.root();
    let mut found = document.unsaid.found;
    let bytes = serde_json::to_vec_pretty(&root).unwrap_or_else(|error| {
        found.lack(&Place::File, Lack::Damaged(error.to_string()));
        Vec::new()
    });
    (bytes, found.lacks)
}

/// What rules call an item: its own name but for grids of numbers. Lines beside options have none.
fn names(questionnaire: &Questionnaire) -> HashMap<String, String> {
    let all = items(questionnaire).into_iter();
    let named = all
        .filter(|item| !matches!(item.part, Part::Other(_)))
        .map(|item| {
            let kind = item.question(questionnaire).map(|question| &question.kind);
            let name = match kind {
                Some(Kind::NumberGrid { .. }) => format!("{}.{NUMBER}", item.code),
                _ => item.code.clone(),
            };
            (item.code, name)
        });
    named.collect()
}

impl Document<'_> {
    fn root(&mut self) -> Value {
        let questionnaire = self.questionnaire;
        if questionnaire.code.as_str() != CODE {
            self.unsaid.cannot("code", Detail::Code);
        }
        if questionnaire.minutes != MINUTES_TAKEN {
            self.unsaid.cannot("minutes", Detail::Minutes);
        }
        let mut root = Map::new();
        root.insert("locale".to_owned(), json!(tag(&self.language)));
        self.put(&mut root, "title", &questionnaire.title, "title");
        self.put(&mut root, "description", &questionnaire.purpose, "purpose");
        if questionnaire.layout == Layout::OnePage {
            root.insert("questionsOnPageMode".to_owned(), json!("singlePage"));
        }
        let sections = questionnaire.sections.iter().enumerate();
        let pages = sections.map(|(at, section)| self.section(section, &format!("sections[{at}]")));
        let pages: Vec<Value> = pages.collect();
        root.insert("pages".to_owned(), pages.into());
        Value::Object(root)
    }

    fn section(&mut self, section: &Section, path: &str) -> Value {
        let mut page = Map::new();
        page.insert("name".to_owned(), json!(section.code.as_str()));
        let title = if section.repeat.is_some() {
            "templateTitle"
        } else {
            "title"
        };
        self.put(&mut page, title, &section.title, &format!("{path}.title"));
        if let Some(note) = &section.note {
            self.put(&mut page, "description", note, &format!("{path}.note"));
        }
        if let Some(rule) = self.rule(section.show_if.as_ref(), path) {
            page.insert("visibleIf".to_owned(), json!(rule));
        }
        let questions = section.questions.iter().enumerate();
        let elements = questions.filter_map(|(at, question)| {
            let path = format!("{path}.questions[{at}]");
            self.question(question, &path)
        });
        let elements: Vec<Value> = elements.collect();
        let Some(repeat) = &section.repeat else {
            page.insert("elements".to_owned(), elements.into());
            return Value::Object(page);
        };
        let bound = self.names.get(&repeat.item);
        page.insert("type".to_owned(), json!("paneldynamic"));
        page.insert(
            "bindings".to_owned(),
            json!({"panelCount": bound.unwrap_or(&repeat.item)}),
        );
        page.insert("maxPanelCount".to_owned(), json!(repeat.max));
        page.insert("templateElements".to_owned(), elements.into());
        json!({"name": format!("page_{}", section.code), "elements": [page]})
    }

    /// A condition as a rule of the document.
    pub(super) fn rule(&mut self, condition: Option<&Condition>, path: &str) -> Option<String> {
        let names = &self.names;
        self.unsaid
            .rule(condition, Dialect::SurveyJs, path, |item| {
                names.get(item).cloned()
            })
    }

    /// Puts a text into an object; nothing where there is none.
    pub(super) fn put(
        &mut self,
        object: &mut Map<String, Value>,
        key: &str,
        text: &Text,
        path: &str,
    ) {
        if text.iter().any(|(_, words)| words.contains('{')) {
            let what = Detail::AnswerInText;
            self.unsaid.cannot(path, what);
        }
        if *text != Text::default() {
            object.insert(key.to_owned(), self.text(text));
        }
    }

    /// A text: one string, or one for each language.
    pub(super) fn text(&self, text: &Text) -> Value {
        let first = text.exact(&self.language);
        if let (Some(words), true) = (first, text.iter().count() == 1) {
            return json!(words);
        }
        let others = text
            .iter()
            .filter(|(language, _)| **language != self.language);
        let named = others.map(|(language, words)| (tag(language), json!(words)));
        let default = first.map(|words| ("default".to_owned(), json!(words)));
        Value::Object(default.into_iter().chain(named).collect())
    }
}

/// A tag as these documents write it.
fn tag(language: &Language) -> String {
    let known = TAGS.iter().find(|(_, ours)| *ours == language.tag());
    known.map_or_else(
        || language.tag().to_lowercase(),
        |(theirs, _)| (*theirs).to_owned(),
    )
}

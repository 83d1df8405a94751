//! The document: pages, panels, what stands above them.

use serde_json::Value;

use super::object::{Languages, Object, language, shown};
use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::questionnaire::limits::REPEATS;
use crate::domain::questionnaire::question::{Kind, Question};
use crate::domain::questionnaire::repetition::Repeat;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::{Asked, Draft, Head, Rule};
use crate::formats::foreign::kinds::question;
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::limits::DEPTH;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::{Foreign, unreadable};

/// A page whose first question is still to come.
#[derive(Debug, Clone)]
struct Page {
    name: String,
    title: Text,
    note: Text,
    rules: Vec<Rule>,
    place: Place,
    begun: bool,
}

/// A section that is repeated: position, what says how often, at most how often.
type Repeated = (usize, String, Option<u16>, Place);

/// The document while it is read.
pub(super) struct Reading {
    pub draft: Draft,
    pub languages: Languages,
    page: Page,
    /// Rules of the panels around.
    panels: Vec<Rule>,
    depth: usize,
    repeats: Vec<Repeated>,
}

/// Everything of a document.
pub(super) fn survey(root: &Value, mut draft: Draft) -> Foreign {
    let Some(mut object) = Object::of(root, "$".to_owned(), &mut draft.found) else {
        return unreadable(Lack::Missing("pages".to_owned()));
    };
    let place = object.at("locale");
    let locale = object.word("locale", &mut draft.found);
    let first = locale.as_deref().map(language);
    if let (Some(None), Some(tag)) = (&first, locale) {
        draft.lack(&place, Lack::Language(tag));
    }
    let first = first.flatten().unwrap_or_else(Language::japanese);
    let mut languages = Languages(vec![first]);
    let title = object.text("title", &mut languages, &mut draft.found);
    let purpose = object.text("description", &mut languages, &mut draft.found);
    let layout = layout(&mut object, &mut draft);
    let place = object.place();
    let page = Page {
        name: String::new(),
        title: title.clone(),
        note: Text::default(),
        rules: Vec::new(),
        place,
        begun: false,
    };
    let mut reading = Reading {
        draft,
        languages,
        page,
        panels: Vec::new(),
        depth: 0,
        repeats: Vec::new(),
    };
    for (value, path) in object.list("pages", &mut reading.draft.found) {
        reading.page(value, path);
    }
    // Documents of a single page have no pages.
    for key in ["elements", "questions"] {
        let elements = object.list(key, &mut reading.draft.found);
        reading.elements(elements);
    }
    object.close(&mut reading.draft.found);
    reading.finish(title, purpose, layout)
}

fn layout(object: &mut Object<'_>, draft: &mut Draft) -> Layout {
    match object.any(&["questionsOnPageMode"]) {
        Some((value, _)) if value == "singlePage" => Layout::OnePage,
        Some((value, place)) if value != "standard" => {
            draft.lack(&place, Lack::Value(shown(value)));
            Layout::Sections
        }
        _ => Layout::Sections,
    }
}

impl Reading {
    fn page(&mut self, value: &Value, path: String) {
        let Some(mut object) = Object::of(value, path, &mut self.draft.found) else {
            return;
        };
        let before = self.draft.sections.len();
        let found = &mut self.draft.found;
        self.page = Page {
            name: object.word("name", found).unwrap_or_default(),
            title: object.text("title", &mut self.languages, found),
            note: object.text("description", &mut self.languages, found),
            rules: object.visible(&mut self.draft),
            place: object.place(),
            begun: false,
        };
        for key in ["elements", "questions"] {
            let elements = object.list(key, &mut self.draft.found);
            self.elements(elements);
        }
        if self.draft.sections.len() == before {
            self.draft.lack(&object.place(), Lack::NoQuestions);
        }
        object.close(&mut self.draft.found);
    }

    fn elements(&mut self, elements: Vec<(&Value, String)>) {
        if self.depth >= DEPTH {
            let place = elements
                .into_iter()
                .next()
                .map_or(Place::File, |(_, path)| Place::Json(path));
            return self.draft.lack(&place, Lack::TooDeep { limit: DEPTH });
        }
        self.depth += 1;
        for (value, path) in elements {
            if let Some(object) = Object::of(value, path, &mut self.draft.found) {
                self.element(object);
            }
        }
        self.depth -= 1;
    }

    fn element(&mut self, mut object: Object<'_>) {
        let kind = object
            .word("type", &mut self.draft.found)
            .unwrap_or_default();
        match kind.as_str() {
            "panel" => self.panel(object),
            "paneldynamic" => self.dynamic(object),
            kind => self.asks(object, kind),
        }
    }

    /// Its heading becomes a note, its rule one of each question in it.
    fn panel(&mut self, mut object: Object<'_>) {
        let place = object.place();
        self.draft.lack(&place, Lack::Nested);
        let name = object
            .word("name", &mut self.draft.found)
            .unwrap_or_default();
        let title = object.text("title", &mut self.languages, &mut self.draft.found);
        let note = object.text("description", &mut self.languages, &mut self.draft.found);
        let rules = object.visible(&mut self.draft);
        let before = self.enter(rules);
        self.heading(&name, title, note, &place);
        let elements = object.list("elements", &mut self.draft.found);
        self.elements(elements);
        self.leave(before);
        object.close(&mut self.draft.found);
    }

    /// Goes under some rules, which hold until [`Self::leave`].
    pub(super) fn enter(&mut self, rules: Vec<Rule>) -> usize {
        let before = self.panels.len();
        self.panels.extend(rules);
        before
    }

    pub(super) fn leave(&mut self, before: usize) {
        self.panels.truncate(before);
    }

    /// A heading with what stands under it, as a note.
    pub(super) fn heading(&mut self, name: &str, title: Text, note: Text, place: &Place) {
        if title == Text::default() && note == Text::default() {
            return;
        }
        let code = self.draft.code(name, place);
        let mut heading = question(code, title, Kind::Note { picture: None });
        heading.hint = (note != Text::default()).then_some(note);
        self.ask(heading, Vec::new(), Vec::new(), place);
    }

    /// A panel that is repeated becomes a section of its own.
    fn dynamic(&mut self, mut object: Object<'_>) {
        let found = &mut self.draft.found;
        let place = object.place();
        let name = object.word("name", found).unwrap_or_default();
        let bound = object.take("bindings");
        let bound = bound.and_then(|(value, _)| value.get("panelCount")?.as_str());
        let Some(item) = bound else {
            return found.lack(&place, Lack::NoSuchKind("paneldynamic".to_owned()));
        };
        let most = object.parsed("maxPanelCount", found);
        let title = self.template_title(&mut object);
        let found = &mut self.draft.found;
        let note = object.text("description", &mut self.languages, found);
        let mut rules = self.page.rules.clone();
        rules.extend(self.panels.iter().cloned());
        rules.extend(object.visible(&mut self.draft));
        let (at, begun) = (place.clone(), false);
        let page = Page {
            name,
            title,
            note,
            rules,
            place: at,
            begun,
        };
        let outer = std::mem::replace(&mut self.page, page);
        let panels = std::mem::take(&mut self.panels);
        let elements = object.list("templateElements", &mut self.draft.found);
        self.elements(elements);
        let begun = self.page.begun;
        // What follows on the page is a section again.
        self.page = outer;
        self.page.begun = false;
        self.panels = panels;
        if begun {
            let section = self.draft.sections.len().saturating_sub(1);
            let bound = (section, item.to_owned(), most, object.at("bindings"));
            self.repeats.push(bound);
        }
        object.close(&mut self.draft.found);
    }

    /// The heading of each repeat.
    fn template_title(&mut self, object: &mut Object<'_>) -> Text {
        let found = &mut self.draft.found;
        let title = object.text("templateTitle", &mut self.languages, found);
        match title == Text::default() {
            true => object.text("title", &mut self.languages, found),
            false => title,
        }
    }

    /// Adds a question; the first of a page begins its section.
    pub(super) fn ask(
        &mut self,
        question: Question,
        rules: Vec<Rule>,
        of_options: Vec<(usize, Rule)>,
        place: &Place,
    ) {
        if !self.page.begun {
            self.page.begun = true;
            let Page {
                name,
                title,
                note,
                rules,
                place,
                ..
            } = self.page.clone();
            self.draft.section(&name, title, rules, &place);
            if let Some(drafted) = self.draft.sections.last_mut() {
                drafted.section.note = (note != Text::default()).then_some(note);
            }
        }
        let rules = self.panels.iter().cloned().chain(rules).collect();
        self.draft.ask(
            Asked {
                question,
                rules,
                of_options,
            },
            place,
        );
    }

    fn finish(mut self, title: Text, purpose: Text, layout: Layout) -> Foreign {
        for (section, name, most, place) in std::mem::take(&mut self.repeats) {
            let Some((item, _)) = self.draft.names.0.get(&name).cloned() else {
                let raw = name.clone();
                self.draft.lack(&place, Lack::UnknownName { name, raw });
                continue;
            };
            let max = most
                .filter(|most| (1..=REPEATS).contains(most))
                .unwrap_or(REPEATS);
            if most != Some(max) {
                self.draft.lack(&place, Lack::RepeatsAssumed(max));
            }
            if let Some(drafted) = self.draft.sections.get_mut(section) {
                drafted.section.repeat = Some(Repeat { item, max });
            }
        }
        self.draft.finish(Head {
            code: String::new(),
            title,
            purpose,
            minutes: None,
            layout,
            languages: self.languages.0,
        })
    }
}

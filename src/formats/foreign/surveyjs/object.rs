//! An object of the document, from which every property is taken once.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::domain::language::Language;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::{Draft, Found, Rule};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::{clean, told, without_markup};

/// Tags of languages as these documents write them, and as they are written here.
pub(super) const TAGS: [(&str, &str); 2] = [("zh-cn", "zh-Hans"), ("zh-tw", "zh-Hant")];

/// An object.
#[derive(Debug)]
pub(super) struct Object<'v> {
    map: &'v Map<String, Value>,
    pub path: String,
    taken: HashSet<&'static str>,
}

impl<'v> Object<'v> {
    /// The value as an object; told where it is none.
    pub(super) fn of(value: &'v Value, path: String, found: &mut Found) -> Option<Self> {
        match value {
            Value::Object(map) => {
                let taken = HashSet::new();
                Some(Self { map, path, taken })
            }
            other => {
                found.lack(&Place::Json(path), Lack::Value(shown(other)));
                None
            }
        }
    }

    pub(super) fn place(&self) -> Place {
        Place::Json(self.path.clone())
    }

    pub(super) fn at(&self, key: &str) -> Place {
        Place::Json(format!("{}.{key}", self.path))
    }

    /// Takes a property; null says nothing.
    pub(super) fn take(&mut self, key: &'static str) -> Option<(&'v Value, Place)> {
        self.taken.insert(key);
        let value = self.map.get(key).filter(|value| !value.is_null())?;
        Some((value, self.at(key)))
    }

    /// Takes the first of some names of one property: newer ones stand first.
    pub(super) fn any(&mut self, keys: &[&'static str]) -> Option<(&'v Value, Place)> {
        let mut values = keys
            .iter()
            .filter_map(|key| self.take(key))
            .collect::<Vec<_>>()
            .into_iter();
        values.next()
    }

    /// A word or a number as a text.
    pub(super) fn word(&mut self, key: &'static str, found: &mut Found) -> Option<String> {
        let (value, place) = self.take(key)?;
        let word = scalar(value);
        if word.is_none() {
            found.lack(&place, Lack::Value(shown(value)));
        }
        word
    }

    /// A truth; false where nothing is said.
    pub(super) fn truth(&mut self, keys: &[&'static str], found: &mut Found) -> bool {
        match self.any(keys) {
            None => false,
            Some((Value::Bool(truth), _)) => *truth,
            Some((other, place)) => {
                found.lack(&place, Lack::Value(shown(other)));
                false
            }
        }
    }

    /// A number, or whatever else is written as a word: days and times.
    pub(super) fn parsed<T: std::str::FromStr>(
        &mut self,
        key: &'static str,
        found: &mut Found,
    ) -> Option<T> {
        let (value, place) = self.take(key)?;
        let parsed = scalar(value).and_then(|word| word.parse().ok());
        if parsed.is_none() {
            found.lack(&place, Lack::Value(shown(value)));
        }
        parsed
    }

    /// A list, each value with its path; empty where there is none.
    pub(super) fn list(
        &mut self,
        key: &'static str,
        found: &mut Found,
    ) -> Vec<(&'v Value, String)> {
        match self.take(key) {
            None => Vec::new(),
            Some((Value::Array(values), _)) => {
                let path = |at: usize| format!("{}.{key}[{at}]", self.path);
                values
                    .iter()
                    .enumerate()
                    .map(|(at, value)| (value, path(at)))
                    .collect()
            }
            Some((other, place)) => {
                found.lack(&place, Lack::Value(shown(other)));
                Vec::new()
            }
        }
    }

    /// A text in its languages; empty where there is none.
    pub(super) fn text(
        &mut self,
        key: &'static str,
        reading: &mut Languages,
        found: &mut Found,
    ) -> Text {
        self.take(key).map_or_else(Text::default, |(value, place)| {
            text(value, &place, reading, found)
        })
    }

    /// The rule when it is shown.
    pub(super) fn visible(&mut self, draft: &mut Draft) -> Vec<Rule> {
        // What is never shown is not asked.
        if let Some((value, place)) = self
            .take("visible")
            .filter(|(value, _)| **value != Value::Bool(true))
        {
            let (name, value) = ("visible".to_owned(), shown(value));
            draft.lack(&place, Lack::NotRead { name, value });
        }
        let place = self.at("visibleIf");
        let rule = self
            .word("visibleIf", &mut draft.found)
            .filter(|raw| !raw.trim().is_empty());
        rule.into_iter()
            .map(|raw| Rule {
                raw,
                place: place.clone(),
            })
            .collect()
    }

    /// Tells every property nobody took.
    pub(super) fn close(self, found: &mut Found) {
        for (key, value) in self
            .map
            .iter()
            .filter(|(key, value)| !self.taken.contains(key.as_str()) && !value.is_null())
        {
            let place = Place::Json(format!("{}.{}", self.path, told(key)));
            let media = [
                "logo",
                "imageLink",
                "videoLink",
                "backgroundImage",
                "contentMode",
            ];
            let what = match media.contains(&key.as_str()) {
                true => Lack::Media(shown(value)),
                false => Lack::NotRead {
                    name: told(key),
                    value: shown(value),
                },
            };
            found.lack(&place, what);
        }
    }
}

/// The languages met so far; the first is that of a text that names none.
#[derive(Debug)]
pub(super) struct Languages(pub Vec<Language>);

impl Languages {
    fn default(&self) -> Language {
        self.0.first().cloned().unwrap_or_else(Language::japanese)
    }

    fn meet(&mut self, language: &Language) {
        if !self.0.contains(language) {
            self.0.push(language.clone());
        }
    }
}

/// A text: one string, or one for each language.
pub(super) fn text(
    value: &Value,
    place: &Place,
    languages: &mut Languages,
    found: &mut Found,
) -> Text {
    let Value::Object(map) = value else {
        return match scalar(value) {
            Some(word) => [(languages.default(), read(&word, place, found))]
                .into_iter()
                .collect(),
            None => {
                found.lack(place, Lack::Value(shown(value)));
                Text::default()
            }
        };
    };
    let mut texts: Vec<(Language, String)> = Vec::new();
    // The language of the document may stand beside the default: then it is meant.
    let named = map.iter().filter(|(tag, _)| *tag != "default");
    for (tag, value) in named.chain(map.iter().filter(|(tag, _)| *tag == "default")) {
        let place = Place::Json(match place {
            Place::Json(path) => format!("{path}.{}", told(tag)),
            other => other.to_string(),
        });
        let language = match tag.as_str() {
            "default" => Some(languages.default()),
            tag => language(tag),
        };
        match (language, scalar(value)) {
            (Some(language), Some(word)) => {
                let word = read(&word, &place, found);
                languages.meet(&language);
                one_more(&mut texts, language, word, &place, found);
            }
            (None, _) => found.lack(&place, Lack::Language(told(tag))),
            (_, None) => found.lack(&place, Lack::Value(shown(value))),
        }
    }
    texts.into_iter().collect()
}

/// Adds a text; another one of the same language is told.
fn one_more(
    texts: &mut Vec<(Language, String)>,
    language: Language,
    word: String,
    place: &Place,
    found: &mut Found,
) {
    match texts.iter().find(|(known, _)| *known == language) {
        None => texts.push((language, word)),
        Some((_, same)) if *same == word => {}
        Some(_) => {
            let (name, value) = (language.to_string(), told(&word));
            found.lack(place, Lack::NotRead { name, value });
        }
    }
}

/// The language of a tag of the document.
pub(super) fn language(tag: &str) -> Option<Language> {
    let known = TAGS
        .iter()
        .find(|(theirs, _)| *theirs == tag.to_lowercase());
    Language::parse(known.map_or(tag, |(_, ours)| ours)).ok()
}

fn read(word: &str, place: &Place, found: &mut Found) -> String {
    if word.contains('{') {
        found.lack(place, Lack::Piping(told(word)));
    }
    clean(word, place, found)
}

/// The words of a text in HTML, in all its languages.
pub(super) fn words(html: &Text, place: &Place, found: &mut Found) -> Text {
    html.iter()
        .map(|(language, html)| {
            let words = without_markup(html, place, found);
            (language.clone(), clean(&words, place, found))
        })
        .collect()
}

/// A word, a number or a truth as it is written.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(word) => Some(word.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// What is told of a value.
pub(super) fn shown(value: &Value) -> String {
    told(&scalar(value).unwrap_or_else(|| value.to_string()))
}

//! A form of a page, with what would be sent.

use super::page::Tag;

/// A form with what would be sent.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where to.
    pub action: String,
    /// How: `get`, `post`, or `multipart/form-data`.
    pub how: String,
    /// Its own buttons named `_go`.
    pub buttons: Vec<String>,
    /// The names of its fields and whether several values may be sent.
    pub(super) names: Vec<(String, bool)>,
    pub(super) fields: Vec<(String, String)>,
}

impl Form {
    pub(super) fn take(&mut self, tag: &Tag, select: &mut String) {
        let name = tag.value("name").unwrap_or_default();
        let kind = tag.value("type").unwrap_or_default();
        let has = |attribute| tag.value(attribute).is_some();
        match tag.name.as_str() {
            "button" if name == "_go" => self.buttons.push(tag.value("value").unwrap()),
            "input" if matches!(kind.as_str(), "radio" | "checkbox") => {
                self.name(&name, kind == "checkbox");
                if has("checked") {
                    self.fields.push((name, tag.value("value").unwrap()));
                }
            }
            "input" => {
                self.name(&name, false);
                let value = tag.value("value").unwrap_or_default();
                self.fields.push((name, value));
            }
            "textarea" => {
                self.name(&name, false);
                let text = tag.text.strip_prefix('\n').unwrap_or(&tag.text).to_owned();
                self.fields.push((name, text));
            }
            "select" => {
                self.name(&name, false);
                select.clone_from(&name);
                self.fields.push((name, String::new()));
            }
            "option" if has("selected") => {
                self.fields.retain(|(field, _)| field != select);
                self.fields
                    .push((select.clone(), tag.value("value").unwrap()));
            }
            _ => {}
        }
    }

    fn name(&mut self, name: &str, several: bool) {
        if !self.has(name) {
            self.names.push((name.to_owned(), several));
        }
    }

    /// Whether a field of this name can be filled in.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|(known, _)| known == name)
    }

    /// Fills in fields: what they held is replaced; several values of one name are all sent.
    pub fn fill(&mut self, answers: &[(&str, &str)]) {
        self.fields
            .retain(|(name, _)| !answers.iter().any(|(answered, _)| answered == name));
        for (name, value) in answers {
            self.fields.push(((*name).to_owned(), (*value).to_owned()));
        }
    }

    /// Sends one field more.
    pub fn add(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// What would be sent.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// The value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }
}

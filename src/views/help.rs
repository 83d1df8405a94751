//! 「このページの使い方」: a few sentences to each page of staff, in `templates/help/{language}/{template}.md`.
//!
//! Of Markdown there is what such sentences need: one `# title` in the first line, paragraphs, `- lists` and
//! `1. steps`, a blank line between them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::files::{Files, ViewError, text_of};
use crate::domain::language::Language;
use crate::domain::search::Search;

/// What is said to every page, by language and template.
pub struct Help(BTreeMap<(String, String), Topic>);

/// What is said to one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    title: String,
    blocks: Vec<Block>,
}

/// A paragraph, a list or steps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct Block {
    text: Option<String>,
    items: Vec<String>,
    steps: Vec<String>,
}

impl Help {
    /// Reads them all.
    ///
    /// # Errors
    /// [`ViewError`] names the file that is faulty.
    pub(super) fn load() -> Result<Self, ViewError> {
        let mut all = BTreeMap::new();
        for file in Files::iter() {
            let inside = file.strip_prefix("help/");
            let named = inside.and_then(|inside| inside.strip_suffix(".md")?.split_once('/'));
            let Some((language, template)) = named else {
                continue;
            };
            let topic = Topic::read(&text_of(&file)?);
            let untitled = || ViewError::Template(file.to_string(), "has no title".to_owned());
            let place = (language.to_owned(), template.to_owned());
            all.insert(place, topic.ok_or_else(untitled)?);
        }
        Ok(Self(all))
    }

    /// What is said to a page; none where nothing is, as on the pages of citizens.
    #[must_use]
    pub fn topic(&self, language: &Language, template: &str) -> Option<&Topic> {
        let place = (language.tag().to_owned(), template.to_owned());
        self.0.get(&place)
    }

    /// What is said in a language and searched for, with the templates it is said to.
    pub fn found<'h>(
        &'h self,
        language: &'h Language,
        search: &'h Search,
    ) -> impl Iterator<Item = (&'h str, &'h Topic)> {
        let spoken = self.0.iter().filter(|((of, _), _)| of == language.tag());
        let found = spoken.filter(|(_, topic)| search.finds(&topic.said()));
        found.map(|((_, template), topic)| (template.as_str(), topic))
    }
}

impl Topic {
    /// None without a title.
    fn read(source: &str) -> Option<Self> {
        let (title, rest) = source.split_once('\n')?;
        let title = title.strip_prefix("# ")?.trim();
        let blocks = rest.split("\n\n").map(Block::read);
        Some(Self {
            title: title.to_owned(),
            blocks: blocks.filter(|block| *block != Block::default()).collect(),
        })
    }

    /// All of it, to be searched.
    fn said(&self) -> String {
        let lines = self.blocks.iter().flat_map(|block| {
            let text = block.text.iter();
            text.chain(&block.items).chain(&block.steps)
        });
        let title = std::iter::once(&self.title);
        let all: Vec<&str> = title.chain(lines).map(String::as_str).collect();
        all.join(" ")
    }
}

impl Block {
    fn read(source: &str) -> Self {
        let mut block = Self::default();
        for line in source
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let step = line.split_once(". ").filter(|(number, _)| {
                !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
            });
            match (line.strip_prefix("- "), step) {
                (Some(item), _) => block.items.push(item.to_owned()),
                (None, Some((_, step))) => block.steps.push(step.to_owned()),
                (None, None) => block.text.get_or_insert_default().push_str(line),
            }
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_has_a_title_paragraphs_lists_and_steps() {
        let topic =
            Topic::read("# 題\n\n一つ目。\n続き。\n\n- 甲\n- 乙\n\n1. 先\n2. 後\n").unwrap();
        let [text, items, steps] = topic.blocks.as_slice() else {
            panic!("{topic:?}");
        };
        assert_eq!(text.text.as_deref(), Some("一つ目。続き。"));
        assert_eq!((items.items.len(), steps.steps.len()), (2, 2));
        assert_eq!(topic.said(), "題 一つ目。続き。 甲 乙 先 後");
        assert_eq!(Topic::read("題のない文\n\n一つ目。"), None);
    }

    #[test]
    fn what_is_said_is_found_by_its_words() {
        let help = Help::load().unwrap();
        let (japanese, search) = (Language::japanese(), Search::new("締切 延ばす"));
        let found: Vec<&str> = help.found(&japanese, &search).map(|(at, _)| at).collect();
        assert!(found.contains(&"staff/surveys/extension/new"), "{found:?}");
        assert!(!found.contains(&"staff/plans/index"), "{found:?}");
    }
}

//! A questionnaire as one person sees it: the options that are offered to them, in their order, and what they have
//! answered in the texts of later pages.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::answers::{Answer, Answers};
use super::draft_answers::DraftAnswers;
use super::limits::PIPED;
use super::placeholder::{Placeholder, SurveyFact, is_number};
use super::places::each_text_of;
use super::question::Question;
use super::reader::Reader;
use super::{Questionnaire, Section};
use crate::domain::language::Language;
use crate::domain::text::Text;

impl DraftAnswers {
    /// A text of the questionnaire as it is written for this person.
    #[must_use]
    pub fn text<'t>(&self, text: &'t Text) -> Cow<'t, Text> {
        if !text.holds(|_| true) {
            return Cow::Borrowed(text);
        }
        let mut value = |found: Placeholder<'_>, language: &Language| {
            let item = self.answers().reader().item(found.name)?.0;
            let said = self.answers().in_words(item, language);
            said.or_else(|| Some(found.fallback.unwrap_or_default().to_owned()))
        };
        Cow::Owned(text.filled(&mut value))
    }

    /// A section, its placeholders not filled: see [`Self::text`].
    #[must_use]
    pub fn section(&self, section: usize) -> Option<&Section> {
        self.answers().reader().asked().sections.get(section)
    }

    /// A question as this person sees it; none where there is no such question.
    #[must_use]
    pub fn question(&self, section: usize, question: usize) -> Option<Cow<'_, Question>> {
        let asked = self.section(section)?.questions.get(question)?;
        let mut seen = asked.arranged(self.seed());
        if !self.answers().reader().is_personal(section, question) {
            return Some(seen);
        }
        let own = seen.to_mut();
        if let Some(options) = own.kind.options_mut() {
            let (answers, path) = (self.answers(), self.path());
            options.retain(|option| answers.meets(option.show_if.as_ref(), path));
        }
        each_text_of(own, &mut |text| *text = self.text(text).into_owned());
        Some(seen)
    }
}

impl Answers {
    /// What was answered to the item at a position, to stand in a text: labels, a number, the beginning of what was
    /// written. None where nothing was, and for days and times, which every text says in its own way.
    #[must_use]
    pub fn in_words(&self, position: usize, language: &Language) -> Option<String> {
        let item = self.reader.items().get(position)?;
        match self.at(position)? {
            Answer::One(_) | Answer::Many(_) => {
                let chosen = self.chosen(&item.code).into_iter();
                let labels: Vec<&str> = chosen.map(|choice| choice.label.get(language)).collect();
                let comma = if language.is_wide() { "、" } else { ", " };
                Some(labels.join(comma))
            }
            Answer::Number(number) => Some(number.to_string()),
            Answer::Text(text) => Some(beginning(text)),
            Answer::Date(_) | Answer::Time(_) | Answer::Invalid => None,
        }
    }
}

/// A text on one line, not longer than fits a heading.
fn beginning(text: &str) -> String {
    let line = text.replace('\n', " ");
    let mut all = line.graphemes(true);
    let start: String = all.by_ref().take(PIPED).collect();
    let more = if all.next().is_some() { "…" } else { "" };
    format!("{}{more}", start.trim())
}

impl Questionnaire {
    /// The questionnaire as those read it who are not asked: what stands instead in place of what is not known.
    #[must_use]
    pub(super) fn with_fallbacks(mut self, is_item: impl Fn(&str) -> bool) -> Self {
        self.each_text(&mut |text| {
            *text = text.filled(&mut |found, _| {
                let name = found.name;
                let known = is_item(name) || is_number(name) || SurveyFact::named(name).is_some();
                known.then(|| found.instead().to_owned())
            });
        });
        self
    }
}

impl Reader {
    /// The questionnaire with the facts of a survey in its texts; where `fact` knows none, what stands instead.
    #[must_use]
    pub fn with_facts(&self, fact: impl Fn(SurveyFact, &Language) -> Option<String>) -> Self {
        let mut asked = self.asked().clone();
        asked.each_text(&mut |text| {
            *text = text.filled(&mut |found, language| {
                let said = fact(SurveyFact::named(found.name)?, language);
                Some(said.unwrap_or_else(|| found.instead().to_owned()))
            });
        });
        Self::new(asked)
    }
}

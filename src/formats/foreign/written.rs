//! What is written into other programs' files, and what of it they cannot say.

use std::collections::HashSet;

use super::assemble::Found;
use super::expression::{Dialect, written};
use super::lack::{Detail, Lack};
use super::place::Place;
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::item::{Part, items};
use crate::domain::questionnaire::question::{Choice, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::text::Text;

/// Tells what a format cannot say, by the place in the questionnaire.
#[derive(Debug)]
pub(super) struct Unsaid {
    pub found: Found,
    /// The items that rules can name.
    items: HashSet<String>,
}

impl Unsaid {
    pub(super) fn of(questionnaire: &Questionnaire) -> Self {
        let all = items(questionnaire).into_iter();
        // The places of a ranking have no names elsewhere.
        let named = all.filter(|item| !matches!(item.part, Part::Place(_)));
        let items = named.map(|item| item.code).collect();
        let found = Found::default();
        Self { found, items }
    }

    pub(super) fn cannot(&mut self, path: &str, what: Detail) {
        self.found
            .lack(&Place::Own(path.to_owned()), Lack::CannotSay(what));
    }

    /// A condition as a rule; `name` is what the format calls an item.
    pub(super) fn rule(
        &mut self,
        condition: Option<&Condition>,
        dialect: Dialect,
        path: &str,
        name: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let known = |item: &str| self.items.contains(item).then(|| name(item))?;
        let rule = written(condition?, dialect, &known);
        if rule.is_none() {
            self.cannot(&format!("{path}.show_if"), Detail::Condition);
        }
        rule
    }

    /// A text where the format has one language only.
    pub(super) fn one(&mut self, text: &Text, language: &Language, path: &str) -> String {
        for (other, _) in text.iter().filter(|(other, _)| *other != language) {
            let what = Lack::OneLanguage(other.to_string());
            self.found.lack(&Place::Own(path.to_owned()), what);
        }
        text.exact(language).unwrap_or_default().to_owned()
    }

    /// What no other format says of a question.
    pub(super) fn of_question(&mut self, question: &Question, path: &str) {
        if question.short.is_some() {
            self.cannot(&format!("{path}.short"), Detail::ShortName);
        }
        if question.same_as.is_some() {
            self.cannot(&format!("{path}.same_as"), Detail::CopiedAnswer);
        }
    }

    /// What no other format says of an option.
    pub(super) fn of_option(&mut self, option: &Choice, path: &str) {
        if option.kana.is_some() {
            self.cannot(&format!("{path}.kana"), Detail::Kana);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Unmapped, kinds};
    use super::*;
    use crate::domain::questionnaire::question::{Code, Kind};

    #[test]
    fn a_name_for_tables_is_told_to_be_left_out() {
        let code = Code::parse("sex").unwrap();
        let text = Text::japanese("あなたの性別を教えてください。");
        let mut question = kinds::question(code, text, Kind::Note { picture: None });
        let mut unsaid = Unsaid {
            found: Found::default(),
            items: HashSet::new(),
        };
        unsaid.of_question(&question, "sections[0].questions[0]");
        assert_eq!(unsaid.found.lacks.len(), 0);
        question.short = Some(Text::japanese("性別"));
        unsaid.of_question(&question, "sections[0].questions[0]");
        let place = Place::Own("sections[0].questions[0].short".to_owned());
        let what = Lack::CannotSay(Detail::ShortName);
        assert_eq!(unsaid.found.lacks, [Unmapped { place, what }]);
    }
}

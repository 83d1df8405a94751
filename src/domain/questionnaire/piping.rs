//! Whether the placeholders in texts stand for something that is known when the text is written.

use std::collections::HashMap;

use super::Questionnaire;
use super::finding::{DesignFault, Finding};
use super::item::{Accepts, Item, items};
use super::placeholder::{Placeholder, SurveyFact, placeholders};
use super::places::{question_texts, section_texts};
use super::reach::{is_on_page_before, unknown};
use crate::domain::text::Text;

/// The faults of all placeholders.
pub(super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let items = items(questionnaire);
    let known = items.iter().map(|item| (item.code.as_str(), item));
    let piping = Piping {
        questionnaire,
        items: &items,
        known: known.collect(),
    };
    let mut findings = Vec::new();
    for (path, text) in [
        ("title", &questionnaire.title),
        ("purpose", &questionnaire.purpose),
    ] {
        piping.look(path, text, None, &mut findings);
    }
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let path = format!("sections[{at}]");
        let mut texts = section_texts(&path, section);
        for (position, question) in section.questions.iter().enumerate() {
            question_texts(
                &format!("{path}.questions[{position}]"),
                question,
                &mut texts,
            );
        }
        for (path, text) in texts {
            piping.look(&path, text, Some(at), &mut findings);
        }
    }
    findings
}

struct Piping<'q> {
    questionnaire: &'q Questionnaire,
    items: &'q [Item],
    known: HashMap<&'q str, &'q Item>,
}

impl Piping<'_> {
    /// `section`: on whose page the text stands; none where it stands on every page.
    fn look(&self, path: &str, text: &Text, section: Option<usize>, into: &mut Vec<Finding>) {
        for found in text.iter().flat_map(|(_, text)| placeholders(text)) {
            let fault = self.fault(found, section);
            let finding = fault.map(|fault| Finding {
                path: path.to_owned(),
                fault,
            });
            into.extend(finding.filter(|finding| !into.contains(finding)));
        }
    }

    fn fault(&self, found: Placeholder<'_>, section: Option<usize>) -> Option<DesignFault> {
        let name = || found.name.to_owned();
        let item = self.known.get(found.name);
        if found
            .fallback
            .is_some_and(|fallback| fallback.contains('{'))
        {
            return Some(DesignFault::NestedPlaceholder(name()));
        }
        if SurveyFact::named(found.name).is_some() {
            return item.map(|_| DesignFault::NamesBoth(name()));
        }
        let (Some(item), Some(section)) = (item, section) else {
            return Some(match unknown(found.name, self.items) {
                DesignFault::UnknownItem(name) => DesignFault::UnknownPlaceholder(name),
                several => several,
            });
        };
        if !is_on_page_before(self.questionnaire, item, section) {
            return Some(DesignFault::OnSamePage(name()));
        }
        match item.accepts {
            Accepts::Date { .. } | Accepts::Time { .. } => Some(DesignFault::NotInWords(name())),
            _ => found
                .fallback
                .is_none()
                .then(|| DesignFault::WithoutFallback(name())),
        }
    }
}

//! What can be wrong with the places of a design: their readings, and places that nobody could tell apart.

use std::collections::HashSet;

use super::super::Questionnaire;
use super::super::finding::{DesignFault, Finding};
use super::super::limits::PLACE;
use super::super::question::{Choice, Kind, Question};
use super::gazetteer::without_readings;
use super::kana::is_reading;
use crate::domain::language::Language;

/// The faults of the readings of all options.
pub(in super::super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, section) in questionnaire.sections.iter().enumerate() {
        for (position, question) in section.questions.iter().enumerate() {
            let path = format!("sections[{at}].questions[{position}]");
            let mut find = |field: String, fault| {
                let path = format!("{path}.{field}");
                findings.push(Finding { path, fault });
            };
            match &question.kind {
                Kind::Place { options } => {
                    places(options, questionnaire.languages.first(), &mut find);
                }
                _ => elsewhere(question, &mut find),
            }
        }
    }
    findings
}

fn places(
    options: &[Choice],
    language: Option<&Language>,
    find: &mut impl FnMut(String, DesignFault),
) {
    let mut seen = HashSet::new();
    for (at, option) in options.iter().enumerate() {
        let of_kana = match option.kana.as_deref() {
            None => Some(DesignFault::WithoutKana),
            Some(kana) if !is_reading(kana) => Some(DesignFault::NotKana),
            Some(_) => None,
        };
        if let Some(fault) = of_kana {
            find(format!("options[{at}].kana"), fault);
        }
        let mut names = option.label.iter().map(|(_, label)| label);
        let longest = names
            .by_ref()
            .map(|name| without_readings(name).chars().count());
        let kana = option.kana.as_ref().map(|kana| kana.chars().count());
        if longest
            .chain(kana)
            .any(|length| length > usize::from(PLACE))
        {
            find(format!("options[{at}].label"), DesignFault::LongPlace);
        }
        let label = language.map(|language| option.label.get(language));
        if !seen.insert((label, option.kana.as_deref())) {
            find(format!("options[{at}].label"), DesignFault::SamePlace);
        }
    }
}

/// A reading where nothing is looked for.
fn elsewhere(question: &Question, find: &mut impl FnMut(String, DesignFault)) {
    let mut read = |field: String, options: &[Choice]| {
        for (at, _) in options.iter().enumerate().filter(|(_, o)| o.kana.is_some()) {
            find(format!("{field}[{at}].kana"), DesignFault::KanaElsewhere);
        }
    };
    match &question.kind {
        Kind::DualGrid { axes, .. } => {
            for (at, axis) in axes.iter().enumerate() {
                read(format!("axes[{at}].options"), &axis.options);
            }
        }
        kind => read("options".to_owned(), kind.choices(0)),
    }
}

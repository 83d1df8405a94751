//! What of a questionnaire is larger than `limits` let it be.

use super::finding::{DesignFault, Finding};
use super::limits::{LONGEST_WRITTEN, MINUTES, PICTURES, QUESTIONS, ROWS, SECTIONS, TEXT};
use super::places::texts;
use super::question::{Kind, Question};
use super::{Questionnaire, field};

/// What is larger than it may be, each with its number and the largest one.
pub(super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut find = |path: String, fault| all.push(Finding { path, fault });
    let minutes = questionnaire.minutes;
    if !(1..=MINUTES).contains(&minutes) {
        find("minutes".to_owned(), DesignFault::Minutes(minutes));
    }
    let counted = [
        ("sections", questionnaire.sections.len(), SECTIONS),
        ("questions", questionnaire.questions().count(), QUESTIONS),
        ("pictures", pictures(questionnaire), PICTURES),
    ];
    for (what, count, most) in counted.into_iter().filter(|(_, count, most)| count > most) {
        let fault = DesignFault::TooMany { what, count, most };
        find("sections".to_owned(), fault);
    }
    for (path, text) in texts(questionnaire) {
        for (language, text) in text.iter() {
            let length = text.chars().count();
            if field::is_blank(text) {
                find(path.clone(), DesignFault::EmptyText(language.clone()));
            } else if length > TEXT {
                let most = TEXT;
                find(path.clone(), DesignFault::TextTooLong { length, most });
            }
        }
    }
    for (at, section) in questionnaire.sections.iter().enumerate() {
        for (position, question) in section.questions.iter().enumerate() {
            let path = format!("sections[{at}].questions[{position}]");
            of_question(question, &mut |field, fault| {
                find(format!("{path}.{field}"), fault)
            });
        }
    }
    all
}

/// How many pictures there are, those of a repeated section counted once.
fn pictures(questionnaire: &Questionnaire) -> usize {
    let sections = questionnaire
        .sections
        .iter()
        .filter(|section| section.is_first());
    let questions = sections.flat_map(|section| &section.questions);
    let shows = |question: &&Question| matches!(question.kind, Kind::Note { picture: Some(_) });
    questions.filter(shows).count()
}

/// The same of one question: field and fault. How many options it may have is decided where they are counted.
fn of_question(question: &Question, find: &mut impl FnMut(&str, DesignFault)) {
    let rows = question.kind.rows().unwrap_or_default().len();
    if rows > ROWS {
        let (what, count, most) = ("rows", rows, ROWS);
        find("rows", DesignFault::TooMany { what, count, most });
    }
    match &question.kind {
        Kind::Text {
            max_length: Some(given),
            ..
        } if !(1..=LONGEST_WRITTEN).contains(given) => {
            find("max_length", DesignFault::MaxLength(*given));
        }
        _ => {}
    }
}

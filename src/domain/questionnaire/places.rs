//! Every text and every condition of a questionnaire with its place in the words of the file.

use super::question::{Choice, Kind, Question, Row};
use super::routing::Condition;
use super::{Questionnaire, Section};
use crate::domain::text::Text;

/// Every text of a questionnaire with its place.
pub(super) fn texts(questionnaire: &Questionnaire) -> Vec<(String, &Text)> {
    let mut all = vec![
        ("title".to_owned(), &questionnaire.title),
        ("purpose".to_owned(), &questionnaire.purpose),
    ];
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let path = format!("sections[{at}]");
        all.extend(section_texts(&path, section));
        for (position, question) in section.questions.iter().enumerate() {
            question_texts(&format!("{path}.questions[{position}]"), question, &mut all);
        }
    }
    all
}

/// Title and note of a section.
pub(super) fn section_texts<'q>(path: &str, section: &'q Section) -> Vec<(String, &'q Text)> {
    let title = (format!("{path}.title"), &section.title);
    let note = section
        .note
        .iter()
        .map(|note| (format!("{path}.note"), note));
    std::iter::once(title).chain(note).collect()
}

/// The texts of a question.
pub(super) fn question_texts<'q>(
    path: &str,
    question: &'q Question,
    all: &mut Vec<(String, &'q Text)>,
) {
    all.push((format!("{path}.text"), &question.text));
    let short = question.short.iter();
    all.extend(short.map(|short| (format!("{path}.short"), short)));
    let hint = question.hint.iter();
    all.extend(hint.map(|hint| (format!("{path}.hint"), hint)));
    match &question.kind {
        Kind::DualGrid { rows, axes } => {
            row_texts(path, rows, all);
            for (at, axis) in axes.iter().enumerate() {
                all.push((format!("{path}.axes[{at}].label"), &axis.label));
                option_texts(&format!("{path}.axes[{at}]"), &axis.options, all);
            }
        }
        Kind::Consent { label } => all.push((format!("{path}.label"), label)),
        Kind::Note { picture } => {
            let pictures = picture.iter();
            all.extend(pictures.map(|picture| (format!("{path}.picture.alt"), &picture.alt)));
        }
        kind => {
            row_texts(path, kind.rows().unwrap_or_default(), all);
            option_texts(path, kind.choices(0), all);
            if let Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } = kind {
                all.extend(unit.iter().map(|unit| (format!("{path}.unit"), unit)));
            }
        }
    }
}

fn option_texts<'q>(path: &str, options: &'q [Choice], all: &mut Vec<(String, &'q Text)>) {
    let labels = options.iter().enumerate();
    all.extend(labels.map(|(at, o)| (format!("{path}.options[{at}].label"), &o.label)));
}

fn row_texts<'q>(path: &str, rows: &'q [Row], all: &mut Vec<(String, &'q Text)>) {
    let labels = rows.iter().enumerate();
    all.extend(labels.map(|(at, row)| (format!("{path}.rows[{at}].label"), &row.label)));
}

/// A condition with what it guards.
pub(super) struct Guard<'q> {
    /// Where it stands, in the words of the file.
    pub path: String,
    /// Section and question of the first item it guards.
    pub place: (usize, usize),
    /// Whether it guards an option: then it may ask for what was answered on pages before only.
    pub of_option: bool,
    /// The condition.
    pub condition: &'q Condition,
}

/// The conditions of a questionnaire.
pub(super) fn conditions(questionnaire: &Questionnaire) -> Vec<Guard<'_>> {
    let mut all = Vec::new();
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let path = format!("sections[{at}]");
        all.extend(section.show_if.iter().map(|condition| Guard {
            path: format!("{path}.show_if"),
            place: (at, 0),
            of_option: false,
            condition,
        }));
        for (position, question) in section.questions.iter().enumerate() {
            let path = format!("{path}.questions[{position}]");
            conditions_of(&path, (at, position), question, &mut all);
        }
    }
    all
}

/// The conditions of a question and of its options.
fn conditions_of<'q>(
    path: &str,
    place: (usize, usize),
    question: &'q Question,
    all: &mut Vec<Guard<'q>>,
) {
    all.extend(question.show_if.iter().map(|condition| Guard {
        path: format!("{path}.show_if"),
        place,
        of_option: false,
        condition,
    }));
    let options = question.kind.choices(0).iter().enumerate();
    all.extend(options.filter_map(|(at, option)| {
        Some(Guard {
            path: format!("{path}.options[{at}].show_if"),
            place,
            of_option: true,
            condition: option.show_if.as_ref()?,
        })
    }));
}

impl Questionnaire {
    /// Hands out every text, to be changed.
    pub(super) fn each_text(&mut self, take: &mut dyn FnMut(&mut Text)) {
        take(&mut self.title);
        take(&mut self.purpose);
        for section in &mut self.sections {
            each_text(section, take);
        }
    }
}

/// Hands out every text of a section, to be changed.
pub(super) fn each_text(section: &mut Section, take: &mut dyn FnMut(&mut Text)) {
    take(&mut section.title);
    section.note.iter_mut().for_each(&mut *take);
    for question in &mut section.questions {
        each_text_of(question, take);
    }
}

impl Question {
    /// Hands out every text, to be changed.
    pub fn each_text(&mut self, take: &mut dyn FnMut(&mut Text)) {
        each_text_of(self, take);
    }
}

/// Hands out every text of a question, to be changed.
pub(super) fn each_text_of(question: &mut Question, take: &mut dyn FnMut(&mut Text)) {
    take(&mut question.text);
    question.short.iter_mut().for_each(&mut *take);
    question.hint.iter_mut().for_each(&mut *take);
    match &mut question.kind {
        Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } => {
            unit.iter_mut().for_each(&mut *take);
        }
        Kind::DualGrid { axes, .. } => {
            axes.iter_mut().for_each(|axis| take(&mut axis.label));
        }
        Kind::Consent { label } => take(label),
        Kind::Note { picture } => picture
            .iter_mut()
            .for_each(|picture| take(&mut picture.alt)),
        _ => {}
    }
    let rows = question.kind.rows_mut().into_iter().flatten();
    rows.for_each(|row| take(&mut row.label));
    let options = question.kind.choices_mut();
    options
        .into_iter()
        .for_each(|option| take(&mut option.label));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::every_kind;
    use super::*;

    /// What is reviewed and what is filled are the same texts: one that is forgotten here would print its placeholders.
    #[test]
    fn every_text_is_handed_out() {
        let mut all = every_kind().questionnaire().clone();
        let picture = r#"{"hash":"HASH","format":"png","width":1,"height":1,"alt":"図の説明"}"#;
        let picture = picture.replace("HASH", &"0".repeat(64));
        let note = format!(
            r#"{{"code":"n","text":"注","short":"短","hint":"補足","type":"note","picture":{picture}}}"#
        );
        let consent =
            r#"{"code":"c","text":"確認","type":"consent","label":"同意","required":true}"#;
        let number = r#"{"code":"m","text":"数","type":"number","min":"1","max":"2","unit":"人"}"#;
        for question in [note.as_str(), consent, number] {
            let question = serde_json::from_str(question).unwrap();
            all.sections[0].questions.push(question);
        }
        all.sections[0].note = Some(Text::japanese("節の注"));
        let seen: BTreeSet<String> = texts(&all).iter().map(|(_, t)| format!("{t:?}")).collect();
        let mut handed = BTreeSet::new();
        all.each_text(&mut |text| {
            handed.insert(format!("{text:?}"));
        });
        assert_eq!(seen, handed);
        for text in ["図の説明", "同意", "人", "節の注", "補足", "短"] {
            assert!(handed.iter().any(|handed| handed.contains(text)), "{text}");
        }
    }
}

//! Routes: which items are not asked of everybody, found once for all responses of a survey.

use std::ops::Range;

use crate::domain::questionnaire::Section;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::questionnaire::routing::Condition;

/// The items of a question that is asked when all conditions hold: that of its section and its own.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) items: Range<usize>,
    pub(super) conditions: Vec<Condition>,
}

/// In questionnaire order.
pub(super) fn routes(reader: &Reader) -> Vec<Route> {
    let sections = reader.questionnaire().sections.iter().enumerate();
    sections
        .flat_map(|(at, section)| of_section(reader, at, section))
        .filter(|route| !route.conditions.is_empty())
        .collect()
}

fn of_section(reader: &Reader, at: usize, section: &Section) -> impl Iterator<Item = Route> {
    let questions = section.questions.iter().enumerate();
    questions.map(move |(position, question)| {
        let conditions = section.show_if.iter().chain(&question.show_if);
        Route {
            items: reader.items_of(at, position),
            conditions: conditions.cloned().collect(),
        }
    })
}

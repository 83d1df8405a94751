//! Whom each option of a question is offered to, and the way to where that is decided.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::question::{Choice, Code, Question};
use crate::views::say::Say;
use crate::views::sheet;
use crate::web::staff::Staff;

use super::super::Opened;
use super::super::editor::At;
use super::super::hanging::{Hanging, hanging_options};

/// Whom an option is offered to.
#[derive(Clone, Serialize)]
pub(super) struct View {
    /// None: everybody.
    whom: Option<Say>,
    href: String,
    change: Say,
}

/// Those of the options that may hang on something, or do, by their codes.
pub(super) fn views(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    question: &Question,
) -> HashMap<Code, View> {
    let draft = &opened.row.document;
    let reader = Reader::new(draft.clone());
    let at = At::Question(question.code.clone());
    let view = |option: &Choice| {
        let hanging = Hanging::Option {
            question: question.code.clone(),
            option: option.code.clone(),
        };
        let (own, here, end) = (opened.path(staff, ""), at.query(), hanging.query());
        let may_hang = option.show_if.is_some() || !hanging.before(&reader, draft).is_empty();
        let told = hanging.told(&reader, draft);
        let view = View {
            whom: told.and_then(|one| sheet::whom(&reader, one, staff.language())),
            href: format!("{own}{here}{end}#condition"),
            change: Say::new("draft-offer-change").with("code", option.code.as_str()),
        };
        may_hang.then(|| (option.code.clone(), view))
    };
    let options = hanging_options(question).iter();
    options
        .filter(|_| opened.is_shaped())
        .filter_map(view)
        .collect()
}

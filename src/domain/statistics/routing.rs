//! Routing: which items were not asked of a respondent (M-3).
//!
//! Evaluated in questionnaire order on cleaned answers. What a condition may refer to is checked where items are made.

use super::item::{Answer, Cleaned, Item};

/// Sets every answer whose condition does not hold to 非該当, in place.
///
/// `answers` are parallel to `items`. A parent that is unanswered, invalid or itself 非該当 never leads on; what was
/// written on a skipped item is ignored here and kept raw by whoever stores it.
pub fn route(items: &[Item], answers: &mut [Cleaned]) {
    for (at, item) in items.iter().enumerate() {
        let Some(condition) = &item.show_if else {
            continue;
        };
        let parent = answers.get(condition.parent).map(|c| c.answer);
        if let Some(answer) = answers.get_mut(at)
            && !parent.is_some_and(|p| leads(p, &condition.codes))
        {
            *answer = Cleaned::from(Answer::NotApplicable);
        }
    }
}

fn leads(parent: Answer, codes: &[u8]) -> bool {
    match parent {
        Answer::Code(code) => codes.contains(&code),
        Answer::Codes(set) => codes.iter().any(|c| {
            1u64.checked_shl(u32::from(*c))
                .is_some_and(|b| set & b != 0)
        }),
        _ => false,
    }
}

//! What changed of a part, and what it does to figures, in a few words.

use crate::domain::questionnaire::compared::{Aspect, Became, Part, Row};
use crate::domain::questionnaire::comparison::Effect;
use crate::views::say::Say;

/// What a part is called that has no number.
pub(super) fn head(part: &Part) -> Say {
    Say::new(match part {
        Part::Title => "beside-title",
        Part::Purpose => "beside-purpose",
        Part::Minutes => "beside-minutes",
        Part::Languages => "beside-languages",
        Part::Layout => "beside-layout",
        Part::Section(_) => "beside-section",
        Part::Question(_) => "beside-text",
    })
}

/// What changed. Of a part that is one value, the value.
pub(super) fn change(part: &Part, aspect: Aspect) -> Say {
    let is_value = matches!(part, Part::Minutes | Part::Languages | Part::Layout);
    Say::new(match is_value {
        true => "changed-value",
        false => key(aspect),
    })
}

fn key(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Page => "changed-page",
        Aspect::Place => "changed-place",
        Aspect::Heading => "changed-heading",
        Aspect::Note => "changed-note",
        Aspect::Wording => "changed-wording",
        Aspect::Short => "changed-short",
        Aspect::Hint => "changed-hint",
        Aspect::Condition => "changed-condition",
        Aspect::Repeat => "changed-repeat",
        Aspect::Kind => "changed-kind",
        Aspect::OptionAdded => "changed-option-added",
        Aspect::OptionRemoved => "changed-option-removed",
        Aspect::OptionWording => "changed-option-wording",
        Aspect::OptionOrder => "changed-option-order",
        Aspect::OptionCondition => "changed-option-condition",
        Aspect::OptionUse => "changed-option-use",
        Aspect::RowAdded => "changed-row-added",
        Aspect::RowRemoved => "changed-row-removed",
        Aspect::RowWording => "changed-row-wording",
        Aspect::RowOrder => "changed-row-order",
        Aspect::Axis => "changed-axis",
        Aspect::Limits => "changed-limits",
        Aspect::Required => "changed-required",
        Aspect::Role => "changed-role",
        Aspect::Order => "changed-order",
        Aspect::SameAs => "changed-same-as",
        Aspect::Picture => "changed-picture",
        Aspect::Translation => "changed-translation",
    }
}

/// What a change does to figures before and after; nothing of what has none, or has them on one side only.
pub(super) fn effect(row: &Row) -> Option<Say> {
    let is_question = matches!(row.part, Part::Question(_));
    match (row.became, row.effect) {
        (Became::Changed, Effect::Breaks) => Some(Say::new("beside-breaks")),
        (Became::Changed, Effect::Care) => Some(Say::new("beside-care")),
        (Became::Changed, Effect::Nothing) if is_question => Some(Say::new("beside-harmless")),
        _ => None,
    }
}

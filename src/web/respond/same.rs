//! 「問3（お住まいの地区）と同じ」: the choice to take over the answer to an earlier question.

use serde::Serialize;

use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::question::Question;
use crate::domain::questionnaire::routing::Path;
use crate::domain::questionnaire::same::SAME;
use crate::views::say::Say;

use super::questions::Writing;

/// The choice, before all options.
#[derive(Serialize)]
pub(super) struct SameView {
    id: String,
    name: String,
    value: &'static str,
    label: Say,
    checked: bool,
}

impl Writing<'_> {
    /// The choice of a question that has one. Where the earlier question is not asked it is none, unless it was made.
    pub(super) fn same(&self, question: &Question, checked: bool) -> Option<SameView> {
        let (_, source) = self.form.item(question.same_as.as_deref()?)?;
        let asks = |path: &Path| path.asks(source.section, source.question);
        if !checked && !self.path.is_none_or(asks) {
            return None;
        }
        let number = self.form.number(source.section, source.question)?;
        let name = question.code.as_str();
        Some(SameView {
            id: format!("{name}-same"),
            name: name.to_owned(),
            value: SAME,
            label: Say::new("same-as")
                .with("number", number)
                .with("question", self.short(source)?),
            checked,
        })
    }

    /// The wording of an item without the stop at its end.
    fn short(&self, item: &Item) -> Option<String> {
        let questionnaire = self.form.questionnaire();
        let question = item.question(questionnaire)?.text.get(self.language);
        let stops = |c: char| c.is_whitespace() || matches!(c, '。' | '.' | '．');
        let mut parts = vec![question.trim_end_matches(stops)];
        parts.extend(item.labels(questionnaire, self.language));
        Some(parts.join(" "))
    }
}

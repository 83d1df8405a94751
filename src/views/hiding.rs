//! Conditions as a style sheet: a form that shows every question at once hides those that do not apply to what is
//! chosen, where the browser knows `:has()`. Others show them all; what is counted is decided by the answers alone.
//!
//! A condition has three values (M-3): what hangs on an unanswered question does not hold, also behind a `not`. So
//! each has a selector for "holds" and one for "does not hold", and neither matches while it is open.

use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::routing::Condition;

/// The rules for a form with the id `answers`; none where every question is asked of everybody.
#[must_use]
pub fn rules(reader: &Reader) -> Option<String> {
    let hiding = Hiding { reader };
    let mut rules = String::new();
    for (at, section) in reader.questionnaire().sections.iter().enumerate() {
        if let Some(condition) = &section.show_if {
            let when = hiding.holds(condition);
            rules.push_str(&hide(&when, &[format!("section-{}", section.code)]));
        }
        for (position, question) in section.questions.iter().enumerate() {
            let when = hiding.asked(at, position);
            if !when.is_empty() {
                let code = &question.code;
                rules.push_str(&hide(&when, &[code.to_string(), format!("{code}-box")]));
            }
        }
    }
    (!rules.is_empty()).then_some(rules)
}

fn hide(when: &str, ids: &[String]) -> String {
    let each = ids
        .iter()
        .map(|id| format!("#answers:not({when}) [id=\"{id}\"]"));
    format!("{}{{display:none}}", each.collect::<Vec<_>>().join(","))
}

struct Hiding<'r> {
    reader: &'r Reader,
}

impl Hiding<'_> {
    /// Matches the form when a question is asked; empty when it always is.
    fn asked(&self, section: usize, question: usize) -> String {
        let conditions = self.reader.questionnaire().sections.get(section);
        let of_section = conditions.and_then(|section| section.show_if.as_ref());
        let question = self.reader.questions_of(section).get(question);
        let of_question = question.and_then(|question| question.show_if.as_ref());
        let conditions = of_section.into_iter().chain(of_question);
        conditions.map(|condition| self.holds(condition)).collect()
    }

    fn holds(&self, condition: &Condition) -> String {
        match condition {
            Condition::AnyOf { item, codes } if self.is_chosen(item) => {
                let chosen = codes.iter().map(|code| chosen(item, code.as_str()));
                self.parent(item) + &has(chosen)
            }
            Condition::Answered { item } if self.is_chosen(item) => {
                self.parent(item) + &format!(":has({})", anything(item))
            }
            Condition::All(parts) => parts.iter().map(|part| self.holds(part)).collect(),
            Condition::Any(parts) => one_of(parts.iter().map(|part| self.holds(part))),
            Condition::Not(part) => self.fails(part),
            // A style sheet does not see what is typed: what hangs on it is shown.
            Condition::AnyOf { .. } | Condition::Answered { .. } => String::new(),
            Condition::Number { .. } | Condition::Date { .. } => String::new(),
        }
    }

    fn fails(&self, condition: &Condition) -> String {
        match condition {
            Condition::AnyOf { item, codes } if self.is_chosen(item) => {
                let chosen = codes.iter().map(|code| chosen(item, code.as_str()));
                let (parent, answered) = (self.parent(item), anything(item));
                format!("{parent}:has({answered}):not({})", has(chosen))
            }
            Condition::Answered { item } if self.is_chosen(item) => {
                format!("{}:not(:has({}))", self.parent(item), anything(item))
            }
            Condition::All(parts) => one_of(parts.iter().map(|part| self.fails(part))),
            Condition::Any(parts) => parts.iter().map(|part| self.fails(part)).collect(),
            Condition::Not(part) => self.holds(part),
            Condition::AnyOf { .. } | Condition::Answered { .. } => String::new(),
            Condition::Number { .. } | Condition::Date { .. } => String::new(),
        }
    }

    /// Whether an item is answered by choosing one of its own options: the name of a place can be typed, and what is the
    /// same as another answer is seen there.
    fn is_chosen(&self, item: &str) -> bool {
        let item = self.reader.item(item).map(|(_, item)| item);
        let by_options = |item: &Item| item.names.is_none() && item.same_as.is_none();
        item.is_some_and(|item| !item.accepts.codes().is_empty() && by_options(item))
    }

    /// An answer counts only where its own question is asked.
    fn parent(&self, item: &str) -> String {
        let item = self.reader.item(item).map(|(_, item)| item);
        item.map_or_else(String::new, |item| self.asked(item.section, item.question))
    }
}

/// An option that is chosen: a radio button or box, or an option of a list.
fn chosen(item: &str, code: &str) -> String {
    format!(
        "[name=\"{item}\"][value=\"{code}\"]:checked,[name=\"{item}\"] [value=\"{code}\"]:checked"
    )
}

/// Any option that is chosen; the empty one of a list is none.
fn anything(item: &str) -> String {
    format!("[name=\"{item}\"]:checked,[name=\"{item}\"] :checked:not([value=\"\"])")
}

fn has(selectors: impl Iterator<Item = String>) -> String {
    let list = selectors.collect::<Vec<_>>().join(",");
    if list.is_empty() {
        NEVER.to_owned()
    } else {
        format!(":has({list})")
    }
}

/// Matches nothing: no options, no parts.
const NEVER: &str = ":not(*)";

/// One of several; a part that always holds (no selector) makes the whole hold.
fn one_of(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    match parts.as_slice() {
        [] => NEVER.to_owned(),
        parts if parts.iter().any(String::is_empty) => String::new(),
        parts => format!(":is({})", parts.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules_of(show_if: &str) -> Option<String> {
        let json = format!(
            r#"{{"code":"c","title":"t","purpose":"p","minutes":1,"languages":["ja"],"sections":[{{"code":"s","title":"t",
            "questions":[{{"code":"q1","text":"x","type":"single","options":[{{"code":"1","label":"x"}},{{"code":"2","label":"y"}}]}},
            {{"code":"town","text":"x","type":"place","options":[{{"code":"1","label":"x","kana":"あ"}},{{"code":"2","label":"y","kana":"い"}}]}},
            {{"code":"q2","text":"y","type":"number","min":"1","max":"9"{show_if}}}]}}]}}"#
        );
        rules(&Reader::new(serde_json::from_str(&json).unwrap()))
    }

    #[test]
    fn a_question_asked_of_some_is_hidden_from_the_others() {
        assert_eq!(rules_of(""), None);
        let chosen = r#"[name="q1"][value="1"]:checked,[name="q1"] [value="1"]:checked"#;
        let when = format!("#answers:not(:has({chosen}))");
        assert_eq!(
            rules_of(r#","show_if":{"any_of":{"item":"q1","codes":["1"]}}"#).unwrap(),
            format!(r#"{when} [id="q2"],{when} [id="q2-box"]{{display:none}}"#)
        );
        let not = rules_of(r#","show_if":{"not":{"any_of":{"item":"q1","codes":["1"]}}}"#).unwrap();
        assert!(not.contains(&format!(":not(:has({chosen}))) ")), "{not}");
        assert!(not.contains(r#":has([name="q1"]:checked"#), "{not}");
        let answered = rules_of(r#","show_if":{"answered":{"item":"q1"}}"#).unwrap();
        assert!(
            answered.contains(r#"(:has([name="q1"]:checked,"#),
            "{answered}"
        );
        // What is typed is not seen: the question is shown.
        let typed = r#","show_if":{"number":{"item":"q1","min":"2"}}"#;
        assert_eq!(rules_of(typed), None);
        let place = r#","show_if":{"any_of":{"item":"town","codes":["1"]}}"#;
        assert_eq!(rules_of(place), None);
        let never = rules_of(r#","show_if":{"any":[]}"#).unwrap();
        assert!(never.starts_with("#answers:not(:not(*)) "), "{never}");
    }
}

//! A text's place as one word: the name of a field, or of a line of a file that goes to a translator and comes back.

use super::super::question::Code;
use super::at::At;

/// What stands between the parts; no code has it.
const BETWEEN: char = ':';

impl At {
    /// The place as one word: `title`, `question:q5`, `option:q5::1`, `option:q7:satisfaction:1`.
    #[must_use]
    pub fn key(&self) -> String {
        let parts: Vec<&str> = match self {
            Self::Title => vec!["title"],
            Self::Purpose => vec!["purpose"],
            Self::Section { section } => vec!["section", section.as_str()],
            Self::SectionNote { section } => vec!["note", section.as_str()],
            Self::Question { question } => vec!["question", question.as_str()],
            Self::Short { question } => vec!["short", question.as_str()],
            Self::Hint { question } => vec!["hint", question.as_str()],
            Self::Option {
                question,
                axis,
                option,
            } => {
                let axis = axis.as_ref().map_or("", Code::as_str);
                vec!["option", question.as_str(), axis, option.as_str()]
            }
            Self::Row { question, row } => vec!["row", question.as_str(), row.as_str()],
            Self::Axis { question, axis } => vec!["axis", question.as_str(), axis.as_str()],
            Self::Unit { question } => vec!["unit", question.as_str()],
            Self::Label { question } => vec!["label", question.as_str()],
            Self::Picture { question } => vec!["picture", question.as_str()],
        };
        parts.join(&BETWEEN.to_string())
    }

    /// The way back; none for any other word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let parts: Vec<&str> = key.split(BETWEEN).collect();
        let code = |text: &str| Code::parse(text).ok();
        Some(match *parts.as_slice() {
            ["title"] => Self::Title,
            ["purpose"] => Self::Purpose,
            ["section", of] => Self::Section { section: code(of)? },
            ["note", of] => Self::SectionNote { section: code(of)? },
            ["option", of, axis, option] => Self::Option {
                question: code(of)?,
                axis: match axis {
                    "" => None,
                    axis => Some(code(axis)?),
                },
                option: code(option)?,
            },
            ["row", of, row] => Self::Row {
                question: code(of)?,
                row: code(row)?,
            },
            ["axis", of, axis] => Self::Axis {
                question: code(of)?,
                axis: code(axis)?,
            },
            [part, of] => Self::of_question(part, code(of)?)?,
            _ => return None,
        })
    }

    /// A text of which a question has one.
    fn of_question(part: &str, question: Code) -> Option<Self> {
        match part {
            "question" => Some(Self::Question { question }),
            "short" => Some(Self::Short { question }),
            "hint" => Some(Self::Hint { question }),
            "unit" => Some(Self::Unit { question }),
            "label" => Some(Self::Label { question }),
            "picture" => Some(Self::Picture { question }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::every_kind;
    use super::super::at::texts;
    use super::*;

    #[test]
    fn every_place_has_a_word_that_leads_back() {
        let reader = every_kind();
        let all = texts(reader.questionnaire());
        let mut keys: Vec<String> = all.iter().map(|(at, _)| at.key()).collect();
        for ((at, _), key) in all.iter().zip(&keys) {
            assert_eq!(At::of_key(key).as_ref(), Some(at), "{key}");
        }
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all.len());
        for wrong in [
            "",
            "title:x",
            "option:q1:1",
            "question:",
            "row:q1",
            "nothing:q1",
        ] {
            assert_eq!(At::of_key(wrong), None, "{wrong}");
        }
    }
}

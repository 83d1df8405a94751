//! What a part of a draft is called: 問3「広報紙を…」, ページ「あなた自身について」, its option 「よく読んでいる」.
//!
//! A draft need not pass its review: what has no words yet is called by where it stands.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::domain::language::Language;
use crate::domain::questionnaire::acts::at::At;
use crate::domain::questionnaire::placeholder::{Piece, pieces};
use crate::domain::questionnaire::question::{Choice, Code, Kind, Question};
use crate::domain::questionnaire::{Questionnaire, Section};
use crate::domain::text::Text;
use crate::views::ruby;
use crate::views::say::Say;

/// Most characters of a wording in a name.
const BEGINNING: usize = 24;

/// The names of the parts of a draft in a language.
#[derive(Clone, Copy)]
pub(super) struct Names<'d> {
    /// The draft.
    pub(super) draft: &'d Questionnaire,
    /// Of its words.
    pub(super) language: &'d Language,
}

impl Names<'_> {
    /// A question with its printed number; none where the draft has no such question.
    pub(super) fn question(self, code: &Code) -> Option<Say> {
        let mut asked = 0_usize;
        for question in self.draft.questions() {
            asked += usize::from(question.kind.is_asked());
            if question.code == *code {
                return Some(self.numbered(question, asked));
            }
        }
        None
    }

    /// A question that this draft calls by another number than its readers know, or by none.
    pub(super) fn unnumbered(self, question: &Question) -> Say {
        let keys = match question.kind {
            Kind::Note { .. } => ["named-note", "named-note-bare"],
            Kind::Drawn { .. } => ["named-lot", "named-lot-bare"],
            _ => ["named-new-question", "named-new-question-bare"],
        };
        self.worded(keys, &question.text)
    }

    fn numbered(self, question: &Question, number: usize) -> Say {
        match question.kind.is_asked() {
            true => {
                let keys = ["named-question", "named-question-bare"];
                self.worded(keys, &question.text).with("number", number)
            }
            false => self.unnumbered(question),
        }
    }

    /// A section by its heading; by its place, counted from 0, where it has none.
    pub(super) fn section(self, code: &Code) -> Option<Say> {
        let at = self.place_of(code)?;
        let section = self.draft.sections.get(at)?;
        let keys = ["named-section", "named-section-bare"];
        Some(self.placed(keys, &section.title, at))
    }

    /// A section by its place and its heading: where something goes.
    pub(super) fn page(self, code: &Code) -> Option<Say> {
        let at = self.place_of(code)?;
        let section = self.draft.sections.get(at)?;
        let say = self.worded(["named-page", "named-section-bare"], &section.title);
        Some(say.with("place", at + 1))
    }

    /// A section that is not in the draft its readers know.
    pub(super) fn new_section(self, section: &Section) -> Say {
        self.worded(["named-section", "named-new-section"], &section.title)
    }

    fn place_of(self, code: &Code) -> Option<usize> {
        let mut sections = self.draft.sections.iter();
        sections.position(|section| section.code == *code)
    }

    /// The first words of a text, without readings and with what stands instead of answers.
    pub(super) fn words(self, text: &Text) -> String {
        let words = pieces(text.get(self.language)).map(|piece| match piece {
            Piece::Literal(words) => words,
            Piece::Placeholder(found) => found.fallback.unwrap_or(found.written),
        });
        beginning(&ruby::plain(&words.collect::<String>()))
    }

    /// By its words, or by the other key where it has none.
    fn worded(self, [key, bare]: [&'static str; 2], text: &Text) -> Say {
        match self.words(text) {
            words if words.is_empty() => Say::new(bare),
            words => Say::new(key).with("words", words),
        }
    }

    /// By its words, or by its place, counted from 0.
    fn placed(self, keys: [&'static str; 2], text: &Text, at: usize) -> Say {
        match self.words(text) {
            words if words.is_empty() => self.worded(keys, text).with("place", at + 1),
            _ => self.worded(keys, text),
        }
    }

    /// The option at a position of a list.
    pub(super) fn option_at(self, of: Say, options: &[Choice], at: usize) -> Option<Say> {
        let label = &options.get(at)?.label;
        let keys = ["named-option", "named-option-bare"];
        Some(self.placed(keys, label, at).with("of", of))
    }

    /// The row at a position.
    pub(super) fn row_at(self, of: Say, question: &Question, at: usize) -> Option<Say> {
        let label = &question.kind.rows()?.get(at)?.label;
        let keys = ["named-row", "named-row-bare"];
        Some(self.placed(keys, label, at).with("of", of))
    }

    /// One of two scales.
    pub(super) fn axis_at(self, of: Say, question: &Question, at: usize) -> Option<Say> {
        let Kind::DualGrid { axes, .. } = &question.kind else {
            return None;
        };
        let keys = ["named-axis", "named-axis-bare"];
        Some(self.placed(keys, &axes.get(at)?.label, at).with("of", of))
    }

    /// The text at a place; none where the draft has no such place.
    pub(super) fn text(self, at: &At) -> Option<Say> {
        match at {
            At::Title => Some(Say::new("named-title")),
            At::Purpose => Some(Say::new("named-purpose")),
            At::Section { section } => {
                let of = self.section(section)?;
                Some(Say::new("named-heading").with("of", of))
            }
            At::SectionNote { section } => {
                let of = self.section(section)?;
                Some(Say::new("named-section-note").with("of", of))
            }
            _ => {
                let code = at.question()?;
                let of = self.question(code)?;
                self.text_of(at, self.draft.question(code)?, of)
            }
        }
    }

    /// The same of a question that is called `of`.
    pub(super) fn text_of(self, at: &At, question: &Question, of: Say) -> Option<Say> {
        let key = match at {
            At::Title | At::Purpose | At::Section { .. } | At::SectionNote { .. } => return None,
            At::Question { .. } => "named-wording",
            At::Short { .. } => "named-short",
            At::Hint { .. } => "named-hint",
            At::Unit { .. } => "named-unit",
            At::Label { .. } => "named-tick",
            At::Picture { .. } => "named-picture",
            At::Option { axis, option, .. } => {
                return self.option(question, axis.as_ref(), option, of);
            }
            At::Row { row, .. } => {
                let mut rows = question.kind.rows()?.iter();
                return self.row_at(of, question, rows.position(|one| one.code == *row)?);
            }
            At::Axis { axis, .. } => return self.axis_at(of, question, axis_of(question, axis)?),
        };
        Some(Say::new(key).with("of", of))
    }

    fn option(
        self,
        question: &Question,
        axis: Option<&Code>,
        option: &Code,
        of: Say,
    ) -> Option<Say> {
        let (axis, of) = match axis {
            None => (0, of),
            Some(axis) => {
                let at = axis_of(question, axis)?;
                (at, self.axis_at(of, question, at)?)
            }
        };
        let options = question.kind.choices(axis);
        let at = options.iter().position(|one| one.code == *option)?;
        self.option_at(of, options, at)
    }

    /// An item by its question and its row: `q7.r1`, also of a repeat, `q7_2.r1`. As it is written where the draft has no
    /// such question.
    pub(super) fn item(self, name: &str) -> Say {
        let found = self.known_item(name);
        found.unwrap_or_else(|| unknown_item(name))
    }

    fn known_item(self, name: &str) -> Option<Say> {
        let mut parts = name.split('.');
        let code = parts.next()?;
        let folded = code.rsplit_once('_');
        let folded = folded.filter(|(_, nth)| nth.bytes().all(|byte| byte.is_ascii_digit()));
        let codes = [Some(code), folded.map(|(code, _)| code)];
        let codes = codes.into_iter().flatten();
        let mut known = codes.filter_map(|code| Code::parse(code).ok());
        let question = known.find_map(|code| self.draft.question(&code))?;
        let say = self.question(&question.code)?;
        let rows = question.kind.rows().unwrap_or_default();
        let row = parts.next();
        let row = row.and_then(|row| rows.iter().position(|one| one.code.as_str() == row));
        let row = row.and_then(|at| self.row_at(say.clone(), question, at));
        Some(row.unwrap_or(say))
    }
}

/// What an item of a draft is called among those who design: 問3「広報紙を…」.
#[must_use]
pub fn item(draft: &Questionnaire, name: &str, language: &Language) -> Say {
    Names { draft, language }.item(name)
}

/// An item of which nothing but its name is known.
pub(super) fn unknown_item(name: &str) -> Say {
    Say::new("named-item").with("item", name)
}

/// Position of one of two scales.
fn axis_of(question: &Question, code: &Code) -> Option<usize> {
    match &question.kind {
        Kind::DualGrid { axes, .. } => axes.iter().position(|axis| axis.code == *code),
        _ => None,
    }
}

/// A text on one line, not longer than fits a name.
pub(super) fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut all = line.graphemes(true);
    let start: String = all.by_ref().take(BEGINNING).collect();
    let more = if all.next().is_some() { "…" } else { "" };
    format!("{}{more}", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{code, draft, japanese};
    use super::*;

    #[test]
    fn parts_are_called_as_people_know_them() {
        let (draft, language) = (draft(), Language::japanese());
        let names = Names {
            draft: &draft,
            language: &language,
        };
        for (question, called) in [
            ("hello", "説明文「はじめに」"),
            ("bare-note", "説明文"),
            (
                "read",
                "問1「広報紙を どのくらい読んでいますか。お読みの方に…」",
            ),
            ("both", "問3「広報紙の満足」"),
            ("age", "問4"),
            ("lot", "組分け「文の違い」"),
            ("bare-lot", "組分け"),
            ("say", "問6「ご意見」"),
        ] {
            let say = names.question(&code(question)).unwrap();
            assert_eq!(japanese(&say), called);
        }
        assert_eq!(names.question(&code("gone")), None);
        let typed = Text::japanese("{read|広報紙}と{締切}");
        assert_eq!(names.words(&typed), "広報紙と{締切}");
        let section = |name: &str| japanese(&names.section(&code(name)).unwrap());
        assert_eq!(section("s2"), "ページ「あなた自身について」");
        assert_eq!(section("s3"), "3ページ目");
    }

    #[test]
    fn items_are_called_by_question_and_row() {
        let (draft, language) = (draft(), Language::japanese());
        let names = Names {
            draft: &draft,
            language: &language,
        };
        for (item, called) in [
            ("roads.r1", "問2「満足度」の行「道路」"),
            ("roads.r2", "問2「満足度」の2番目の行"),
            ("roads_3.r1", "問2「満足度」の行「道路」"),
            ("roads.gone", "問2「満足度」"),
            ("say_2", "問6「ご意見」"),
            ("gone", "設問「gone」"),
            ("", "設問「」"),
        ] {
            assert_eq!(japanese(&names.item(item)), called);
        }
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        let family = "👨‍👩‍👧".repeat(30);
        assert_eq!(beginning(&family), format!("{}…", "👨‍👩‍👧".repeat(24)));
        assert_eq!(beginning(" a \n b "), "a b");
        assert_eq!(beginning(""), "");
    }
}

//! A questionnaire as a sheet of paper words it: what to do with the pen, and who is to answer.
//!
//! On a screen a question that is not for somebody is not there; on paper a sentence says whom it is for. On a screen
//! a button knows how many may be chosen; on paper it is written behind the question.

mod instruction;
mod whom;

pub use instruction::instruction;
pub use whom::whom;

use super::ViewError;
use super::locale::Locales;
use super::ruby;
use super::say::{Say, question_number};
use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::question::{Choice, Kind, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::text::Text;

/// The lines of a sheet as plain text, to be read before anything is printed. Facts of a survey stand under their names.
///
/// # Errors
/// When the program has no words for something.
pub fn lines(
    reader: &Reader,
    locales: &Locales,
    language: &Language,
) -> Result<Vec<String>, ViewError> {
    let mut sheet = Sheet {
        reader,
        locales,
        language,
        lines: Vec::new(),
    };
    sheet.text("", &reader.questionnaire().title);
    sheet.text("", &reader.questionnaire().purpose);
    for (at, section) in reader.questionnaire().sections.iter().enumerate() {
        sheet.lines.push(String::new());
        sheet.text("■ ", &section.title);
        sheet.only("", section.show_if.as_ref())?;
        section.note.iter().for_each(|note| sheet.text("", note));
        for (position, question) in section.questions.iter().enumerate() {
            sheet.question(at, position, question)?;
        }
    }
    Ok(sheet.lines)
}

struct Sheet<'a> {
    reader: &'a Reader,
    locales: &'a Locales,
    language: &'a Language,
    lines: Vec<String>,
}

impl Sheet<'_> {
    fn words(&self, text: &Text) -> String {
        ruby::plain(text.get(self.language))
    }

    fn text(&mut self, before: &str, text: &Text) {
        let line = format!("{before}{}", self.words(text));
        self.lines.push(line);
    }

    fn say(&mut self, before: &str, say: &Say) -> Result<(), ViewError> {
        let said = ruby::plain(&self.locales.say(self.language, say)?);
        self.lines.push(format!("{before}{said}"));
        Ok(())
    }

    /// For whom what follows is, where it is not for everybody.
    fn only(&mut self, before: &str, condition: Option<&Condition>) -> Result<(), ViewError> {
        let whom = condition.and_then(|condition| whom(self.reader, condition, self.language));
        whom.map_or(Ok(()), |whom| self.say(before, &whom))
    }

    fn question(
        &mut self,
        section: usize,
        at: usize,
        question: &Question,
    ) -> Result<(), ViewError> {
        if !question.kind.is_seen() {
            return self.part(question);
        }
        self.lines.push(String::new());
        let number = self.reader.number(section, at).map(question_number);
        let number = number
            .map(|number| self.locales.say(self.language, &number))
            .transpose()?;
        let number = number.map_or_else(String::new, |number| format!("{} ", ruby::plain(&number)));
        self.text(&number, &question.text);
        self.only("  ", question.show_if.as_ref())?;
        question.hint.iter().for_each(|hint| self.text("  ", hint));
        if let Some(instruction) = instruction(&question.kind, self.language) {
            self.say("  ", &instruction)?;
        }
        if let Some(same) = &question.same_as {
            self.same(same)?;
        }
        self.answers(&question.kind)
    }

    /// A box to tick where the answer is that of an earlier question.
    fn same(&mut self, item: &str) -> Result<(), ViewError> {
        let item = self.reader.item(item).map(|(_, item)| item);
        let question = item.and_then(|item| whom::question(self.reader, item, self.language));
        let same = question.map(|question| Say::new("sheet-same").with("question", question));
        same.map_or(Ok(()), |same| self.say("    ", &same))
    }

    /// Which part of all sheets this one belongs to: it is printed on it.
    fn part(&mut self, question: &Question) -> Result<(), ViewError> {
        let parts: Vec<String> = question
            .kind
            .choices(0)
            .iter()
            .map(|part| self.words(&part.label))
            .collect();
        let say = Say::new("sheet-parts").with("question", self.words(&question.text));
        self.say("  ", &say.with("parts", parts.join(" / ")))
    }

    /// Rows, then what can be chosen in each of them.
    fn answers(&mut self, kind: &Kind) -> Result<(), ViewError> {
        for row in kind.rows().unwrap_or_default() {
            self.text("  ・", &row.label);
        }
        match kind {
            Kind::DualGrid { axes, .. } => axes.iter().try_for_each(|axis| {
                self.text("  ", &axis.label);
                self.options(&axis.options)
            }),
            Kind::Consent { label } => {
                self.text("    □ ", label);
                Ok(())
            }
            kind => self.options(kind.choices(0)),
        }
    }

    fn options(&mut self, options: &[Choice]) -> Result<(), ViewError> {
        for option in options {
            let line = if option.other {
                "（　　　　　　　　）"
            } else {
                ""
            };
            let label = format!("    {} {}{line}", option.code, self.words(&option.label));
            self.lines.push(label);
            self.only("      ", option.show_if.as_ref())?;
        }
        Ok(())
    }
}

//! A questionnaire as it is printed: each question with its number, for whom it is, what to do with the pen, and where
//! the answer is written. Of a page, of a Word file and of plain lines the same.

use serde::Serialize;

use super::instruction::instruction;
use super::whom::{self, whom};
use crate::domain::language::Language;
use crate::domain::questionnaire::question::{Axis, Choice, Kind, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Reader, Section};
use crate::domain::text::Text;
use crate::views::ViewError;
use crate::views::locale::Locales;
use crate::views::ruby;
use crate::views::say::{Say, question_number};

/// The sheet. Its texts have their readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// What it is called.
    pub title: String,
    /// Why it is asked.
    pub purpose: String,
    /// Its pages.
    pub sections: Vec<PaperSection>,
}

/// A page of the screen: questions under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperSection {
    /// The heading.
    pub title: String,
    /// For whom it is, where it is not for everybody.
    pub whom: Option<String>,
    /// What stands under the heading.
    pub note: Option<String>,
    /// What is asked.
    pub questions: Vec<PaperQuestion>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperQuestion {
    /// 問3; none of what is not asked.
    pub number: Option<String>,
    /// The wording; none of parts that are drawn by lot.
    pub text: Option<String>,
    /// For whom it is, where it is not for everybody.
    pub whom: Option<String>,
    /// The help under the wording.
    pub hint: Option<String>,
    /// The picture under it.
    pub picture: Option<PaperPicture>,
    /// What to do with the pen.
    pub how: Option<String>,
    /// The box to tick where the answer is that of an earlier question.
    pub same: Option<String>,
    /// Of parts that are drawn by lot: that one of them is printed on each sheet.
    pub drawn: Option<String>,
    /// Where the answer is written.
    pub room: Room,
    /// What is judged, one after the other.
    pub rows: Vec<String>,
    /// What can be chosen; of two scales each with its heading.
    pub scales: Vec<PaperScale>,
    /// Of what is put in order: each place, with room for a number.
    pub places: Vec<String>,
    /// What stands behind the room to write in.
    pub unit: Option<String>,
}

/// A picture, by the hash under which it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperPicture {
    /// Which one.
    pub hash: String,
    /// In pixels.
    pub width: u16,
    /// In pixels.
    pub height: u16,
    /// What it shows.
    pub alt: String,
    /// The same as a line, where no picture can stand.
    pub said: String,
}

/// Where an answer is written. A part of the templates each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// Nowhere.
    None,
    /// Options of which some are circled.
    Options,
    /// Options whose numbers are written down in order.
    Places,
    /// Rows that are judged on one scale.
    Grid,
    /// Rows that are judged on two.
    Dual,
    /// Rows that are answered with numbers.
    Numbers,
    /// A box to tick.
    Tick,
    /// A short line.
    Line,
    /// Several lines.
    Lines,
}

/// Options side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperScale {
    /// Its heading, where there are two.
    pub label: Option<String>,
    /// What can be chosen.
    pub options: Vec<PaperOption>,
    /// How many columns of a table it takes.
    pub columns: usize,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperOption {
    /// The number that is circled.
    pub code: String,
    /// What it says.
    pub label: String,
    /// For whom it is, where it is not for everybody.
    pub whom: Option<String>,
    /// Whether there is room to write behind it.
    pub other: bool,
}

/// The sheet of a questionnaire in a language. Facts of a survey stand under their names.
///
/// # Errors
/// When the program has no words for something.
pub fn paper(reader: &Reader, locales: &Locales, language: &Language) -> Result<Paper, ViewError> {
    let printing = Printing {
        reader,
        locales,
        language,
    };
    let questionnaire = reader.questionnaire();
    let sections = questionnaire.sections.iter().enumerate();
    let sections = sections.map(|(at, one)| printing.section(at, one));
    Ok(Paper {
        title: printing.text(&questionnaire.title),
        purpose: printing.text(&questionnaire.purpose),
        sections: sections.collect::<Result<_, _>>()?,
    })
}

struct Printing<'r> {
    reader: &'r Reader,
    locales: &'r Locales,
    language: &'r Language,
}

impl Printing<'_> {
    fn text(&self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    fn say(&self, say: Option<Say>) -> Result<Option<String>, ViewError> {
        let said = say.map(|say| self.locales.say(self.language, &say));
        said.transpose()
    }

    fn whom(&self, condition: Option<&Condition>) -> Result<Option<String>, ViewError> {
        let whom = condition.and_then(|one| whom(self.reader, one, self.language));
        self.say(whom)
    }

    fn section(&self, at: usize, section: &Section) -> Result<PaperSection, ViewError> {
        let questions = section.questions.iter().enumerate();
        let questions = questions.map(|(place, one)| self.question((at, place), one));
        Ok(PaperSection {
            title: self.text(&section.title),
            whom: self.whom(section.show_if.as_ref())?,
            note: section.note.as_ref().map(|note| self.text(note)),
            questions: questions.collect::<Result<_, _>>()?,
        })
    }

    fn question(
        &self,
        (section, place): (usize, usize),
        question: &Question,
    ) -> Result<PaperQuestion, ViewError> {
        let kind = &question.kind;
        let is_seen = kind.is_seen();
        let number = self.reader.number(section, place).map(question_number);
        let rows = kind.rows().unwrap_or_default().iter();
        let unit = match kind {
            Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } => unit.as_ref(),
            _ => None,
        };
        let same = question.same_as.as_deref().and_then(|item| self.same(item));
        Ok(PaperQuestion {
            number: self.say(number)?,
            text: is_seen.then(|| self.text(&question.text)),
            whom: self.whom(question.show_if.as_ref().filter(|_| is_seen))?,
            hint: question
                .hint
                .as_ref()
                .filter(|_| is_seen)
                .map(|hint| self.text(hint)),
            picture: self.picture(kind)?,
            how: self.say(instruction(kind, self.language))?,
            same: self.say(same)?,
            drawn: self.say((!is_seen).then(|| self.drawn(question)))?,
            room: room(kind),
            rows: rows.map(|row| self.text(&row.label)).collect(),
            scales: self.scales(kind)?,
            places: self.places(kind)?,
            unit: unit.map(|unit| self.text(unit)),
        })
    }

    fn picture(&self, kind: &Kind) -> Result<Option<PaperPicture>, ViewError> {
        let Kind::Note {
            picture: Some(picture),
        } = kind
        else {
            return Ok(None);
        };
        let alt = self.text(&picture.alt);
        let say = Say::new("sheet-picture").with("alt", ruby::plain(&alt));
        Ok(Some(PaperPicture {
            hash: picture.hash.to_string(),
            width: picture.width,
            height: picture.height,
            said: self.locales.say(self.language, &say)?,
            alt,
        }))
    }

    /// A box to tick where the answer is that of an earlier question.
    fn same(&self, item: &str) -> Option<Say> {
        let (_, item) = self.reader.item(item)?;
        let question = whom::question(self.reader, item, self.language)?;
        Some(Say::new("sheet-same").with("question", question))
    }

    /// Which part of all sheets this one belongs to: it is printed on it.
    fn drawn(&self, question: &Question) -> Say {
        let plain = |text: &Text| ruby::plain(text.get(self.language));
        let parts = question.kind.choices(0).iter();
        let parts: Vec<String> = parts.map(|part| plain(&part.label)).collect();
        let say = Say::new("sheet-parts").with("question", plain(&question.text));
        say.with("parts", parts.join(" / "))
    }

    fn places(&self, kind: &Kind) -> Result<Vec<String>, ViewError> {
        let Kind::Ranking { places, .. } = kind else {
            return Ok(Vec::new());
        };
        let nth = |place: u16| {
            let say = Say::new("sheet-nth").with("place", place);
            self.locales.say(self.language, &say)
        };
        (1..=*places).map(nth).collect()
    }

    fn scales(&self, kind: &Kind) -> Result<Vec<PaperScale>, ViewError> {
        match kind {
            Kind::DualGrid { axes, .. } => {
                let scale = |axis: &Axis| self.scale(Some(&axis.label), &axis.options);
                axes.iter().map(scale).collect()
            }
            Kind::Consent { label } => Ok(vec![self.scale(Some(label), &[])?]),
            Kind::Drawn { .. } => Ok(Vec::new()),
            kind => Ok(vec![self.scale(None, kind.choices(0))?]),
        }
    }

    fn scale(&self, label: Option<&Text>, options: &[Choice]) -> Result<PaperScale, ViewError> {
        let option = |option: &Choice| -> Result<PaperOption, ViewError> {
            Ok(PaperOption {
                code: option.code.to_string(),
                label: self.text(&option.label),
                whom: self.whom(option.show_if.as_ref())?,
                other: option.other,
            })
        };
        Ok(PaperScale {
            label: label.map(|label| self.text(label)),
            options: options.iter().map(option).collect::<Result<_, _>>()?,
            columns: options.len(),
        })
    }
}

fn room(kind: &Kind) -> Room {
    match kind {
        Kind::Single { .. } | Kind::Multiple { .. } | Kind::Scale { .. } => Room::Options,
        Kind::Ranking { .. } => Room::Places,
        Kind::Grid { .. } | Kind::MultipleGrid { .. } => Room::Grid,
        Kind::DualGrid { .. } => Room::Dual,
        Kind::NumberGrid { .. } => Room::Numbers,
        Kind::Consent { .. } => Room::Tick,
        // A town has hundreds of places: they are not printed.
        Kind::Number { .. } | Kind::Place { .. } => Room::Line,
        Kind::Text { long: true, .. } => Room::Lines,
        Kind::Text { pattern: None, .. } => Room::Line,
        // What is to be done with the pen has the room in it.
        Kind::Text { .. } | Kind::Date { .. } | Kind::Time { .. } => Room::None,
        Kind::Drawn { .. } | Kind::Note { .. } => Room::None,
    }
}

//! One of two versions that are compared, as it is printed: the lines of each of its parts in a language.

use crate::domain::language::Language;
use crate::domain::questionnaire::compared::Part;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::{Layout, Questionnaire, Reader};
use crate::views::ViewError;
use crate::views::locale::Locales;
use crate::views::ruby;
use crate::views::say::{Say, question_number};
use crate::views::sheet::{Paper, PaperQuestion, paper, question_lines, section_lines};

/// A version.
pub(super) struct Version {
    reader: Reader,
    /// As it is written: what is repeated stands in it once.
    document: Questionnaire,
    papers: Vec<(Language, Paper)>,
}

impl Version {
    /// Of a questionnaire, printed in these languages.
    pub(super) fn of(
        document: &Questionnaire,
        locales: &Locales,
        languages: &[Language],
    ) -> Result<Self, ViewError> {
        let mut once = document.clone();
        for section in &mut once.sections {
            section.repeat = None;
        }
        let reader = Reader::new(once);
        let printed = |language: &Language| {
            let paper = paper(&reader, locales, language)?;
            Ok::<_, ViewError>((language.clone(), paper))
        };
        Ok(Self {
            document: document.clone(),
            papers: languages.iter().map(printed).collect::<Result<_, _>>()?,
            reader,
        })
    }

    /// The printed number of a question.
    pub(super) fn number(&self, code: &Code) -> Option<Say> {
        let mut sections = self.document.sections.iter().enumerate();
        let (section, question) = sections.find_map(|(at, section)| {
            let mut questions = section.questions.iter();
            let place = questions.position(|question| question.code == *code)?;
            Some((at, place))
        })?;
        self.reader.number(section, question).map(question_number)
    }

    fn question_on<'p>(&self, paper: &'p Paper, code: &Code) -> Option<&'p PaperQuestion> {
        let mut written = self.document.questions();
        let at = written.position(|question| question.code == *code)?;
        let mut printed = paper.sections.iter().flat_map(|section| &section.questions);
        printed.nth(at)
    }

    /// The lines of a part in one of its languages; none where this version does not have it. What the program says of
    /// the head is in the language of `reader`.
    pub(super) fn lines(
        &self,
        part: &Part,
        (locales, reader): (&Locales, &Language),
        language: &Language,
    ) -> Result<Vec<String>, ViewError> {
        let mut papers = self.papers.iter();
        let Some((_, paper)) = papers.find(|(other, _)| other == language) else {
            return Ok(Vec::new());
        };
        let lines = match part {
            Part::Title => vec![ruby::plain(&paper.title)],
            Part::Purpose => vec![ruby::plain(&paper.purpose)],
            Part::Minutes | Part::Languages | Part::Layout => {
                vec![self.fact(part, locales, reader)?]
            }
            Part::Section(code) => {
                let mut written = self.document.sections.iter();
                let at = written.position(|section| section.code == *code);
                let section = at.and_then(|at| paper.sections.get(at));
                section.map(section_lines).unwrap_or_default()
            }
            Part::Question(code) => {
                let question = self.question_on(paper, code);
                question.map(question_lines).unwrap_or_default()
            }
        };
        // How far a line stands in means nothing in a cell.
        Ok(lines
            .iter()
            .map(|line| line.trim_start().to_owned())
            .collect())
    }

    /// What the head says in words of the program.
    fn fact(&self, part: &Part, locales: &Locales, reader: &Language) -> Result<String, ViewError> {
        let document = &self.document;
        let say = match part {
            Part::Minutes => Say::new("beside-about").with("minutes", document.minutes),
            Part::Layout => Say::new(match document.layout {
                Layout::Sections => "beside-pages",
                Layout::OnePage => "beside-one-page",
            }),
            _ => {
                let names = document.languages.iter().map(Language::own_name);
                return Ok(names.collect::<Vec<_>>().join(" / "));
            }
        };
        locales.say(reader, &say)
    }
}

//! A questionnaire as it is printed, as a Word file for the red pen: made of what the print page shows.

use crate::domain::language::Language;
use crate::domain::questionnaire::{Questionnaire, Reader};
use crate::formats::docx::{self, Cell, Document, Style, Table};
use crate::views::ruby;
use crate::views::sheet::{Paper, PaperOption, PaperQuestion, PaperScale, ROOM, Room, paper};
use crate::web::error::Error;

use super::Staff;

/// Lines to write on where somebody may write at length.
const LINES: usize = 4;

/// How wide the column of what is judged is, beside one of a scale.
const JUDGED: u32 = 4;

/// The sheet of a questionnaire in a language.
pub(super) fn printed<P>(
    staff: &Staff<P>,
    questionnaire: Questionnaire,
    language: &Language,
) -> Result<Paper, Error> {
    let reader = Reader::new(questionnaire);
    Ok(paper(&reader, staff.app.views.locales(), language)?)
}

/// The same as a Word file.
pub(super) fn document(paper: &Paper) -> Document {
    let title = ruby::plain(&paper.title);
    let mut document = Document::new(docx::Paper::Upright, &title);
    write(&mut document, paper);
    document
}

/// Writes the sheet into a Word file that holds other things as well.
pub(super) fn write(document: &mut Document, paper: &Paper) {
    document.paragraph(Style::Title, &ruby::plain(&paper.title));
    put(document, Style::Body, [&paper.purpose]);
    for section in &paper.sections {
        document.paragraph(
            Style::Heading,
            &format!("■ {}", ruby::plain(&section.title)),
        );
        put(
            document,
            Style::Body,
            section.whom.iter().chain(&section.note),
        );
        for question in &section.questions {
            asked(document, question);
        }
    }
}

/// A paragraph for each text that says something.
fn put<'t>(document: &mut Document, style: Style, texts: impl IntoIterator<Item = &'t String>) {
    let texts = texts.into_iter().map(|text| ruby::plain(text));
    for text in texts.filter(|text| !text.trim().is_empty()) {
        document.paragraph(style, &text);
    }
}

fn asked(document: &mut Document, question: &PaperQuestion) {
    put(document, Style::Body, &question.drawn);
    // What is to be written stands where it is written; what is to be circled, behind the wording.
    let writes = matches!(question.room, Room::Line | Room::Lines);
    if question.text.is_some() {
        let parts = [&question.number, &question.whom, &question.text];
        let parts = parts.into_iter().flatten().map(|part| ruby::plain(part));
        let wording = parts.collect::<Vec<_>>().join("　");
        let how = question.how.as_deref().filter(|_| !writes);
        let how = how.map(ruby::plain).unwrap_or_default();
        let wording = format!("{wording}{how}");
        document.paragraph(Style::Question, &wording);
    }
    under(document, question, writes);
    let scale = question.scales.first();
    match question.room {
        Room::None => {}
        Room::Options => scale.iter().for_each(|scale| options(document, scale)),
        Room::Places => {
            scale.iter().for_each(|scale| options(document, scale));
            let places = question.places.iter().map(|place| ruby::plain(place));
            document.paragraph(Style::Inside, &places.collect::<Vec<_>>().join("　"));
        }
        Room::Grid | Room::Dual | Room::Numbers => document.table(&grid(question)),
        Room::Tick => {
            let label = scale.and_then(|scale| scale.label.as_deref());
            let label = label.map(ruby::plain).unwrap_or_default();
            document.paragraph(Style::Inside, &format!("□ {label}"));
        }
        Room::Line => document.paragraph(Style::Inside, &room(question)),
        Room::Lines => (0..LINES).for_each(|_| document.rule()),
    }
}

/// What stands under the wording, before the answer.
fn under(document: &mut Document, question: &PaperQuestion, writes: bool) {
    put(
        document,
        Style::Inside,
        question.hint.iter().chain(&question.same),
    );
    let picture = question.picture.iter();
    put(
        document,
        Style::Inside,
        picture.map(|picture| &picture.said),
    );
    put(
        document,
        Style::Inside,
        question.how.iter().filter(|_| writes),
    );
}

/// `（　　　　　　　　）歳`
fn room(question: &PaperQuestion) -> String {
    let unit = question.unit.as_deref().map(ruby::plain);
    format!("{ROOM}{}", unit.unwrap_or_default())
}

fn options(document: &mut Document, scale: &PaperScale) {
    for option in &scale.options {
        let room = if option.other { ROOM } else { "" };
        let label = ruby::plain(&option.label);
        document.paragraph(Style::Inside, &format!("{}. {label}{room}", option.code));
        put(document, Style::Inside, &option.whom);
    }
}

/// Rows beside the steps of their scale, or of both.
fn grid(question: &PaperQuestion) -> Table {
    let scales = question.scales.iter();
    let steps: Vec<&PaperOption> = scales.flat_map(|scale| &scale.options).collect();
    let writes = question.room == Room::Numbers;
    let rows = question.rows.iter().map(|row| {
        let cells: Vec<Cell> = match writes {
            true => vec![room(question).into()],
            false => steps.iter().map(|step| step.code.clone().into()).collect(),
        };
        beside(ruby::plain(row), cells)
    });
    let columns = if writes { 1 } else { steps.len() };
    let shares = std::iter::repeat_n(1, columns);
    Table {
        widths: std::iter::once(JUDGED).chain(shares).collect(),
        heads: heads(question, &steps),
        rows: rows.collect(),
    }
}

/// What stands over the columns: the headings of two scales, then the steps.
fn heads(question: &PaperQuestion, steps: &[&PaperOption]) -> Vec<Vec<Cell>> {
    let mut heads = Vec::new();
    if question.room == Room::Dual {
        let over = question.scales.iter().map(|scale| {
            let label = scale.label.as_deref().map(ruby::plain);
            Cell {
                columns: scale.columns.max(1),
                ..Cell::from(label.unwrap_or_default())
            }
        });
        heads.push(beside(String::new(), over.collect()));
    }
    if question.room != Room::Numbers {
        let labels = steps.iter().map(|step| ruby::plain(&step.label).into());
        heads.push(beside(String::new(), labels.collect()));
    }
    heads
}

/// A row: what is judged, and the cells beside it.
fn beside(first: String, cells: Vec<Cell>) -> Vec<Cell> {
    std::iter::once(Cell::from(first)).chain(cells).collect()
}

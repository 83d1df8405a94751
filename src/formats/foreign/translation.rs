//! The texts of a questionnaire for a translator outside: a workbook with a column for each language, and what comes back.
//!
//! | column | |
//! |---|---|
//! | `key` | the place of the text ([`At::key`]); never changed |
//! | `place` | the same in words, for people |
//! | 日本語 (ja), English (en) … | the texts; the first language is the original and is not read back |

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::assemble::Found;
use super::lack::{FileIs, Lack};
use super::place::Place;
use super::xlsform::book::{self, Sheet};
use super::{Unmapped, opened};
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::acts::at::{At, texts};
use crate::domain::questionnaire::limits::TEXT;

/// The name of the sheet.
const SHEET: &str = "texts";

/// The columns before the languages.
const HEAD: [&str; 2] = ["key", "place"];

/// What came back: the texts that are other than in the draft, or everything that is wrong.
pub type Translated = Result<Vec<Act>, Vec<Unmapped>>;

/// Writes the workbook. `place` says in words where a text stands.
///
/// # Errors
/// When it cannot be packed.
pub fn write(draft: &Questionnaire, place: impl Fn(&At) -> String) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (head, wrapped) = (
        Format::new().set_bold(),
        Format::new().set_text_wrap().set_align(FormatAlign::Top),
    );
    let sheet = book.add_worksheet().set_name(SHEET)?;
    sheet.set_freeze_panes(1, 3)?;
    let named = |language: &Language| format!("{} ({})", language.own_name(), language.tag());
    let columns = HEAD.iter().map(|name| (*name).to_owned());
    let columns = columns.chain(draft.languages.iter().map(named));
    for (column, name) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, column, name, &head)?;
        sheet.set_column_width(column, if column < 2 { 24 } else { 48 })?;
    }
    for (row, (at, text)) in (1_u32..).zip(texts(draft)) {
        sheet.write_string_with_format(row, 0, at.key(), &wrapped)?;
        sheet.write_string_with_format(row, 1, place(&at), &wrapped)?;
        for (column, language) in (2_u16..).zip(&draft.languages) {
            let written = text.exact(language).unwrap_or_default();
            sheet.write_string_with_format(row, column, written, &wrapped)?;
        }
    }
    book.save_to_buffer()
}

/// Reads what came back for a draft. Empty cells leave what is there.
///
/// # Errors
/// Everything that is wrong, each with its cell; nothing is taken then.
pub fn read(bytes: &[u8], draft: &Questionnaire) -> Translated {
    let mut found = Found::default();
    let sheets = opened::is(bytes, FileIs::Workbook).and_then(|()| book::sheets(bytes, &mut found));
    let sheets = sheets.map_err(|what| vec![of_file(what)])?;
    let mut sheets = sheets.into_iter();
    let Some(sheet) = sheets.find(|sheet| sheet.name == SHEET) else {
        return Err(vec![of_file(Lack::Missing(SHEET.to_owned()))]);
    };
    let columns = columns(&sheet, draft, &mut found);
    let mut acts = Vec::new();
    for (row, cells) in sheet.rows.iter().filter(|(row, _)| **row > 1) {
        let Some(key) = cells.get(&0) else {
            found.lack(&sheet.place(*row, 0), Lack::Missing("key".to_owned()));
            continue;
        };
        let at = At::of_key(key.trim()).and_then(|at| Some((text(draft, &at)?, at)));
        match at {
            Some((was, at)) => {
                let line = Line {
                    sheet: &sheet,
                    row: *row,
                    at,
                };
                acts.extend(line.acts(&columns, |language| was.exact(language), &mut found));
            }
            None => found.lack(&sheet.place(*row, 0), Lack::Value(key.clone())),
        }
    }
    match found.lacks.is_empty() {
        true => Ok(acts),
        false => Err(found.lacks),
    }
}

fn of_file(what: Lack) -> Unmapped {
    let place = Place::File;
    Unmapped { place, what }
}

fn text<'q>(draft: &'q Questionnaire, at: &At) -> Option<&'q crate::domain::text::Text> {
    let mut all = texts(draft).into_iter();
    all.find(|(other, _)| other == at).map(|(_, text)| text)
}

/// A column of texts.
struct Column {
    at: usize,
    language: Language,
    /// Whether it is what was translated.
    is_original: bool,
}

/// The columns of the languages of a draft; every other is told.
fn columns(sheet: &Sheet, draft: &Questionnaire, found: &mut Found) -> Vec<Column> {
    let none = std::collections::BTreeMap::new();
    let head = sheet.rows.get(&1).unwrap_or(&none);
    let mut columns = Vec::new();
    for (at, name) in head.iter().filter(|(at, _)| **at >= HEAD.len()) {
        let tag = name.rsplit_once('(').map_or(name.as_str(), |(_, tag)| tag);
        let tag = tag.trim().trim_end_matches(')');
        let language = Language::parse(tag).ok();
        let offered = language.filter(|one| draft.languages.contains(one));
        match offered {
            Some(language) => columns.push(Column {
                at: *at,
                is_original: draft.languages.first() == Some(&language),
                language,
            }),
            None => found.lack(&sheet.place(1, *at), Lack::Language(name.clone())),
        }
    }
    columns
}

/// A line of the sheet: the text at one place.
struct Line<'s> {
    sheet: &'s Sheet,
    row: usize,
    at: At,
}

impl Line<'_> {
    /// The texts that are other than before.
    fn acts<'q>(
        &self,
        columns: &[Column],
        before: impl Fn(&Language) -> Option<&'q str>,
        found: &mut Found,
    ) -> Vec<Act> {
        let cell = |column: &Column| {
            let text = self.sheet.rows.get(&self.row)?.get(&column.at)?;
            let text = text.replace("\r\n", "\n").trim().to_owned();
            (!text.is_empty() && before(&column.language) != Some(text.as_str())).then_some(text)
        };
        let mut acts = Vec::new();
        let mut is_stale = None;
        for column in columns {
            let Some(text) = cell(column) else { continue };
            let place = self.sheet.place(self.row, column.at);
            let unseen = text.chars().find(|c| c.is_control() && *c != '\n');
            match unseen {
                _ if column.is_original => is_stale = Some((place, text)),
                Some(unseen) => found.lack(&place, Lack::Character(u32::from(unseen))),
                None if text.chars().count() > TEXT => {
                    found.lack(&place, Lack::TooLong { limit: TEXT });
                }
                None => acts.push(Act::Write {
                    at: self.at.clone(),
                    language: column.language.clone(),
                    text: Some(text),
                }),
            }
        }
        // What was translated is not what the draft says now: somebody looks at it.
        if let Some((place, value)) = is_stale.filter(|_| !acts.is_empty()) {
            let name = self.at.key();
            found.lack(&place, Lack::NotRead { name, value });
        }
        acts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::expression::Dialect;
    use super::super::samples;
    use super::*;
    use crate::domain::questionnaire::acts::apply;

    fn english() -> Vec<Language> {
        vec![Language::japanese(), Language::english()]
    }

    /// A workbook of these cells.
    fn book(rows: &[&[&str]]) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name(SHEET).unwrap();
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    }

    fn draft() -> Questionnaire {
        serde_json::from_value(serde_json::json!({
            "code": "c", "title": "題", "purpose": "目的", "minutes": 1, "languages": ["ja", "en"],
            "sections": [{"code": "s", "title": "頁", "questions": [{"code": "q", "text": "問い", "type": "text"}]}],
        }))
        .unwrap()
    }

    fn told(rows: &[&[&str]]) -> Vec<String> {
        let found = read(&book(rows), &draft()).unwrap_err();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_a_translator_wrote_comes_in() {
        let head = &["key", "place", "日本語 (ja)", "English (en)"][..];
        let rows = [
            head,
            &["title", "", "題", "Title"],
            &["question:q", "", "問い", "=1+1"],
        ];
        let acts = read(&book(&rows), &draft()).unwrap();
        let after = apply(&draft(), &Act::together(acts)).unwrap().draft;
        assert_eq!(after.title.exact(&Language::english()), Some("Title"));
        let question = after.questions().next().unwrap();
        assert_eq!(question.text.exact(&Language::english()), Some("=1+1"));
    }

    #[test]
    fn every_fault_has_its_cell() {
        let head = &[
            "key",
            "place",
            "日本語 (ja)",
            "English (en)",
            "Klingon (tlh)",
        ][..];
        let long = "x".repeat(TEXT + 1);
        let rows = [
            head,
            &["nothing:q", "", "", "a"],
            &["", "where", "", "b"],
            &["title", "", "別の題", "Title"],
            &["purpose", "", "", "a\u{7}b"],
            &["question:q", "", "", &long],
        ];
        let told = told(&rows);
        for cell in [
            "texts!E1", "texts!A2", "texts!A3", "texts!C4", "texts!D5", "texts!D6",
        ] {
            assert!(
                told.iter().any(|one| one.starts_with(cell)),
                "{cell}: {told:?}"
            );
        }
        assert_eq!(told.len(), 6, "{told:?}");
        let other = read(b"%PDF-1.7", &draft()).unwrap_err();
        assert_eq!(other.len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn nothing_changes_on_the_way_out_and_back(draft in samples::sayable(Dialect::XlsForm)) {
            let draft = Questionnaire { languages: english(), ..draft };
            let book = write(&draft, At::key).unwrap();
            prop_assert_eq!(read(&book, &draft), Ok(Vec::new()));
        }
    }
}

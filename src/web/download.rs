//! Files: CSV and Word for offices, JSON for programs, each with the headers a file needs.
//!
//! A browser saves a file and never shows it as a page of ours: `attachment`, its own type, and, should it be opened all
//! the same, a sandbox in which nothing runs (`trust.md` ASVS 3.2.1).

use actix_web::HttpResponse;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, Charset,
    ContentDisposition, DispositionParam, DispositionType, ExtendedValue, X_CONTENT_TYPE_OPTIONS,
};
use serde::Serialize;

use crate::formats::{docx, spreadsheet};
use crate::web::error::Error;

/// The kind of a Word file.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Characters of the name a file is saved under.
const NAME: usize = 60;

/// A file that may be had: under what names.
pub(super) struct Download {
    /// For every program: small letters, digits and hyphens (a slug).
    plain: String,
    /// For people.
    title: String,
    /// Whether everybody may have it, or only whoever asked.
    is_public: bool,
}

impl Download {
    /// Published figures of something with a slug and a title.
    pub(super) fn new(slug: &str, title: &str) -> Self {
        Self {
            plain: slug.to_owned(),
            title: title.chars().map(in_a_name).take(NAME).collect(),
            is_public: true,
        }
    }

    /// A file for whoever asked and nobody else.
    pub(super) fn of_staff(slug: &str, title: &str) -> Self {
        Self {
            is_public: false,
            ..Self::new(slug, title)
        }
    }

    /// UTF-8 with BOM, CRLF; nothing in it runs in a spreadsheet.
    ///
    /// # Errors
    /// When the rows are no records: a fault of the program.
    pub(super) fn csv<R: Serialize>(
        &self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<HttpResponse, Error> {
        let file = spreadsheet::figures(rows).map_err(Error::fault)?;
        Ok(self.answer("csv", "text/csv; charset=utf-8", file))
    }

    /// UTF-8.
    ///
    /// # Errors
    /// When the document has no form in JSON: a fault of the program.
    pub(super) fn json<D: Serialize>(&self, document: &D) -> Result<HttpResponse, Error> {
        let file = serde_json::to_vec(document).map_err(Error::fault)?;
        Ok(self.answer("json", "application/json; charset=utf-8", file))
    }

    /// A Word file.
    ///
    /// # Errors
    /// When it cannot be packed: a fault of the program.
    pub(super) fn docx(&self, document: &docx::Document) -> Result<HttpResponse, Error> {
        let file = document.file().map_err(Error::fault)?;
        Ok(self.answer("docx", WORD, file))
    }

    /// Any file, of this kind.
    pub(super) fn answer(&self, ending: &str, kind: &str, file: Vec<u8>) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        // Published figures are kept as what is published is (`cache::printed`), and programs of other sites may read them.
        match self.is_public {
            true => response.insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*")),
            false => response.insert_header((CACHE_CONTROL, "no-store")),
        };
        response
            .content_type(kind)
            .insert_header(self.disposition(ending))
            .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((
                CONTENT_SECURITY_POLICY,
                "sandbox; default-src 'none'; frame-ancestors 'none'",
            ))
            .body(file)
    }

    /// RFC 6266: a name every program understands, then (RFC 8187, before 5987) the one people read.
    fn disposition(&self, ending: &str) -> ContentDisposition {
        let plain = format!("{}.{ending}", self.plain);
        let title = format!("{}.{ending}", self.title);
        ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![
                DispositionParam::Filename(plain),
                DispositionParam::FilenameExt(ExtendedValue {
                    charset: Charset::Ext("UTF-8".to_owned()),
                    language_tag: None,
                    value: title.into_bytes(),
                }),
            ],
        }
    }
}

/// A character that may stand in the name of a file on every system, and says what it shows.
fn in_a_name(c: char) -> char {
    let direction =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let unfit = matches!(
        c,
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '.' | '~'
    );
    if direction || unfit || c.is_control() || c.is_whitespace() {
        '_'
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::TryIntoHeaderValue as _;
    use proptest::prelude::*;

    use super::*;

    fn said(slug: &str, title: &str) -> String {
        let header = Download::new(slug, title).disposition("csv");
        let value = header.try_into_value().unwrap();
        value.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_file_has_a_name_for_programs_and_one_for_people() {
        assert_eq!(
            said("sng-02", "満足度 1"),
            "attachment; filename=\"sng-02.csv\"; filename*=UTF-8''%E6%BA%80%E8%B6%B3%E5%BA%A6_1.csv"
        );
    }

    proptest! {
        /// Whatever a title holds, it stays inside its name and within one line.
        #[test]
        fn a_title_writes_no_header(title in any::<String>()) {
            let said = said("sng-02", &title);
            let (_, name) = said.split_once("filename*=UTF-8''").unwrap();
            prop_assert!(name.ends_with(".csv") && name.len() <= NAME * 12 + 4);
            prop_assert!(name.bytes().all(|b| b.is_ascii_graphic() && !b"\";,/\\".contains(&b)));
        }
    }
}

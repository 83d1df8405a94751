//! Files out: a questionnaire as a file of ours or of another program. What a format cannot say is listed before anybody
//! downloads it.

pub mod draft;
pub mod version;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::Grant;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::at::At;
use crate::domain::questionnaire::source::Unmapped;
use crate::domain::questionnaire::source::place::Place;
use crate::domain::words::words;
use crate::formats::foreign::{surveyjs, xlsform};
use crate::formats::questionnaire as own;
use crate::views::datum::Datum;
use crate::views::designing;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::download::Download;
use crate::web::error::Error;
use crate::web::page::{self, Title};

use super::Staff;

words! {
    /// What a questionnaire can be written as.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Format {
        /// A file of ours.
        Yaml = "yaml",
        /// The same as JSON.
        Json = "json",
        /// A workbook.
        XlsForm = "xlsform",
        /// A document.
        SurveyJs = "surveyjs",
    }
}

/// The formats with what each of them leaves out.
#[derive(Serialize)]
struct Index {
    title: String,
    said: Say,
    back: String,
    files: Vec<FileView>,
}

/// A file that can be had.
#[derive(Serialize)]
struct FileView {
    heading: Say,
    lead: Say,
    href: String,
    /// What does not stand in it.
    lacks: Vec<Lacking>,
    count: Option<Say>,
}

/// One thing that a format cannot say.
#[derive(Serialize)]
struct Lacking {
    at: Say,
    said: Say,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/files/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("files-title").into())
    }
}

/// What is written: a draft at a revision, or a version.
struct Written {
    document: Questionnaire,
    /// Which one it is, in a sentence.
    said: Say,
    /// The same in the name of a file: `r3`, `v2`.
    mark: String,
}

impl Written {
    /// The page that leads to the files, at the address `own`.
    fn index<P: Grant>(
        &self,
        staff: &Staff<P>,
        (own, back): (&str, String),
    ) -> Result<HttpResponse, Error> {
        let files = Format::ALL.into_iter().map(|format| {
            let (_, unmapped) = self.bytes(format)?;
            let path = staff.path(&format!("{own}/{}", format.word()));
            Ok(file(staff, &self.document, (format, path), &unmapped))
        });
        let files: Result<Vec<FileView>, Error> = files.collect();
        staff.show(&Index {
            title: self.document.title.get(staff.language()).to_owned(),
            said: self.said.clone(),
            back,
            files: files?,
        })
    }

    /// The file.
    fn download<P: Grant>(&self, staff: &Staff<P>, format: &str) -> Result<HttpResponse, Error> {
        let format = Format::from_word(format).ok_or(Error::NotFound)?;
        let (bytes, _) = self.bytes(format)?;
        let (ending, kind, program) = match format {
            Format::Yaml => ("yaml", "application/yaml; charset=utf-8", ""),
            Format::Json => ("json", "application/json; charset=utf-8", ""),
            Format::XlsForm => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "-xlsform",
            ),
            Format::SurveyJs => ("json", "application/json; charset=utf-8", "-surveyjs"),
        };
        let title = self.document.title.get(staff.language());
        let named = |name: &str| format!("{name}-{}{program}", self.mark);
        let code = named(self.document.code.as_str());
        // The name for people is cut at its end: what tells one file from the other stands in front.
        let title = format!("{}{program}_{title}", self.mark);
        Ok(Download::of_staff(&code, &title).answer(ending, kind, bytes))
    }

    /// What the file holds, and what it leaves out.
    fn bytes(&self, format: Format) -> Result<(Vec<u8>, Vec<Unmapped>), Error> {
        let unsaid = || own::unsaid(&self.document);
        let document = &self.document;
        let ours = |file: serde_json::Result<String>| Ok((file?.into_bytes(), unsaid()?));
        let written: serde_json::Result<(Vec<u8>, Vec<Unmapped>)> = match format {
            Format::Yaml => ours(own::write_yaml(document)),
            Format::Json => ours(own::write_json(document)),
            Format::XlsForm => Ok(xlsform::write(document)),
            Format::SurveyJs => Ok(surveyjs::write(document)),
        };
        written.map_err(Error::fault)
    }
}

fn file<P: Grant>(
    staff: &Staff<P>,
    document: &Questionnaire,
    (format, href): (Format, String),
    unmapped: &[Unmapped],
) -> FileView {
    let lacking = |one: &Unmapped| Lacking {
        at: at(staff, document, &one.place),
        said: designing::lack(&one.what),
    };
    let count = Say::new("files-lacks").with("count", Datum::how_many(unmapped.len()));
    FileView {
        heading: Say::new(format!("files-{}", format.word())),
        lead: Say::new(format!("files-lead-{}", format.word())),
        href,
        lacks: unmapped.iter().map(lacking).collect(),
        count: (!unmapped.is_empty()).then_some(count),
    }
}

/// The part of the questionnaire by the name its readers know; the questionnaire as a whole by its own.
fn at<P: Grant>(staff: &Staff<P>, document: &Questionnaire, place: &Place) -> Say {
    let Place::Own(path) = place else {
        return designing::stands(place);
    };
    let language = staff.language();
    let found = match path.as_str() {
        "title" => designing::text(&At::Title, document, language),
        "purpose" => designing::text(&At::Purpose, document, language),
        _ => designing::place(path, document, language).map(|(_, named)| named),
    };
    found.unwrap_or_else(|| Say::new("files-whole"))
}

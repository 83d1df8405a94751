//! 言語を並べて書く: the texts of a page in every language beside each other, how complete each language is, and for
//! やさしい日本語 what is hard and which readings could be added. A proposal is one until a person takes it.

mod cells;
pub mod workbook;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::language::readings::Readings;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::acts::at::{At as TextAt, texts};
use crate::domain::questionnaire::limits::TEXT;
use crate::domain::text::Text;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::{FieldErrors, FormView, TICKED};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;
use super::fields::Fields;
use super::meeting::answer_to;
use cells::Row;

/// What stands before the key of a text whose proposal is taken.
const TAKE: &str = "take:";

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    /// The page that is shown again where a form did not pass.
    #[serde(skip)]
    here: String,
    languages: Vec<Column>,
    parts: Vec<Way>,
    rows: Vec<Row>,
    action: String,
    seen: i32,
    is_open: bool,
    /// Where the texts go out to a translator and come back.
    workbook: String,
    limit: Say,
    faults: Vec<Fault>,
    form: FormView,
}

/// What is wrong with a file, and where.
#[derive(Serialize)]
struct Fault {
    at: Say,
    said: Say,
}

/// A language, and how much of the questionnaire is written in it.
#[derive(Serialize)]
struct Column {
    tag: String,
    name: Wording,
    complete: Say,
}

/// A way to the texts of another part.
#[derive(Serialize)]
struct Way {
    href: String,
    text: Wording,
    current: bool,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/languages/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("languages-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.here.clone()),
            wide: true,
            ..Around::of_form(&self.form)
        }
    }
}

/// `GET /staff/drafts/{draft}/languages`: `?section=`, or the head of the questionnaire.
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let here = At::of_query(&staff, &opened.row.document);
    let blank = FormView::filled([]);
    page(&staff, &opened, &here, (blank, Vec::new()))
}

fn page(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    here: &At,
    (form, faults): (FormView, Vec<Fault>),
) -> Result<HttpResponse, Error> {
    let draft = &opened.row.document;
    let own = opened.path(staff, "/languages");
    let readings = Readings::of_offices();
    let rows = texts_of(draft, here).into_iter();
    let rows = rows.map(|(at, text)| Row::of(staff, draft, (&at, text), &form, &readings));
    staff.show(&Show {
        title: draft.title.get(staff.language()).to_owned(),
        back: format!("{}{}", opened.path(staff, ""), here.query()),
        here: format!("{own}{}", here.query()),
        languages: draft
            .languages
            .iter()
            .map(|one| column(draft, one))
            .collect(),
        parts: parts(opened, &own, here),
        rows: rows.collect(),
        action: format!("{own}{}", here.query()),
        seen: opened.row.revision,
        is_open: opened.is_open(),
        workbook: opened.path(staff, "/languages/workbook"),
        limit: Say::new("languages-workbook-limit"),
        faults,
        form: form.and_blank(&["file"]),
    })
}

/// The texts of the head, or of a section with its questions.
fn texts_of<'q>(draft: &'q Questionnaire, here: &At) -> Vec<(TextAt, &'q Text)> {
    let At::Section(code) = here else {
        return vec![
            (TextAt::Title, &draft.title),
            (TextAt::Purpose, &draft.purpose),
        ];
    };
    let mut only = draft.clone();
    only.sections.retain(|one| one.code == *code);
    let own: Vec<TextAt> = texts(&only).into_iter().map(|(at, _)| at).collect();
    let all = texts(draft).into_iter();
    let head = |at: &TextAt| matches!(at, TextAt::Title | TextAt::Purpose);
    all.filter(|(at, _)| own.contains(at) && !head(at))
        .collect()
}

/// How many of the texts that the first language has are written in a language.
fn column(draft: &Questionnaire, language: &Language) -> Column {
    let first = draft.languages.first();
    let wanted = texts(draft).into_iter().filter(|(_, text)| {
        first.is_some_and(|first| text.exact(first).is_some_and(|text| !text.is_empty()))
    });
    let wanted: Vec<_> = wanted.collect();
    let there = wanted
        .iter()
        .filter(|(_, text)| text.exact(language).is_some());
    let (there, all) = (there.count(), wanted.len());
    let percent = (there * 100).checked_div(all).unwrap_or(100);
    Column {
        tag: language.tag().to_owned(),
        name: language.own_name().as_str().into(),
        complete: Say::new("languages-complete")
            .with("percent", percent.to_string())
            .with("there", Datum::how_many(there))
            .with("all", Datum::how_many(all)),
    }
}

fn parts(opened: &Opened, own: &str, here: &At) -> Vec<Way> {
    let sections = opened.row.document.sections.iter();
    let head = (At::Head, Say::new("draft-head").into());
    let all = std::iter::once(head).chain(sections.map(|section| {
        let title = section.title.get(&opened.language);
        (At::Section(section.code.clone()), title.into())
    }));
    let way = |(at, text): (At, Wording)| Way {
        href: format!("{own}{}", at.query()),
        current: at == *here,
        text,
    };
    all.map(way).collect()
}

/// `POST /staff/drafts/{draft}/languages`: every text that was changed, in one step.
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let here = At::of_query(&staff, &opened.row.document);
    match written(&base, &here, &fields) {
        Ok(acts) => {
            let path = format!("{}{}", opened.path(&staff, "/languages"), here.query());
            let act = Act::together(acts);
            answer_to(&staff, &opened, (&here, path), &fields, act).await
        }
        Err(wrong) => page(&staff, &opened, &here, (fields.refused(wrong), Vec::new())),
    }
}

/// The texts that were changed, and those whose proposal was taken.
fn written(base: &Questionnaire, here: &At, fields: &Fields) -> Result<Vec<Act>, FieldErrors> {
    let (readings, mut acts) = (Readings::of_offices(), Vec::new());
    for (at, text) in texts_of(base, here) {
        for language in &base.languages {
            let name = cells::name(&at, language);
            let Some(mut typed) = fields.sent(&name) else {
                continue;
            };
            if fields.ticked(&format!("{TAKE}{name}")) {
                typed = readings.proposed(&typed).text;
            }
            let length = typed.chars().count();
            if length > TEXT {
                let say = Say::new("draft-refused-long").with("length", length.to_string());
                return Err(FieldErrors::default().and(name, say));
            }
            if text.exact(language).unwrap_or_default() != typed {
                acts.push(Act::Write {
                    at: at.clone(),
                    language: language.clone(),
                    text: Some(typed).filter(|typed| !typed.is_empty()),
                });
            }
        }
    }
    Ok(acts)
}

/// A box that takes a proposal.
fn take(name: &str) -> (String, &'static str) {
    (format!("{TAKE}{name}"), TICKED)
}

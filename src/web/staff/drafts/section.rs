//! A section of a draft: its heading and the lines under it; a new one.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::acts::at::At as TextAt;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::{Questionnaire, Section};
use crate::domain::text::Text;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::{DraftAt, DraftSectionAt};
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;
use super::fields::{Fields, shown};
use super::meeting::{answer, answer_to};

pub(super) fn filled(draft: &Questionnaire, code: &Code, language: &Language) -> FormView {
    let section = draft.sections.iter().find(|one| one.code == *code);
    let note = section.and_then(|section| section.note.as_ref());
    FormView::filled([
        (
            "title",
            shown(section.map(|section| &section.title), language),
        ),
        ("note", shown(note, language)),
    ])
}

/// `POST /staff/drafts/{draft}/sections`: one more, at the end.
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let section = Box::new(blank(&opened.row.document));
    let there = At::Section(section.code.clone()).query();
    let path = format!("{}{there}", opened.path(&staff, ""));
    let act = Act::AddSection {
        section,
        before: None,
    };
    answer_to(&staff, &opened, (&At::Head, path), &fields, act).await
}

/// A new section, its number for a heading.
fn blank(draft: &Questionnaire) -> Section {
    let number = (draft.sections.len() + 1).to_string();
    let languages = draft.languages.iter();
    let title = languages.map(|language| (language.clone(), number.clone()));
    Section {
        code: fresh(draft),
        title: Text::from_iter(title),
        note: None,
        show_if: None,
        repeat: None,
        nth: None,
        questions: Vec::new(),
    }
}

/// A code that no section has.
fn fresh(draft: &Questionnaire) -> Code {
    let taken = |code: &Code| draft.sections.iter().any(|one| one.code == *code);
    super::adding::free_code(Some('s'), taken)
}

/// `POST /staff/drafts/{draft}/sections/{section}`
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftSectionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let here = At::Section(at.section.clone());
    let title = fields.text("title");
    if title.is_empty() && opened.row.document.languages.first() == Some(&opened.language) {
        let wrong = FieldErrors::of("title", Say::new("error-required-text"));
        return super::page(&staff, &opened, &here, fields.refused(wrong)).await;
    }
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let acts = written(&base, &at.section, &fields, &opened.language);
    answer(&staff, &opened, &here, &fields, Act::together(acts)).await
}

/// The texts that were changed.
fn written(base: &Questionnaire, section: &Code, fields: &Fields, language: &Language) -> Vec<Act> {
    let before = filled(base, section, language);
    let write = |at: TextAt, name: &str| {
        let typed = fields.text(name);
        (before.value(name) != typed).then(|| Act::Write {
            at,
            language: language.clone(),
            text: Some(typed).filter(|typed| !typed.is_empty()),
        })
    };
    let code = || section.clone();
    let title = write(TextAt::Section { section: code() }, "title");
    let note = write(TextAt::SectionNote { section: code() }, "note");
    [title, note].into_iter().flatten().collect()
}

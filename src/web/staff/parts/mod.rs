//! Every part that pages of staff are made of, on one page, for those who build them: served while developing only.

pub mod form;
pub mod note;
mod sample;
pub mod upload;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::KeepOwnAccount;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::form::FormView;
use crate::web::page::parts::{Changed, Confirmation, Fact, Undo};
use crate::web::page::{self, Around, Title, see_other};

use super::Staff;
use super::kept::KeptView;
use form::Sheet;
use sample::Samples;

/// Its address.
pub(super) const PATH: &str = "/staff/parts";

/// Where the button goes that stops long work: here, nothing goes on.
const STOP: &str = "/staff/parts/work";

/// The page.
#[derive(Serialize)]
struct Index {
    samples: Samples,
    sheet: Sheet,
    confirmation: Confirmation,
    facts: Vec<Fact>,
    upload: upload::View,
    note: NoteView,
    undo: Option<Undo>,
    /// Where the page answers a form that has no address of its own.
    #[serde(skip)]
    switch: Option<String>,
}

/// A form that is kept while somebody types.
#[derive(Serialize)]
struct NoteView {
    action: String,
    form: FormView,
    kept: KeptView,
    changed: Option<Changed>,
}

/// What a form of the page came back with.
#[derive(Default)]
struct Came {
    form: Option<FormView>,
    upload: Option<FormView>,
    file: Option<Vec<Fact>>,
    note: Option<FormView>,
    changed: Option<Changed>,
    undo: Option<Undo>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/parts/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("parts-title").into())
    }

    fn around(&self) -> Around {
        let forms = [&self.sheet.form, &self.upload.form, &self.note.form];
        Around {
            failed: forms.iter().any(|form| form.failed()),
            switch: self.switch.clone(),
            ..Around::default()
        }
    }
}

/// `GET /staff/parts`
pub async fn index(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let page = Index::of(&staff, Came::default()).await?;
    staff.show(&page)
}

/// `POST /staff/parts/work`
pub async fn stop(staff: Staff<KeepOwnAccount>) -> HttpResponse {
    see_other(&staff.path(PATH)).finish()
}

impl Index {
    async fn of(staff: &Staff<KeepOwnAccount>, came: Came) -> Result<Self, Error> {
        let kept = staff.kept(note::FORM).await?;
        let came_back = [&came.form, &came.upload, &came.note];
        let is_answer = came_back.iter().any(|form| form.is_some()) || came.undo.is_some();
        Ok(Self {
            samples: Samples::of(staff)?,
            sheet: Sheet::of(staff, came.form.unwrap_or_else(form::blank)),
            confirmation: Confirmation {
                happens: vec![Say::new("sample-happens-1"), Say::new("sample-happens-2")],
                back: Say::new("sample-back"),
            },
            facts: sample::facts(),
            upload: upload::View::of(staff, came.upload, came.file),
            note: NoteView {
                action: staff.path(note::PATH),
                form: came.note.unwrap_or_else(|| note::filled(kept.as_ref())),
                kept: staff.kept_view(kept.as_ref()),
                changed: came.changed,
            },
            undo: came.undo,
            switch: is_answer.then(|| PATH.to_owned()),
        })
    }
}

//! A file that is sent, read, and told by name and size. Nothing of it is kept.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::KeepOwnAccount;
use crate::domain::questionnaire::limits::PICTURE_BYTES;
use crate::formats::sent_file::{FileKind, kind_of};
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::upload::{SentFile, Upload};
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::parts::Fact;
use crate::web::staff::Staff;

use super::{Came, Index};

/// Where it goes.
const ACTION: &str = "/staff/parts/upload";

/// The form, and what was found out about a file.
#[derive(Serialize)]
pub(super) struct View {
    action: String,
    pub(super) form: FormView,
    /// What is taken, and how large it may be.
    limit: Say,
    file: Option<Vec<Fact>>,
}

impl View {
    pub(super) fn of(
        staff: &Staff<KeepOwnAccount>,
        form: Option<FormView>,
        file: Option<Vec<Fact>>,
    ) -> Self {
        Self {
            action: staff.path(ACTION),
            form: form.unwrap_or_else(|| FormView::blank(&["file"])),
            limit: Say::new("sample-file-limit").with("kilobytes", kilobytes(PICTURE_BYTES)),
            file,
        }
    }
}

/// `POST /staff/parts/upload`
pub async fn create(staff: Staff<KeepOwnAccount>, sent: Upload) -> Result<HttpResponse, Error> {
    let came = match taken(sent.file.as_ref()) {
        Ok(file) => Came {
            file: Some(file),
            upload: Some(FormView::blank(&["file"])),
            ..Came::default()
        },
        Err(why) => Came {
            upload: Some(FormView::new([("file".to_owned(), String::new())], why)),
            ..Came::default()
        },
    };
    staff.show(&Index::of(&staff, came).await?)
}

/// What a file is, where it is one that is taken.
fn taken(file: Option<&SentFile>) -> Result<Vec<Fact>, FieldErrors> {
    let wrong = |say| Err(FieldErrors::of("file", say));
    let Some(file) = file else {
        return wrong(Say::new("error-no-file"));
    };
    if file.bytes.len() > PICTURE_BYTES {
        let most = kilobytes(PICTURE_BYTES);
        return wrong(Say::new("error-file-too-large").with("kilobytes", most));
    }
    match kind_of(&file.bytes) {
        Some(FileKind::Picture | FileKind::Text) => Ok(facts(file)),
        Some(FileKind::Pdf | FileKind::Archive) | None => wrong(Say::new("error-file-kind")),
    }
}

fn facts(file: &SentFile) -> Vec<Fact> {
    let bytes = Datum::how_many(u64::try_from(file.bytes.len()).unwrap_or(u64::MAX));
    vec![
        Fact {
            term: Say::new("file-name"),
            value: file.name.clone().into(),
        },
        Fact {
            term: Say::new("file-size"),
            value: Say::new("bytes").with("count", bytes).into(),
        },
    ]
}

fn kilobytes(bytes: usize) -> Datum {
    Datum::how_many(u64::try_from(bytes / 1_000).unwrap_or(u64::MAX))
}

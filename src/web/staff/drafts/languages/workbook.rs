//! The texts as a workbook for a translator outside, and what comes back of it: all of it, or each fault with its cell.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::acts::at::At as TextAt;
use crate::domain::questionnaire::source::Unmapped;
use crate::formats::foreign::translation;
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::views::{designing, ruby};
use crate::web::download::Download;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::extract::upload::{SentFile, Upload};
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::Staff;

use super::super::Opened;
use super::super::editor::At;
use super::super::fields::Fields;
use super::super::meeting::answer_to;
use super::{Fault, page};

/// What a workbook is.
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /staff/drafts/{draft}/languages/workbook`
pub async fn download(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let draft = &opened.row.document;
    let locales = staff.app.views.locales();
    let place = |at: &TextAt| {
        let say = designing::text(at, draft, staff.language());
        let said = say.and_then(|say| locales.say(staff.language(), &say).ok());
        said.map_or_else(|| at.key(), |said| ruby::plain(&said))
    };
    let book = translation::write(draft, place).map_err(Error::fault)?;
    let title = draft.title.get(staff.language());
    let name = format!("{}-{}", ruby::plain(title), opened.row.revision);
    let file = Download::of_staff(draft.code.as_str(), &name);
    Ok(file.answer("xlsx", KIND, book))
}

/// `POST /staff/drafts/{draft}/languages/workbook`: `_seen` is the revision of the page the file is sent from.
pub async fn upload(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    sent: Upload,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let fields = Fields::of(sent.typed)?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    match read(sent.file.as_ref(), &base) {
        Ok(act) => {
            let path = opened.path(&staff, "/languages");
            answer_to(&staff, &opened, (&At::Head, path), &fields, act).await
        }
        Err((say, faults)) => {
            let wrong = FieldErrors::of("file", say);
            let form = FormView::new([("file".to_owned(), String::new())], wrong);
            page(&staff, &opened, &At::Head, (form, faults))
        }
    }
}

/// What came back, or what is wrong with it: in a sentence, and each fault.
fn read(sent: Option<&SentFile>, base: &Questionnaire) -> Result<Act, (Say, Vec<Fault>)> {
    let Some(file) = sent else {
        return Err((Say::new("error-no-file"), Vec::new()));
    };
    translation::read(&file.bytes, base)
        .map(Act::together)
        .map_err(|found| {
            let count = Datum::how_many(found.len());
            let say = Say::new("languages-workbook-faults").with("count", count);
            (say, found.iter().map(fault).collect())
        })
}

fn fault(found: &Unmapped) -> Fault {
    Fault {
        at: designing::stands(&found.place),
        said: designing::lack(&found.what),
    }
}

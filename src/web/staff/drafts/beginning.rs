//! Beginning a draft: copied from a version, from a template ([`super::library`]), from last year's sheet as a file or as pasted text, or empty.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::ids::{QuestionnaireDraftId, VersionId};
use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::{Act, apply, take_apart};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::{Layout, Questionnaire};
use crate::domain::text::Text;
use crate::formats::questionnaire as files;
use crate::formats::sheet::{self, Refused, guess};
use crate::storage::{questionnaire_ledger, questionnaires as versions};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::upload::Upload;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::done::Done;
use crate::web::staff::{Staff, questionnaires};
use crate::workflows::designing::{self, DesignError};

use super::address;
use super::library::{self, Card};

/// Where drafts begin.
pub(in crate::web::staff) const NEW: &str = "/staff/drafts/new";

/// Most bytes of a file of a questionnaire.
const FILE_BYTES: usize = sheet::FILE_BYTES;

/// The form.
#[derive(Serialize)]
struct New {
    action: String,
    back: String,
    versions: Vec<VersionView>,
    templates: Vec<Card>,
    limit: Say,
    form: FormView,
}

/// A version that can be copied.
#[derive(Serialize)]
struct VersionView {
    id: VersionId,
    title: String,
    said: Say,
    checked: bool,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/beginning/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("draft-new-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// `GET /staff/drafts/new`
pub async fn new(staff: Staff<EditQuestionnaires>) -> Result<HttpResponse, Error> {
    show(
        &staff,
        FormView::blank(&["title", "text", "file", "version"]),
    )
    .await
}

/// `POST /staff/drafts/new`: `_go` says from what.
pub async fn create(staff: Staff<EditQuestionnaires>, sent: Upload) -> Result<HttpResponse, Error> {
    let typed = |name: &str| sent.typed.one(name).map(Option::unwrap_or_default);
    let made = match typed("_go")? {
        "copy" => copied(&staff, typed("version")?).await?,
        "template" => Ok((library::chosen(typed("template")?)?, None)),
        "text" => from_text(typed("text")?),
        "file" => from_file(&sent),
        "empty" => empty(typed("title")?),
        _ => return Err(Error::BadRequest),
    };
    match made {
        Ok((document, basis)) => {
            let (draft, done) = begin(&staff, document, basis).await?;
            Ok(staff.see(&address(draft), done))
        }
        Err(wrong) => {
            let form = FormView::new(sent.typed.0.iter().cloned(), wrong);
            let form = form.and_blank(&["title", "text", "file", "version"]);
            show(&staff, form).await
        }
    }
}

/// What a draft begins with, and the version it was copied from.
type Made = Result<(Questionnaire, Option<VersionId>), FieldErrors>;

async fn copied(staff: &Staff<EditQuestionnaires>, version: &str) -> Result<Made, Error> {
    let Ok(id) = version.parse() else {
        return Ok(Err(FieldErrors::of(
            "version",
            Say::new("draft-no-version"),
        )));
    };
    let mut conn = staff.app.db.get().await?;
    let row = versions::version(&mut conn, staff.town.id, VersionId(id)).await?;
    Ok(Ok((row.document, Some(row.id))))
}

fn empty(title: &str) -> Made {
    let title = title.trim();
    if title.is_empty() {
        return Err(FieldErrors::of("title", Say::new("error-required-text")));
    }
    Ok((blank(title), None))
}

fn blank(title: &str) -> Questionnaire {
    Questionnaire {
        code: own_code(),
        title: Text::japanese(title),
        purpose: Text::default(),
        minutes: 10,
        languages: vec![Language::japanese()],
        layout: Layout::Sections,
        sections: Vec::new(),
    }
}

/// The code of a questionnaire that nobody named: unlike all others.
fn own_code() -> Code {
    let number = uuid::Uuid::new_v4().as_u128() & 0xffff_ffff;
    Code::numbered(Some('q'), u32::try_from(number).unwrap_or_default())
}

fn from_text(text: &str) -> Made {
    if text.trim().is_empty() {
        return Err(FieldErrors::of("text", Say::new("error-required-text")));
    }
    guessed("text", text.as_bytes())
}

fn from_file(sent: &Upload) -> Made {
    let wrong = |say| Err(FieldErrors::of("file", say));
    let Some(file) = &sent.file else {
        return wrong(Say::new("error-no-file"));
    };
    if file.bytes.len() > FILE_BYTES {
        let most = Datum::how_many(u64::try_from(FILE_BYTES / 1000).unwrap_or(u64::MAX));
        return wrong(Say::new("error-file-too-large").with("kilobytes", most));
    }
    let name = file.name.to_lowercase();
    match name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json") {
        true => own_format(&file.bytes),
        false => guessed("file", &file.bytes),
    }
}

/// A file of our own: a draft may have faults of design, a file must be readable.
fn own_format(bytes: &[u8]) -> Made {
    let examined = files::examine(bytes, |_| Err(std::io::ErrorKind::NotFound.into()));
    match (examined.questionnaire, examined.faults.first()) {
        (Some(questionnaire), _) => Ok((questionnaire, None)),
        (None, Some(fault)) => {
            let say = Say::new("draft-file-fault").with("line", fault.line.to_string());
            let say = say.with("column", fault.column.to_string());
            Err(FieldErrors::of(
                "file",
                say.with("fault", fault.kind.to_string().as_str()),
            ))
        }
        (None, None) => Err(FieldErrors::of("file", Say::new("error-file-kind"))),
    }
}

fn guessed(field: &'static str, bytes: &[u8]) -> Made {
    match sheet::text(bytes) {
        Ok(read) => Ok((guess(&read.lines, own_code()).draft, None)),
        Err(why) => Err(FieldErrors::of(field, refused(&why))),
    }
}

fn refused(why: &Refused) -> Say {
    let key = match why {
        Refused::Empty => "sheet-empty",
        Refused::TooLarge | Refused::Unpacked | Refused::TooManyLines => "sheet-too-large",
        Refused::Is(_) => "sheet-other-kind",
        Refused::Locked => "sheet-locked",
        Refused::Damaged | Refused::Xml { .. } => "sheet-damaged",
        Refused::Letters(_) => "sheet-letters",
    };
    Say::new(key)
}

/// Begins the draft, and does what it holds as acts: what came of it.
async fn begin(
    staff: &Staff<EditQuestionnaires>,
    whole: Questionnaire,
    basis: Option<VersionId>,
) -> Result<(QuestionnaireDraftId, Done), Error> {
    let (empty, acts, double) = take_apart(&whole);
    let document = apply(&empty, &Act::together(acts))
        .map_err(Error::fault)?
        .draft;
    let begun = staff
        .write(async move |at| designing::begin(at.tx, at.actor, document, basis).await)
        .await?;
    match begun {
        Ok(draft) if double.is_empty() => Ok((draft, Done::DraftBegun)),
        Ok(draft) => Ok((draft, Done::DraftBegunInPart)),
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(why) => Err(Error::fault(why)),
    }
}

async fn show(staff: &Staff<EditQuestionnaires>, form: FormView) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let all = questionnaire_ledger::newest(&mut conn, staff.town.id).await?;
    drop(conn);
    let version = |one: questionnaire_ledger::Newest| VersionView {
        checked: form.value("version") == one.id.to_string(),
        id: one.id,
        title: one.title.get(staff.language()).to_owned(),
        said: Say::new("version-number").with("number", one.number.to_string()),
    };
    staff.show(&New {
        action: staff.path(NEW),
        back: staff.path(questionnaires::PATH),
        versions: all.into_iter().map(version).collect(),
        templates: library::cards(staff)?,
        limit: Say::new("draft-file-limit"),
        form,
    })
}

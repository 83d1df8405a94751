//! Beginning a draft: copied from a version, from a template ([`super::library`]), from a file or pasted text, or empty.

mod fault;
mod refusal;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::ids::VersionId;
use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::{Act, apply, take_apart};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::source::Source;
use crate::domain::questionnaire::{Layout, Questionnaire};
use crate::domain::text::Text;
use crate::formats::begun;
use crate::storage::{questionnaire_ledger, questionnaires as versions};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::upload::Upload;
use crate::web::page::form::FormView;
use crate::web::page::{self, Around, Title};
use crate::web::staff::done::Done;
use crate::web::staff::{Staff, questionnaires};
use crate::workflows::designing::{self, Basis, DesignError};

use super::address;
use super::library::{self, Card};
use refusal::{FaultView, Wrong};

/// Where drafts begin.
pub(in crate::web::staff) const NEW: &str = "/staff/drafts/new";

/// The form.
#[derive(Serialize)]
struct New {
    action: String,
    back: String,
    versions: Vec<VersionView>,
    templates: Vec<Card>,
    limit: Say,
    /// Each fault of a file, where there are several.
    faults: Vec<FaultView>,
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
    let form = FormView::blank(&["title", "text", "file", "version"]);
    show(&staff, form, Vec::new()).await
}

/// `POST /staff/drafts/new`: `_go` says from what.
pub async fn create(staff: Staff<EditQuestionnaires>, sent: Upload) -> Result<HttpResponse, Error> {
    let typed = |name: &str| sent.typed.one(name).map(Option::unwrap_or_default);
    let made = match typed("_go")? {
        "copy" => copied(&staff, typed("version")?).await?,
        "template" => Ok(of_template(typed("template")?)?),
        "text" => from_text(typed("text")?),
        "file" => from_file(&sent),
        "empty" => empty(typed("title")?),
        _ => return Err(Error::BadRequest),
    };
    match made {
        Ok(begun) => {
            let (page, done) = begin(&staff, begun).await?;
            Ok(staff.see(&page, done))
        }
        Err(wrong) => {
            let form = FormView::new(sent.typed.0.iter().cloned(), wrong.errors);
            let form = form.and_blank(&["title", "text", "file", "version"]);
            show(&staff, form, wrong.faults).await
        }
    }
}

/// What a draft begins with.
struct Begun {
    whole: Questionnaire,
    basis: Basis,
    /// The file or the text it was read from.
    source: Option<Source>,
}

impl From<begun::Begun> for Begun {
    fn from((whole, source): begun::Begun) -> Self {
        Self {
            whole,
            basis: Basis::default(),
            source: Some(source),
        }
    }
}

/// What a draft begins with, or why none does.
type Made = Result<Begun, Wrong>;

async fn copied(staff: &Staff<EditQuestionnaires>, version: &str) -> Result<Made, Error> {
    let Ok(id) = version.parse() else {
        return Ok(Err(Wrong::field("version", Say::new("draft-no-version"))));
    };
    let mut conn = staff.app.db.get().await?;
    let row = versions::version(&mut conn, staff.town.id, VersionId(id)).await?;
    Ok(Ok(Begun {
        whole: row.document,
        basis: Basis::copy_of(row.id),
        source: None,
    }))
}

fn of_template(word: &str) -> Result<Begun, Error> {
    Ok(Begun {
        whole: library::chosen(word)?,
        basis: Basis::default(),
        source: None,
    })
}

fn empty(title: &str) -> Made {
    let title = title.trim();
    if title.is_empty() {
        return Err(Wrong::field("title", Say::new("error-required-text")));
    }
    Ok(Begun {
        whole: blank(title),
        basis: Basis::default(),
        source: None,
    })
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
        return Err(Wrong::field("text", Say::new("error-required-text")));
    }
    let begun = begun::of_text(text, own_code());
    Ok(begun.map_err(|why| refusal::wrong("text", &why))?.into())
}

fn from_file(sent: &Upload) -> Made {
    let Some(file) = &sent.file else {
        return Err(Wrong::field("file", Say::new("error-no-file")));
    };
    let begun = begun::of_file(&file.name, &file.bytes, own_code());
    Ok(begun.map_err(|why| refusal::wrong("file", &why))?.into())
}

/// Begins the draft, and does what it holds as acts: where its page is, and what came of it.
async fn begin(staff: &Staff<EditQuestionnaires>, begun: Begun) -> Result<(String, Done), Error> {
    let (empty, acts, double) = take_apart(&begun.whole);
    let document = apply(&empty, &Act::together(acts))
        .map_err(Error::fault)?
        .draft;
    let (is_whole, basis) = (double.is_empty(), begun.basis);
    let source = begun.source.map(|source| source.became(&document, double));
    let has_source = source.is_some();
    let draft = staff
        .write(async move |at| match source {
            Some(source) => designing::begin_from(at.tx, at.actor, document, &source).await,
            None => designing::begin(at.tx, at.actor, document, basis).await,
        })
        .await?;
    let done = match is_whole {
        true => Done::DraftBegun,
        false => Done::DraftBegunInPart,
    };
    match draft {
        Ok(draft) if has_source => Ok((format!("{}/source", address(draft)), done)),
        Ok(draft) => Ok((address(draft), done)),
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(why) => Err(Error::fault(why)),
    }
}

async fn show(
    staff: &Staff<EditQuestionnaires>,
    form: FormView,
    faults: Vec<FaultView>,
) -> Result<HttpResponse, Error> {
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
        faults,
        form,
    })
}

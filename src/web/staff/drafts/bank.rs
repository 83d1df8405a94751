//! A question that was asked before comes into a draft with its code, so that its figures go on.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::{Act, Refused, apply};
use crate::domain::questionnaire::bank::{Brought, Entry, Left, Query, brought};
use crate::domain::questionnaire::question::Code;
use crate::read::bank as records;
use crate::read::listed::ON_A_PAGE;
use crate::views::designing;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::list::{Head, ListView, Place};
use crate::web::page::parts::Empty;
use crate::web::page::{self, Around, Title, see_other};
use crate::web::staff::Staff;
use crate::web::staff::bank::{self, row};

use super::Opened;
use super::editor::At;
use super::fields::Fields;
use super::meeting::answer_with;

/// Between what a question has left behind, in an address.
const BETWEEN: char = '.';

/// The questions that can come in.
#[derive(Serialize)]
struct Index {
    title: String,
    back: String,
    /// Where they come in.
    section: Say,
    action: String,
    seen: i32,
    empty: Option<Empty>,
    list: ListView,
    rows: Vec<Offer>,
    form: FormView,
    #[serde(skip)]
    here: String,
}

/// A question, and whether it can come in.
#[derive(Serialize)]
struct Offer {
    row: row::Row,
    questionnaire: String,
    code: String,
    /// Whether its figures go on.
    series: Say,
    /// What has its code already.
    taken: Option<Taken>,
    is_open: bool,
}

/// A question of the draft that has a code.
#[derive(Serialize)]
struct Taken {
    href: String,
    said: Say,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/bank/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("bank-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.here.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// `GET /staff/drafts/{draft}/bank`: those found by `?q=`, to come into `?into=`.
pub async fn index(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    match into(&staff, &opened) {
        Some(section) => page(&staff, &opened, &section, FormView::blank(&["question"])).await,
        None => Ok(see_other(&opened.path(&staff, "")).finish()),
    }
}

/// `POST /staff/drafts/{draft}/bank`: one comes in, behind all of `?into=`.
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let Some(section) = into(&staff, &opened) else {
        return Ok(see_other(&opened.path(&staff, "")).finish());
    };
    let (brought, is_own) = chosen(&staff, &opened, &section, &fields).await?;
    let here = At::Question(brought.question.code.clone());
    let more = said_in_address(&brought, is_own);
    let act = Act::AddQuestion {
        section: section.clone(),
        question: Box::new(brought.question),
        before: None,
    };
    match apply(&opened.row.document, &act) {
        Err(why) if opened.is_open() => refuse(&staff, &opened, &section, &why).await,
        _ => answer_with(&staff, &opened, (&here, &more), &fields, act).await,
    }
}

/// The section that the address names; the first one where it names none.
fn into(staff: &Staff<EditQuestionnaires>, opened: &Opened) -> Option<Code> {
    let sections = &opened.row.document.sections;
    let first = || sections.first().map(|section| section.code.clone());
    let Some(asked) = staff.query("into") else {
        return first();
    };
    let found = sections.iter().find(|one| one.code.as_str() == asked);
    found.map(|section| section.code.clone())
}

/// The question that was chosen, as the newest version that asks it has it, and whether it is of the draft's
/// questionnaire.
async fn chosen(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    section: &Code,
    fields: &Fields,
) -> Result<(Brought, bool), Error> {
    let code = |name: &str| Code::parse(&fields.text(name)).map_err(|_| Error::BadRequest);
    let (questionnaire, question) = (code("questionnaire")?, code("question")?);
    let mut conn = staff.app.db.get().await?;
    let versions = records::versions(&mut conn, staff.desk(), &questionnaire).await?;
    let mut newest = versions.iter().rev().map(|one| &one.document);
    let found = newest.find_map(|one| Some((one, one.question(&question)?)));
    let (source, question) = found
        .filter(|(_, one)| one.kind.is_asked())
        .ok_or(Error::NotFound)?;
    let draft = &opened.row.document;
    let brought = brought(source, question, (draft, section));
    Ok((brought, questionnaire == draft.code))
}

/// What is said beside the question when it has come in.
fn said_in_address(brought: &Brought, is_own: bool) -> String {
    let left: Vec<&str> = brought.left.iter().map(|left| left.word()).collect();
    let series = if is_own { "same" } else { "other" };
    format!("&brought={series}&left={}", left.join(&BETWEEN.to_string()))
}

/// The same, read again.
pub(super) fn said(staff: &Staff<EditQuestionnaires>) -> Vec<Say> {
    let Some(series) = staff.query("brought") else {
        return Vec::new();
    };
    let key = match series {
        "same" => "bank-brought-same",
        _ => "bank-brought-other",
    };
    let left = staff.query("left").unwrap_or_default().split(BETWEEN);
    let left: BTreeSet<Left> = left.filter_map(Left::from_word).collect();
    let left = left.into_iter();
    let left = left.map(|left| Say::new(format!("bank-left-{}", left.word())));
    std::iter::once(Say::new(key)).chain(left).collect()
}

/// Where a draft takes questions of the bank.
pub(super) fn address(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    section: &Code,
) -> String {
    format!("{}&into={section}", opened.path(staff, "/bank"))
}

async fn refuse(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    section: &Code,
    why: &Refused,
) -> Result<HttpResponse, Error> {
    let draft = &opened.row.document;
    let say = match why {
        Refused::Taken(code) => {
            let place = place(staff, draft, code).unwrap_or_else(|| Say::new("draft-outline"));
            let say = Say::new("bank-taken").with("code", code.as_str());
            say.with("place", place)
        }
        Refused::TooMany => Say::new("draft-refused-many"),
        Refused::NotWords => Say::new("draft-refused-erratum"),
        Refused::Gone(_) | Refused::TooLong(_) => Say::new("draft-refused-gone"),
    };
    let form = FormView::blank(&["question"]).and_wrong(FieldErrors::of("question", say));
    page(staff, opened, section, form).await
}

/// What the question of a code is called.
fn place(staff: &Staff<EditQuestionnaires>, draft: &Questionnaire, code: &Code) -> Option<Say> {
    designing::question(code, draft, staff.language())
}

/// The page, searched as its address says.
async fn page(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    section: &Code,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let (search, here) = (staff.searched(), address(staff, opened, section));
    let place = Place::new(here, staff.query("page")).searched(&search);
    let mut conn = staff.app.db.get().await?;
    let (bank, uses) = bank::known(staff, &mut conn).await?;
    let draft = &opened.row.document;
    let is_own = |entry: &Entry| entry.questionnaire == draft.code;
    let found = bank.find(&Query::new(&search), |entry| uses.names(entry), is_own);
    let all = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let shown = place.cut(&found, ON_A_PAGE);
    let rows = row::rows(staff, &mut conn, &uses, shown).await?;
    drop(conn);
    let rows = shown.iter().zip(rows);
    staff.show(&Index {
        title: draft.title.get(staff.language()).to_owned(),
        back: format!(
            "{}{}",
            opened.path(staff, ""),
            At::Adding(section.clone()).query()
        ),
        section: section_said(staff, draft, section),
        action: place.here(),
        seen: opened.row.revision,
        empty: bank::empty(staff, &bank),
        list: place.view(Vec::new(), heads(), (all, ON_A_PAGE)),
        rows: rows
            .map(|(entry, row)| offer(staff, opened, entry, row))
            .collect(),
        form,
        here: place.here(),
    })
}

fn heads() -> Vec<Head> {
    let mut heads = bank::heads();
    heads.push(Head::plain(Say::new("bank-take")));
    heads
}

fn section_said(staff: &Staff<EditQuestionnaires>, draft: &Questionnaire, section: &Code) -> Say {
    let at = draft.sections.iter().position(|one| one.code == *section);
    let path = format!("sections[{}]", at.unwrap_or_default());
    let place = designing::place(&path, draft, staff.language());
    let place = place.map_or_else(|| Say::new("draft-section"), |(_, place)| place);
    Say::new("bank-into").with("place", place)
}

fn offer(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    entry: &Entry,
    row: row::Row,
) -> Offer {
    let draft = &opened.row.document;
    let is_own = entry.questionnaire == draft.code;
    let taken = place(staff, draft, &entry.code).map(|place| {
        let here = At::Question(entry.code.clone());
        let key = if is_own {
            "bank-is-here"
        } else {
            "bank-code-is-here"
        };
        Taken {
            href: format!("{}{}", opened.path(staff, ""), here.query()),
            said: Say::new(key).with("place", place),
        }
    });
    Offer {
        row,
        questionnaire: entry.questionnaire.to_string(),
        code: entry.code.to_string(),
        series: Say::new(if is_own {
            "bank-goes-on"
        } else {
            "bank-of-another"
        }),
        taken,
        is_open: opened.is_open(),
    }
}

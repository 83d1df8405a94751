//! 前の調査から残っているところ: what a draft says as the version or the file before it did, one by one to be put right
//! or to be agreed to.

pub mod deciding;

use std::ops::Range;

use actix_web::HttpResponse;
use actix_web::web::Path;
use chrono::Months;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::at::{At, texts};
use crate::domain::questionnaire::leftovers::{Leftover, Since, left};
use crate::domain::time::{Day, Zone};
use crate::storage::draft_agreements::{self as agreements, AgreementRow};
use crate::storage::questionnaire_drafts::{self as drafts, DraftRow};
use crate::storage::questionnaires as versions;
use crate::storage::{Conn, clock, draft_sources};
use crate::views::datum::Datum;
use crate::views::designing as words;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::FormView;
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::workflows::designing;

use super::{Opened, address, editor};

/// Most characters of a sentence that are shown on either side.
const AROUND: usize = 60;

/// The list.
#[derive(Serialize)]
struct Index {
    title: String,
    back: String,
    action: String,
    seen: i32,
    is_open: bool,
    count: Option<Say>,
    rows: Vec<Row>,
    agreed: Vec<Agreed>,
    form: FormView,
}

/// Something that is left, in its sentence.
#[derive(Serialize)]
struct Row {
    field: String,
    which: usize,
    href: String,
    place: Say,
    what: Say,
    before: String,
    found: String,
    after: String,
    value: String,
    error: Option<Say>,
}

/// Something that may stay.
#[derive(Serialize)]
struct Agreed {
    number: i32,
    place: Say,
    found: String,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/leftovers/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("leftovers-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.action.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// What a draft was begun with, where that is older than itself.
struct Basis {
    document: Questionnaire,
    /// Since when it is said so.
    day: Day,
}

/// How much is left in a draft that can still be changed and began with something older.
pub(super) async fn count(conn: &mut Conn, zone: Zone, row: &DraftRow) -> Result<usize, Error> {
    if !row.is_open() {
        return Ok(0);
    }
    let Some(basis) = basis(conn, zone, row).await? else {
        return Ok(0);
    };
    let agreed = agreements::of(conn, row.municipality_id, row.id).await?;
    let all = left(&row.document, &basis.document);
    Ok(all.iter().filter(|one| !is_agreed(one, &agreed)).count())
}

/// What the page of a draft says of it; nothing where nothing is left.
pub(super) fn said(count: usize) -> Option<Say> {
    (count > 0).then(|| Say::new("leftovers-count").with("count", Datum::how_many(count)))
}

/// The version a draft was copied from, or what was read from its file: a sheet of last year, as far as anybody knows.
async fn basis(conn: &mut Conn, zone: Zone, row: &DraftRow) -> Result<Option<Basis>, Error> {
    let town = row.municipality_id;
    if let Some(id) = row.basis_id {
        let version = versions::version(conn, town, id).await?;
        return Ok(Some(Basis {
            day: zone.day(version.created_at),
            document: version.document,
        }));
    }
    if !draft_sources::is_there(conn, town, row.id).await? {
        return Ok(None);
    }
    let all = drafts::revisions_after(conn, town, row.id, 0).await?;
    Ok(Some(Basis {
        document: designing::before(&row.document, &all).map_err(Error::fault)?,
        day: zone.day(row.created_at) - Months::new(12),
    }))
}

fn is_agreed(one: &Leftover, agreed: &[AgreementRow]) -> bool {
    let is = |row: &AgreementRow| {
        row.place == one.at && row.language == one.language && row.found == one.found
    };
    agreed.iter().any(is)
}

/// `GET /staff/drafts/{draft}/leftovers`
pub async fn index(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    show(&staff, &opened, FormView::blank(&[])).await
}

async fn show(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let basis = basis(&mut conn, staff.town.zone, &opened.row).await?;
    let agreed = agreements::of(&mut conn, staff.town.id, opened.row.id).await?;
    let today = staff.town.zone.day(clock::now(&mut conn).await?);
    drop(conn);
    let (document, mut rows) = (&opened.row.document, Vec::new());
    if let Some(basis) = &basis {
        let since = Since::between(basis.day, today);
        let all = left(document, &basis.document).into_iter().enumerate();
        let open = all.filter(|(_, one)| !is_agreed(one, &agreed));
        rows.extend(open.map(|(which, one)| row(staff, opened, (which, &one), since, &form)));
    }
    staff.show(&Index {
        title: document.title.get(staff.language()).to_owned(),
        back: opened.path(staff, ""),
        action: opened.path(staff, "/leftovers"),
        seen: opened.row.revision,
        is_open: opened.is_open(),
        count: said(rows.len()),
        rows,
        agreed: agreed
            .iter()
            .map(|one| still(staff, document, one))
            .collect(),
        form,
    })
}

fn row(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    (which, one): (usize, &Leftover),
    since: Since,
    form: &FormView,
) -> Row {
    let text = text_of(&opened.row.document, one);
    let field = field(which);
    let typed = form.value(&field);
    let value = match typed.is_empty() {
        true => one.proposal(&text, since),
        false => typed.to_owned(),
    };
    let (before, after) = around(&text, &one.span);
    let own = staff.path(&address(opened.row.id));
    let here = editor::At::of_text(&one.at);
    Row {
        which,
        href: format!("{own}&in={}{}", one.language, here.query()),
        place: place(staff, &opened.row.document, &one.at, &one.language),
        what: Say::new(format!("leftover-{}", one.what.word())),
        before,
        found: one.found.clone(),
        after,
        error: form.error(&field).cloned(),
        value,
        field,
    }
}

/// The field of what stands at a place of the list.
fn field(which: usize) -> String {
    format!("to-{which}")
}

fn still(staff: &Staff<EditQuestionnaires>, draft: &Questionnaire, one: &AgreementRow) -> Agreed {
    Agreed {
        number: one.number,
        place: place(staff, draft, &one.place, &one.language),
        found: one.found.clone(),
    }
}

/// What a text is called; with its language, where the draft has several.
fn place(
    staff: &Staff<EditQuestionnaires>,
    draft: &Questionnaire,
    at: &At,
    language: &Language,
) -> Say {
    let named = words::text(at, draft, staff.language());
    let named = named.unwrap_or_else(|| Say::new("draft-head"));
    match draft.languages.len() {
        0 | 1 => named,
        _ => Say::new("leftovers-place")
            .with("of", named)
            .with("language", language.own_name().as_str()),
    }
}

fn text_of(draft: &Questionnaire, one: &Leftover) -> String {
    let mut all = texts(draft).into_iter();
    let found = all.find(|(at, _)| *at == one.at);
    let exact = found.and_then(|(_, text)| text.exact(&one.language));
    exact.unwrap_or_default().to_owned()
}

/// The sentence around a part of a text.
fn around(text: &str, span: &Range<usize>) -> (String, String) {
    let ends = |c: char| matches!(c, '。' | '\n');
    let before = text.get(..span.start).unwrap_or_default();
    let before = before.rsplit(ends).next().unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let after = after
        .split_inclusive(ends)
        .next()
        .unwrap_or_default()
        .trim_end();
    let cut = before.chars().count().saturating_sub(AROUND);
    let mark = |is_cut: bool| if is_cut { "…" } else { "" };
    let lead: String = before.chars().skip(cut).collect();
    let tail: String = after.chars().take(AROUND).collect();
    let is_cut = tail.len() < after.len();
    (
        format!("{}{lead}", mark(cut > 0)),
        format!("{tail}{}", mark(is_cut)),
    )
}

//! 元の資料: the file or the text a draft was begun from, and beside each part of it what it became.
//!
//! The source does not change, the draft does: what was a part of it and is gone has no link.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::at::At as TextAt;
use crate::domain::questionnaire::source::fate::{Became, Part, PassedOver};
use crate::domain::questionnaire::source::{Line, Source};
use crate::storage::draft_sources;
use crate::views::datum::Datum;
use crate::views::designing;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::list::{Head, ListView, Place};
use crate::web::page::{self, Title};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;

/// Lines on one page.
const MOST: i64 = 200;
/// What the lines can be narrowed down to, and the word for it.
const ONLY: &str = "only";
const LEFT: &str = "left";

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    came_from: Say,
    outcome: Say,
    /// What no line says.
    notes: Vec<Say>,
    lines: Option<Lines>,
    unmapped: Vec<Told>,
}

/// The lines of a sheet.
#[derive(Serialize)]
struct Lines {
    list: ListView,
    rows: Vec<Row>,
}

/// A part of a line.
#[derive(Serialize)]
struct Row {
    /// Where the line stands, beside its first part.
    at: Option<Say>,
    source: String,
    became: Option<Link>,
    /// What the draft says instead, where that is other words.
    kept: Option<String>,
    /// That it is nowhere, or nowhere any more.
    nowhere: Option<Say>,
    is_left: bool,
}

/// The way to a place in the draft.
#[derive(Serialize)]
struct Link {
    href: String,
    said: Say,
}

/// Something that could not be mapped.
#[derive(Serialize)]
struct Told {
    at: Say,
    said: Say,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/source/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("source-title").into())
    }
}

/// `GET /staff/drafts/{draft}/source`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let mut conn = staff.app.db.get().await?;
    let source = draft_sources::of_draft(&mut conn, staff.town.id, at.draft).await?;
    drop(conn);
    let told = source.unmapped.iter().map(|one| Told {
        at: designing::stands(&one.place),
        said: designing::lack(&one.what),
    });
    staff.show(&Show {
        title: opened.row.document.title.get(staff.language()).to_owned(),
        back: opened.path(&staff, ""),
        came_from: came_from(&source),
        outcome: outcome(&source),
        notes: notes(&source),
        lines: (!source.lines.is_empty()).then(|| Lines::of(&staff, &opened, &source)),
        unmapped: told.collect(),
    })
}

fn came_from(source: &Source) -> Say {
    let kind = Say::new(format!("source-of-{}", source.kind.word()));
    match &source.name {
        Some(name) => Say::new("source-file")
            .with("kind", kind)
            .with("name", name.as_str()),
        None => kind,
    }
}

fn outcome(source: &Source) -> Say {
    Say::new("source-outcome")
        .with("sections", Datum::how_many(source.sections))
        .with("questions", Datum::how_many(source.questions))
}

/// What no line says, each as a sentence.
fn notes(source: &Source) -> Vec<Say> {
    let PassedOver {
        pictures,
        embedded,
        symbols,
        macros,
        margins,
    } = source.passed_over;
    let counted = [
        ("source-pictures", pictures),
        ("source-embedded", embedded),
        ("source-symbols", symbols),
        ("source-margins", margins),
        ("source-beyond", source.beyond),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    let counted = counted.map(|(key, count)| Say::new(key).with("count", Datum::how_many(count)));
    let left = source.left_out.iter();
    let left = left.map(|code| Say::new("source-twice").with("code", code.as_str()));
    let macros = macros.then(|| Say::new("source-macros"));
    let is_whole = source.lines.is_empty() && source.unmapped.is_empty();
    let whole = is_whole.then(|| Say::new("source-complete"));
    counted.chain(macros).chain(left).chain(whole).collect()
}

impl Lines {
    fn of(staff: &Staff<EditQuestionnaires>, opened: &Opened, source: &Source) -> Self {
        let only = staff.query(ONLY).filter(|word| *word == LEFT);
        let place = Place::new(opened.path(staff, "/source"), staff.query("page"));
        let place = place.saying(ONLY, only.unwrap_or_default());
        let all = source.lines.iter();
        let shown: Vec<&Line> = all.filter(|line| only.is_none() || is_left(line)).collect();
        let heads = Head::plains(["source-col-place", "source-col-text", "source-col-became"]);
        let tabs = place.tabs(ONLY, [(LEFT, Say::new("source-only-left"))]);
        let rows = place.cut(&shown, MOST).iter();
        let count = i64::try_from(shown.len()).unwrap_or(i64::MAX);
        Self {
            rows: rows.flat_map(|line| rows_of(staff, opened, line)).collect(),
            list: place.view(tabs, heads, (count, MOST)),
        }
    }
}

/// Whether a part of a line became nothing.
fn is_left(line: &Line) -> bool {
    let mut parts = line.parts.iter();
    parts.any(|part| matches!(part.became, Became::LeftOut(_)))
}

fn rows_of(staff: &Staff<EditQuestionnaires>, opened: &Opened, line: &Line) -> Vec<Row> {
    let parts = line.parts.iter().enumerate();
    let row = |(nth, part)| {
        row(
            staff,
            opened,
            part,
            (nth == 0).then(|| designing::line(&line.place)),
        )
    };
    parts.map(row).collect()
}

fn row(staff: &Staff<EditQuestionnaires>, opened: &Opened, part: &Part, at: Option<Say>) -> Row {
    let found = designing::became(&part.became, &opened.row.document, staff.language());
    let nowhere = match (&part.became, &found) {
        (Became::LeftOut(reason), _) => Some(Say::new(format!("source-left-{}", reason.word()))),
        (_, None) => Some(Say::new("source-gone")),
        (_, Some(_)) => None,
    };
    let kept = Some(part.kept.trim()).filter(|kept| !kept.is_empty());
    Row {
        at,
        source: part.source.clone(),
        became: found.map(|(text, said)| Link {
            href: format!("{}{}", opened.path(staff, ""), editor(&text).query()),
            said,
        }),
        kept: kept
            .filter(|kept| !part.source.contains(*kept))
            .map(str::to_owned),
        is_left: matches!(part.became, Became::LeftOut(_)),
        nowhere,
    }
}

/// The form in which a text is put right.
fn editor(text: &TextAt) -> At {
    match (text, text.question()) {
        (_, Some(code)) => At::Question(code.clone()),
        (TextAt::Section { section } | TextAt::SectionNote { section }, None) => {
            At::Section(section.clone())
        }
        (_, None) => At::Head,
    }
}

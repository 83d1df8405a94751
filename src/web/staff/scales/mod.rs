//! 選択肢の組: options that the town words once, where each is used, and those the program brings along.

pub mod adding;
mod form;
pub mod removing;
pub mod scale;
mod uses;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::ids::ScaleId;
use crate::domain::permission::{Grant, Permission, SeeQuestionnaires};
use crate::domain::questionnaire::question::Choice;
use crate::domain::questionnaire::scales::Scale;
use crate::formats::library;
use crate::read::scales::{self as records, Use};
use crate::storage::scales::{self as stored, ScaleRow};
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::page::{self, Title};

use super::{Staff, questionnaires};
use uses::UseView;

/// The address of the list.
pub(super) const PATH: &str = "/staff/scales";

/// The list.
#[derive(Serialize)]
struct Index {
    questionnaires: String,
    /// Where one is registered; none for those who only look.
    new: Option<String>,
    rows: Vec<Row>,
    stock: Vec<Stocked>,
    gone: Vec<Gone>,
}

/// A scale.
#[derive(Serialize)]
struct Row {
    /// None for those who only look.
    href: Option<String>,
    name: String,
    options: Wording,
    uses: Vec<UseView>,
}

/// One that the program brings along.
#[derive(Serialize)]
struct Stocked {
    action: String,
    name: String,
    options: Wording,
}

/// One that was thrown away.
#[derive(Serialize)]
struct Gone {
    href: String,
    name: String,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/scales/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("scales-title").into())
    }
}

/// The address of a scale.
pub(super) fn address(id: ScaleId) -> String {
    format!("{PATH}/{id}")
}

/// `GET /staff/scales`
pub async fn index(staff: Staff<SeeQuestionnaires>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let all = stored::list(&mut conn, staff.town.id).await?;
    let (kept, gone): (Vec<_>, Vec<_>) = all.iter().partition(|row| row.removed_at.is_none());
    let scales: Vec<&Scale> = kept.iter().map(|row| &row.document).collect();
    let uses = records::uses(&mut conn, staff.desk(), &scales).await?;
    drop(conn);
    let makes = staff.may(Permission::EditQuestionnaires);
    let rows = kept.iter().enumerate();
    let gone = gone.iter().filter(|_| makes);
    staff.show(&Index {
        questionnaires: staff.path(questionnaires::PATH),
        new: makes.then(|| staff.path(adding::PATH)),
        rows: rows
            .map(|(at, one)| row(&staff, one, (at, &uses)))
            .collect(),
        stock: stock(&staff, &scales, makes),
        gone: gone.map(|one| away(&staff, one)).collect(),
    })
}

fn row(staff: &Staff<SeeQuestionnaires>, one: &ScaleRow, (at, uses): (usize, &[Use])) -> Row {
    let makes = staff.may(Permission::EditQuestionnaires);
    Row {
        href: makes.then(|| staff.path(&address(one.id))),
        name: one.document.name.to_string(),
        options: words(staff, &one.document.options),
        uses: uses
            .iter()
            .filter_map(|used| uses::view(staff, used, at))
            .collect(),
    }
}

/// The scales of the templates that the town does not have yet.
fn stock(staff: &Staff<SeeQuestionnaires>, own: &[&Scale], makes: bool) -> Vec<Stocked> {
    let all = library::scales().iter().enumerate();
    let new = all.filter(|(_, one)| {
        let is_there = |own: &&Scale| own.name == one.name || own.options == one.options;
        makes && !own.iter().any(is_there)
    });
    new.map(|(at, one)| Stocked {
        action: format!("{}&stock={at}", staff.path(adding::PATH)),
        name: one.name.to_string(),
        options: words(staff, &one.options),
    })
    .collect()
}

fn away(staff: &Staff<SeeQuestionnaires>, one: &ScaleRow) -> Gone {
    Gone {
        href: staff.path(&address(one.id)),
        name: one.document.name.to_string(),
    }
}

/// Options in one line.
fn words<P: Grant>(staff: &Staff<P>, options: &[Choice]) -> Wording {
    let word = |option: &Choice| option.label.get(staff.language()).to_owned();
    Wording::several(options.iter().map(word), Say::new("bank-between"))
}

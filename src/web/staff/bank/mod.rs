//! これまでの設問: every question the town ever asked, found by its words, with its wordings and what hangs on it.

pub(super) mod row;
mod wording;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::{Grant, Permission, SeeQuestionnaires};
use crate::domain::questionnaire::bank::{Bank, Entry, Query, history};
use crate::read::bank as records;
use crate::read::bank::Use;
use crate::read::listed::ON_A_PAGE;
use crate::storage::Conn;
use crate::storage::bank::Numbered;
use crate::views::frame::Frame;
use crate::views::ruby;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::BankAt;
use crate::web::page::list::{Head, ListView};
use crate::web::page::parts::{Empty, Fact, Link};
use crate::web::page::{self, Title};

use super::{Staff, questionnaires};
use row::Row;
use wording::Column;

/// The address of the list.
pub(super) const PATH: &str = "/staff/bank";

/// The list.
#[derive(Serialize)]
struct Index {
    questionnaires: String,
    /// Where nothing was ever asked.
    empty: Option<Empty>,
    list: ListView,
    rows: Vec<Row>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/bank/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("bank-title").into())
    }
}

/// What the bank holds, and what hangs on it now.
pub(super) async fn known<P: Grant>(
    staff: &Staff<P>,
    conn: &mut Conn,
) -> Result<(Arc<Bank>, Use), Error> {
    let bank = staff.app.bank.get(conn, staff.desk()).await?;
    let uses = records::uses(conn, staff.desk(), &bank).await?;
    Ok((bank, uses))
}

/// `GET /staff/bank`: those found by `?q=`, from `?page=` on.
pub async fn index(staff: Staff<SeeQuestionnaires>) -> Result<HttpResponse, Error> {
    let (search, place) = (staff.searched(), staff.place(PATH));
    let place = place.searched(&search);
    let mut conn = staff.app.db.get().await?;
    let (bank, uses) = known(&staff, &mut conn).await?;
    let found = bank.find(&Query::new(&search), |entry| uses.names(entry), |_| false);
    let all = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let shown = place.cut(&found, ON_A_PAGE);
    let rows = row::rows(&staff, &mut conn, &uses, shown).await?;
    staff.show(&Index {
        questionnaires: staff.path(questionnaires::PATH),
        empty: empty(&staff, &bank),
        list: place.view(Vec::new(), heads(), (all, ON_A_PAGE)),
        rows,
    })
}

/// The heads of a list of questions.
pub(super) fn heads() -> Vec<Head> {
    Head::plains(["col-question", "col-asked", "col-indicator-name"])
}

/// That nothing was ever asked, and how something comes here.
pub(super) fn empty<P: Grant>(staff: &Staff<P>, bank: &Bank) -> Option<Empty> {
    let is_empty = bank.entries().next().is_none();
    is_empty.then(|| Empty {
        said: Say::new("bank-empty"),
        next: Some(Link {
            href: staff.path(questionnaires::PATH),
            text: Say::new("questionnaires-title"),
        }),
    })
}

/// A question.
#[derive(Serialize)]
struct Show {
    back: String,
    wording: String,
    facts: Vec<Fact>,
    indicators: Vec<Hanging>,
    columns: Vec<Column>,
}

/// An indicator that hangs on it.
#[derive(Serialize)]
struct Hanging {
    /// None for those who see no plans.
    href: Option<String>,
    name: String,
    valued: Say,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/bank/show";

    fn title(&self) -> Title {
        Title::Before(ruby::plain(&self.wording).into())
    }
}

/// `GET /staff/bank/{questionnaire}/{question}`
pub async fn show(
    staff: Staff<SeeQuestionnaires>,
    at: Path<BankAt>,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (bank, uses) = known(&staff, &mut conn).await?;
    let entry = bank.entry(&at.questionnaire, &at.question);
    let entry = entry.ok_or(Error::NotFound)?;
    let versions = records::versions(&mut conn, staff.desk(), &entry.questionnaire).await?;
    let indicators = hanging(&staff, &mut conn, (&uses, entry)).await?;
    staff.show(&Show {
        back: staff.path(PATH),
        wording: row::wording(&staff, entry),
        facts: facts(&staff, &uses, entry),
        indicators,
        columns: columns(&staff, (&uses, entry), &versions),
    })
}

fn facts(staff: &Staff<SeeQuestionnaires>, uses: &Use, entry: &Entry) -> Vec<Fact> {
    let fact = |term: &'static str, value| Fact {
        term: Say::new(term),
        value,
    };
    vec![
        fact("col-questionnaire", row::title(staff, entry).into()),
        fact("bank-code", entry.code.to_string().into()),
        fact("bank-kind", row::kind(entry).into()),
        fact("col-asked", row::asked(staff, uses, entry).into()),
    ]
}

/// The indicators that hang on a question, each with how many values it has.
async fn hanging(
    staff: &Staff<SeeQuestionnaires>,
    conn: &mut Conn,
    (uses, entry): (&Use, &Entry),
) -> Result<Vec<Hanging>, Error> {
    let own = uses.indicators(entry);
    let valued = records::valued(conn, staff.desk(), own.iter()).await?;
    let link = |one: &records::Indicator| {
        let path = format!(
            "/{}/plans/{}/indicators/{}",
            staff.town.slug, one.plan, one.slug
        );
        let sees = staff.may(Permission::SeePlans);
        Hanging {
            href: sees.then(|| staff.path(&path)),
            name: one.name.clone(),
            valued: row::values(valued.get(&one.id).copied().unwrap_or_default()),
        }
    };
    Ok(own.iter().map(link).collect())
}

/// Its wordings, the newest first.
fn columns(
    staff: &Staff<SeeQuestionnaires>,
    (uses, entry): (&Use, &Entry),
    versions: &[Numbered],
) -> Vec<Column> {
    let numbered: Vec<_> = versions
        .iter()
        .map(|one| (one.number, &one.document))
        .collect();
    let wordings = history(&numbered, &entry.code).into_iter().rev();
    let column = |one| {
        let asked = wording::asked_by(&one, versions);
        Column::of(staff, &one, uses.years(&asked))
    };
    wordings.map(column).collect()
}

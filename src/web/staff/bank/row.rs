//! A question in a list: its words, when it was asked, what hangs on it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::Grant;
use crate::domain::questionnaire::bank::Entry;
use crate::domain::year::FiscalYear;
use crate::read::bank::{self as records, Use};
use crate::storage::Conn;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::staff::Staff;

/// A question.
#[derive(Serialize)]
pub(in crate::web::staff) struct Row {
    href: String,
    wording: String,
    title: String,
    code: String,
    kind: Say,
    asked: Say,
    /// How many values hang on it; none where no indicator does.
    valued: Option<Say>,
    indicators: Vec<String>,
}

/// The rows of these questions.
pub(in crate::web::staff) async fn rows<P: Grant>(
    staff: &Staff<P>,
    conn: &mut Conn,
    uses: &Use,
    entries: &[&Entry],
) -> Result<Vec<Row>, Error> {
    let all = entries.iter().flat_map(|entry| uses.indicators(entry));
    let counts = records::valued(conn, staff.desk(), all).await?;
    let row = |entry: &&Entry| {
        let own = uses.indicators(entry);
        let valued = own.iter().filter_map(|one| counts.get(&one.id)).sum();
        Row {
            href: staff.path(&address(entry)),
            wording: wording(staff, entry),
            title: title(staff, entry),
            code: entry.code.to_string(),
            kind: kind(entry),
            asked: asked(staff, uses, entry),
            valued: (!own.is_empty()).then(|| values(valued)),
            indicators: own.iter().map(|one| one.name.clone()).collect(),
        }
    };
    Ok(entries.iter().map(row).collect())
}

/// The address of a question.
pub(in crate::web::staff) fn address(entry: &Entry) -> String {
    format!("{}/{}/{}", super::PATH, entry.questionnaire, entry.code)
}

/// Its newest wording.
pub(super) fn wording<P: Grant>(staff: &Staff<P>, entry: &Entry) -> String {
    entry.text.get(staff.language()).to_owned()
}

/// What its questionnaire is called.
pub(super) fn title<P: Grant>(staff: &Staff<P>, entry: &Entry) -> String {
    entry.title.get(staff.language()).to_owned()
}

/// Its kind.
pub(super) fn kind(entry: &Entry) -> Say {
    Say::new(format!("draft-kind-{}", entry.kind.word()))
}

/// In which years it was asked.
pub(super) fn asked<P: Grant>(staff: &Staff<P>, uses: &Use, entry: &Entry) -> Say {
    asked_in(staff, "bank-asked", &uses.years(&entry.versions))
}

/// The years, as plans abbreviate them, in a sentence.
pub(super) fn asked_in<P: Grant>(
    staff: &Staff<P>,
    key: &'static str,
    years: &BTreeSet<FiscalYear>,
) -> Say {
    if years.is_empty() {
        return Say::new("bank-not-asked");
    }
    let is_english = *staff.language() == Language::english();
    let short = |year: &FiscalYear| match is_english {
        true => year.0.to_string(),
        false => year.short(),
    };
    let years = Wording::several(years.iter().map(short), Say::new("bank-between"));
    Say::new(key).with("years", years)
}

/// So many values.
pub(super) fn values(count: usize) -> Say {
    Say::new("bank-values").with("count", Datum::how_many(count))
}

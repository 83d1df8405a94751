//! What staff list at their desk: questionnaires with their versions, indicators with their newest value, reports. One
//! page of each, as searched for and in the order asked for.

use std::collections::HashMap;

use super::Desk;
use crate::domain::ids::{IndicatorId, QuestionnaireId};
use crate::domain::plan::value::State;
use crate::domain::search::Search;
use crate::storage::indicator_ledger::{self, Binding};
use crate::storage::questionnaire_ledger::{self, Use, Version};
use crate::storage::report_ledger;
use crate::storage::values::ValueRow;
use crate::storage::{Conn, QueryResult};

/// So many rows stand on a page of a list.
pub const ON_A_PAGE: i64 = 50;

/// The rows of one page, counted from 0: how many are skipped, and how many there are at most.
#[must_use]
pub fn window(page: u32) -> (i64, i64) {
    (i64::from(page).saturating_mul(ON_A_PAGE), ON_A_PAGE)
}

/// One page of a list.
pub struct Listed<R> {
    /// How many rows there are on all pages.
    pub all: i64,
    /// Those of the page.
    pub rows: Vec<R>,
}

/// A questionnaire with its versions, newest first.
pub struct Questionnaire {
    /// What it is called.
    pub listed: questionnaire_ledger::Listed,
    /// Each with the surveys that ask it.
    pub versions: Vec<(Version, Vec<Use>)>,
}

/// An indicator with its newest value.
pub struct Indicator {
    /// What it is called.
    pub listed: indicator_ledger::Listed,
    /// Whatever its state; none where there is none.
    pub value: Option<ValueRow>,
}

/// One page of the questionnaires.
///
/// # Errors
/// When the database fails.
pub async fn questionnaires(
    conn: &mut Conn,
    desk: Desk,
    search: &Search,
    order: questionnaire_ledger::Order,
    page: u32,
) -> QueryResult<Listed<Questionnaire>> {
    let town = desk.municipality();
    let rows = questionnaire_ledger::page(conn, town, (search, order), window(page)).await?;
    let ids: Vec<QuestionnaireId> = rows.iter().map(|row| row.id).collect();
    let versions = questionnaire_ledger::versions_of(conn, town, &ids).await?;
    let uses = questionnaire_ledger::uses(conn, town, &ids).await?;
    let of_version = |version: &Version| {
        let own = uses.iter().filter(|used| {
            used.questionnaire == version.questionnaire && used.number == version.number
        });
        (version.clone(), own.cloned().collect())
    };
    let with_versions = |listed: questionnaire_ledger::Listed| {
        let own = versions
            .iter()
            .filter(|version| version.questionnaire == listed.id);
        Questionnaire {
            versions: own.map(of_version).collect(),
            listed,
        }
    };
    Ok(Listed {
        all: rows.first().map_or(0, |row| row.all),
        rows: rows.into_iter().map(with_versions).collect(),
    })
}

/// One page of the indicators of all plans.
///
/// # Errors
/// When the database fails.
pub async fn indicators(
    conn: &mut Conn,
    desk: Desk,
    (search, binding): (&Search, Option<Binding>),
    order: indicator_ledger::Order,
    page: u32,
) -> QueryResult<Listed<Indicator>> {
    let town = desk.municipality();
    let rows = indicator_ledger::page(conn, town, binding, (search, order), window(page)).await?;
    let ids: Vec<IndicatorId> = rows.iter().map(|row| row.id).collect();
    let values = indicator_ledger::newest_values(conn, town, &ids).await?;
    let mut values: HashMap<IndicatorId, ValueRow> = values
        .into_iter()
        .map(|value| (value.indicator_id, value))
        .collect();
    Ok(Listed {
        all: rows.first().map_or(0, |row| row.all),
        rows: rows
            .into_iter()
            .map(|listed| Indicator {
                value: values.remove(&listed.id),
                listed,
            })
            .collect(),
    })
}

/// One page of the reports, in one state or in any.
///
/// # Errors
/// When the database fails.
pub async fn reports(
    conn: &mut Conn,
    desk: Desk,
    (search, state): (&Search, Option<State>),
    order: report_ledger::Order,
    page: u32,
) -> QueryResult<Listed<report_ledger::Listed>> {
    let states = state.map_or_else(|| State::ALL.to_vec(), |state| vec![state]);
    let town = desk.municipality();
    let rows = report_ledger::page(conn, town, &states, (search, order), window(page)).await?;
    Ok(Listed {
        all: rows.first().map_or(0, |row| row.all),
        rows,
    })
}

//! これまでの設問: what the bank holds, when each question was asked, and which indicators hang on it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Desk;
use crate::domain::ids::{IndicatorId, VersionId};
use crate::domain::plan::definition::Measurand;
use crate::domain::plan::inputs::Inputs;
use crate::domain::questionnaire::bank::{Bank, Entry, Gathering, folded};
use crate::domain::questionnaire::question::Code;
use crate::domain::slug::Slug;
use crate::domain::year::FiscalYear;
use crate::storage::bank::{self as storage, Numbered, Stamp};
use crate::storage::{Conn, QueryResult, indicators, names};

/// So many versions are read at once: of large ones some megabytes.
pub(super) const AT_ONCE: usize = 20;

/// Whether the bank is still what it was.
///
/// # Errors
/// When the database fails.
pub async fn stamp(conn: &mut Conn, desk: Desk) -> QueryResult<Stamp> {
    storage::stamp(conn, desk.municipality()).await
}

/// The whole bank, of so many versions.
///
/// # Errors
/// When the database fails.
pub async fn bank(conn: &mut Conn, desk: Desk, (count, _): Stamp) -> QueryResult<Bank> {
    let mut gathering = Gathering::default();
    for skipped in (0..count).step_by(AT_ONCE) {
        let window = (skipped, i64::try_from(AT_ONCE).unwrap_or(i64::MAX));
        let some = storage::versions(conn, desk.municipality(), window).await?;
        for one in &some {
            gathering.take(one.id, &one.document);
        }
    }
    Ok(gathering.bank())
}

/// The versions of a questionnaire, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(conn: &mut Conn, desk: Desk, code: &Code) -> QueryResult<Vec<Numbered>> {
    storage::versions_of(conn, desk.municipality(), code).await
}

/// What changes while the bank stays the same.
#[derive(Default)]
pub struct Use {
    years: HashMap<VersionId, BTreeSet<FiscalYear>>,
    hanging: HashMap<Code, HashMap<Code, Hanging>>,
}

/// What hangs on a question.
#[derive(Default)]
struct Hanging {
    indicators: Vec<Indicator>,
    /// Their names, folded.
    names: String,
}

/// An indicator that hangs on a question.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// The plan's name in addresses.
    pub plan: Slug,
    /// Its own.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
}

impl Use {
    /// The fiscal years in which these versions were asked.
    #[must_use]
    pub fn years(&self, versions: &[VersionId]) -> BTreeSet<FiscalYear> {
        let years = versions.iter().filter_map(|id| self.years.get(id));
        years.flatten().copied().collect()
    }

    /// The indicators that hang on a question.
    #[must_use]
    pub fn indicators(&self, entry: &Entry) -> &[Indicator] {
        self.hanging(entry).map_or(&[], |one| &one.indicators)
    }

    /// Their names, folded.
    #[must_use]
    pub fn names(&self, entry: &Entry) -> &str {
        self.hanging(entry).map_or("", |one| &one.names)
    }

    fn hanging(&self, entry: &Entry) -> Option<&Hanging> {
        self.hanging.get(&entry.questionnaire)?.get(&entry.code)
    }
}

/// When the questions of a bank were asked, and what hangs on them.
///
/// # Errors
/// When the database fails.
pub async fn uses(conn: &mut Conn, desk: Desk, bank: &Bank) -> QueryResult<Use> {
    let town = desk.municipality();
    let mut found = Use::default();
    for (version, year) in storage::years(conn, town).await? {
        let years = found.years.entry(version).or_default();
        years.insert(FiscalYear(year));
    }
    let definitions = indicators::current_definitions(conn, town).await?;
    let mut needs: BTreeMap<IndicatorId, BTreeSet<(Code, Code)>> = BTreeMap::new();
    let inputs = Inputs::of(
        definitions
            .iter()
            .map(|row| (row.indicator_id, &row.document)),
    );
    for row in &definitions {
        let needed = needed(inputs.items(row.indicator_id), bank);
        if !needed.is_empty() {
            needs.insert(row.indicator_id, needed);
        }
    }
    let ids: Vec<IndicatorId> = needs.keys().copied().collect();
    for (id, plan, slug, name) in names::indicators(conn, town, &ids).await? {
        let indicator = Indicator {
            id,
            plan,
            slug,
            name,
        };
        for (questionnaire, code) in needs.remove(&id).unwrap_or_default() {
            let own = found.hanging.entry(questionnaire).or_default();
            own.entry(code).or_default().hang(indicator.clone());
        }
    }
    Ok(found)
}

impl Hanging {
    fn hang(&mut self, indicator: Indicator) {
        self.names.push_str(&folded(&indicator.name));
        self.names.push('\n');
        self.indicators.push(indicator);
    }
}

/// The questions that a definition needs: what it counts, and whom.
fn needed(items: Vec<&Measurand>, bank: &Bank) -> BTreeSet<(Code, Code)> {
    let items = items.into_iter().flat_map(|one| {
        let filter = one.filter.iter().flat_map(|filter| filter.references());
        let filter = filter.map(|(item, _)| item);
        let all = std::iter::once(one.item.as_str()).chain(filter);
        all.filter_map(|item| bank.of_item(&one.questionnaire, item))
    });
    let codes = items.map(|entry| (entry.questionnaire.clone(), entry.code.clone()));
    codes.collect()
}

/// For how many years each of these indicators has a value.
///
/// # Errors
/// When the database fails.
pub async fn valued(
    conn: &mut Conn,
    desk: Desk,
    indicators: impl Iterator<Item = &Indicator>,
) -> QueryResult<HashMap<IndicatorId, usize>> {
    let ids: Vec<IndicatorId> = indicators.map(|one| one.id).collect();
    let mut counts = HashMap::new();
    for (id, _) in storage::valued(conn, desk.municipality(), &ids).await? {
        *counts.entry(id).or_default() += 1;
    }
    Ok(counts)
}

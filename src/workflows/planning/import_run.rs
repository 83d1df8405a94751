//! One import under way: every row of the file against what is stored.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::import_summary::{Changed, ImportError, Removals, Summary, name};
use super::nodes::Nodes;
use super::revising;
use crate::domain::ids::{IndicatorId, MunicipalityId, NodeId, PlanId};
use crate::domain::plan::amendment::{Amendment, Cause};
use crate::domain::plan::{Edition, Plan, Row, code_of};
use crate::domain::time::Timestamp;
use crate::storage::amendments::{self, AmendmentRow};
use crate::storage::indicators::{self, IndicatorRow};
use crate::storage::{Conn, QueryResult, plans};

/// One import under way.
pub(super) struct Import<'a> {
    municipality: MunicipalityId,
    plan: PlanId,
    stored: Plan,
    codes: HashMap<String, IndicatorId>,
    amendments: Vec<(Option<IndicatorId>, Amendment)>,
    nodes: Nodes,
    reasons: HashMap<NodeId, String>,
    numbers: Vec<(i32, &'a Edition)>,
    rows: Vec<indicators::VersionRow>,
    removals: Removals,
    summary: Summary,
}

impl<'a> Import<'a> {
    /// Reads what the import needs to know of the stored plan, which is locked.
    pub async fn begin(
        tx: &mut Conn,
        municipality: MunicipalityId,
        plan: PlanId,
        stored: Plan,
        removals: Removals,
    ) -> QueryResult<Self> {
        let known = indicators::list(tx, municipality, plan).await?;
        Ok(Self {
            municipality,
            plan,
            stored,
            codes: known
                .into_iter()
                .map(|indicator| (indicator.slug.to_string(), indicator.id))
                .collect(),
            amendments: Vec::new(),
            nodes: Nodes::stored(tx, municipality, plan).await?,
            reasons: HashMap::new(),
            numbers: Vec::new(),
            rows: Vec::new(),
            removals,
            summary: Summary {
                plan,
                added: 0,
                changed: 0,
                unchanged: 0,
                removed: 0,
                amendments: 0,
                changes: Vec::new(),
            },
        })
    }

    /// Compares, stores and removes; what it came to.
    pub async fn run(
        mut self,
        tx: &mut Conn,
        plan: &'a Plan,
        fresh: bool,
        now: Timestamp,
    ) -> Result<Summary, ImportError> {
        self.amend_heading(tx, plan).await?;
        self.number_versions(tx, plan).await?;
        self.add_indicators(tx, plan).await?;
        self.compare_rows(fresh);
        self.amend_gone(plan)?;
        self.store(tx, now).await?;
        self.remove(tx).await?;
        self.nodes.settle(tx, &self.reasons).await?;
        Ok(self.summary)
    }

    async fn amend_heading(&mut self, tx: &mut Conn, plan: &Plan) -> QueryResult<()> {
        if plan.heading == self.stored.heading {
            return Ok(());
        }
        let amended = revising::heading(&self.stored.heading, &plan.heading);
        self.amendments
            .extend(amended.into_iter().map(|amendment| (None, amendment)));
        plans::set_heading(tx, self.municipality, self.plan, &plan.heading).await
    }

    /// Numbers the versions: a version of the same name keeps its number, a new one comes after all others.
    async fn number_versions(&mut self, tx: &mut Conn, plan: &'a Plan) -> QueryResult<()> {
        let mut known: Vec<(i32, Option<String>)> = (1..)
            .zip(
                self.stored
                    .versions
                    .iter()
                    .map(|version| version.label.clone()),
            )
            .collect();
        for edition in &plan.versions {
            let found = known
                .iter()
                .find(|(_, label)| *label == edition.label)
                .map(|(number, _)| *number);
            let number = match found {
                Some(number) => number,
                None => {
                    let number = known.last().map_or(1, |(last, _)| last + 1);
                    let label = edition.label.clone();
                    known.push((number, label.clone()));
                    let version = plans::VersionRow {
                        municipality_id: self.municipality,
                        plan_id: self.plan,
                        number,
                        label,
                    };
                    plans::put_version(tx, &version).await?;
                    number
                }
            };
            self.numbers.push((number, edition));
        }
        Ok(())
    }

    /// Gives every code its indicator.
    async fn add_indicators(&mut self, tx: &mut Conn, plan: &Plan) -> Result<(), ImportError> {
        let mut new = Vec::new();
        for (edition, row) in plan.rows() {
            let code = code_of(&row.indicator.row_id, edition.label.is_some());
            if self.codes.contains_key(&code) {
                continue;
            }
            let slug = name(&code)?;
            let id = IndicatorId(Uuid::now_v7());
            self.codes.insert(code, id);
            new.push(IndicatorRow {
                municipality_id: self.municipality,
                id,
                plan_id: self.plan,
                slug,
            });
        }
        if !new.is_empty() {
            indicators::insert(tx, &new).await?;
        }
        Ok(())
    }

    /// Compares every row with what is stored. The first import amends nothing but what its own versions differ in.
    fn compare_rows(&mut self, fresh: bool) {
        let numbers = std::mem::take(&mut self.numbers);
        for (number, edition) in &numbers {
            let new_version = self.edition(*number).is_none();
            for row in &edition.rows {
                self.compare_row(*number, edition, row, fresh || new_version);
            }
            if let Some(before) = new_version
                .then(|| self.before(*number, &numbers))
                .flatten()
            {
                let amended = revising::revision(&before, edition);
                self.amend(amended);
            }
        }
        self.numbers = numbers;
    }

    fn edition(&self, number: i32) -> Option<&Edition> {
        self.stored.versions.get(usize::try_from(number - 1).ok()?)
    }

    /// The version before this one, as the file has it or else as it is stored.
    fn before(&self, number: i32, numbers: &[(i32, &Edition)]) -> Option<Edition> {
        let in_file = numbers
            .iter()
            .find(|(other, _)| *other == number - 1)
            .map(|(_, edition)| (*edition).clone());
        in_file.or_else(|| self.edition(number - 1).cloned())
    }

    fn amend(&mut self, amended: Vec<(String, Amendment)>) {
        let codes = &self.codes;
        let amended = amended
            .into_iter()
            .map(|(code, amendment)| (codes.get(&code).copied(), amendment));
        self.amendments.extend(amended);
    }

    fn compare_row(&mut self, number: i32, edition: &Edition, row: &Row, quiet: bool) {
        let code = code_of(&row.indicator.row_id, edition.label.is_some());
        let Some(id) = self.codes.get(&code).copied() else {
            return;
        };
        let node_id = self.nodes.at(number, &row.indicator.path, row.position);
        if let (Some(node), Some(reason)) = (node_id, row.indicator.not_set()) {
            self.reasons.insert(node, reason.to_owned());
        }
        if !self.amend_row(number, &code, id, row, quiet) {
            return;
        }
        self.rows.push(indicators::VersionRow {
            municipality_id: self.municipality,
            indicator_id: id,
            plan_id: self.plan,
            version: number,
            node_id,
            position: row.position,
            name: row.indicator.name.clone(),
            document: row.indicator.clone(),
        });
    }

    /// Counts and amends what a row changes about the stored one. Whether it has to be stored.
    fn amend_row(
        &mut self,
        number: i32,
        code: &str,
        id: IndicatorId,
        row: &Row,
        quiet: bool,
    ) -> bool {
        let old = self.edition(number).and_then(|stored| {
            let versioned = stored.label.is_some();
            stored
                .rows
                .iter()
                .find(|other| code_of(&other.indicator.row_id, versioned) == code)
                .cloned()
        });
        let amended = match old {
            Some(old) if old.indicator == row.indicator => {
                self.summary.unchanged += 1;
                return old.position != row.position;
            }
            Some(old) => {
                self.summary.changed += 1;
                revising::changed(&old.indicator, &row.indicator, &Cause::Import)
            }
            None => {
                self.summary.added += 1;
                let came = (!quiet).then(|| revising::came(&row.indicator, &Cause::Import));
                came.into_iter().collect()
            }
        };
        self.amendments
            .extend(amended.into_iter().map(|amendment| (Some(id), amendment)));
        true
    }

    async fn store(&mut self, tx: &mut Conn, now: Timestamp) -> QueryResult<()> {
        self.nodes.store(tx).await?;
        if !self.rows.is_empty() {
            indicators::put_versions(tx, &self.rows).await?;
        }
        let last = amendments::last_number(tx, self.municipality, self.plan).await?;
        self.summary.changes = self.changes();
        let numbered = (last + 1..).zip(std::mem::take(&mut self.amendments));
        let stored: Vec<AmendmentRow> = numbered
            .map(|(number, (indicator_id, document))| AmendmentRow {
                municipality_id: self.municipality,
                plan_id: self.plan,
                number,
                indicator_id,
                document,
                amended_at: now,
            })
            .collect();
        self.summary.amendments = u32::try_from(stored.len()).unwrap_or(u32::MAX);
        if stored.is_empty() {
            Ok(())
        } else {
            amendments::insert(tx, &stored).await
        }
    }

    /// Rows of versions in the file that the file no longer has. A version that is not in the file stays as it is.
    fn missing_rows(&self) -> Vec<(i32, IndicatorId, Row)> {
        let mut missing = Vec::new();
        for (number, edition) in &self.numbers {
            let present: HashSet<String> = revising::by_code(edition).into_keys().collect();
            let Some(stored) = self.edition(*number) else {
                continue;
            };
            for row in &stored.rows {
                let code = code_of(&row.indicator.row_id, stored.label.is_some());
                if let (false, Some(id)) = (present.contains(&code), self.codes.get(&code)) {
                    missing.push((*number, *id, row.clone()));
                }
            }
        }
        missing
    }

    /// Amends what goes, where it may.
    fn amend_gone(&mut self, plan: &Plan) -> Result<(), ImportError> {
        let missing = self.missing_rows();
        if self.removals == Removals::Refused && !missing.is_empty() {
            let named = |row: &Row| format!("{} {}", row.indicator.row_id, row.indicator.name);
            return Err(ImportError::Removes {
                plan: plan.heading.name.clone(),
                rows: missing.iter().map(|(.., row)| named(row)).collect(),
            });
        }
        for (_, id, row) in missing {
            self.summary.removed += 1;
            self.amendments
                .push((Some(id), revising::went(&row.indicator, &Cause::Import)));
        }
        Ok(())
    }

    /// The amendments by the names of their indicators.
    fn changes(&self) -> Vec<Changed> {
        let by_id: HashMap<IndicatorId, &String> =
            self.codes.iter().map(|(code, id)| (*id, code)).collect();
        let changes = self.amendments.iter().map(|(id, amendment)| Changed {
            indicator: id.and_then(|id| by_id.get(&id).map(|code| (*code).clone())),
            amendment: amendment.clone(),
        });
        changes.collect()
    }

    async fn remove(&self, tx: &mut Conn) -> QueryResult<()> {
        for (number, id, _) in self.missing_rows() {
            indicators::delete_version(tx, self.municipality, id, number).await?;
        }
        Ok(())
    }
}

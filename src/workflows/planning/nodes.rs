//! The tree of a plan follows from the paths of its rows: missing nodes are made, empty ones removed.

use std::collections::HashMap;

use uuid::Uuid;

use super::loading::path;
use crate::domain::ids::{MunicipalityId, NodeId, PlanId};
use crate::domain::plan::indicator::Step;
use crate::storage::plans::{self, NodeRow};
use crate::storage::{Conn, QueryResult};

/// The nodes of a plan by version and path.
pub(super) struct Nodes {
    municipality: MunicipalityId,
    plan: PlanId,
    known: HashMap<(i32, Vec<Step>), NodeId>,
    reasons: HashMap<NodeId, Option<String>>,
    new: Vec<NodeRow>,
}

impl Nodes {
    pub async fn stored(
        tx: &mut Conn,
        municipality: MunicipalityId,
        plan: PlanId,
    ) -> QueryResult<Self> {
        let stored = plans::nodes(tx, municipality, plan).await?;
        let by_id: HashMap<NodeId, &NodeRow> = stored.iter().map(|node| (node.id, node)).collect();
        let known = stored
            .iter()
            .map(|node| ((node.version, path(&by_id, Some(node.id))), node.id))
            .collect();
        let reasons = stored
            .iter()
            .map(|node| (node.id, node.no_indicator.clone()))
            .collect();
        Ok(Self {
            municipality,
            plan,
            known,
            reasons,
            new: Vec::new(),
        })
    }

    /// The node at the end of a path; it and the nodes above are made where they are missing.
    pub fn at(&mut self, version: i32, path: &[Step], position: i32) -> Option<NodeId> {
        let (step, above) = path.split_last()?;
        if let Some(id) = self.known.get(&(version, path.to_vec())) {
            return Some(*id);
        }
        let parent_id = self.at(version, above, position);
        let id = NodeId(Uuid::now_v7());
        self.known.insert((version, path.to_vec()), id);
        self.reasons.insert(id, None);
        self.new.push(NodeRow {
            municipality_id: self.municipality,
            id,
            plan_id: self.plan,
            version,
            parent_id,
            position,
            level: step.level.clone(),
            code: step.code.clone(),
            name: step.name.clone(),
            short: step.short.clone(),
            no_indicator: None,
        });
        Some(id)
    }

    /// Stores the nodes that were made.
    pub async fn store(&mut self, tx: &mut Conn) -> QueryResult<()> {
        let new = std::mem::take(&mut self.new);
        if new.is_empty() {
            Ok(())
        } else {
            plans::insert_nodes(tx, &new).await
        }
    }

    /// Stores why the plan sets no indicator at these nodes, and that it does at all others; then removes what is
    /// empty.
    pub async fn settle(
        &self,
        tx: &mut Conn,
        reasons: &HashMap<NodeId, String>,
    ) -> QueryResult<()> {
        for (id, was) in &self.reasons {
            let reason = reasons.get(id);
            if reason != was.as_ref() {
                plans::set_no_indicator(tx, self.municipality, *id, reason.map(String::as_str))
                    .await?;
            }
        }
        while plans::delete_empty_nodes(tx, self.municipality, self.plan).await? > 0 {}
        Ok(())
    }
}

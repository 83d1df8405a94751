//! A stored plan as the domain knows it: what an export writes and what an import is compared with.

use std::collections::HashMap;

use crate::domain::ids::{MunicipalityId, NodeId};
use crate::domain::plan::indicator::Step;
use crate::domain::plan::{Edition, Plan, Row};
use crate::storage::plans::{self, NodeRow};
use crate::storage::{Conn, QueryResult, indicators};

/// A plan with all its versions, rows in the order of the file.
///
/// # Errors
/// When the database fails.
pub async fn load(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: &plans::PlanRow,
) -> QueryResult<Plan> {
    let nodes = plans::nodes(conn, municipality, plan.id).await?;
    let nodes: HashMap<NodeId, &NodeRow> = nodes.iter().map(|node| (node.id, node)).collect();
    let mut versions: Vec<(i32, Edition)> = plans::versions(conn, municipality, plan.id)
        .await?
        .into_iter()
        .map(|version| {
            (
                version.number,
                Edition {
                    label: version.label,
                    rows: Vec::new(),
                },
            )
        })
        .collect();
    for stored in indicators::versions(conn, municipality, plan.id).await? {
        let mut indicator = stored.document;
        indicator.path = path(&nodes, stored.node_id);
        if let Some((_, edition)) = versions
            .iter_mut()
            .find(|(number, _)| *number == stored.version)
        {
            edition.rows.push(Row {
                position: stored.position,
                indicator,
            });
        }
    }
    let versions = versions.into_iter().map(|(_, edition)| edition).collect();
    Ok(Plan {
        heading: plan.heading.clone(),
        versions,
    })
}

/// The way from the root to a node.
pub(super) fn path(nodes: &HashMap<NodeId, &NodeRow>, leaf: Option<NodeId>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut next = leaf;
    while let Some(node) = next.and_then(|id| nodes.get(&id)) {
        steps.push(Step {
            level: node.level.clone(),
            code: node.code.clone(),
            name: node.name.clone(),
            short: node.short.clone(),
        });
        next = node.parent_id;
    }
    steps.reverse();
    steps
}

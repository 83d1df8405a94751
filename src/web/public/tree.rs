//! The tree of a plan in headings: each is printed once, where it begins.

use serde::Serialize;

use crate::domain::ids::NodeId;
use crate::storage::indicators::VersionRow;
use crate::storage::plans::NodeRow;

use super::wording;

/// A heading of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Heading {
    words: String,
    /// Whether it is one of the uppermost.
    is_goal: bool,
}

/// The headings above a node and its own, from the root: 施策6-1 (協働) 市民と行政が…. A step without a name is left out
/// where the code below it begins with its own (Ⅰ above Ⅰ-1).
pub(super) fn path(nodes: &[NodeRow], node: Option<NodeId>) -> Vec<String> {
    let mut names = Vec::new();
    let mut below: Option<&NodeRow> = None;
    let mut next = node;
    while let Some(node) = next.and_then(|id| nodes.iter().find(|node| node.id == id)) {
        let name = words(node);
        if !name.is_empty() && !below.is_some_and(|below| repeats(below, node)) {
            names.push(name);
        }
        below = Some(node);
        next = node.parent_id.filter(|_| names.len() < 20);
    }
    names.reverse();
    names
}

fn words(node: &NodeRow) -> String {
    let short = node.short.as_deref().map(|short| format!("({short})"));
    let words = [node.code.as_deref(), short.as_deref(), node.name.as_deref()];
    let words: Vec<String> = words.into_iter().flatten().map(wording::printed).collect();
    words.join(" ")
}

/// Whether a step without a name is only the beginning of the code below it.
fn repeats(below: &NodeRow, node: &NodeRow) -> bool {
    let codes = node.code.as_deref().zip(below.code.as_deref());
    node.name.is_none() && codes.is_some_and(|(code, below)| below.starts_with(code))
}

/// What a row is called: its name; where the plan sets no indicator, the step it hangs on.
pub(super) fn called(row: &VersionRow, nodes: &[NodeRow]) -> String {
    let step = nodes.iter().find(|node| Some(node.id) == row.node_id);
    let step = step.filter(|_| row.document.not_set().is_some());
    let name = step.and_then(|step| step.name.as_deref());
    name.map_or_else(|| row.name.clone(), wording::printed)
}

/// The headings that begin here: those after the last that stood above the group before as well.
pub(super) fn begun(path: &[String], before: &[String]) -> Vec<Heading> {
    let same = path
        .iter()
        .zip(before)
        .take_while(|(one, other)| one == other);
    let same = same.count();
    let headings = path.iter().enumerate().skip(same);
    let heading = |(depth, words): (usize, &String)| Heading {
        words: words.clone(),
        is_goal: depth == 0,
    };
    headings.map(heading).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::{MunicipalityId, PlanId};

    fn node(number: u128, above: Option<u128>, [code, short, name]: [&str; 3]) -> NodeRow {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        NodeRow {
            municipality_id: MunicipalityId(Uuid::nil()),
            id: NodeId(Uuid::from_u128(number)),
            plan_id: PlanId(Uuid::nil()),
            version: 1,
            parent_id: above.map(|above| NodeId(Uuid::from_u128(above))),
            position: 1,
            level: "section".to_owned(),
            code: text(code),
            name: text(name),
            short: text(short),
            no_indicator: None,
        }
    }

    #[test]
    fn headings_are_those_of_the_plan() {
        let nodes = [
            node(1, None, ["基本目標6", "", "明日へつなぐ"]),
            node(2, Some(1), ["施策6-1", "協働", "市民と行政"]),
            node(3, None, ["Ⅰ", "", ""]),
            node(4, Some(3), ["Ⅰ-1", "", "情報化の推進"]),
        ];
        let path = |number| path(&nodes, Some(NodeId(Uuid::from_u128(number))));
        let labelled = ["基本目標6 明日へつなぐ", "施策6-1 (協働) 市民と行政"];
        assert_eq!(path(2), labelled);
        assert_eq!(path(4), ["Ⅰ-1 情報化の推進"]);
    }

    #[test]
    fn only_what_differs_is_printed_again() {
        let path = |steps: &[&str]| steps.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let (one, other) = (path(&["A", "B", "C"]), path(&["A", "D", "C"]));
        let words = |begun: Vec<Heading>| begun.into_iter().map(|h| h.words).collect::<Vec<_>>();
        assert_eq!(words(begun(&one, &[])), ["A", "B", "C"]);
        assert_eq!(words(begun(&other, &one)), ["D", "C"]);
        assert!(begun(&one, &[]).first().is_some_and(|goal| goal.is_goal));
    }
}

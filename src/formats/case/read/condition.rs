//! `show_if`: `{question, in}`, and our extension of it: `{question, min, max}` of numbers, `{question, answered}`, and
//! `{all: […]}`, `{any: […]}`, `{not: {…}}` in each other.

use super::Catalog;
use crate::domain::between::Between;
use crate::domain::statistics::variable::ShowIf;
use crate::formats::case::fault::Problem;
use crate::formats::case::json::Node;

/// The condition at a node; `None` = always asked. Parents must come earlier: routing runs once, in questionnaire
/// order.
pub(super) fn show_if(node: &Node, catalog: &Catalog) -> Option<ShowIf> {
    if node.exists() {
        condition(node, catalog, ShowIf::DEPTH)
    } else {
        None
    }
}

fn condition(node: &Node, catalog: &Catalog, left: usize) -> Option<ShowIf> {
    let Some(left) = left.checked_sub(1) else {
        node.fault(Problem::Refused("too many conditions inside each other"));
        return None;
    };
    let parts = |list: Node| {
        let parts = list.list();
        let parts = parts.iter().map(|part| condition(part, catalog, left));
        parts.collect::<Option<Vec<_>>>()
    };
    let has = |key: &str| !node.get("question").exists() && node.get(key).exists();
    if has("all") {
        return parts(node.get("all")).map(ShowIf::All);
    }
    if has("any") {
        return parts(node.get("any")).map(ShowIf::Any);
    }
    if has("not") {
        let part = condition(&node.get("not"), catalog, left)?;
        return Some(ShowIf::Not(Box::new(part)));
    }
    let parent = catalog.named(&node.get("question"))?;
    if node.get("answered").exists() {
        return node
            .get("answered")
            .flag()
            .then_some(ShowIf::Answered { parent });
    }
    let (min, max) = (node.get("min").maybe_real(), node.get("max").maybe_real());
    if min.is_some() || max.is_some() {
        let between = Between { min, max };
        return Some(ShowIf::Number { parent, between });
    }
    let codes = catalog.codes(parent, &node.get("in"));
    Some(ShowIf::AnyOf { parent, codes })
}

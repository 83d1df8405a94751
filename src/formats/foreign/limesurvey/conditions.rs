//! The table of conditions of before there were rules.

use std::collections::BTreeMap;

use super::structure::Question;
use super::tables::{Record, Tables};
use crate::formats::foreign::assemble::Rule;

/// Conditions of before there were rules, as rules: those on one question are alternatives, on several they add up,
/// and scenarios are alternatives again.
pub(super) fn conditions(
    tables: &mut Tables,
    questions: &BTreeMap<String, Vec<(String, Question)>>,
) -> BTreeMap<String, Rule> {
    let codes: BTreeMap<&str, &str> = questions
        .values()
        .flatten()
        .map(|(qid, question)| (qid.as_str(), question.code.as_str()))
        .collect();
    type Scenarios = BTreeMap<String, BTreeMap<String, Vec<String>>>;
    let mut all: BTreeMap<String, (Scenarios, crate::formats::foreign::Place)> = BTreeMap::new();
    for record in tables.remove("conditions").unwrap_or_default() {
        let cqid = record.key("cqid");
        let code = codes.get(cqid).copied().unwrap_or("?");
        let (scenarios, _) = all
            .entry(record.key("qid").to_owned())
            .or_insert_with(|| (Scenarios::new(), record.place()));
        let scenario = scenarios
            .entry(record.key("scenario").to_owned())
            .or_default();
        scenario
            .entry(cqid.to_owned())
            .or_default()
            .push(comparison(&record, code));
    }
    let each = |parts: Vec<String>, word: &str| format!("({})", parts.join(word));
    let rules = all.into_iter().map(|(qid, (scenarios, place))| {
        let scenario = |of: BTreeMap<String, Vec<String>>| {
            each(
                of.into_values().map(|one| each(one, " or ")).collect(),
                " and ",
            )
        };
        let raw = each(scenarios.into_values().map(scenario).collect(), " or ");
        (qid, Rule { raw, place })
    });
    rules.collect()
}

/// One row as a rule.
fn comparison(record: &Record, code: &str) -> String {
    // `123X4X56SQ1`: behind the question's own number stands its part.
    let field = record.key("cfieldname").trim_start_matches('+');
    let part = field
        .rsplit('X')
        .next()
        .and_then(|part| part.strip_prefix(record.key("cqid")));
    let part = part.unwrap_or_default();
    let line = if part.is_empty() { "" } else { "_" };
    let method = match record.key("method").trim() {
        "" => "==",
        method => method,
    };
    let value = record.key("value").replace(['"', '\\'], "");
    format!("{code}{line}{part}.NAOK {method} \"{value}\"")
}

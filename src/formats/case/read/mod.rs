//! Reading a case: all faults of all files at once, or a [`Case`].

mod achievements;
mod cells;
mod condition;
mod heading;
mod indicators;
mod plan;
mod population;
mod questionnaire;
mod responses;
mod tables;

pub(super) use achievements::achievement;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::fault::{Fault, Faults, Problem};
use super::json::{self, Node};
use super::model::Case;
use crate::domain::statistics::variable::{Index, Variable};

/// The bytes of a case folder; `None` = no such file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Files<'a> {
    /// questionnaire.json
    pub questionnaire: Option<&'a [u8]>,
    /// responses.csv
    pub responses: Option<&'a [u8]>,
    /// population.csv
    pub population: Option<&'a [u8]>,
    /// indicators.json
    pub indicators: Option<&'a [u8]>,
    /// text_tokens.json; may be absent.
    pub text_tokens: Option<&'a [u8]>,
}

/// Items by id, and the rows of matrices.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub items: Vec<Variable>,
    pub by_id: BTreeMap<String, usize>,
    pub matrices: BTreeMap<String, Vec<usize>>,
}

impl Catalog {
    pub(super) fn item(&self, at: usize) -> Option<&Variable> {
        self.items.get(at)
    }

    /// The item a node names; a fault where there is none.
    fn named(&self, node: &Node) -> Option<usize> {
        let id = node.text();
        let found = self.by_id.get(id).copied();
        if found.is_none() && node.exists() {
            node.fault(Problem::Unknown(id.to_owned()));
        }
        found
    }

    /// The option index a node names on an item; a fault where there is none.
    fn code(&self, item: usize, node: &Node) -> Option<Index> {
        let code = node.text();
        let found = self.item(item).and_then(|i| i.index_of(code));
        if found.is_none() {
            node.fault(Problem::Unknown(code.to_owned()));
        }
        found
    }

    /// The option indexes a list names, each once.
    fn codes(&self, item: usize, list: &Node) -> Vec<Index> {
        let nodes = list.list();
        let mut codes: Vec<Index> = Vec::new();
        for code in nodes.iter().filter_map(|node| self.code(item, node)) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }
}

/// Reads a case. Never panics, whatever the bytes. A column with many cells that are no answers is a fault.
pub fn read(files: Files) -> Result<Case, Vec<Fault>> {
    read_as(files, false)
}

/// Reads a case whose cells that are no answers count as 無効, however many there are. They are remarks of the case.
pub fn read_accepting(files: Files) -> Result<Case, Vec<Fault>> {
    read_as(files, true)
}

fn read_as(files: Files, accepted: bool) -> Result<Case, Vec<Fault>> {
    let faults = Faults::default();
    let case = assemble(files, accepted, &faults);
    if faults.is_empty() {
        Ok(case)
    } else {
        Err(faults.into_list())
    }
}

/// Reads on after faults, with defaults in their place, so that all of them are found.
fn assemble(files: Files, accepted: bool, faults: &Faults) -> Case {
    let document = |name, bytes: Option<&[u8]>| {
        let bytes = present(name, bytes, faults);
        bytes
            .and_then(|bytes| json::parse_object(name, bytes, faults))
            .unwrap_or_default()
    };
    let questions = document("questionnaire.json", files.questionnaire);
    let wanted = document("indicators.json", files.indicators);
    let root = Node::document("questionnaire.json", &questions, faults);
    let plan = Node::document("indicators.json", &wanted, faults);
    let survey = questionnaire::survey(&root);
    let catalog = questionnaire::catalog(&root);
    let weights = plan::weights(&plan.get("weights"), &catalog);
    let population = present("population.csv", files.population, faults)
        .map(|bytes| population::read(bytes, &catalog, &weights, faults))
        .unwrap_or_default();
    let plan = plan::plan(&plan, &catalog, weights, &population);
    let answers = present("responses.csv", files.responses, faults)
        .map(|bytes| responses::read(bytes, &catalog.items, &survey.rules, accepted, faults))
        .unwrap_or_default();
    let tokens = files.text_tokens;
    let tokens = tokens.and_then(|bytes| responses::tokens(bytes, &answers, faults));
    Case {
        id: root.get("survey").get("id").text().to_owned(),
        survey,
        items: catalog.items,
        sheets: answers.sheets,
        decided: answers.decided,
        valid: answers.valid,
        columns: answers.columns,
        completeness: answers.completeness,
        population,
        plan,
        tokens,
        remarks: faults.remarks(),
    }
}

/// An instant of ISO 8601 with its offset; the seconds may be left out.
fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    let full = DateTime::parse_from_rfc3339(text);
    full.or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"))
        .ok()
}

fn present<'a>(name: &'static str, bytes: Option<&'a [u8]>, faults: &Faults) -> Option<&'a [u8]> {
    if bytes.is_none() {
        faults.add(name, None, "", Problem::FileMissing);
    }
    bytes
}

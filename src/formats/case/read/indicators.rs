//! The indicators and their comparisons with the previous survey.

use super::Catalog;
use crate::domain::statistics::base::Base;
use crate::domain::statistics::indicator::Measure;
use crate::domain::statistics::mean::{self, MeanBase};
use crate::domain::statistics::variable::{Accepts, Index, Variable};
use crate::formats::case::fault::Problem;
use crate::formats::case::json::Node;
use crate::formats::case::model::{ChangePlan, IndicatorPlan};

/// What a standard error is.
pub(super) const NOT_NEGATIVE: &str = "a number that is not negative";

pub(super) fn indicators(list: &Node, catalog: &Catalog) -> Vec<IndicatorPlan> {
    let mut indicators: Vec<IndicatorPlan> = Vec::new();
    for node in list.maybe_list() {
        // A faulty indicator keeps its place, so that what refers to it is not reported as well.
        let indicator = indicator(&node, catalog).unwrap_or_else(|| placeholder(&node));
        if indicators.iter().any(|known| known.id == indicator.id) {
            node.get("id")
                .fault(Problem::Duplicate(indicator.id.clone()));
        }
        indicators.push(indicator);
    }
    indicators
}

fn placeholder(node: &Node) -> IndicatorPlan {
    IndicatorPlan {
        id: node.get("id").maybe_text().unwrap_or_default().to_owned(),
        kind: String::new(),
        base: String::new(),
        item: 0,
        measure: Measure::MeanNumber,
        weighted: false,
        decimals: 0,
        filter: Vec::new(),
    }
}

fn indicator(node: &Node, catalog: &Catalog) -> Option<IndicatorPlan> {
    let id = node.get("id").text().to_owned();
    let kind = node.get("type").text().to_owned();
    let base = node.get("base").maybe_text().unwrap_or_default().to_owned();
    let item = catalog.named(&node.get("question"));
    let filter = filter(&node.get("filter"), catalog);
    let Some(item) = item else {
        known_words(node);
        return None;
    };
    let measure = measure(node, catalog, item)?;
    Some(IndicatorPlan {
        id,
        kind,
        base,
        item,
        decimals: node
            .get("decimals")
            .decimals(if measure.is_percent() { 1 } else { 2 }),
        measure,
        weighted: node.get("weighted").flag(),
        filter,
    })
}

/// What can be said of type and base where the question is not known.
fn known_words(node: &Node) {
    const TYPES: [&str; 6] = ["share", "ma_share", "mean", "mean_number", "net", "nps"];
    let kind = node.get("type");
    let is_unknown = |word: &&str| !TYPES.contains(word);
    if let Some(word) = kind.maybe_text().filter(is_unknown) {
        kind.fault(Problem::Unknown(word.to_owned()));
    }
    if node.get("base").text() != MeanBase::BlankAsZero.word() {
        base(node, &Base::ALL);
    }
}

fn filter(node: &Node, catalog: &Catalog) -> Vec<(usize, Vec<Index>)> {
    node.entries()
        .into_iter()
        .filter_map(|(id, codes)| {
            let item = catalog.by_id.get(id).copied();
            if item.is_none() {
                codes.fault(Problem::Unknown(id.to_owned()));
            }
            item.map(|item| (item, catalog.codes(item, &codes)))
        })
        .collect()
}

fn measure(node: &Node, catalog: &Catalog, at: usize) -> Option<Measure> {
    let item = catalog.item(at)?;
    let is_number = matches!(item.accepts, Accepts::Scale { .. } | Accepts::Number { .. });
    let kind = node.get("type").maybe_text()?;
    let fits = match kind {
        "share" | "net" => matches!(item.accepts, Accepts::One(_) | Accepts::Scale { .. }),
        "ma_share" => matches!(item.accepts, Accepts::Many(..)),
        "mean" => matches!(item.accepts, Accepts::One(_)),
        "mean_number" => is_number,
        "nps" => matches!(item.accepts, Accepts::Scale { min: 0, max: 10 }),
        _ => {
            node.get("type").fault(Problem::Unknown(kind.to_owned()));
            return None;
        }
    };
    if !fits {
        node.get("question").fault(Problem::Refused(
            "this type of indicator does not fit the question",
        ));
        return None;
    }
    let codes = |key: &str| catalog.codes(at, &node.get(key));
    match kind {
        "share" => Some(Measure::Share(codes("numerator"), base(node, &Base::ALL)?)),
        "ma_share" => {
            let code = catalog.code(at, &node.get("code"));
            let bases = [Base::Everyone, Base::All, Base::Answered];
            Some(Measure::SetShare(code?, base(node, &bases)?))
        }
        "mean" => mean_measure(node, item),
        "mean_number" => base(node, &[Base::Answered]).map(|_| Measure::MeanNumber),
        "nps" => base(node, &[Base::Answered]).map(|_| Measure::Nps),
        _ => net(node, (codes("positive"), codes("negative"))),
    }
}

fn net(node: &Node, (positive, negative): (Vec<Index>, Vec<Index>)) -> Option<Measure> {
    if positive.iter().any(|code| negative.contains(code)) {
        node.get("negative")
            .fault(Problem::Refused("a code cannot be positive and negative"));
    }
    Some(Measure::Net {
        positive,
        negative,
        base: base(node, &Base::ALL)?,
    })
}

pub(super) fn base(node: &Node, allowed: &[Base]) -> Option<Base> {
    let node = node.get("base");
    let key = node.text();
    let base = Base::from_word(key).filter(|base| allowed.contains(base));
    if base.is_none() && node.exists() {
        node.fault(Problem::Unknown(key.to_owned()));
    }
    base
}

pub(super) fn mean_measure(node: &Node, item: &Variable) -> Option<Measure> {
    let node = node.get("base");
    let key = node.text();
    let base = MeanBase::from_word(key);
    if base.is_none() && node.exists() {
        node.fault(Problem::Unknown(key.to_owned()));
    }
    if base == Some(MeanBase::BlankAsZero) && !mean::zero_is_inside(item) {
        node.fault(Problem::Refused(
            "a blank can only count 0 on a scale with scores on both sides of 0",
        ));
    }
    base.map(Measure::Mean)
}

/// The indicator a node names.
pub(super) fn named(node: &Node, indicators: &[IndicatorPlan]) -> Option<usize> {
    let id = node.maybe_text()?;
    let found = indicators.iter().position(|known| known.id == id);
    if found.is_none() {
        node.fault(Problem::Unknown(id.to_owned()));
    }
    found
}

pub(super) fn changes(list: &Node, indicators: &[IndicatorPlan]) -> Vec<ChangePlan> {
    let change = |node: &Node| {
        let id = node.get("id").text().to_owned();
        let indicator = node.get("indicator");
        if !indicator.exists() {
            indicator.fault(Problem::Missing);
        }
        let indicator = named(&indicator, indicators)?;
        let previous = node.get("previous");
        let known = [("known", true), ("unknown", false)];
        Some(ChangePlan {
            id,
            indicator,
            family: node.get("family").maybe_text().map(str::to_owned),
            p: within(&previous.get("p"), 1.0, "a share from 0 to 1"),
            m: previous.get("m").maybe_real(),
            n: size(&previous.get("n")),
            n_eff: size(&previous.get("n_eff")),
            se: within(&previous.get("se"), 1e12, NOT_NEGATIVE),
            documented: previous.get("method").one_of(true, &known),
            n_assumed: previous.get("n_assumed").flag(),
            census: previous.get("census").flag(),
        })
    };
    let nodes = list.maybe_list();
    for (at, node) in nodes.iter().enumerate() {
        let id = node.get("id").maybe_text();
        if nodes
            .iter()
            .take(at)
            .any(|other| other.get("id").maybe_text() == id)
        {
            node.get("id")
                .fault(Problem::Duplicate(id.unwrap_or_default().to_owned()));
        }
    }
    nodes.iter().filter_map(change).collect()
}

/// A positive number of people, effective or not.
pub(super) fn size(node: &Node) -> Option<f64> {
    let n = node.maybe_real()?;
    if n > 0.0 {
        return Some(n);
    }
    node.fault(Problem::Expected("a positive number of people"));
    None
}

/// A number from 0 to `high`, which `what` names.
pub(super) fn within(node: &Node, high: f64, what: &'static str) -> Option<f64> {
    let value = node.maybe_real()?;
    if (0.0..=high).contains(&value) {
        return Some(value);
    }
    node.fault(Problem::Expected(what));
    None
}

//! Cross tables, portfolios, tables to publish, quality flags.

use super::{Catalog, indicators};
use crate::domain::small_numbers::SmallNumbers;
use crate::domain::statistics::base::Base;
use crate::domain::statistics::indicator::Measure;
use crate::domain::statistics::variable::Accepts;
use crate::formats::case::fault::Problem;
use crate::formats::case::json::Node;
use crate::formats::case::model::{
    CrosstabPlan, PortfolioPlan, QualityPlan, SuppressionMode, SuppressionPlan,
};

pub(super) fn crosstabs(list: &Node, catalog: &Catalog) -> Vec<CrosstabPlan> {
    let nodes = list.maybe_list();
    let table = |node: &Node| {
        let (row, col) = axes(node, catalog)?;
        Some(CrosstabPlan {
            id: node.get("id").text().to_owned(),
            row,
            col,
            weighted: node.get("weighted").flag(),
        })
    };
    nodes.iter().filter_map(table).collect()
}

/// A row item with single choice and a column item with options.
fn axes(node: &Node, catalog: &Catalog) -> Option<(usize, usize)> {
    let (row, col) = (node.get("row"), node.get("col"));
    let (row_at, col_at) = (catalog.named(&row), catalog.named(&col));
    let (row_at, col_at) = (row_at?, col_at?);
    let accepts = |at| catalog.item(at).map(|item| &item.accepts);
    if !matches!(accepts(row_at), Some(Accepts::One(_))) {
        row.fault(Problem::Refused("rows need a single-choice question"));
    }
    if !matches!(accepts(col_at), Some(Accepts::One(_) | Accepts::Many(..))) {
        col.fault(Problem::Refused("columns need a question with options"));
    }
    Some((row_at, col_at))
}

pub(super) fn portfolios(list: &Node, catalog: &Catalog) -> Vec<PortfolioPlan> {
    let nodes = list.maybe_list();
    nodes
        .iter()
        .filter_map(|node| portfolio(node, catalog))
        .collect()
}

fn portfolio(node: &Node, catalog: &Catalog) -> Option<PortfolioPlan> {
    let satisfaction = matrix(&node.get("satisfaction"), catalog);
    let importance = matrix(&node.get("importance"), catalog);
    let (satisfaction, importance) = (satisfaction?, importance?);
    if satisfaction.len() != importance.len() {
        node.fault(Problem::Refused(
            "the two matrices have different numbers of rows",
        ));
    }
    let statistic = node
        .get("statistic")
        .one_of("mean", &[("mean", "mean"), ("share", "share")]);
    let measure = |items: &[usize]| -> Option<Measure> {
        let first = *items.first()?;
        if statistic == "mean" {
            return indicators::mean_measure(node, catalog.item(first)?);
        }
        let codes = catalog.codes(first, &node.get("top"));
        Some(Measure::Share(codes, indicators::base(node, &Base::ALL)?))
    };
    let measures = (measure(&satisfaction), measure(&importance));
    Some(PortfolioPlan {
        id: node.get("id").text().to_owned(),
        measures: (measures.0?, measures.1?),
        pairs: satisfaction.into_iter().zip(importance).collect(),
        statistic: statistic.to_owned(),
        weighted: node.get("weighted").flag(),
    })
}

fn matrix(node: &Node, catalog: &Catalog) -> Option<Vec<usize>> {
    let id = node.text();
    let rows = catalog.matrices.get(id).cloned();
    if rows.is_none() && node.exists() {
        node.fault(Problem::Unknown(id.to_owned()));
    }
    rows
}

pub(super) fn suppression(list: &Node, catalog: &Catalog) -> Vec<SuppressionPlan> {
    let usual = SmallNumbers::default();
    let nodes = list.maybe_list();
    let table = |node: &Node| {
        let axes = axes(node, catalog);
        let k = node.get("k").maybe_count().unwrap_or(usual.k);
        let min_base = node.get("min_base").maybe_count().unwrap_or(usual.min_base);
        let mode = match node.get("mode").text() {
            "cell" => SuppressionMode::Cell { k },
            "row" => SuppressionMode::Row { min_base },
            "row_cell" => SuppressionMode::RowCell { min_base, k },
            other => {
                node.get("mode").fault(Problem::Unknown(other.to_owned()));
                return None;
            }
        };
        let (row, col) = axes?;
        Some(SuppressionPlan {
            id: node.get("id").text().to_owned(),
            row,
            col,
            mode,
        })
    };
    nodes.iter().filter_map(table).collect()
}

pub(super) fn quality(node: &Node, catalog: &Catalog) -> QualityPlan {
    let matrices = node.get("matrices").maybe_list();
    let rows = node.get("min_rows").maybe_count().unwrap_or(5);
    QualityPlan {
        matrices: matrices
            .iter()
            .filter_map(|n| Some((n.text().to_owned(), matrix(n, catalog)?)))
            .collect(),
        min_rows: usize::try_from(rows).unwrap_or(usize::MAX),
        speeder_ratio: node.get("speeder_ratio").real_between(
            (0.0, 10.0),
            1.0 / 3.0,
            "a number above 0 and below 10",
        ),
    }
}

//! The targets that are to be judged.

use rust_decimal::Decimal;

use super::indicators;
use crate::domain::statistics::achievement::{Bound, DirectionRule, GradeBasis, Target, Years};
use crate::formats::case::fault::Problem;
use crate::formats::case::json::Node;
use crate::formats::case::model::{AchievementPlan, IndicatorPlan};

/// Reads the list `achievements`.
pub(super) fn read(list: &Node, indicators: &[IndicatorPlan]) -> Vec<AchievementPlan> {
    let nodes = list.maybe_list();
    nodes
        .iter()
        .filter_map(|node| achievement(node, indicators))
        .collect()
}

/// Reads one entry; `id` may be absent in tables of test vectors.
pub(in crate::formats::case) fn achievement(
    node: &Node,
    known: &[IndicatorPlan],
) -> Option<AchievementPlan> {
    let target = target(&node.get("target"))?;
    let is_words = matches!(target, Target::Text | Target::None);
    let rates = node.get("rate_decimals");
    let effective = indicators::size(&node.get("baseline_n_eff"));
    Some(AchievementPlan {
        id: node.get("id").maybe_text().unwrap_or_default().to_owned(),
        indicator: indicators::named(&node.get("indicator"), known),
        actual: actual(&node.get("actual"), is_words),
        interval: interval(&node.get("interval")),
        no_zero: node.get("no_zero").flag(),
        baseline: decimal(&node.get("baseline")).map(|(value, _)| value),
        documented: node
            .get("baseline_method")
            .one_of(true, &[("known", true), ("unknown", false)]),
        baseline_n: effective.or(indicators::size(&node.get("baseline_n"))),
        baseline_se: indicators::within(&node.get("baseline_se"), 1e12, indicators::NOT_NEGATIVE),
        years: years(node),
        target,
        direction_rule: node.get("direction_rule").one_of(
            DirectionRule::Significant,
            &[
                ("significant", DirectionRule::Significant),
                ("plain", DirectionRule::Plain),
            ],
        ),
        grade_basis: node.get("grade_basis").one_of(
            GradeBasis::Level,
            &[
                ("level", GradeBasis::Level),
                ("progress", GradeBasis::Progress),
            ],
        ),
        thresholds: thresholds(&node.get("thresholds")),
        rate_decimals: rates.decimals(1),
    })
}

/// A value as typed. Beside a target in words it may be words too.
fn actual(node: &Node, is_words: bool) -> Option<(Decimal, String)> {
    if is_words {
        let text = node.maybe_decimal_text()?;
        return parse(&text).map(|value| (value, text));
    }
    decimal(node)
}

/// A decimal number, written as number or text.
fn decimal(node: &Node) -> Option<(Decimal, String)> {
    let text = node.maybe_decimal_text()?;
    let value = parse(&text);
    if value.is_none() {
        node.fault(Problem::Expected("a decimal number below 10¹⁵"));
    }
    value.map(|value| (value, text))
}

fn parse(text: &str) -> Option<Decimal> {
    let value = text
        .parse()
        .or_else(|_| Decimal::from_scientific(text))
        .ok()?;
    (value.abs() < Decimal::from(1_000_000_000_000_000_i64)).then_some(value)
}

fn required(node: &Node) -> Option<Decimal> {
    if !node.exists() {
        node.fault(Problem::Missing);
    }
    decimal(node).map(|(value, _)| value)
}

fn target(node: &Node) -> Option<Target> {
    let value = || required(&node.get("value"));
    match node.get("type").text() {
        "at_least" => value().map(Target::AtLeast),
        "at_most" => value().map(Target::AtMost),
        "below" => value().map(Target::Below),
        "range" => {
            let (low, high) = (required(&node.get("low")), required(&node.get("high")));
            let (low, high) = (low?, high?);
            if low > high {
                node.fault(Problem::Refused("the lower end is above the upper end"));
            }
            Some(Target::Range { low, high })
        }
        "maintain" => {
            let bounds = [("at_least", Bound::AtLeast), ("at_most", Bound::AtMost)];
            let bound = node.get("bound").one_of(Bound::AtLeast, &bounds);
            value().map(|value| Target::Maintain { value, bound })
        }
        "increase" => Some(Target::Increase),
        "decrease" => Some(Target::Decrease),
        "text" => Some(Target::Text),
        "none" => Some(Target::None),
        other => {
            node.get("type").fault(Problem::Unknown(other.to_owned()));
            None
        }
    }
}

fn interval(node: &Node) -> Option<(f64, f64)> {
    if !node.exists() {
        return None;
    }
    let ends: Vec<f64> = node.list().iter().map(Node::real).collect();
    match ends.as_slice() {
        [low, high] if low <= high => Some((*low, *high)),
        _ => {
            node.fault(Problem::Expected("two ends, lower first"));
            None
        }
    }
}

fn years(node: &Node) -> Option<Years> {
    let year = |node: Node| node.maybe_count().and_then(|y| i32::try_from(y).ok());
    Some(Years {
        baseline: year(node.get("baseline_year"))?,
        evaluated: year(node.get("eval_year"))?,
        target: year(node.get("target").get("year"))?,
    })
}

/// `[100, 80, 50]`: the first is what achieved means, the others are the least rates of B and C.
fn thresholds(node: &Node) -> [Decimal; 2] {
    let house = [Decimal::from(80), Decimal::from(50)];
    if !node.exists() {
        return house;
    }
    let values: Vec<Decimal> = node.list().iter().filter_map(required).collect();
    match values.as_slice() {
        [_, good, fair] => [*good, *fair],
        _ => {
            node.fault(Problem::Expected("three rates"));
            house
        }
    }
}

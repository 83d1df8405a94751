//! What an indicator is made of, followed through the indicators it is put together from down to the questions.

use std::collections::{HashMap, HashSet};

use super::definition::{Definition, Formula, Input, Measurand, Source};
use crate::domain::ids::IndicatorId;

/// The definitions that hold now.
pub struct Inputs<'d>(HashMap<IndicatorId, &'d Definition>);

impl<'d> Inputs<'d> {
    /// Each of its indicator.
    pub fn of(definitions: impl IntoIterator<Item = (IndicatorId, &'d Definition)>) -> Self {
        Self(definitions.into_iter().collect())
    }

    /// The items of questionnaires that an indicator needs, its own first; each indicator on the way counts once, so
    /// that one that comes back to itself ends.
    #[must_use]
    pub fn items(&self, of: IndicatorId) -> Vec<&'d Measurand> {
        let (mut open, mut seen, mut found) = (vec![of], HashSet::new(), Vec::new());
        while let Some(id) = open.pop() {
            let Some(definition) = self.0.get(&id).filter(|_| seen.insert(id)) else {
                continue;
            };
            found.extend(definition.items());
            open.extend(indicators(definition));
        }
        found
    }
}

/// The indicators that a definition names.
fn indicators(definition: &Definition) -> impl Iterator<Item = IndicatorId> {
    let inputs = match &definition.source {
        Source::Formula(Formula::Sum(inputs) | Formula::Mean(inputs)) => inputs.as_slice(),
        Source::Item(_) | Source::Typed { .. } => &[],
    };
    inputs.iter().filter_map(|input| match input {
        Input::Indicator(id) => Some(*id),
        Input::Item(_) | Input::Typed(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn of(source: serde_json::Value) -> Definition {
        let document = serde_json::json!({
            "source": source, "decimals": 1, "direction": "increase",
        });
        serde_json::from_value(document).unwrap()
    }

    fn id(number: u128) -> IndicatorId {
        IndicatorId(Uuid::from_u128(number))
    }

    fn item(code: &str) -> serde_json::Value {
        serde_json::json!({"item": {
            "questionnaire": "shimin", "item": code, "measure": {"share": ["1"]}, "base": "answered",
        }})
    }

    #[test]
    fn questions_are_found_through_other_indicators_also_in_a_circle() {
        let sum =
            |inputs: Vec<serde_json::Value>| of(serde_json::json!({"formula": {"sum": inputs}}));
        let of_indicator = |number| serde_json::json!({"indicator": id(number)});
        let direct = of(item("q1"));
        let through = sum(vec![of_indicator(1), item("q2"), of_indicator(3)]);
        let back = sum(vec![of_indicator(2), item("q3")]);
        let all = Inputs::of([(id(1), &direct), (id(2), &through), (id(3), &back)]);
        let found = |number| {
            let mut codes: Vec<_> = all
                .items(id(number))
                .iter()
                .map(|one| one.item.as_str())
                .collect();
            codes.sort_unstable();
            codes
        };
        assert_eq!(found(1), ["q1"]);
        assert_eq!(found(2), ["q1", "q2", "q3"]);
        assert_eq!(found(3), ["q1", "q2", "q3"]);
        assert_eq!(found(9), Vec::<&str>::new());
    }
}

//! What the operator reads of a definition that was tried out and stored.

use crate::domain::report::Reason;
use crate::domain::statistics::margin::MarginReason;
use crate::domain::tabulation::measuring::Measured;
use crate::workflows::proposing::{Bound, Trial};

/// What the last survey of the questionnaire would have given.
pub(super) fn tried(trial: Option<&Trial>) -> Vec<String> {
    let Some(trial) = trial else {
        let nothing = "no survey of this questionnaire has closed yet: nothing to try it out on";
        return vec![nothing.to_owned()];
    };
    let given = match &trial.given {
        Ok(measured) => figure(measured),
        Err(reason) => format!("no value: {}", why(*reason)),
    };
    let (slug, year) = (&trial.survey, trial.fiscal_year);
    vec![
        format!("tried out on {slug} (fiscal year {year}): {given}"),
        "values that surveys gave before stay as they are".to_owned(),
    ]
}

/// What is stored now.
pub(super) fn stored(bound: &Bound) -> Vec<String> {
    let silent = bound.without_address.iter();
    let silent =
        silent.map(|name| format!("{name} owns it, but has no address: it gets no letters"));
    let number = bound.number;
    let holds = match bound.compared {
        None => format!("definition {number} says so already"),
        Some(compared) => {
            let how = compared.word();
            format!(
                "definition {number} holds from now on; with what was before it compares: {how}"
            )
        }
    };
    silent.chain([holds]).collect()
}

/// Value, n and margin.
fn figure(measured: &Measured) -> String {
    let unit = measured.unit().unwrap_or_default();
    let of_n = measured
        .figure
        .numerator
        .map_or_else(String::new, |people| format!("{people} of "));
    let precision = &measured.figure.precision;
    let mut said = match (&precision.shown, precision.reason) {
        (Some(margin), _) => format!("margin {margin}"),
        (None, Some(reason)) => {
            format!(
                "no margin: {}",
                MarginReason::word(reason).replace('_', " ")
            )
        }
        (None, None) => "no margin".to_owned(),
    };
    if let Some(other) = precision.other.as_ref().filter(|other| other.beside) {
        let how = if other.weighted {
            "weighted"
        } else {
            "unweighted"
        };
        said += &format!("; {how} it would be {}{unit}", other.shown);
    }
    format!(
        "{}{unit}, n = {of_n}{}, {said}",
        measured.shown, measured.figure.n
    )
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::NoSuchItem => "its version of the questionnaire does not ask this",
        Reason::NoSuchOption => "its version of the questionnaire lacks one of the options",
        Reason::NoSuchMeasure => "the question has no such measure there",
        Reason::NoWeights => {
            "nobody said its population, so there are no weights; see kocho survey population"
        }
        Reason::Disproportionate => {
            "some of its districts were asked more often than others: only a weighted figure would be the town's"
        }
        Reason::Formula => "it is put together from several inputs",
        Reason::EmptyBase => "nobody is in its base",
    }
}

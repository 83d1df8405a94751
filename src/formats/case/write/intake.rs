//! Sections `intake`, `quality` and `cooccurrence`.

use serde_json::{Map, Value, json};

use super::survey::count;
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::cooccurrence::{self, Edge};
use crate::domain::statistics::intake::{Exclusion, Mode};
use crate::domain::statistics::quality::{speeders, straight_lined};
use crate::domain::statistics::rates::{Completeness, Mailing, aapor, rate};
use crate::domain::statistics::rounding::percent;
use crate::formats::case::model::Case;

pub(super) fn fieldwork(case: &Case) -> Mailing {
    let survey = &case.survey;
    Mailing {
        mailed: survey.sample_size,
        undeliverable: survey.undeliverable,
        ineligible: survey.ineligible,
        refused: survey.refused,
        valid: count(case.valid.len()),
        blank: excluded(case, Exclusion::Blank),
    }
}

fn excluded(case: &Case, reason: Exclusion) -> u64 {
    count(case.decided.iter().filter(|d| **d == Some(reason)).count())
}

pub(super) fn intake(case: &Case) -> Value {
    let by_mode = |mode: Mode| {
        let valid = case.valid.iter().filter_map(|at| case.sheets.get(*at));
        count(valid.filter(|sheet| sheet.mode == mode).count())
    };
    let pairs = case.sheets.iter().zip(&case.decided);
    let mut dropped: Vec<(&str, &str)> = pairs
        .filter_map(|(sheet, decided)| Some((sheet.id.as_str(), (*decided)?.word())))
        .collect();
    dropped.sort_unstable();
    json!({
        "rows": case.sheets.len(),
        "valid": case.valid.len(),
        "dropped": {
            "late": excluded(case, Exclusion::Late),
            "blank": excluded(case, Exclusion::Blank),
            "duplicate": excluded(case, Exclusion::Duplicate),
        },
        "dropped_ids": dropped,
        "by_mode": { "web": by_mode(Mode::Web), "paper": by_mode(Mode::Paper) },
        "web_share": rate(by_mode(Mode::Web), count(case.valid.len())),
        "rates": rates(&fieldwork(case)),
        "aapor": dispositions(case),
    })
}

fn rates(work: &Mailing) -> Value {
    let (returned, delivered) = (work.returned(), work.delivered());
    json!({
        "mailed": work.mailed,
        "undeliverable": work.undeliverable,
        "ineligible": work.ineligible,
        "returned": returned,
        "recovery_rate": rate(returned, work.mailed),
        "valid_rate_mailed": rate(work.valid, work.mailed),
        "valid_rate_delivered": rate(work.valid, delivered),
        "disp_recovery": percent(returned, work.mailed, 1),
        "disp_valid_mailed": percent(work.valid, work.mailed, 1),
        "disp_valid_delivered": percent(work.valid, delivered, 1),
    })
}

fn dispositions(case: &Case) -> Value {
    let mut completeness = Completeness::default();
    for (answered, applicable) in &case.completeness {
        completeness.add(*answered, *applicable);
    }
    let aapor = aapor(&fieldwork(case), completeness);
    let [rr1, rr2, rr3, rr4, rr5, rr6] = aapor.rates;
    json!({
        "I": aapor.complete, "P": aapor.partial, "R": aapor.refusal, "NC": 0, "O": 0,
        "UO": aapor.unknown, "NE": aapor.not_eligible, "e": aapor.eligibility,
        "RR1": rr1, "RR2": rr2, "RR3": rr3, "RR4": rr4, "RR5": rr5, "RR6": rr6,
    })
}

pub(super) fn quality(case: &Case) -> Value {
    let plan = &case.plan.quality;
    let mut lines = Map::new();
    for (id, items) in &plan.matrices {
        let rows: Vec<&Column> = items
            .iter()
            .filter_map(|at| case.columns.column(*at))
            .collect();
        lines.insert(
            id.clone(),
            flagged(case, &straight_lined(&rows, plan.min_rows)),
        );
    }
    let durations: Vec<Option<f64>> = case
        .valid
        .iter()
        .map(|at| case.sheets.get(*at).and_then(|sheet| sheet.duration))
        .collect();
    let fast = speeders(&durations, plan.speeder_ratio);
    json!({
        "straightline": lines,
        "median_duration": fast.median,
        "speeder_threshold": fast.threshold,
        "speeders": flagged(case, &fast.respondents),
    })
}

fn flagged(case: &Case, respondents: &[usize]) -> Value {
    let sheet = |at: &usize| case.sheets.get(*case.valid.get(*at)?);
    let ids: Vec<&str> = respondents
        .iter()
        .filter_map(sheet)
        .map(|s| s.id.as_str())
        .collect();
    json!({ "count": ids.len(), "ids": ids })
}

pub(super) fn cooccurrence(case: &Case) -> Option<Value> {
    let (tokens, (min_df, top)) = (case.tokens.as_ref()?, case.plan.text?);
    let words = cooccurrence::cooccurrence(tokens, min_df, top);
    let edge = |e: &Edge| json!({ "a": e.a, "b": e.b, "both": e.both, "jaccard": e.jaccard });
    Some(json!({
        "n_docs": words.documents,
        "df": words.frequency,
        "edges": words.edges.iter().map(edge).collect::<Vec<_>>(),
    }))
}

//! What a survey was, in figures: who was asked, how many answered and how, rates with their formula (M-6), weights.

use serde::Serialize;

use crate::domain::report::release::Weights;
use crate::domain::statistics::rounding;
use crate::domain::survey::Mode;
use crate::views::dates;
use crate::web::public::wording::count;

use super::Known;
use super::words::Words;

/// The figures on top of the page.
#[derive(Serialize)]
pub(super) struct Facts {
    valid: String,
    rate: Option<String>,
    rows: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    value: String,
    formula: Option<String>,
}

impl Facts {
    pub fn new(known: &Known, words: &Words<'_>) -> Self {
        let release = known.figures();
        let asked = release.sample_size.and_then(|n| u64::try_from(n).ok());
        let asked = asked.filter(|n| *n > 0);
        let rate =
            |part: u64, whole: u64| rounding::percent(part, whole, 1).map(|p| format!("{p}％"));
        let mut rows = vec![period(known)];
        let mut add = |name, value: Option<String>, formula: Option<String>| {
            rows.extend(value.map(|value| {
                Some(Fact {
                    name,
                    value,
                    formula,
                })
            }));
        };
        let people = |n: u64| words.say("people", &[("count", &count(n))]);
        add(
            "fact-population",
            release
                .population
                .map(|n| words.say("people", &[("count", &count(n))])),
            None,
        );
        add("fact-asked", asked.map(people), None);
        add("fact-returned", Some(count(release.returned)), None);
        let modes: Vec<String> = release
            .by_mode
            .iter()
            .map(|(mode, n)| format!("{} {}", words.say(mode_key(*mode), &[]), count(*n)))
            .collect();
        add(
            "fact-valid",
            Some(count(release.valid)),
            Some(modes.join("・")),
        );
        if let Some(asked) = asked {
            let formula = |part: u64| format!("{} ÷ {}", count(part), count(asked));
            add(
                "fact-return-rate",
                rate(release.returned, asked),
                Some(formula(release.returned)),
            );
            add(
                "fact-valid-rate",
                rate(release.valid, asked),
                Some(formula(release.valid)),
            );
            let lost = release.fieldwork.undeliverable;
            if lost > 0 {
                let delivered = asked.saturating_sub(lost);
                let formula = format!(
                    "{} ÷（{} － {}）",
                    count(release.valid),
                    count(asked),
                    count(lost)
                );
                add(
                    "fact-delivered-rate",
                    rate(release.valid, delivered),
                    Some(formula),
                );
            }
        }
        let weights = release.weights.as_ref();
        let used = if weights.is_some() {
            "weighted"
        } else {
            "unweighted"
        };
        add(
            "how-weights",
            Some(words.say(used, &[])),
            weights.map(|w| said(w, words)),
        );
        let computed = known.asked.town.zone.day(known.release.released_at);
        add(
            "fact-released",
            Some(dates::date(computed, &known.language)),
            None,
        );
        Self {
            valid: count(release.valid),
            rate: asked.and_then(|asked| rate(release.valid, asked)),
            rows: rows.into_iter().flatten().collect(),
        }
    }
}

/// From when until when answers were taken.
fn period(known: &Known) -> Option<Fact> {
    let (survey, language) = (&known.asked.survey, &known.language);
    let zone = known.asked.town.zone.to_string();
    let (from, until) = survey.opens_at.zip(survey.web_closes_at)?;
    let from = dates::day_of_year(dates::local(from, &zone).date_naive(), language);
    let until = dates::day_of_year(dates::last_day(until, &zone), language);
    Some(Fact {
        name: "fact-period",
        value: format!("{from}～{until}"),
        formula: None,
    })
}

/// How much the weights cost.
fn said(weights: &Weights, words: &Words<'_>) -> String {
    let n_eff = rounding::float(weights.n_eff, 0);
    let deff = rounding::float(weights.deff_kish, 2);
    words.say("weights-said", &[("neff", &n_eff), ("deff", &deff)])
}

fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Web => "mode-web",
        Mode::Paper => "mode-paper",
        Mode::Kiosk => "mode-kiosk",
        Mode::Phone => "mode-phone",
    }
}

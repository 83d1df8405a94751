//! What a survey was, in figures: who was asked, how many answered and how, rates with their formula (M-6), weights.

use serde::Serialize;

use crate::domain::report::release::{Release, Weights};
use crate::domain::statistics::rounding;
use crate::domain::survey::Mode;
use crate::storage::errata::Issued;
use crate::views::datum::Datum;
use crate::views::numbers::count;
use crate::views::say::{Say, Wording};

use super::PublishedSurvey;
use super::figures::X;

/// The figures on top of the page.
#[derive(Serialize)]
pub(super) struct Facts {
    valid: Datum,
    rate: Option<String>,
    rows: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    name: Say,
    value: Wording,
    formula: Option<Wording>,
}

impl Facts {
    pub fn new(published: &PublishedSurvey) -> Self {
        let release = published.figures();
        let asked = release.sample_size.and_then(|n| u64::try_from(n).ok());
        let asked = asked.filter(|n| *n > 0);
        let mut rows: Vec<Fact> = period(published).into_iter().collect();
        rows.extend(people(release, asked));
        if let Some(asked) = asked {
            rows.extend(rates(release, asked));
        }
        rows.extend(corrections(published));
        let weights = release.weights.as_ref();
        let used = weights.map_or("unweighted", |_| "weighted");
        let released = published.live.town.zone.day(published.release.released_at);
        rows.push(Fact {
            formula: weights.map(|weights| said(weights).into()),
            ..Fact::new("how-weights", Say::new(used))
        });
        rows.push(Fact::new("fact-released", Datum::Date(released)));
        Self {
            valid: Datum::how_many(release.valid),
            rate: asked.and_then(|asked| rate(release.valid, asked)),
            rows,
        }
    }
}

impl Fact {
    fn new(name: &'static str, value: impl Into<Wording>) -> Self {
        Self {
            name: Say::new(name),
            value: value.into(),
            formula: None,
        }
    }
}

fn rate(part: u64, whole: u64) -> Option<String> {
    rounding::percent(part, whole, 1).map(|percent| format!("{percent}％"))
}

/// How many there are, were asked and answered, and how.
fn people(release: &Release, asked: Option<u64>) -> Vec<Fact> {
    let people = |n: Datum| Say::new("people").with("count", n);
    let population = release.population.map(|n| people(Datum::how_many(n)));
    let asked = asked.map(|n| people(Datum::how_many(n)));
    let modes = release.by_mode.iter();
    let modes = modes.map(|(mode, n)| {
        let n = n
            .shown()
            .map_or_else(|| X.into(), |n| Datum::how_many(*n).into());
        let parts: [Wording; 2] = [Say::new(mode_key(*mode)).into(), n];
        Wording::several(parts, " ")
    });
    let valid = Fact {
        formula: Some(Wording::several(modes, "・")),
        ..Fact::new("fact-valid", Datum::how_many(release.valid))
    };
    let all = [
        population.map(|n| Fact::new("fact-population", n)),
        asked.map(|n| Fact::new("fact-asked", n)),
        Some(Fact::new(
            "fact-returned",
            Datum::how_many(release.returned),
        )),
        Some(valid),
    ];
    all.into_iter().flatten().collect()
}

/// The rates with their formulas; also of those the letters reached, where that is known.
fn rates(release: &Release, asked: u64) -> Vec<Fact> {
    let of = |name, part: u64, whole: u64, formula: String| {
        let value = rate(part, whole)?;
        Some(Fact {
            formula: Some(formula.into()),
            ..Fact::new(name, value)
        })
    };
    let (returned, valid) = (release.returned, release.valid);
    let plain = |part: u64| format!("{} ÷ {}", count(part), count(asked));
    let lost = release.fieldwork.undeliverable;
    let reached = format!("{} ÷（{} － {}）", count(valid), count(asked), count(lost));
    let all = [
        of("fact-return-rate", returned, asked, plain(returned)),
        of("fact-valid-rate", valid, asked, plain(valid)),
        of(
            "fact-delivered-rate",
            valid,
            asked.saturating_sub(lost),
            reached,
        )
        .filter(|_| lost > 0),
    ];
    all.into_iter().flatten().collect()
}

/// From when until when answers were taken.
fn period(published: &PublishedSurvey) -> Option<Fact> {
    let (survey, zone) = (&published.live.survey, published.live.town.zone);
    let (from, until) = survey.opens_at.zip(survey.web_closes_at)?;
    let days = [zone.day(from), zone.last_day(until)].map(Datum::Date);
    Some(Fact::new("fact-period", Wording::several(days, "～")))
}

/// When words were corrected while answers came in.
fn corrections(published: &PublishedSurvey) -> impl Iterator<Item = Fact> {
    let opened = published.live.survey.opens_at;
    let all = published.corrected.iter();
    let since = all.filter(move |one| opened.is_some_and(|opened| opened <= one.at));
    since.map(|one| corrected(published, one))
}

/// When that was, and which version asks since.
fn corrected(published: &PublishedSurvey, one: &Issued) -> Fact {
    let day = Datum::Date(published.live.town.zone.day(one.at));
    let version = Say::new("how-version").with("number", one.number.to_string());
    let parts: [Wording; 2] = [day.into(), version.into()];
    Fact::new("fact-corrected", Wording::several(parts, " "))
}

/// How much the weights cost.
fn said(weights: &Weights) -> Say {
    let n_eff = rounding::float(weights.n_eff, 0);
    let deff = rounding::float(weights.deff_kish, 2);
    Say::new("weights-said")
        .with("neff", n_eff)
        .with("deff", deff)
}

fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Web => "mode-web",
        Mode::Paper => "mode-paper",
        Mode::Kiosk => "mode-kiosk",
        Mode::Phone => "mode-phone",
    }
}

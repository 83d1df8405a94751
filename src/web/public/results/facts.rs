//! What a survey was, in figures: who was asked, how many answered and how, rates with their formula (M-6), weights.

use serde::Serialize;

use crate::domain::report::release::{Release, Weights};
use crate::domain::statistics::rounding;
use crate::domain::survey::Mode;
use crate::storage::errata::Issued;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};

use super::PublishedSurvey;
use super::figures::{self, X};

/// The figures on top of the page.
#[derive(Serialize)]
pub(super) struct Facts {
    /// What the page is about: how many answered, and which part of those who were asked.
    tops: Vec<Fact>,
    rows: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    name: Say,
    /// Parts of it, each on one line: a day is not torn.
    values: Vec<Wording>,
    formula: Option<Wording>,
}

impl Facts {
    pub fn new(published: &PublishedSurvey) -> Self {
        let release = published.figures();
        let asked = release.sample_size.and_then(|n| u64::try_from(n).ok());
        let asked = asked.filter(|n| *n > 0);
        let mut rows: Vec<Fact> = period(published).into_iter().collect();
        rows.extend(people(release, asked));
        rows.extend(asked.into_iter().flat_map(|asked| rates(release, asked)));
        rows.extend(corrections(published));
        let weights = release.weights.as_ref();
        let used = weights.map_or("unweighted", |_| "weighted");
        let released = published.live.town.zone.day(published.release.released_at);
        rows.push(Fact {
            formula: weights
                .filter(|_| !published.is_easy())
                .map(|weights| said(weights).into()),
            ..Fact::new("how-weights", Say::new(used))
        });
        rows.push(Fact::new("fact-released", Datum::Date(released)));
        let top = asked.and_then(|asked| part_of("fact-valid-rate", release.valid, asked));
        Self {
            tops: [valid(release)].into_iter().chain(top).collect(),
            rows,
        }
    }
}

impl Fact {
    fn new(name: &'static str, value: impl Into<Wording>) -> Self {
        Self {
            name: Say::new(name),
            values: vec![value.into()],
            formula: None,
        }
    }
}

/// One number as a part of another, with the formula; none where there is no such part.
fn part_of(name: &'static str, part: u64, whole: u64) -> Option<Fact> {
    let formula = Say::new("formula").with("part", Datum::how_many(part));
    rate(
        name,
        part,
        whole,
        formula.with("whole", Datum::how_many(whole)),
    )
}

fn rate(name: &'static str, part: u64, whole: u64, formula: Say) -> Option<Fact> {
    let percent = rounding::percent(part, whole, 1)?;
    Some(Fact {
        formula: Some(formula.into()),
        ..Fact::new(name, figures::share(percent))
    })
}

/// How many answered, and how.
fn valid(release: &Release) -> Fact {
    let modes = release.by_mode.iter();
    let modes = modes.map(|(mode, n)| {
        let n = n
            .shown()
            .map_or_else(|| X.into(), |n| Datum::how_many(*n).into());
        let parts: [Wording; 2] = [Say::new(mode_key(*mode)).into(), n];
        Wording::several(parts, " ")
    });
    Fact {
        formula: Some(Wording::several(modes, Say::new("facts-between"))),
        ..Fact::new("fact-valid", Datum::how_many(release.valid))
    }
}

/// How many there are, were asked and answered at all.
fn people(release: &Release, asked: Option<u64>) -> Vec<Fact> {
    let people = |n: u64| Say::new("people").with("count", Datum::how_many(n));
    let population = release.population;
    let population = population
        .map(|n| Say::new("people").with("count", Datum::how_many(n)))
        .map(|n| Fact::new("fact-population", n));
    let returned = Fact::new("fact-returned", Datum::how_many(release.returned));
    let asked = asked.map(|n| Fact::new("fact-asked", people(n)));
    let all = [population, asked, Some(returned)];
    all.into_iter().flatten().collect()
}

/// The other rates with their formulas; also of those the letters reached, where that is known.
fn rates(release: &Release, asked: u64) -> Vec<Fact> {
    let (returned, valid) = (release.returned, release.valid);
    let lost = release.fieldwork.undeliverable;
    let parts = [("part", valid), ("whole", asked), ("lost", lost)];
    let formula = parts
        .into_iter()
        .fold(Say::new("formula-delivered"), |say, (name, n)| {
            say.with(name, Datum::how_many(n))
        });
    let reached = asked.saturating_sub(lost);
    let delivered = rate("fact-delivered-rate", valid, reached, formula);
    let all = [
        part_of("fact-return-rate", returned, asked),
        delivered.filter(|_| lost > 0),
    ];
    all.into_iter().flatten().collect()
}

/// From when until when answers were taken.
fn period(published: &PublishedSurvey) -> Option<Fact> {
    let (survey, zone) = (&published.live.survey, published.live.town.zone);
    let (from, until) = survey.opens_at.zip(survey.web_closes_at)?;
    let days = [
        ("period-from", zone.day(from)),
        ("period-until", zone.last_day(until)),
    ];
    let said = days.map(|(key, day)| Say::new(key).with("date", Datum::Date(day)).into());
    Some(Fact {
        name: Say::new("fact-period"),
        values: said.into(),
        formula: None,
    })
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

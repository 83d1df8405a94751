//! A row of a plan → flat cells, column by column: what is exported, and what two versions are compared by.

use rust_decimal::Decimal;

use super::{columns, components, words};
use crate::domain::plan::figure::{Bound, Component, Figure};
use crate::domain::plan::indicator::Version;
use crate::domain::plan::period::{Kind, Period};
use crate::domain::plan::target::{Milestone, Target};
use crate::domain::plan::{Heading, Plan};

/// The cells of one row: column and text, in the order of the columns. Empty cells are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells(Vec<(String, String)>);

impl Cells {
    /// The text of a column; empty where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(other, _)| other == name)
            .map_or("", |(_, text)| text)
    }

    /// Column and text of every cell that is not empty.
    #[must_use]
    pub fn as_slice(&self) -> &[(String, String)] {
        &self.0
    }

    /// How many targets the row has.
    #[must_use]
    pub fn targets(&self) -> usize {
        let number = |name: &str| name.strip_prefix("target")?.split_once('_')?.0.parse().ok();
        self.0
            .iter()
            .filter_map(|(name, _)| number(name))
            .max()
            .unwrap_or(0)
    }

    fn put(&mut self, name: impl Into<String>, text: impl Into<Option<String>>) {
        if let Some(text) = text.into().filter(|text| !text.is_empty()) {
            self.0.push((name.into(), text));
        }
    }

    fn sort(mut self) -> Self {
        let heading = columns::heading(self.targets());
        let place = |name: &str| {
            heading
                .iter()
                .position(|other| other == name)
                .unwrap_or(heading.len())
        };
        self.0.sort_by_cached_key(|(name, _)| place(name));
        self
    }
}

/// The cells of all rows of a plan, in the order of the file.
#[must_use]
pub fn of_plan(plan: &Plan) -> Vec<Cells> {
    let rows = plan.rows().map(|(edition, row)| {
        let mut cells = of(&row.indicator);
        put_heading(&mut cells, &plan.heading);
        cells.put("version", edition.label.clone());
        cells.sort()
    });
    rows.collect()
}

fn put_heading(cells: &mut Cells, heading: &Heading) {
    cells.put("municipality", heading.municipality.clone());
    cells.put("plan_name", heading.name.clone());
    cells.put(
        "plan_name_in_text",
        words::yes_word(heading.name_in_text).to_owned(),
    );
    cells.put("plan_period", heading.period.clone());
    cells.put("plan_period_in_text", heading.period_in_text.clone());
}

/// The cells of one indicator in one version, without the plan's heading.
#[must_use]
pub fn of(version: &Version) -> Cells {
    let mut cells = Cells::default();
    cells.put("row_id", version.row_id.clone());
    cells.put("source_file", version.source.file.clone());
    cells.put("source_lines", version.source.lines.clone());
    for step in &version.path {
        cells.put(format!("{}_code", step.level), step.code.clone());
        cells.put(format!("{}_name", step.level), step.name.clone());
        cells.put(format!("{}_short", step.level), step.short.clone());
    }
    cells.put("indicator_kind", version.kind.clone());
    cells.put("indicator_subkind", version.subkind.clone());
    cells.put("indicator_no", version.number.clone());
    cells.put("indicator_name", version.name.clone());
    cells.put("indicator_name_raw", version.name_raw.clone());
    cells.put("unit", version.unit.clone());
    put_baseline(&mut cells, version);
    for (n, milestone) in (1..).zip(&version.milestones) {
        put_milestone(&mut cells, n, milestone);
    }
    cells.put("direction", version.direction.map(words::direction_word));
    cells.put("explanation_raw", version.explanation.clone());
    cells.put("explanation_inherited", version.shared_explanation.clone());
    cells.put("footnotes", version.footnotes.clone());
    cells.put(
        "survey_based",
        version
            .fed_by_survey
            .map(|fed| words::fed_word(fed).to_owned()),
    );
    cells.put("survey_note", version.survey_note.clone());
    cells.put("row_group", version.row_group.clone());
    cells.put("odd_case", version.marks.join("|"));
    cells.put("notes", version.notes.clone());
    cells.sort()
}

fn put_baseline(cells: &mut Cells, version: &Version) {
    let baseline = &version.baseline;
    let (printed, period) = (&baseline.printed, &baseline.period);
    cells.put("baseline_label", baseline.label.clone());
    cells.put("baseline_raw", printed.raw.clone());
    cells.put(
        "baseline_value",
        printed.number().map(|value| value.to_string()),
    );
    put_period(cells, "baseline", period);
    let kind = match period.kind {
        Kind::Span => "period",
        Kind::Average => "average",
        Kind::Sum | Kind::RunningTotal => "cumulative",
        _ => "single",
    };
    cells.put("baseline_kind", kind.to_owned());
    let (parts, text) = match &printed.figure {
        Figure::Composite(parts) => (Some(parts), None),
        Figure::Text(text) | Figure::Status(text) => (None, Some(text.clone())),
        Figure::Set(items) => (None, Some(items.join("、"))),
        _ => (None, None),
    };
    cells.put(
        "baseline_components",
        parts.map(|parts| components::write(parts)),
    );
    cells.put("baseline_text", text.or_else(|| printed.qualifier.clone()));
    let missing = matches!(printed.figure, Figure::Missing | Figure::NotSet);
    cells.put("baseline_missing", words::yes_word(missing).to_owned());
    cells.put("baseline_note", baseline.note.clone());
}

fn put_period(cells: &mut Cells, prefix: &str, period: &Period) {
    cells.put(format!("{prefix}_year_raw"), period.raw.clone());
    cells.put(
        format!("{prefix}_year"),
        period.year.map(|year| year.to_string()),
    );
    cells.put(
        format!("{prefix}_period"),
        period.span.map(components::span_text),
    );
}

fn put_milestone(cells: &mut Cells, n: usize, milestone: &Milestone) {
    let name = |column: &str| format!("target{n}_{column}");
    let said = said(&milestone.target);
    let number = |value: Option<Decimal>| value.map(|value| value.to_string());
    cells.put(name("label"), milestone.label.clone());
    cells.put(name("raw"), milestone.raw.clone());
    put_period(cells, &format!("target{n}"), &milestone.period);
    cells.put(name("type"), said.word.to_owned());
    cells.put(
        name("explicit"),
        words::yes_word(milestone.explicit).to_owned(),
    );
    cells.put(name("value"), number(milestone.target.value()));
    cells.put(name("low"), number(said.range.map(|(low, _)| low)));
    cells.put(name("high"), number(said.range.map(|(_, high)| high)));
    cells.put(name("bound"), said.bound.map(words::bound_word));
    cells.put(name("unit"), milestone.unit.clone());
    cells.put(name("components"), said.parts.map(components::write));
    cells.put(
        name("text"),
        said.text.or_else(|| milestone.qualifier.clone()),
    );
    cells.put(name("note"), milestone.note.clone());
}

/// A target in the words of the columns.
#[derive(Default)]
struct Said<'a> {
    word: &'static str,
    range: Option<(Decimal, Decimal)>,
    bound: Option<Bound>,
    parts: Option<&'a [Component]>,
    text: Option<String>,
}

fn said(target: &Target) -> Said<'_> {
    let plain = |word| Said {
        word,
        ..Said::default()
    };
    let text = |word, text: String| Said {
        word,
        text: Some(text),
        ..Said::default()
    };
    match target {
        Target::Number(_) => plain("number"),
        Target::AtLeast(_) => plain("at_least"),
        Target::AtMost(_) => plain("at_most"),
        Target::Below(_) => plain("below"),
        Target::Above(_) => plain("above"),
        Target::Between { low, high, below } => Said {
            word: "range",
            range: Some((*low, *high)),
            bound: below.then_some(Bound::Below),
            ..Said::default()
        },
        Target::Maintain { bound, .. } => Said {
            word: "maintain",
            bound: *bound,
            ..Said::default()
        },
        Target::Increase => plain("increase"),
        Target::Decrease => plain("decrease"),
        Target::Status(state) => text("text", state.clone()),
        Target::Set(items) => text("text", items.join("、")),
        Target::Words(words) | Target::OtherUnit(words) => text("text", words.clone()),
        Target::None { words } => text("none", words.clone()),
        Target::Composite { bound, parts } => Said {
            word: bound.map_or("number", operator),
            parts: Some(parts),
            ..Said::default()
        },
    }
}

fn operator(bound: Bound) -> &'static str {
    match bound {
        Bound::AtLeast => "at_least",
        Bound::AtMost => "at_most",
        Bound::Below => "below",
        Bound::Above => "above",
    }
}

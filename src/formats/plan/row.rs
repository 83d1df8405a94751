//! A flat row → a row of a plan. Typed columns that are filled are what staff said; empty ones are read from the print.

use rust_decimal::Decimal;

use super::record::{Fault, Record, What};
use super::{columns, components, words};
use crate::domain::plan::baseline::Baseline;
use crate::domain::plan::figure::{Bound, Component, Figure, Printed};
use crate::domain::plan::indicator::{Direction, Source, Step, Version};
use crate::domain::plan::period::{Kind, Period};
use crate::domain::plan::printed;
use crate::domain::plan::reading::{self, Cells, Reading};
use crate::domain::plan::target::{Milestone, Target};
use crate::domain::plan::{Heading, code_of};
use crate::domain::reason::says_something;
use crate::domain::slug::Slug;

/// A row being read: its record, and where faults go.
struct Reader<'a> {
    record: &'a Record,
    faults: &'a mut Vec<Fault>,
}

/// Reads a row: the plan it belongs to, the version's label, the indicator. `None` when the plan is not
/// named; that and every other fault is told.
pub(super) fn read(
    record: &Record,
    faults: &mut Vec<Fault>,
) -> Option<(Heading, Option<String>, Version)> {
    let mut reader = Reader { record, faults };
    let heading = reader.heading();
    let row_id = reader.required("row_id");
    let name_raw = reader.required("indicator_name_raw");
    reader.names();
    let label = record.text("version");
    if let Some(row_id) = &row_id
        && Slug::parse(&code_of(row_id, label.is_some())).is_err()
    {
        reader.fault(
            "row_id",
            What::Expected("letters, digits and inner hyphens"),
        );
    }
    let version = reader.version(row_id.unwrap_or_default(), name_raw.unwrap_or_default());
    Some((heading?, label, version))
}

impl Reader<'_> {
    fn fault(&mut self, name: &str, what: What) {
        self.faults.push(self.record.fault(name, what));
    }

    fn required(&mut self, name: &str) -> Option<String> {
        let text = self.record.text(name);
        if text.is_none() {
            self.fault(name, What::Missing);
        }
        text
    }

    /// What is called something is called by words: a node of the plan, an indicator, a version.
    fn names(&mut self) {
        for column in columns::NAMES {
            let blank = |text: &str| !says_something(text);
            if self.record.get(column).is_some_and(blank) {
                self.fault(column, What::Blank);
            }
        }
    }

    /// A column through `read`; a fault where it is filled and not understood.
    fn typed<T>(
        &mut self,
        name: &str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.record.get(name)?;
        let value = read(text);
        if value.is_none() {
            self.fault(name, What::Expected(expected));
        }
        value
    }

    fn decimal(&mut self, name: &str) -> Option<Decimal> {
        self.typed(name, "a plain decimal number", printed::decimal)
    }

    fn year(&mut self, name: &str) -> Option<i32> {
        let year = |text: &str| {
            text.parse()
                .ok()
                .filter(|year| (1868..=2199).contains(year))
        };
        self.typed(name, "a year of four digits", year)
    }

    fn heading(&mut self) -> Option<Heading> {
        let record = self.record;
        let name_in_text = self
            .typed("plan_name_in_text", "True or False", words::yes)
            .unwrap_or(false);
        let (municipality, name) = (self.required("municipality"), self.required("plan_name"));
        Some(Heading {
            municipality: municipality?,
            prefecture: record.text("plan_prefecture"),
            name: name?,
            name_in_text,
            name_evidence: record.text("plan_name_evidence"),
            period: record.text("plan_period"),
            period_in_text: record.text("plan_period_in_text"),
            layout: record.text("plan_layout"),
            file_note: record.text("file_note"),
        })
    }

    fn version(&mut self, row_id: String, name_raw: String) -> Version {
        let record = self.record;
        let known = "a direction such as increase or keep_below";
        let direction = self.typed("direction", known, words::direction);
        let Reading {
            unit,
            baseline,
            targets,
        } = self.printed(&name_raw);
        let milestones = (1..)
            .zip(targets)
            .map(|(n, target)| self.milestone(n, target, direction))
            .collect();
        Version {
            row_id,
            source: self.source(),
            path: self.path(),
            kind: record.text("indicator_kind"),
            subkind: record.text("indicator_subkind"),
            number: record.text("indicator_no"),
            name: record
                .text("indicator_name")
                .unwrap_or_else(|| name_raw.replace('⏎', "")),
            unit: record.text("unit").or(unit),
            baseline: self.baseline(baseline, direction),
            milestones,
            explanation: record.text("explanation_raw"),
            shared_explanation: record.text("explanation_inherited"),
            footnotes: record.text("footnotes"),
            direction,
            fed_by_survey: self.typed("survey_based", "true, false or partial", words::fed),
            survey_note: record.text("survey_note"),
            row_group: record.text("row_group"),
            marks: self.marks(),
            notes: record.text("notes"),
            name_raw,
        }
    }

    /// What the printed texts of the row say.
    fn printed(&self, name: &str) -> Reading {
        let record = self.record;
        let targets: Vec<_> = (1..=self.target_count()).map(|n| self.cell(n)).collect();
        let baseline = record.get("baseline_raw").unwrap_or_default();
        let notes = ["explanation_raw", "footnotes"].map(|column| record.get(column));
        reading::read(&Cells {
            name,
            unit: record.get("unit"),
            notes,
            baseline: (baseline, record.get("baseline_year_raw")),
            targets: &targets,
        })
    }

    fn source(&self) -> Source {
        Source {
            file: self.record.text("source_file"),
            lines: self.record.text("source_lines"),
        }
    }

    fn marks(&self) -> Vec<String> {
        let marks = self.record.get("odd_case").unwrap_or_default();
        marks
            .split('|')
            .filter(|mark| !mark.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn path(&self) -> Vec<Step> {
        let steps = ["goal", "policy", "section", "subsection"].map(|level| Step {
            level: level.to_owned(),
            code: self.record.text(&format!("{level}_code")),
            name: self.record.text(&format!("{level}_name")),
            short: self.record.text(&format!("{level}_short")),
        });
        steps
            .into_iter()
            .filter(|step| step.code.is_some() || step.name.is_some())
            .collect()
    }

    /// How many targets the row has: up to the last one of which any column is filled.
    fn target_count(&self) -> usize {
        let filled = |n: &usize| {
            columns::TARGET
                .iter()
                .any(|name| self.record.get(&format!("target{n}_{name}")).is_some())
        };
        (1..100).rev().find(filled).unwrap_or(0)
    }

    fn cell(&self, n: usize) -> (&str, Option<&str>) {
        let raw = self
            .record
            .get(&format!("target{n}_raw"))
            .unwrap_or_default();
        (raw, self.record.get(&format!("target{n}_year_raw")))
    }

    fn baseline(
        &mut self,
        (mut printed, mut period): (Printed, Period),
        direction: Option<Direction>,
    ) -> Baseline {
        let value = self.decimal("baseline_value");
        let parts = self.parts("baseline_components");
        let missing = self.typed("baseline_missing", "True or False", words::yes);
        let text = self.record.text("baseline_text");
        if let Some(value) = value {
            if printed.number() != Some(value) {
                // Another number than the cell prints: said by staff, in the indicator's unit.
                (printed.unit, printed.scale) = (None, None);
            }
            (printed.figure, printed.qualifier) = (Figure::Number(value), text);
        } else if let Some(parts) = parts {
            printed.figure = Figure::Composite(parts);
        } else if let Some(text) = text {
            printed.figure = words::wording(text, direction);
        } else if missing == Some(true) {
            printed.figure = Figure::Missing;
        }
        let kinds = "single, period, average or cumulative";
        let kind = self.typed("baseline_kind", kinds, |word| words::kind(word, &period));
        self.time(&mut period, "baseline", kind);
        Baseline {
            label: self.record.text("baseline_label"),
            printed,
            period,
            n: None,
            n_assumed: false,
            se: None,
            denominator: None,
            source: None,
            note: self.record.text("baseline_note"),
        }
    }

    /// The year and span columns, where the row has typed columns at all; otherwise what was read stays.
    fn time(&mut self, period: &mut Period, prefix: &str, kind: Option<Kind>) {
        let year = self.year(&format!("{prefix}_year"));
        let span = self.typed(
            &format!("{prefix}_period"),
            "[first year, last year]",
            components::span,
        );
        period.year = year.or(period.year);
        period.span = span.or(period.span);
        period.kind = kind.unwrap_or(period.kind);
    }

    fn parts(&mut self, name: &str) -> Option<Vec<Component>> {
        self.typed(
            name,
            "a list of {label, value, unit, type}",
            components::read,
        )
    }

    fn milestone(
        &mut self,
        n: usize,
        (cell, mut period): (Printed, Period),
        direction: Option<Direction>,
    ) -> Milestone {
        let name = |column: &str| format!("target{n}_{column}");
        let said = self.target(n, direction);
        let untyped = said.is_none() && self.record.get(&name("type")).is_none();
        let target = said.unwrap_or_else(|| Target::printed(&cell));
        self.time(&mut period, &format!("target{n}"), None);
        let explicit = self.typed(&name("explicit"), "True or False", words::yes);
        let text = self.record.text(&name("text"));
        let worded = matches!(
            target,
            Target::Words(_) | Target::Set(_) | Target::Status(_) | Target::None { .. }
        );
        let unit = self.record.text(&name("unit"));
        // Another number than the cell prints is said by staff, in the indicator's unit where no other is given.
        let own = printed::parse(&cell.raw);
        let as_printed = untyped || (own.number().is_some() && own.number() == target.value());
        let cell = if untyped { cell } else { own };
        let target = match target {
            Target::None { words } if untyped => Target::None {
                words: cell.qualifier.clone().unwrap_or(words),
            },
            target => target,
        };
        Milestone {
            label: self.record.text(&name("label")),
            explicit: explicit.unwrap_or_else(|| target.speaks_for_itself()),
            target,
            period,
            unit: unit.or(cell.unit.filter(|_| as_printed)),
            scale: cell.scale.filter(|_| as_printed),
            qualifier: if worded {
                None
            } else if untyped {
                text.or(cell.qualifier)
            } else {
                text
            },
            source_plan: None,
            note: self.record.text(&name("note")),
            raw: cell.raw,
        }
    }

    /// The target of the typed columns; `None` when there is no type, or a fault in it.
    fn target(&mut self, n: usize, direction: Option<Direction>) -> Option<Target> {
        let name = |column: &str| format!("target{n}_{column}");
        let word = self.record.text(&name("type"))?;
        let value = self.decimal(&name("value"));
        let (low, high) = (self.decimal(&name("low")), self.decimal(&name("high")));
        let parts = self.parts(&name("components"));
        let bound = self.typed(
            &name("bound"),
            "at_least, at_most, below or above",
            words::bound,
        );
        let text = self.record.text(&name("text"));
        let target = match (word.as_str(), words::bound(&word)) {
            (_, Some(bound)) => words::numbered(value, parts, Some(bound)),
            ("number", _) => words::numbered(value, parts, None),
            ("range", _) => low.zip(high).map(|(low, high)| Target::Between {
                low,
                high,
                below: bound == Some(Bound::Below),
            }),
            ("maintain", _) => Some(Target::Maintain { value, bound }),
            ("increase", _) => Some(Target::Increase),
            ("decrease", _) => Some(Target::Decrease),
            ("text", _) => text.map(|text| words::worded(text, direction)),
            ("none", _) => Some(Target::None {
                words: text.unwrap_or_default(),
            }),
            _ => {
                self.fault(&name("type"), What::Expected("at_least, at_most, below, above, range, maintain, increase, decrease, text, none or number"));
                return None;
            }
        };
        if target.is_none() {
            self.fault(
                &name(if word == "text" { "text" } else { "value" }),
                What::Missing,
            );
        }
        target
    }
}

//! A stored report against the figures `analyze` gives for the exported folder: every figure that is there.

use std::collections::BTreeMap;

use kocho::domain::report::{Bases, Crosstab, OptionRow, Precision, Report, RowOf, Table};
use serde_json::{Value, json};

/// What was compared, by kind: a comparison that compares nothing must not pass.
#[derive(Default)]
pub struct Comparison {
    pub counted: BTreeMap<&'static str, usize>,
    pub faults: Vec<String>,
}

const NULL: Value = Value::Null;

impl Comparison {
    pub fn of(report: &Report, figures: &Value) -> Self {
        let mut all = Self::default();
        all.intake(report, figures);
        all.weights(report, figures);
        let indicators = by_id(&figures["indicators"]);
        for table in &report.tables {
            all.table(table, figures, &indicators);
        }
        let tables = by_id(&figures["crosstabs"]);
        assert_eq!(tables.len(), report.crosstabs.len(), "cross tables");
        for table in &report.crosstabs {
            let id = format!("{}*{}", table.by, table.item);
            all.crosstab(&id, table, tables[&id]);
        }
        let lines = figures["quality"]["straightline"].as_object().unwrap();
        assert_eq!(lines.len(), report.quality.straight_lined.len());
        for line in &report.quality.straight_lined {
            let found = &lines[&line.question]["count"];
            all.same("straight lines", &line.question, line.count, found);
        }
        all
    }

    fn count(&mut self, kind: &'static str) {
        *self.counted.entry(kind).or_default() += 1;
    }

    fn same(&mut self, kind: &'static str, place: &str, ours: impl Into<Value>, theirs: &Value) {
        self.count(kind);
        let ours = ours.into();
        if ours != *theirs {
            let fault = format!("{kind} {place}: report {ours}, analyze {theirs}");
            self.faults.push(fault);
        }
    }

    fn close(&mut self, kind: &'static str, place: &str, ours: f64, theirs: &Value, within: f64) {
        self.count(kind);
        let near = |theirs: f64| (ours - theirs).abs() <= within * theirs.abs().max(1.0);
        if !theirs.as_f64().is_some_and(near) {
            let fault = format!("{kind} {place}: report {ours}, analyze {theirs}");
            self.faults.push(fault);
        }
    }

    fn intake(&mut self, report: &Report, figures: &Value) {
        let intake = &figures["intake"];
        let rates = &intake["rates"];
        self.same("intake", "returned", report.returned, &rates["returned"]);
        self.same("intake", "valid", report.valid, &intake["valid"]);
        self.same(
            "intake",
            "undeliverable",
            report.fieldwork.undeliverable,
            &rates["undeliverable"],
        );
        if let Some(mailed) = report.sample_size {
            self.same("intake", "mailed", mailed, &rates["mailed"]);
        }
        for (key, typed) in [("web", false), ("paper", true)] {
            let own = report.by_mode.iter().filter(|(m, _)| m.is_typed() == typed);
            let ours: u64 = own.map(|(_, count)| count).sum();
            self.same("intake", key, ours, &intake["by_mode"][key]);
        }
    }

    fn weights(&mut self, report: &Report, figures: &Value) {
        let theirs = &figures["weights"];
        let Some(ours) = &report.weights else {
            return assert_eq!(theirs["method"], "none");
        };
        let kind = "weights";
        self.same(kind, "converged", ours.converged, &theirs["converged"]);
        // Unlisted categories are named in the order in which they occur among the responses, and that is another one.
        let mut warnings = ours.warnings.clone();
        warnings.sort();
        let mut others = theirs["warnings"].as_array().unwrap().clone();
        others.sort_by_key(|warning| warning.as_str().unwrap().to_owned());
        self.same(kind, "warnings", json!(warnings), &json!(others));
        self.same(kind, "bounds", json!(ours.bounds), &theirs["bounds"]);
        let applied = json!(ours.bounds_applied);
        self.same(kind, "applied", applied, &theirs["bounds_applied"]);
        self.same(
            kind,
            "design",
            ours.design,
            &json!(theirs["design"].is_object()),
        );
        for (key, ours) in [
            ("deff_kish", ours.deff_kish),
            ("n_eff", ours.n_eff),
            ("min", ours.min),
            ("max", ours.max),
        ] {
            self.close(kind, key, ours, &theirs[key], 1e-6);
        }
        assert_eq!(
            theirs["dims"].as_array().unwrap().len(),
            ours.dimensions.len()
        );
        for (at, dimension) in ours.dimensions.iter().enumerate() {
            let theirs = &theirs["dims"][at];
            self.same(kind, "name", dimension.name.clone(), &theirs["name"]);
            for category in &dimension.categories {
                let code = category.code.as_str();
                self.same(kind, code, category.sample, &theirs["sample"][code]);
                self.close(kind, code, category.target, &theirs["targets"][code], 1e-6);
            }
        }
    }

    fn table(&mut self, table: &Table, figures: &Value, indicators: &BTreeMap<String, &Value>) {
        let theirs = &figures["frequencies"][&table.item];
        if theirs.is_null() {
            // Texts have no table there.
            return assert!(table.options.is_empty() && table.mean.is_none());
        }
        let (item, bases) = (table.item.as_str(), &table.bases);
        for (key, ours) in [
            ("n_total", bases.everyone),
            ("n_eligible", bases.all),
            ("n_answered", bases.answered),
            ("n_no_answer", table.no_answer),
            ("n_invalid", table.invalid),
            ("n_not_applicable", table.not_applicable),
        ] {
            self.same(
                "bases and states",
                &format!("{item} {key}"),
                ours,
                &theirs[key],
            );
        }
        let closed = !table.options.is_empty();
        if closed {
            self.same(
                "bases and states",
                item,
                bases.substantive,
                &theirs["n_substantive"],
            );
            assert_eq!(
                theirs["options"].as_array().unwrap().len(),
                table.options.len()
            );
        }
        if let Some(marks) = &table.marks {
            self.same("marks", item, marks.selections, &theirs["n_selections"]);
            self.same("marks", item, marks.over_limit, &theirs["n_over_limit"]);
        }
        for (at, option) in table.options.iter().enumerate() {
            self.option(item, option, &theirs["options"][at], indicators);
        }
        self.mean(table, indicators);
    }

    fn option(
        &mut self,
        item: &str,
        option: &OptionRow,
        theirs: &Value,
        indicators: &BTreeMap<String, &Value>,
    ) {
        let place = format!("{item}={}", option.code);
        self.same("codes", &place, option.code.clone(), &theirs["code"]);
        self.same("counts", &place, option.count, &theirs["count"]);
        for (base, percent) in each(&option.percent) {
            let shown = &theirs[&format!("disp_{base}")];
            self.same("percents", &place, json!(percent), shown);
        }
        let figure = |base: &str, weighted: bool| {
            let id = format!("{item}|{}|{base}|{weighted}", option.code);
            indicators.get(&id).copied().unwrap_or(&NULL)
        };
        for (base, precision) in each(&option.precision) {
            let precision = precision.as_ref();
            self.precision("intervals", &place, precision, figure(base, false));
        }
        let Some(weighted) = &option.weighted else {
            return assert!(theirs["weighted_count"].is_null());
        };
        let kind = "weighted counts";
        self.close(
            kind,
            &place,
            weighted.count,
            &theirs["weighted_count"],
            1e-6,
        );
        for (base, percent) in each(&weighted.percent) {
            let theirs = figure(base, true);
            if !theirs.is_null() {
                let place = format!("{place} {base}");
                self.same(
                    "weighted percents",
                    &place,
                    json!(percent),
                    &theirs["display"],
                );
            }
        }
        for (base, precision) in each(&weighted.precision) {
            let precision = precision.as_ref();
            self.precision("weighted intervals", &place, precision, figure(base, true));
        }
    }

    fn precision(
        &mut self,
        kind: &'static str,
        place: &str,
        ours: Option<&Precision>,
        theirs: &Value,
    ) {
        let Some(ours) = ours else {
            // No figure on this base, or none that a case can ask for.
            let nothing = theirs.is_null() || theirs["ci_wilson"].is_null();
            return assert!(nothing, "{kind} {place}: {theirs}");
        };
        if theirs.is_null() {
            return;
        }
        let percent = |at: usize| json!(theirs["ci_wilson"][at].as_f64().map(|p| 100.0 * p));
        self.close(kind, place, ours.low, &percent(0), 1e-6);
        self.close(kind, place, ours.high, &percent(1), 1e-6);
        self.same(kind, place, json!(ours.margin), &theirs["margin_display"]);
        self.same(kind, place, json!(ours.reason), &theirs["margin_reason"]);
    }

    fn mean(&mut self, table: &Table, indicators: &BTreeMap<String, &Value>) {
        let item = table.item.as_str();
        let theirs = |weighted: bool| {
            let found = indicators.get(&format!("{item}|mean|{weighted}"));
            found.copied().unwrap_or(&NULL)
        };
        let plain = theirs(false);
        let Some(mean) = &table.mean else {
            return assert!(plain["estimate"].is_null(), "{item} has a mean: {plain}");
        };
        self.same("means", item, mean.n, &plain["n_base"]);
        self.same("means", item, mean.shown.clone(), &plain["display"]);
        self.close("means", item, mean.unrounded, &plain["estimate"], 1e-9);
        self.same("means", item, json!(mean.margin), &plain["margin_display"]);
        if let Some(weighted) = &mean.weighted {
            let kind = "weighted means";
            self.same(kind, item, weighted.clone(), &theirs(true)["display"]);
        }
    }

    fn crosstab(&mut self, id: &str, ours: &Crosstab, theirs: &Value) {
        assert_eq!(theirs["rows"].as_array().unwrap().len(), ours.rows.len());
        for (at, row) in ours.rows.iter().enumerate() {
            let theirs = &theirs["rows"][at];
            let category = match &row.of {
                RowOf::Total => "_total",
                RowOf::Option(code) => code,
                RowOf::Missing => "_missing",
            };
            let (kind, place) = ("cross tables", &format!("{id} {category}"));
            self.same(kind, place, category, &theirs["category"]);
            self.same(kind, place, row.n, &theirs["n"]);
            self.same(kind, place, row.answered, &theirs["n_answered"]);
            self.same(kind, place, row.reference_only, &theirs["reference_only"]);
            let counts = row.counts.iter().chain([&row.no_answer]);
            for (at, count) in counts.enumerate() {
                self.same(kind, place, *count, &theirs["cells"][at]["count"]);
            }
            for (at, weight) in row.weights.iter().flatten().enumerate() {
                let theirs = &theirs["cells"][at]["wcount"];
                self.close("weighted cross tables", place, *weight, theirs, 1e-6);
            }
        }
        let (kind, theirs) = ("χ²", &theirs["chi2"]);
        let Some(test) = &ours.chi_square else {
            return assert!(theirs.is_null(), "{id}: {theirs}");
        };
        self.same(kind, id, test.n, &theirs["n"]);
        self.same(kind, id, test.df, &theirs["df"]);
        self.close(kind, id, test.x2, &theirs["x2"], 1e-9);
        self.close(kind, id, test.p, &theirs["p"], 1e-9);
        self.close(kind, id, test.cramers_v, &theirs["cramers_v"], 1e-9);
        self.close(kind, id, test.min_expected, &theirs["min_expected"], 1e-9);
    }
}

pub fn by_id(list: &Value) -> BTreeMap<String, &Value> {
    let entries = list.as_array().unwrap().iter();
    entries
        .map(|entry| (entry["id"].as_str().unwrap().to_owned(), entry))
        .collect()
}

fn each<T>(bases: &Bases<T>) -> [(&'static str, &T); 4] {
    [
        ("everyone", &bases.everyone),
        ("all", &bases.all),
        ("answered", &bases.answered),
        ("substantive", &bases.substantive),
    ]
}

/// What a report says of every option and mean, as indicators of the exported plan: a case computes intervals only of
/// indicators.
pub fn with_every_figure(indicators: &[u8], questionnaire: &[u8]) -> Vec<u8> {
    let mut plan: Value = serde_json::from_slice(indicators).unwrap();
    let questions: Value = serde_json::from_slice(questionnaire).unwrap();
    let mut more = Vec::new();
    for question in questions["questions"].as_array().unwrap() {
        let ids: Vec<&Value> = match question["rows"].as_array() {
            Some(rows) => rows.iter().map(|row| &row["id"]).collect(),
            None => vec![&question["id"]],
        };
        for id in ids {
            for weighted in [false, true] {
                figures_of(question, id.as_str().unwrap(), weighted, &mut more);
            }
        }
    }
    plan["indicators"].as_array_mut().unwrap().extend(more);
    plan.to_string().into_bytes()
}

fn figures_of(question: &Value, item: &str, weighted: bool, into: &mut Vec<Value>) {
    let multiple = question["type"] == "multi";
    let options = question["options"].as_array();
    for option in options.into_iter().flatten() {
        let code = &option["code"];
        for base in ["everyone", "all", "answered", "substantive"] {
            let id = format!("{item}|{}|{base}|{weighted}", code.as_str().unwrap());
            let of = match (multiple, base, option["kind"].as_str()) {
                // わからない is not in the substantive base; of a multiple choice a case knows no such share.
                (_, "substantive", Some("dont_know" | "not_applicable")) => continue,
                (true, "substantive", _) => continue,
                (true, ..) => json!({"type": "ma_share", "code": code}),
                (false, ..) => json!({"type": "share", "numerator": [code]}),
            };
            into.push(entry(of, &id, item, base, weighted));
        }
    }
    let scored = options.is_some_and(|o| o.iter().any(|o| o["score"].is_number()));
    let of = match question["type"].as_str().unwrap() {
        "single" | "matrix" if scored => Some(("mean", "substantive")),
        "number" => Some(("mean_number", "answered")),
        _ => None,
    };
    if let Some((kind, base)) = of {
        let id = format!("{item}|mean|{weighted}");
        into.push(entry(json!({"type": kind}), &id, item, base, weighted));
    }
}

fn entry(mut of: Value, id: &str, item: &str, base: &str, weighted: bool) -> Value {
    of["id"] = json!(id);
    of["question"] = json!(item);
    of["base"] = json!(base);
    of["weighted"] = json!(weighted);
    of
}

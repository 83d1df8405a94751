//! questionnaire.json: the fieldwork and the items.

use super::{Catalog, condition, instant};
use crate::domain::statistics::intake::{Prefer, Rules};
use crate::domain::statistics::variable::{
    Accepts, ExclusiveConflict, Level, MAX_OPTIONS, OptionKind, OverLimit, SetRule, Variable, index,
};
use crate::formats::case::fault::Problem;
use crate::formats::case::json::Node;
use crate::formats::case::model::Survey;

pub(super) fn survey(root: &Node) -> Survey {
    let survey = root.get("survey");
    Survey {
        frame_population: frame(&survey.get("frame_population")),
        sample_size: survey.get("sample_size").count(),
        undeliverable: survey.get("undeliverable").maybe_count().unwrap_or(0),
        ineligible: survey.get("ineligible").maybe_count().unwrap_or(0),
        refused: survey.get("refused").maybe_count().unwrap_or(0),
        census: survey
            .get("design")
            .one_of(false, &[("srs", false), ("census", true)]),
        rules: rules(&survey),
    }
}

/// A town has at least one inhabitant; an unknown N is left out, not written as 0.
fn frame(node: &Node) -> Option<u64> {
    let people = node.maybe_count()?;
    if people == 0 {
        node.fault(Problem::Expected("at least one person"));
    }
    Some(people)
}

impl Default for Survey {
    fn default() -> Survey {
        Survey {
            frame_population: None,
            sample_size: 0,
            undeliverable: 0,
            ineligible: 0,
            refused: 0,
            census: false,
            rules: Rules {
                cutoff: None,
                imported: false,
                prefer: Prefer::default(),
                min_answered: 1,
            },
        }
    }
}

fn rules(survey: &Node) -> Rules {
    let cutoff = survey.get("cutoff");
    let instant = cutoff.maybe_text().and_then(|text| {
        let instant = instant(text);
        if instant.is_none() {
            cutoff.fault(Problem::Expected("an instant with its UTC offset"));
        }
        instant
    });
    let dedupe = survey.get("dedupe");
    dedupe.get("key").one_of((), &[("sample_id", ())]);
    Rules {
        cutoff: instant,
        imported: survey
            .get("door")
            .one_of(false, &[("own", false), ("import", true)]),
        prefer: dedupe.get("prefer").one_of(
            Prefer::Web,
            &[
                ("web", Prefer::Web),
                ("paper", Prefer::Paper),
                ("first", Prefer::First),
                ("last", Prefer::Last),
                ("most_answered", Prefer::MostAnswered),
            ],
        ),
        min_answered: survey
            .get("valid_rule")
            .get("min_answered")
            .maybe_count()
            .unwrap_or(1),
    }
}

pub(super) fn catalog(root: &Node) -> Catalog {
    let mut catalog = Catalog::default();
    for question in root.get("questions").list() {
        let show_if = condition::show_if(&question.get("show_if"), &catalog);
        let Some(accepts) = accepts(&question) else {
            continue;
        };
        let id = question.get("id");
        let attribute = question.get("role").one_of(false, &[("attribute", true)]);
        let item = |id: &Node, label: &Node| Variable {
            id: id.text().to_owned(),
            question: question.get("id").text().to_owned(),
            label: label.maybe_text().unwrap_or_default().to_owned(),
            attribute,
            accepts: accepts.clone(),
            show_if: show_if.clone(),
        };
        if question.get("type").maybe_text() != Some("matrix") {
            add(&mut catalog, item(&id, &question.get("label")), &id);
            continue;
        }
        let rows = question.get("rows").list();
        let added = rows
            .iter()
            .map(|row| {
                add(
                    &mut catalog,
                    item(&row.get("id"), &row.get("label")),
                    &row.get("id"),
                )
            })
            .collect();
        if catalog
            .matrices
            .insert(id.text().to_owned(), added)
            .is_some()
        {
            id.fault(Problem::Duplicate(id.text().to_owned()));
        }
    }
    catalog
}

fn add(catalog: &mut Catalog, item: Variable, id: &Node) -> usize {
    let at = catalog.items.len();
    if catalog.by_id.insert(item.id.clone(), at).is_some() {
        id.fault(Problem::Duplicate(item.id.clone()));
    }
    catalog.items.push(item);
    at
}

fn accepts(question: &Node) -> Option<Accepts> {
    match question.get("type").text() {
        "single" | "matrix" => Some(Accepts::One(options(question))),
        "multi" => {
            let options = options(question);
            let rule = set_rule(question, &options);
            Some(Accepts::Many(options, rule))
        }
        "scale" => Some(scale(question)),
        "number" => Some(number(question)),
        "text" => Some(Accepts::Text),
        other => {
            question
                .get("type")
                .fault(Problem::Unknown(other.to_owned()));
            None
        }
    }
}

fn number(question: &Node) -> Accepts {
    let min = question.get("min").maybe_real().unwrap_or(f64::MIN);
    let max = question.get("max").maybe_real().unwrap_or(f64::MAX);
    if min > max {
        question.get("max").fault(Problem::Refused("below min"));
    }
    Accepts::Number { min, max }
}

fn scale(question: &Node) -> Accepts {
    let bound = |key| {
        let node = question.get(key);
        let value = node.real();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and small"
        )]
        let whole = value as i32;
        if value.fract() != 0.0 || value.abs() > 1e6 {
            node.fault(Problem::Expected("a whole number"));
        }
        whole
    };
    let (min, max) = (bound("min"), bound("max"));
    let scale = Accepts::Scale { min, max };
    if !(1..=MAX_OPTIONS).contains(&scale.width()) {
        question.fault(Problem::TooMany("steps", MAX_OPTIONS));
    }
    scale
}

fn options(question: &Node) -> Vec<Level> {
    let nodes = question.get("options").list();
    if nodes.len() > MAX_OPTIONS {
        let options = question.get("options");
        options.fault(Problem::TooMany("options", MAX_OPTIONS));
    }
    let mut options: Vec<Level> = Vec::with_capacity(nodes.len().min(MAX_OPTIONS));
    for node in nodes.iter().take(MAX_OPTIONS) {
        let code = node.get("code").text().to_owned();
        if options.iter().any(|o| o.code == code) {
            node.fault(Problem::Duplicate(code.clone()));
        }
        options.push(Level {
            code,
            label: node
                .get("label")
                .maybe_text()
                .unwrap_or_default()
                .to_owned(),
            score: node.get("score").maybe_real(),
            kind: node.get("kind").one_of(
                OptionKind::Substantive,
                &[
                    ("substantive", OptionKind::Substantive),
                    ("dont_know", OptionKind::DontKnow),
                    ("not_applicable", OptionKind::NotApplicable),
                ],
            ),
        });
    }
    options
}

fn set_rule(question: &Node, options: &[Level]) -> SetRule {
    let exclusive = question.get("exclusive").maybe_list();
    let exclusive = exclusive.iter().filter_map(|node| {
        let code = node.text();
        let at = options.iter().position(|o| o.code == code);
        if at.is_none() {
            node.fault(Problem::Unknown(code.to_owned()));
        }
        index(at?)
    });
    let max_select = question.get("max_select").maybe_count();
    SetRule {
        max_select: max_select.map(|max| u32::try_from(max).unwrap_or(u32::MAX)),
        over_limit: question.get("over_limit").one_of(
            OverLimit::FirstN,
            &[
                ("first_n", OverLimit::FirstN),
                ("all", OverLimit::All),
                ("invalid", OverLimit::Invalid),
            ],
        ),
        exclusive: exclusive.collect(),
        conflict: question.get("exclusive_conflict").one_of(
            ExclusiveConflict::DropExclusive,
            &[
                ("drop_exclusive", ExclusiveConflict::DropExclusive),
                ("invalid", ExclusiveConflict::Invalid),
            ],
        ),
    }
}

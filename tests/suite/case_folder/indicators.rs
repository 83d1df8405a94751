//! The indicators of an exported survey: figure, change and targets are those of its report.

use std::collections::BTreeMap;

use diesel_async::AsyncConnection;
use kocho::domain::ids::IndicatorId;
use kocho::domain::plan::definition::{
    Base, Comparability, Definition, Documented, Measurand, Measure, Source,
};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::plan::printed::decimal;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::questionnaire::routing::Condition;
use kocho::domain::report::Indicator;
use kocho::domain::slug::Slug;
use kocho::domain::survey::Anonymity;
use kocho::formats::plan::Form;
use kocho::storage::{indicators, plans};
use kocho::workflows::planning::bind;
use kocho::workflows::planning::binding::Binding;
use serde_json::{Value, json};

use super::compare::by_id;
use super::{Filled, NESTED, SEX_AGE};
use crate::support::town::Town;

fn any_of(item: &str, codes: &[&str]) -> Condition {
    Condition::AnyOf {
        item: item.to_owned(),
        codes: codes
            .iter()
            .map(|code| Code::parse(code).unwrap())
            .collect(),
    }
}

/// What the indicators of the test measure; the last three have no form in a case folder.
fn definitions() -> Vec<Definition> {
    let share = |codes: &[&str]| {
        let codes = codes.iter().map(|code| Code::parse(code).unwrap());
        Measure::Share(codes.collect())
    };
    let of = |item: &str, measure: Measure, base: Base, filter: Option<Condition>| Definition {
        source: Source::Item(Measurand {
            questionnaire: Code::parse("nested").unwrap(),
            item: item.to_owned(),
            measure,
            base,
            weighting: None,
            filter,
        }),
        decimals: 1,
        direction: Direction::Increase,
        baseline: None,
    };
    let weighted = |mut definition: Definition| {
        if let Source::Item(item) = &mut definition.source {
            item.weighting = Some("register".to_owned());
        }
        definition
    };
    let both = Condition::All(vec![any_of("q1", &["1", "2"]), any_of("q2", &["web"])]);
    let not = Condition::Not(Box::new(any_of("q1", &["1"])));
    vec![
        of("q1", share(&["1", "2"]), Base::Substantive, None),
        of("q1", share(&["1"]), Base::All, Some(any_of("sex", &["1"]))),
        of("g.r2", share(&["a"]), Base::Everyone, Some(both)),
        of("q1", Measure::Mean, Base::Answered, None),
        of("q2", share(&["paper"]), Base::Answered, None),
        of("years", Measure::Mean, Base::Answered, None),
        weighted(of("q1", share(&["1", "2"]), Base::Substantive, None)),
        weighted(of("years", Measure::Mean, Base::Answered, None)),
        of("g.r1", share(&["a"]), Base::All, None),
        of("q1", share(&["1"]), Base::All, Some(not)),
        of("q2", share(&["paper", "web"]), Base::All, None),
        of("q9", share(&["1"]), Base::All, None),
    ]
}

/// Binds the first indicators of the plan; their names and ids.
async fn bound(town: &Town) -> Vec<(Slug, IndicatorId)> {
    let (mut conn, now) = (town.db.conn().await, town.now().await);
    let own = Slug::parse("sunagawa").unwrap();
    let plans = include_bytes!("../../../config/demo/plans/indicators.csv");
    kocho::commands::plan_files::import(&mut conn, Some(&own), plans, Form::Csv, "test")
        .await
        .unwrap();
    let mut all = Vec::new();
    for plan in plans::list(&mut conn, town.id).await.unwrap() {
        for indicator in indicators::list(&mut conn, town.id, plan.id).await.unwrap() {
            let rows = indicators::versions_of(&mut conn, town.id, indicator.id).await;
            let row = rows.unwrap().pop().unwrap().document;
            let is_percent = matches!(row.printed_unit(), Some("%" | "％"));
            let baseline = row.baseline.printed;
            let number = baseline.number().unwrap_or_default();
            if (decimal("1").unwrap()..=decimal("100").unwrap()).contains(&number) {
                all.push((indicator, baseline.raw, is_percent));
            }
        }
    }
    // A share is compared with numbers of percent only: those first.
    all.sort_by_key(|(.., is_percent)| !is_percent);
    let all = all.into_iter().map(|(indicator, raw, _)| (indicator, raw));
    let pairs: Vec<_> = all.zip(definitions()).collect();
    for (at, ((indicator, printed), definition)) in pairs.iter().enumerate() {
        let mut definition = definition.clone();
        // Of every second one staff has found out how the printed baseline was made.
        definition.baseline = (at % 2 == 0).then(|| Documented {
            printed: printed.clone(),
            n: Some(612),
            n_assumed: at % 4 == 0,
            se: decimal("0.04"),
            source: "令和元年度の報告書".to_owned(),
            comparability: Comparability::Same,
        });
        let binding = Binding {
            definition,
            comparability: None,
            owners: Vec::new(),
        };
        conn.transaction(async |tx| bind(tx, &town.operator, indicator.id, &binding, now).await)
            .await
            .unwrap();
    }
    pairs
        .into_iter()
        .map(|((i, _), _)| (i.slug, i.id))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn bound_indicators_come_out_the_same() {
    let filled = Filled::new(NESTED, Anonymity::Anonymous, 350).await;
    let bound = bound(&filled.town).await;
    filled.population(SEX_AGE, None).await;
    let report = filled.close().await;
    let folder = filled.export().await;
    let figures = folder.figures(false);
    let [theirs, changes, targets] =
        ["indicators", "changes", "achievements"].map(|list| by_id(&figures[list]));
    let (mut compared, mut judged) = (0, 0);
    for (slug, id) in &bound {
        let Some(theirs) = theirs.get(slug.as_str()) else {
            let said = format!("left out: {slug}: ");
            assert!(folder.said.contains(&said), "{}", folder.said);
            continue;
        };
        let ours = report.indicators.iter().find(|ours| ours.indicator == *id);
        let ours = ours.unwrap();
        figure(slug, ours, theirs);
        if let Some(theirs) = changes.get(slug.as_str()) {
            change(slug, ours, theirs);
        }
        judged += milestones(slug, ours, &targets);
        compared += 1;
    }
    assert_eq!((compared, bound.len()), (9, 12));
    let tested = changes.values().filter(|change| change["z"].is_number());
    assert!(tested.count() >= 2 && judged >= 3, "{judged}: {changes:#?}");
}

fn close(place: &str, ours: f64, theirs: &Value) {
    let near = |theirs: f64| (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0);
    assert!(
        theirs.as_f64().is_some_and(near),
        "{place}: {ours}, {theirs}"
    );
}

fn figure(slug: &Slug, ours: &Indicator, theirs: &Value) {
    let Some(figure) = &ours.figure else {
        panic!("{slug} was typed");
    };
    assert_eq!(theirs["display"], figure.shown.to_string(), "{slug}");
    assert_eq!(theirs["n_base"], figure.n, "{slug}");
    assert_eq!(
        theirs["margin_display"],
        json!(figure.precision.shown),
        "{slug}"
    );
    let (key, unit) = match figure.numerator {
        Some(_) => ("ci_wilson", 100.0),
        None => ("ci_normal", 1.0),
    };
    let (low, high) = figure.interval.unwrap();
    for (at, ours) in [low, high].into_iter().enumerate() {
        let ours: f64 = ours.to_string().parse().unwrap();
        close(slug.as_str(), ours / unit, &theirs[key][at]);
    }
}

fn change(slug: &Slug, ours: &Indicator, theirs: &Value) {
    let ours = &ours.change;
    assert_eq!(json!(ours.reason), theirs["reason"], "{slug}: {theirs}");
    let Some(test) = &ours.test else {
        return assert!(theirs["z"].is_null(), "{slug}: {theirs}");
    };
    close(slug.as_str(), test.z, &theirs["z"]);
    close(slug.as_str(), test.p_value, &theirs["p_value"]);
    assert_eq!(test.by, theirs["test"], "{slug}");
    let (key, unit) = match test.by.as_str() {
        "two_proportion" => ("ci_newcombe", 100.0),
        _ => ("ci_normal", 1.0),
    };
    close(slug.as_str(), test.low / unit, &theirs[key][0]);
    close(slug.as_str(), test.high / unit, &theirs[key][1]);
    assert_eq!(json!(ours.verdict), theirs["verdict"], "{slug}: {theirs}");
}

/// How many of the targets were judged.
fn milestones(slug: &Slug, ours: &Indicator, theirs: &BTreeMap<String, &Value>) -> usize {
    let mut judged = 0;
    for (at, milestone) in ours.milestones.iter().enumerate() {
        let theirs = theirs.get(&format!("{slug}@{}", at + 1));
        let Some(judgement) = &milestone.judgement else {
            assert!(theirs.is_none(), "{slug}: {theirs:?}");
            continue;
        };
        let theirs = theirs.unwrap();
        let rate = |rate: Option<rust_decimal::Decimal>| json!(rate.map(|rate| rate.to_string()));
        for (key, ours) in [
            ("achieved", json!(judgement.achieved)),
            ("beyond_margin", json!(judgement.beyond_margin)),
            ("verdict_by", json!(judgement.verdict_by)),
            ("level_reason", json!(judgement.level_reason)),
            ("progress_reason", json!(judgement.progress_reason)),
            ("level_rate", rate(judgement.level)),
            ("progress_rate", rate(judgement.progress)),
        ] {
            assert_eq!(ours, theirs[key], "{slug} {key}: {theirs}");
        }
        judged += 1;
    }
    judged
}

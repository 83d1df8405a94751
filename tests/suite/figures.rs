//! The figures of a closed survey: weights, cross tables, intervals and flags, and the same again by another version of
//! the rules.

use kocho::domain::ids::{ReportId, ResponseId};
use kocho::domain::questionnaire::Reader;
use kocho::domain::report::{Report, RowOf};
use kocho::domain::statistics::variable::Accepts;
use kocho::domain::survey::Mode;
use kocho::domain::survey::design::{Category, Design, Dimension};
use kocho::domain::tabulation::Layout;
use kocho::domain::tabulation::method::Method;
use kocho::domain::tabulation::reading::{Reading, Stored};
use kocho::storage::reports::ReportRow;
use kocho::storage::{designs, reports};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::tabulating::{self, TabulateError};
use uuid::Uuid;

use crate::closing::{Bound, documents};

/// A town of 4,000 men and 11,000 women.
fn population() -> Design {
    let category = |code: &str, people| Category {
        codes: vec![code.to_owned()],
        people,
        mailed: None,
    };
    Design {
        population: vec![Dimension {
            items: vec!["sex".to_owned()],
            categories: vec![category("1", 4_000), category("2", 11_000)],
        }],
        ..Design::default()
    }
}

impl Bound {
    async fn design(&self, design: &Design) {
        let mut conn = self.town.db.conn().await;
        designs::put(&mut conn, self.town.id, self.survey.id, design)
            .await
            .unwrap();
    }

    /// Closes the survey for good and computes its report.
    async fn close(&self) -> ReportRow {
        let id = self.survey.id;
        self.town.act(id, Act::CloseWeb).await.unwrap();
        self.town.act(id, Act::CloseEntry).await.unwrap();
        let (pool, actor) = (&self.town.db.pool, &self.town.operator);
        let made = tabulating::run(pool, &self.town.secret, actor, id)
            .await
            .unwrap()
            .unwrap();
        self.report(made).await
    }

    async fn report(&self, id: ReportId) -> ReportRow {
        let mut conn = self.town.db.conn().await;
        reports::by_id(&mut conn, self.town.id, id).await.unwrap()
    }

    async fn again(&self, method: Method) -> Result<Option<ReportId>, TabulateError> {
        let (pool, actor) = (&self.town.db.pool, &self.town.operator);
        tabulating::recompute(pool, &self.town.secret, actor, self.survey.id, method).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_with_a_population_has_weighted_tables_beside_the_others() {
    let bound = Bound::new().await;
    bound.design(&population()).await;
    bound.send(&documents(700), Mode::Web).await;
    let report = bound.close().await.document;
    let weights = report.weights.as_ref().unwrap();
    assert!(weights.converged, "{weights:?}");
    assert_eq!(weights.warnings, Vec::<String>::new());
    let sex = report.tables.iter().find(|t| t.item == "sex").unwrap();
    let men = &sex.options[0];
    assert_eq!(men.percent.all.as_deref(), Some("50.0"));
    // 4,000 of 15,000.
    let weighted = men.weighted.as_ref().unwrap();
    assert_eq!(weighted.percent.all.as_deref(), Some("26.7"));
    assert!((weighted.count - 700.0 * 4.0 / 15.0).abs() < 1e-9);
    let precision = men.precision.all.as_ref().unwrap();
    // 1.96·√(0.25/700 · (15000−700)/14999) = 3.62 points.
    assert_eq!(precision.margin.as_deref(), Some("±3.6"));
    assert!(precision.low < 50.0 && precision.high > 50.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_closed_question_is_split_by_every_attribute() {
    let bound = Bound::new().await;
    bound.send(&documents(700), Mode::Web).await;
    let report = bound.close().await.document;
    let tables: Vec<(&str, &str)> = report
        .crosstabs
        .iter()
        .map(|table| (table.by.as_str(), table.item.as_str()))
        .collect();
    assert_eq!(tables, [("sex", "info"), ("sex", "media")]);
    let [info, media] = &report.crosstabs[..] else {
        panic!("two tables");
    };
    let rows: Vec<(&RowOf, u64)> = info.rows.iter().map(|row| (&row.of, row.n)).collect();
    let option = |code: &str| RowOf::Option(code.to_owned());
    assert_eq!(
        rows,
        [
            (&RowOf::Total, 700),
            (&option("1"), 350),
            (&option("2"), 350),
            (&RowOf::Missing, 0)
        ]
    );
    assert_eq!(info.rows[1].counts, [50, 100, 50, 50, 50, 50]);
    assert!(info.chi_square.is_some(), "a single choice is tested");
    assert_eq!((media.rows[0].n, media.chi_square), (300, None));
    assert_eq!(report.quality.durations.unknown, 700);
}

/// What older versions said can be said again, also after more responses have come: the columns were kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_computed_again_by_an_older_and_a_newer_version() {
    let bound = Bound::new().await;
    bound.design(&population()).await;
    bound.send(&documents(90), Mode::Web).await;
    let first = bound.close().await;
    assert_eq!(first.method, Method::CURRENT.name());
    let older = bound.again(Method::V1).await.unwrap().unwrap();
    let older = bound.report(older).await;
    assert_eq!(
        (older.number, older.response_digest == first.response_digest),
        (2, true)
    );
    assert_eq!(
        (older.method.as_str(), older.stage),
        (Method::V1.name(), first.stage)
    );
    let unweighted = |report: &Report| {
        let percent = |t: &kocho::domain::report::Table| {
            let options = t.options.iter();
            options
                .map(|o| (o.count, o.percent.clone()))
                .collect::<Vec<_>>()
        };
        report.tables.iter().map(percent).collect::<Vec<_>>()
    };
    assert_eq!(unweighted(&older.document), unweighted(&first.document));
    assert!(older.document.weights.is_none() && older.document.crosstabs.is_empty());
    assert!(
        bound.again(Method::V1).await.unwrap().is_none(),
        "it is there"
    );
    assert!(
        bound.again(Method::V2).await.unwrap().is_none(),
        "it is there"
    );
    // The responses themselves are gone, and no report says it is by this version: the kept columns give the same
    // figures, to the last digit.
    let forget = "alter table reports disable trigger reports_immutable; \
                  update reports set method = 'kocho-statistics/0' where method = 'kocho-statistics/2'";
    bound.town.db.execute("delete from responses").await;
    bound.town.db.execute(forget).await;
    let newer = bound.again(Method::V2).await.unwrap().unwrap();
    assert_eq!(bound.report(newer).await.document, first.document);
    bound.town.db.execute(forget).await;
    bound.town.db.execute("delete from report_columns").await;
    assert!(matches!(
        bound.again(Method::V2).await,
        Err(TabulateError::NotKept)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_that_asked_some_more_often_gives_no_unweighted_figure_of_the_town() {
    let bound = Bound::new().await;
    let mut design = population();
    design.population[0].categories[0].mailed = Some(400);
    design.population[0].categories[1].mailed = Some(400);
    bound.design(&design).await;
    bound.send(&documents(140), Mode::Web).await;
    let report = bound.close().await.document;
    let [refused] = &report.not_computed[..] else {
        panic!("{:?}", report.not_computed);
    };
    assert_eq!(
        refused.reason,
        kocho::domain::report::Reason::Disproportionate
    );
    assert!(report.weights.as_ref().unwrap().design);
}

/// M-15: by content only, and only where people answered enough for it to mean something.
#[test]
fn sheets_alike_are_counted() {
    let file = include_bytes!("../../config/demo/questionnaires/bench-30.yaml");
    let questionnaire = kocho::formats::questionnaire::read(file).unwrap();
    let layout = Layout::new(&Reader::new(questionnaire)).unwrap();
    let closed: Vec<&str> = layout
        .items()
        .iter()
        .filter(|item| !item.attribute && matches!(item.accepts, Accepts::One(_)))
        .filter(|item| item.index_of("1").is_some() && item.index_of("2").is_some())
        .map(|item| item.id.as_str())
        .collect();
    let sheet = |answered: usize, last: &str| {
        let mut fields = vec![format!(r#""{}": "{last}""#, closed[0])];
        let rest = closed[1..answered].iter();
        fields.extend(rest.map(|item| format!(r#""{item}": "1""#)));
        format!("{{{}}}", fields.join(", "))
    };
    let alike = |sheets: &[String]| {
        let mut reading = Reading::new(&layout);
        for (document, at) in sheets.iter().zip(1..) {
            let stored = Stored {
                id: ResponseId(Uuid::from_u128(at)),
                mode: Mode::Paper,
                duration: None,
                document,
            };
            reading.add(stored).unwrap();
        }
        let (responses, _) = reading.finish();
        assert_eq!(responses.valid(), u64::try_from(sheets.len()).unwrap());
        responses.identical(&layout)
    };
    let (full, other, short) = (sheet(10, "1"), sheet(10, "2"), sheet(9, "1"));
    assert_eq!(alike(&[full.clone(), other.clone(), short.clone()]), 0);
    assert_eq!(alike(&[full.clone(), other, full.clone()]), 2);
    assert_eq!(alike(&[short.clone(), full, short]), 0, "too little to say");
}

/// Which responses these are, and their figures, do not depend on the order in which they are read.
#[test]
fn the_order_of_reading_changes_nothing() {
    let questionnaire = serde_json::from_str(crate::closing::QUESTIONNAIRE).unwrap();
    let layout = Layout::new(&Reader::new(questionnaire)).unwrap();
    let documents = documents(40);
    let read = |order: &[usize]| {
        let halves = order.chunks(17).map(|half| {
            let mut reading = Reading::new(&layout);
            for at in half {
                let document = if at % 9 == 8 { "{}" } else { &documents[*at] };
                let stored = Stored {
                    id: ResponseId(Uuid::from_u128(u128::try_from(*at).unwrap())),
                    mode: Mode::Web,
                    duration: None,
                    document,
                };
                reading.add(stored).unwrap();
            }
            reading
        });
        halves.reduce(Reading::and).unwrap().finish()
    };
    let forwards: Vec<usize> = (0..40).collect();
    let backwards: Vec<usize> = (0..40).rev().collect();
    let (responses, digest) = read(&forwards);
    assert_eq!(read(&backwards), (responses.clone(), digest));
    assert_eq!((responses.valid(), responses.summary.blank), (36, 4));
}

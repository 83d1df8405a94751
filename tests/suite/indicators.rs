//! Indicators: how they are measured, and their values from a report to publication.

use diesel_async::AsyncConnection;
use kocho::domain::ids::{DivisionId, IndicatorId, ReportId, SurveyId, VersionId};
use kocho::domain::plan::definition::{
    Base, Comparability, Definition, Measurand, Measure, Source,
};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::plan::printed::decimal;
use kocho::domain::plan::value::{Figure, Measured, Precision, Provenance, State, Value};
use kocho::domain::questionnaire::question::Code;
use kocho::domain::reason::Reason;
use kocho::domain::small_numbers::SmallNumbers;
use kocho::domain::statistics::achievement::VerdictBy;
use kocho::domain::statistics::change::{Unavailable, Verdict};
use kocho::domain::year::FiscalYear;
use kocho::formats::plan::Form;
use kocho::storage::divisions::{self, Division};
use kocho::storage::{indicators, municipalities, values};
use kocho::workflows::planning::binding::{BindError, Binding, bound_to};
use kocho::workflows::planning::documenting::{DocumentError, Found};
use kocho::workflows::planning::measuring::Measurement;
use kocho::workflows::planning::{bind, document_baseline, judging, redefine, refresh_from};
use kocho::workflows::publishing::{PublishError, move_values};
use uuid::Uuid;

use crate::plans::{CSV, four_towns, history, indicator, read, slug_of};
use crate::support::town::Town;

fn definition(base: Base) -> Definition {
    let codes = ["1", "2"].map(|code| Code::parse(code).unwrap());
    Definition {
        source: Source::Item(Measurand {
            questionnaire: Code::parse("shimin").unwrap(),
            item: "q5".to_owned(),
            measure: Measure::Share(codes.into()),
            base,
            weighting: None,
            filter: None,
        }),
        decimals: 1,
        direction: Direction::Increase,
        baseline: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_base_breaks_the_series() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let id = indicator(&town, "sng-02").await;
    let mut conn = town.db.conn().await;
    let division = Division {
        municipality_id: town.id,
        id: DivisionId(Uuid::now_v7()),
        name: "政策調整課".to_owned(),
        email: None,
    };
    let division = divisions::by_name_or_insert(&mut conn, &division)
        .await
        .unwrap();
    let now = town.now().await;
    let mut numbers = Vec::new();
    for base in [Base::All, Base::All, Base::Substantive] {
        let binding = Binding {
            definition: definition(base),
            comparability: None,
            owners: vec![division.id],
        };
        if numbers.len() == 2 {
            let silent = bind(&mut conn, &town.operator, id, &binding, now).await;
            assert!(matches!(silent, Err(BindError::NeedsReason)), "{silent:?}");
        }
        let number = conn
            .transaction(async |tx| redefine(tx, &town.operator, id, &binding, &why(), now).await)
            .await
            .unwrap();
        numbers.push(number);
    }
    assert_eq!(numbers, [1, 1, 2], "the same again is not a new definition");
    let stored = indicators::definitions(&mut conn, town.id, id)
        .await
        .unwrap();
    let compared: Vec<_> = stored
        .iter()
        .map(|definition| definition.comparability)
        .collect();
    assert_eq!(compared, [Comparability::Unknown, Comparability::Broken]);
    assert_eq!(
        indicators::owners(&mut conn, town.id, id)
            .await
            .unwrap()
            .len(),
        1
    );
    let bound = bound_to(&mut conn, town.id, &Code::parse("shimin").unwrap())
        .await
        .unwrap();
    assert_eq!(
        bound
            .iter()
            .map(|b| (b.indicator_id, b.number))
            .collect::<Vec<_>>(),
        [(id, 2)]
    );
    assert!(
        bound_to(&mut conn, town.id, &Code::parse("other").unwrap())
            .await
            .unwrap()
            .is_empty()
    );
    let told = history(&town, "sng-02").await.pop().unwrap();
    assert_eq!(told.field, "definition");
    assert_eq!(told.reason.as_deref(), Some("無回答の多い年があったため"));
    let bases = told.definitions().map(|defined| [defined.old, defined.new]);
    let both = [definition(Base::All), definition(Base::Substantive)];
    assert_eq!(bases, Some(both));
}

fn why() -> Reason {
    Reason::parse("無回答の多い年があったため").unwrap()
}

/// A report with no figures of its own: values refer to it.
async fn report(town: &Town) -> (ReportId, SurveyId, VersionId) {
    let survey = town.open(kocho::domain::survey::Anonymity::Open).await;
    let report = ReportId(Uuid::now_v7());
    town.db
        .execute(&format!(
            "insert into reports (municipality_id, id, survey_id, number, stage, state, version_id, method, response_count, \
             response_digest, document, computed_at, computed_by) \
             select municipality_id, '{report}', id, 1, 'provisional', 'provisional', version_id, '1', 0, '\\x00', '{{}}', \
             clock_timestamp(), '\"schedule\"' from surveys where id = '{}'",
            survey.id
        ))
        .await;
    (report, survey.id, survey.version_id)
}

fn measurement(
    id: IndicatorId,
    (report, survey, version): (ReportId, SurveyId, VersionId),
) -> Measurement {
    let d = |text: &str| decimal(text).unwrap();
    let measured = Measured {
        report,
        survey,
        version,
        figure: Figure {
            item: "q5".to_owned(),
            numerator: Some(329),
            n: 885,
            base: Base::All,
            interval: Some((d("34.0"), d("40.4"))),
            margin: Some(d("3.2")),
            weighted: false,
            limits: SmallNumbers::default(),
            precision: Precision::default(),
        },
        method: "1".to_owned(),
        definition: 1,
        synthetic: true,
    };
    let value = Value {
        fiscal_year: FiscalYear(2025),
        shown: d("37.2"),
        unrounded: d("37.175141242937853107344632768"),
        unit: Some("%".to_owned()),
        provenance: Provenance::Survey(Box::new(measured)),
    };
    Measurement {
        indicator: id,
        value,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_gives_an_indicator_its_value_once() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let id = indicator(&town, "sng-02").await;
    let given = measurement(id, report(&town).await);
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    for expected in [vec![id], vec![]] {
        let arrived = refresh_from(
            &mut conn,
            &town.operator,
            State::Provisional,
            std::slice::from_ref(&given),
            now,
        );
        assert_eq!(arrived.await.unwrap(), expected);
    }
    let stored = values::list(&mut conn, town.id, id).await.unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].document, given.value, "with all its digits");
    assert!(
        values::list_published(&mut conn, town.id, &[id])
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_approved_is_published() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let id = indicator(&town, "sng-02").await;
    let of = report(&town).await;
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    refresh_from(
        &mut conn,
        &town.operator,
        State::Final,
        &[measurement(id, of)],
        now,
    )
    .await
    .unwrap();
    let early = move_values(&mut conn, &town.operator, of.0, State::Published).await;
    assert!(matches!(early, Err(PublishError::Refused(_))));
    for state in [State::Approved, State::Published] {
        assert_eq!(
            move_values(&mut conn, &town.operator, of.0, state)
                .await
                .unwrap(),
            1
        );
    }
    assert_eq!(
        values::list_published(&mut conn, town.id, &[id])
            .await
            .unwrap()
            .len(),
        1
    );
    move_values(&mut conn, &town.operator, of.0, State::Withdrawn)
        .await
        .unwrap();
    assert!(
        values::list_published(&mut conn, town.id, &[id])
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_neighbour_sees_and_changes_nothing() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let id = indicator(&town, "sng-02").await;
    let mut conn = town.db.conn().await;
    let neighbour = municipalities::by_slug(&mut conn, &slug_of("nayoro"))
        .await
        .unwrap()
        .id;
    assert!(
        indicators::by_slug(&mut conn, neighbour, &slug_of("sng-02"))
            .await
            .is_err()
    );
    assert!(
        indicators::versions_of(&mut conn, neighbour, id)
            .await
            .unwrap()
            .is_empty()
    );
    let actor = kocho::domain::actor::Actor {
        municipality: neighbour,
        who: town.operator.who.clone(),
    };
    let binding = Binding {
        definition: definition(Base::All),
        comparability: None,
        owners: Vec::new(),
    };
    let now = town.now().await;
    assert!(bind(&mut conn, &actor, id, &binding, now).await.is_err());
    let value = measurement(id, report(&town).await);
    assert!(
        refresh_from(&mut conn, &actor, State::Final, &[value], now)
            .await
            .is_err()
    );
}

/// M-11: until staff says how the printed baseline was made nothing is compared with it; what is said is an amendment.
#[tokio::test(flavor = "multi_thread")]
async fn a_baseline_is_compared_with_once_its_source_is_recorded() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let id = indicator(&town, "sng-02").await;
    let mut conn = town.db.conn().await;
    let now = town.now().await;
    let found = Found {
        n: Some(702),
        n_assumed: true,
        se: None,
        source: Reason::parse("広報係の記録").unwrap(),
        comparability: Comparability::Same,
    };
    let early = document_baseline(&mut conn, &town.operator, id, &found, now).await;
    assert!(matches!(early, Err(DocumentError::NotBound)), "{early:?}");
    let binding = Binding {
        definition: definition(Base::All),
        comparability: None,
        owners: Vec::new(),
    };
    bind(&mut conn, &town.operator, id, &binding, now)
        .await
        .unwrap();
    let measured = measurement(id, report(&town).await);
    let change = async |conn: &mut kocho::storage::Conn| {
        let judged = judging::judge(conn, town.id, std::slice::from_ref(&measured)).await;
        let judged = judged.unwrap().pop().unwrap();
        (judged.change, judged.milestones)
    };
    let (before, _) = change(&mut conn).await;
    assert_eq!(before.reason, Some(Unavailable::PreviousMethodUnknown));
    assert_eq!((before.difference, before.verdict), (None, None));
    for _ in 0..2 {
        let number = document_baseline(&mut conn, &town.operator, id, &found, now).await;
        assert_eq!(number.unwrap(), 2, "the same again is no new definition");
    }
    // 329 of 885 against 32.3 % of 702: z = 2.03.
    let (after, milestones) = change(&mut conn).await;
    assert_eq!(after.verdict, Some(Verdict::Up));
    assert_eq!(
        after.difference.map(|d| d.to_string()).as_deref(),
        Some("4.9")
    );
    assert!(after.earlier.is_some_and(|earlier| earlier.n_assumed));
    let judgement = milestones[0].judgement.as_ref().unwrap();
    assert_eq!(judgement.verdict_by, Some(VerdictBy::Test));
    let told = history(&town, "sng-02").await.pop().unwrap();
    assert_eq!(told.field, "baseline_method");
    let documented = told.definitions().unwrap().new.baseline.unwrap();
    assert_eq!((documented.n, documented.n_assumed), (Some(702), true));
    // Measuring in another way again keeps what was recorded, and breaks the series.
    let other = Binding {
        definition: definition(Base::Substantive),
        ..binding
    };
    let number = redefine(&mut conn, &town.operator, id, &other, &why(), now).await;
    assert_eq!(number.unwrap(), 3);
    let mut later = measured.clone();
    if let Provenance::Survey(measured) = &mut later.value.provenance {
        measured.definition = 3;
    }
    let judged = judging::judge(&mut conn, town.id, &[later]).await.unwrap();
    assert_eq!(
        judged[0].change.reason,
        Some(Unavailable::ComparabilityBroken)
    );
}

//! Values typed by hand: from where, for which year, in which unit, and never edited.

use kocho::domain::plan::printed::decimal;
use kocho::domain::reason::Reason;
use kocho::domain::year::FiscalYear;
use kocho::formats::plan::Form;
use kocho::storage::values;
use kocho::workflows::planning::measuring::Typed;
use kocho::workflows::planning::record;

use crate::plans::{CSV, four_towns, indicator, read};

#[tokio::test(flavor = "multi_thread")]
async fn a_value_is_never_edited_or_deleted() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let id = indicator(&town, "sng-01").await;
    let typed = typed(2023, "141");
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    record(&mut conn, &town.operator, id, &typed, now)
        .await
        .unwrap();
    for statement in [
        "update indicator_values set fiscal_year = 2024",
        "update indicator_values set document = '{}'",
        "delete from indicator_values",
        "update amendments set number = number + 1",
        "delete from amendments",
    ] {
        let refused =
            diesel_async::SimpleAsyncConnection::batch_execute(&mut *conn, statement).await;
        assert!(
            refused.unwrap_err().to_string().contains("never changed"),
            "{statement}"
        );
    }
    let stored = values::list(&mut conn, town.id, id).await.unwrap();
    assert_eq!(stored[0].document.shown, typed.number);
    assert_eq!(stored[0].document.fiscal_year, FiscalYear(2023));
}

fn typed(fiscal_year: i32, number: &str) -> Typed {
    Typed {
        fiscal_year,
        number: decimal(number).unwrap(),
        unit: Some("事業".to_owned()),
        source: Reason::parse("協働事業調べ").unwrap(),
        correction: None,
    }
}

/// A slip in the year, another unit, a second value without a reason: nothing is stored.
#[tokio::test(flavor = "multi_thread")]
async fn a_typed_value_needs_a_year_its_unit_and_a_reason_to_correct() {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    let id = indicator(&town, "sng-01").await;
    let (mut conn, now) = (town.db.conn().await, town.now().await);
    let mut enter = async |typed: Typed| {
        let said = record(&mut conn, &town.operator, id, &typed, now).await;
        said.err().map(|error| error.to_string())
    };
    let other_unit = Typed {
        unit: Some("千円".to_owned()),
        ..typed(2025, "141")
    };
    let correction = Some(Reason::parse("集計の誤り").unwrap());
    let corrected = Typed {
        correction: correction.clone(),
        ..typed(2023, "142")
    };
    for (value, expected) in [
        (typed(8, "141"), Some("fiscal year 8")),
        (typed(20_230, "141"), Some("fiscal year 20230")),
        (
            other_unit,
            Some("the value is in 千円, but the indicator in 事業"),
        ),
        (corrected.clone(), Some("nothing to correct")),
        (typed(2023, "141"), None),
        (typed(2023, "142"), Some("say why it is corrected")),
        (corrected, None),
    ] {
        let shown = format!("{value:?}");
        match (enter(value).await, expected) {
            (Some(said), Some(expected)) => assert!(said.contains(expected), "{said}"),
            (said, expected) => assert_eq!(said.as_deref(), expected, "{shown}"),
        }
    }
    let stored = values::list(&mut conn, town.id, id).await.unwrap();
    assert_eq!(stored.len(), 2);
}

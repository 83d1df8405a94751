//! The same tables by SQL, in the same PostgreSQL as it ships, with its parallel workers.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use kocho::domain::questionnaire::item::{Accepts, Item};
use kocho::domain::questionnaire::routing::Condition;
use kocho::storage::Conn;

use super::cells::{Cell, Cells};
use crate::support::sheets::column;
use crate::support::town::Asked;

/// Where the answers are taken from.
#[derive(Clone, Copy)]
pub enum From<'a> {
    /// A table of small numbers, made beforehand.
    Wide,
    /// The documents of a survey's responses.
    Documents(&'a Asked),
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    by: String,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    category: i32,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    answer: i32,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
    #[diesel(sql_type = diesel::sql_types::Double)]
    w: f64,
}

/// The weights of the people of each sex, age and district; answers are counted once for each of them.
pub async fn prepare(conn: &mut Conn, weights: &Path) -> anyhow::Result<()> {
    let create = "drop table if exists weights; \
        create table weights (q27 smallint, q28 smallint, q29 smallint, w double precision)";
    conn.batch_execute(create).await?;
    let copy = format!("copy weights from '{}'", weights.display());
    conn.batch_execute(&copy).await?;
    conn.batch_execute("vacuum analyze weights, wide")
        .await
        .context("vacuum")
}

/// Counts, sums of weights and of their squares of every closed question by sex, by age, by district and in total.
/// Gives the seconds and the cells.
pub async fn count(conn: &mut Conn, asked: &Asked, from: From<'_>) -> anyhow::Result<(f64, Cells)> {
    let mut cells = Cells::default();
    let began = Instant::now();
    for item in asked.form.items() {
        if !matches!(item.accepts, Accepts::One(_) | Accepts::Many { .. }) {
            continue;
        }
        let rows: Vec<Row> = diesel::sql_query(query(item, from)).load(conn).await?;
        for row in rows {
            let cell = Cell {
                n: row.n.try_into()?,
                weight: Some(row.w),
            };
            cells.add(
                &row.by,
                row.category.into(),
                &item.code,
                row.answer.into(),
                cell,
            );
        }
    }
    Ok((began.elapsed().as_secs_f64(), cells))
}

/// People are counted by sex, age, district and answer in one parallel pass; everything else is put together from those
/// few counts.
fn query(item: &Item, from: From<'_>) -> String {
    let counted = match from {
        From::Wide => {
            let answer = column(&item.code);
            format!(
                "select q27, q28, q29, {answer} as a, count(*) as n from wide group by 1, 2, 3, 4"
            )
        }
        From::Documents(asked) => documents(item, asked),
    };
    let answers = match &item.accepts {
        // Each mark of a set is an answer of its own.
        Accepts::Many { codes, .. } => format!(
            "select q27, q28, q29, case when bit < 0 then a else bit end as a, sum(n) as n from ({counted}) c \
             join generate_series(-1, {}) bit on case when bit < 0 then a < 0 else a >= 0 and (a >> bit) & 1 = 1 end \
             group by 1, 2, 3, 4",
            codes.len() - 1
        ),
        _ => counted,
    };
    format!(
        "select case grouping(q27, q28, q29) when 3 then 'q27' when 5 then 'q28' when 6 then 'q29' else '' end as by, \
         coalesce(q27, q28, q29, 0)::integer as category, a::integer as answer, sum(n)::bigint as n, \
         sum(n * w)::double precision as w, sum(n * w * w)::double precision as w2 \
         from ({answers}) c join weights using (q27, q28, q29) \
         group by grouping sets ((q27, a), (q28, a), (q29, a), (a))"
    )
}

/// The same from the documents, whose answers are text. A set becomes the mask of its options.
fn documents(item: &Item, asked: &Asked) -> String {
    let code = &item.code;
    let number = |name: &str| format!("coalesce((answers->>'{name}')::smallint, -1::smallint)");
    let answer = match &item.accepts {
        Accepts::Many { codes, .. } => {
            let bit = |(at, code): (usize, _)| {
                format!(
                    "case when answers->'{}' ? '{code}' then {} else 0 end",
                    item.code,
                    1 << at
                )
            };
            let bits: Vec<String> = codes.iter().enumerate().map(bit).collect();
            format!(
                "case jsonb_typeof(answers->'{code}') when 'array' then {} when 'object' then -2 else -1 end",
                bits.join(" + ")
            )
        }
        _ => format!(
            "case when answers->'{code}' is null then -1 when jsonb_typeof(answers->'{code}') = 'object' then -2 \
             else (answers->>'{code}')::integer end"
        ),
    };
    let question = item.question(asked.form.questionnaire());
    let answer = match question.and_then(|question| question.show_if.as_ref()) {
        Some(Condition::AnyOf {
            item: before,
            codes,
        }) => {
            let codes: Vec<String> = codes.iter().map(|code| format!("'{code}'")).collect();
            let is_asked = format!(
                "coalesce(answers->>'{before}' in ({}), false)",
                codes.join(", ")
            );
            format!("case when {is_asked} then {answer} else -3 end")
        }
        _ => answer,
    };
    // Each document is read once, though several of its answers are asked for.
    let read = format!(
        "select answers::jsonb as answers from responses where municipality_id = '{}' and survey_id = '{}' offset 0",
        asked.survey.municipality_id, asked.survey.id
    );
    let (sex, age, district) = (number("q27"), number("q28"), number("q29"));
    format!(
        "select {sex} as q27, {age} as q28, {district} as q29, {answer} as a, count(*) as n from ({read}) r group by 1, 2, 3, 4"
    )
}

//! Every row of a town's database, to see whether anything has changed.

use std::collections::BTreeMap;

use diesel::sql_types::Text;

use super::town::Town;

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every table with its rows as they lie there (but the turns of those who try codes, which a look takes too): number,
/// versions, places.
pub async fn rows(town: &Town) -> BTreeMap<String, String> {
    let lie = "concat_ws('.', xmin, xmax, ctid), ',' order by ctid";
    tables(town, lie).await
}

/// Every table with what its rows say.
pub async fn contents(town: &Town) -> BTreeMap<String, String> {
    tables(town, "one::text, ',' order by one::text").await
}

async fn tables(town: &Town, joined: &str) -> BTreeMap<String, String> {
    let mut conn = town.db.conn().await;
    let tables = "select relname::text as line from pg_class \
                  where relnamespace = current_schema()::regnamespace and relkind = 'r' \
                  and relname <> 'turns'";
    let tables: Vec<Line> = diesel_async::RunQueryDsl::load(diesel::sql_query(tables), &mut conn)
        .await
        .unwrap();
    let mut all = BTreeMap::new();
    for Line { line: table } in tables {
        let state = format!(
            "select concat_ws(' ', count(*), md5(string_agg({joined}))) from {table} as one"
        );
        all.insert(table, town.db.text(&state).await);
    }
    all
}

//! The schema: tenants are apart in the database itself, nothing there links an answer to a key, and what the program
//! believes of the tables is true.

use std::collections::{BTreeMap, BTreeSet};

use diesel::sql_types::Text;

use crate::support::db::{TestDb, migrations};

/// Tables that belong to no municipality: the list of them, the queue, what the installation is, lanes of seconds whose
/// name is a hash.
const NOBODYS: [&str; 5] = [
    "former_secrets",
    "installation",
    "jobs",
    "municipalities",
    "turns",
];

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The lines a query gives, in order.
async fn lines(db: &TestDb, sql: &str) -> Vec<String> {
    let query = format!("select line::text from ({sql}) as q(line) order by 1");
    let mut conn = db.conn().await;
    let rows: Vec<Line> = diesel_async::RunQueryDsl::load(diesel::sql_query(query), &mut conn)
        .await
        .unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

const HERE: &str = "current_schema()::regnamespace";

async fn tables(db: &TestDb) -> Vec<String> {
    let sql = format!("select relname from pg_class where relnamespace = {HERE} and relkind = 'r'");
    lines(db, &sql).await
}

/// `table|constraint|columns` of each constraint of a kind, columns in the order of the key.
async fn keys(db: &TestDb, kind: char) -> Vec<Vec<String>> {
    let columns = |table: &str, numbers: &str| {
        format!(
            "(select string_agg(attname, ',' order by place) from unnest({numbers}) with ordinality as k(number, place) \
             join pg_attribute on attrelid = {table} and attnum = number)"
        )
    };
    let sql = format!(
        "select concat_ws('|', conrelid::regclass, conname, {own}, nullif(confrelid, 0)::regclass, {other}) \
         from pg_constraint where connamespace = {HERE} and contype = '{kind}'",
        own = columns("conrelid", "conkey"),
        other = columns("confrelid", "confkey"),
    );
    let split = |line: String| line.split('|').map(str::to_owned).collect();
    lines(db, &sql).await.into_iter().map(split).collect()
}

#[tokio::test]
async fn every_row_of_a_tenant_is_found_through_its_municipality() {
    let db = TestDb::new().await;
    let primary = keys(&db, 'p').await;
    for table in tables(&db).await {
        let key = primary.iter().find(|key| key[0] == table);
        let columns = &key.unwrap_or_else(|| panic!("{table} has no primary key"))[2];
        let first = columns.split(',').next();
        let tenant = !NOBODYS.contains(&table.as_str());
        assert_eq!(
            first == Some("municipality_id"),
            tenant,
            "{table}: {columns}"
        );
    }
    for key in keys(&db, 'u').await {
        let tenant = !NOBODYS.contains(&key[0].as_str());
        assert_eq!(key[2].starts_with("municipality_id"), tenant, "{key:?}");
    }
}

#[tokio::test]
async fn a_row_cannot_refer_to_another_tenants() {
    let db = TestDb::new().await;
    let foreign = keys(&db, 'f').await;
    assert!(foreign.len() > 15);
    for key in &foreign {
        let [_, _, own, target, theirs] = &key[..] else {
            panic!("{key:?}");
        };
        if target == "municipalities" {
            assert_eq!(own, "municipality_id", "{key:?}");
        } else {
            assert!(own.starts_with("municipality_id,"), "{key:?}");
            assert!(theirs.starts_with("municipality_id,"), "{key:?}");
        }
    }
    // Every tenant table hangs on the municipality, by itself or through what it belongs to.
    for table in tables(&db).await {
        let tied = foreign.iter().any(|key| key[0] == table);
        // Receipts come with a response or an envelope only: their migration says why they are not looked up besides.
        let free = table == "receipts" || NOBODYS.contains(&table.as_str());
        assert!(tied || free, "{table} belongs to nothing");
    }
}

#[tokio::test]
async fn every_constraint_has_a_name_somebody_gave_it() {
    let db = TestDb::new().await;
    for kind in ['p', 'u', 'f', 'c'] {
        for key in keys(&db, kind).await {
            let name = &key[1];
            let numbered = name.ends_with(|c: char| c.is_ascii_digit());
            assert!(!numbered, "{name}: nobody calls a constraint that");
            let table = key[0].trim_matches('"');
            assert!(name.starts_with(table), "{name} of {table}");
        }
    }
    // The database names what has no name; so every constraint of the files must be written with one.
    for (folder, [up, _]) in migrations() {
        for line in up.lines().map(|line| line.trim().to_lowercase()) {
            let constrains = [
                "primary key",
                "unique (",
                "check (",
                "foreign key",
                " unique,",
                "references ",
            ];
            let kept = constrains.iter().any(|word| line.contains(word));
            let continued = line.starts_with("references ") || line.starts_with("check (");
            let index = line.starts_with("create unique index");
            assert!(
                !kept
                    || continued
                    || index
                    || line.starts_with("constraint ")
                    || line.starts_with("comment ")
                    || line.starts_with("--"),
                "{folder}: {line}"
            );
        }
        for table in up.split("create table ").skip(1) {
            let body = table.split("\n);").next().unwrap();
            for (before, after) in body.lines().zip(body.lines().skip(1)) {
                let after = after.trim();
                if after.starts_with("check (") || after.starts_with("references ") {
                    assert!(
                        before.trim().starts_with("constraint "),
                        "{folder}: {after}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn nothing_links_an_answer_to_a_key_or_a_moment() {
    let db = TestDb::new().await;
    let apart = ["responses", "invitations", "drafts", "trial_drafts"];
    for key in keys(&db, 'f').await {
        if apart.contains(&key[0].as_str()) {
            let whose = ["surveys", "trials"][usize::from(key[0] == "trial_drafts")];
            assert_eq!(key[3], whose, "{key:?}");
        }
        assert!(!apart.contains(&key[3].as_str()), "{key:?}");
    }
    let columns = format!(
        "select concat_ws('|', attrelid::regclass, attname, format_type(atttypid, null)) from pg_attribute \
         join pg_class on pg_class.oid = attrelid where relnamespace = {HERE} and relkind = 'r' and attnum > 0"
    );
    for line in lines(&db, &columns).await {
        let [table, column, kind] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        if !apart.contains(&table) {
            continue;
        }
        assert!(
            !kind.starts_with("time"),
            "{line}: a moment tells whose answer is whose"
        );
        let links: &[&str] = match table {
            "responses" => &[
                "key",
                "invitation",
                "token",
                "draft",
                "address",
                "name",
                "client",
                "agent",
            ],
            "invitations" => &[
                "submission",
                "response",
                "receipt",
                "answer",
                "token",
                "draft",
            ],
            _ => &[
                "submission",
                "response",
                "receipt",
                "answer",
                "key",
                "invitation",
            ],
        };
        assert!(
            !links.iter().any(|link| column.contains(link))
                || column == "key_hash" && table == "invitations",
            "{line}"
        );
    }
}

/// The tables as `src/storage/schema.rs` has them: `table (key)` and `table.column: type`.
fn believed() -> BTreeSet<String> {
    let text = include_str!("../../src/storage/schema.rs");
    let mut all = BTreeSet::new();
    for table in text.split("diesel::table! {").skip(1) {
        let mut rows = table.lines().map(str::trim).filter(|line| !line.is_empty());
        let (name, key) = rows.next().unwrap().split_once(" (").unwrap();
        all.insert(format!("{name} ({}", key.trim_end_matches(" {")));
        for row in rows.map_while(|row| row.split_once(" -> ")) {
            all.insert(format!("{name}.{}: {}", row.0, row.1.trim_end_matches(',')));
        }
    }
    all
}

/// The tables as they are.
async fn actual(db: &TestDb) -> BTreeSet<String> {
    let columns = format!(
        "select concat_ws('|', attrelid::regclass, attname, format_type(atttypid, null), attnotnull) from pg_attribute \
         join pg_class on pg_class.oid = attrelid \
         where relnamespace = {HERE} and relkind = 'r' and attnum > 0 and not attisdropped"
    );
    let types = BTreeMap::from([
        ("uuid", "Uuid"),
        ("text", "Text"),
        ("json", "Json"),
        ("jsonb", "Jsonb"),
        ("timestamp with time zone", "Timestamptz"),
        ("date", "Date"),
        ("boolean", "Bool"),
        ("integer", "Int4"),
        ("bigint", "Int8"),
        ("smallint", "Int2"),
        ("bytea", "Bytea"),
        ("numeric", "Numeric"),
        ("double precision", "Float8"),
    ]);
    let mut all = BTreeSet::new();
    for line in lines(db, &columns).await {
        let [table, column, kind, required] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let kind = types.get(kind).unwrap_or_else(|| panic!("what is {line}"));
        let kind = if required == "t" {
            (*kind).to_owned()
        } else {
            format!("Nullable<{kind}>")
        };
        all.insert(format!("{table}.{column}: {kind}"));
    }
    for key in keys(db, 'p').await {
        all.insert(format!("{} ({})", key[0], key[2].replace(',', ", ")));
    }
    all
}

#[tokio::test]
async fn the_program_knows_the_tables_as_they_are() {
    let db = TestDb::new().await;
    let (believed, actual) = (believed(), actual(&db).await);
    let wrong: Vec<_> = believed.symmetric_difference(&actual).collect();
    assert!(wrong.is_empty(), "run `diesel print-schema`: {wrong:#?}");
}

/// Everything in a schema that a migration can make.
async fn everything(db: &TestDb) -> Vec<String> {
    let sql = format!(
        "select concat_ws(' ', 'column', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), \
                attnotnull, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)) \
         from pg_attribute join pg_class c on c.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum \
         where relnamespace = {HERE} and relkind = 'r' and attnum > 0 \
         union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), \
                obj_description(oid)) from pg_constraint where connamespace = {HERE} \
         union all select concat_ws(' ', 'index', replace(indexdef, schemaname || '.', ''), \
                obj_description(format('%I.%I', schemaname, indexname)::regclass)) \
         from pg_indexes where schemaname = current_schema() \
         union all select concat_ws(' ', 'function', proname, prosrc) from pg_proc where pronamespace = {HERE} \
         union all select concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgtype, tgfoid::regproc) from pg_trigger \
         join pg_class c on c.oid = tgrelid where relnamespace = {HERE} and not tgisinternal \
         union all select concat_ws(' ', 'table', oid::regclass, obj_description(oid)) from pg_class \
         where relnamespace = {HERE} and relkind = 'r' \
         union all select concat_ws(' ', 'type', typname) from pg_type where typnamespace = {HERE} and typtype in ('e', 'd')"
    );
    lines(db, &sql).await
}

#[tokio::test]
async fn migrations_go_down_without_a_trace_and_up_again_the_same() {
    let db = TestDb::new().await;
    let first = everything(&db).await;
    assert!(first.len() > 200, "{} things", first.len());
    let all = migrations();
    let folders: Vec<_> = all.keys().rev().collect();
    for folder in folders {
        db.execute(&all[folder][1]).await;
    }
    assert_eq!(everything(&db).await, Vec::<String>::new());
    for [up, _] in all.values() {
        db.execute(up).await;
    }
    assert_eq!(everything(&db).await, first);
}

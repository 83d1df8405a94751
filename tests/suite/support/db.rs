//! One schema a test, made by replaying the migrations; nothing is shared and nothing rolled back.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use kocho::private_postgres::PrivatePostgres;
use kocho::storage::{Conn, Db};
use tokio::sync::OnceCell;

use super::alone;

/// How long a schema is kept for looking at it after its test.
const KEPT_SECONDS: i64 = 1_800;

/// A database of one test.
pub struct TestDb {
    /// Where it is, schema included. Whoever connects by it bears the schema's name.
    pub url: String,
    /// The schema, and the application name of every connection of this test.
    pub schema: String,
    /// Connections to it.
    pub pool: Db,
}

impl TestDb {
    /// A new, empty database with all tables.
    pub async fn new() -> Self {
        let server = server_url().await;
        let mut conn = Conn::establish(&server).await.expect("the test server");
        sweep(&mut conn).await;
        let seconds = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs();
        let schema = format!("t_{seconds}_{:016x}", getrandom::u64().unwrap());
        let mut all = format!("create schema {schema}; set search_path to {schema};");
        for [up, _] in migrations().values() {
            all.push_str(up);
        }
        conn.batch_execute(&all).await.expect("the migrations");
        let url = within(&server, &schema);
        let manager = AsyncDieselConnectionManager::<Conn>::new(&url);
        let pool = Pool::builder(manager).max_size(12).build().unwrap().into();
        Self { url, schema, pool }
    }

    /// The same place, where functions of this test come before the system's of the same name: a clock of its own, say.
    pub fn url_before_system(&self) -> String {
        let usual = format!("search_path%3D{}", self.schema);
        self.url.replace(&usual, &format!("{usual}%2Cpg_catalog"))
    }

    /// A connection that is of no pool.
    pub async fn apart(&self) -> Conn {
        Conn::establish(&self.url).await.expect("a connection")
    }

    /// Ends what this test's connections are doing where the statement is like a pattern: the whole server is shared,
    /// and other tests' connections are theirs.
    pub async fn end_backends(&self, conn: &mut Conn, statement: &str) {
        let end = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{}' \
             and pid <> pg_backend_pid() and query like '{statement}' and query not like '%pg_terminate%'",
            self.schema
        );
        conn.batch_execute(&end).await.unwrap();
    }

    /// How many connections this test has, by the server's list.
    pub async fn backends(&self) -> i64 {
        let own = format!(
            "select count(*) from pg_stat_activity where application_name = '{}'",
            self.schema
        );
        self.number(&own).await
    }

    /// A connection.
    pub async fn conn(&self) -> Object<Conn> {
        self.pool.get().await.expect("a connection")
    }

    /// Runs plain SQL.
    pub async fn execute(&self, sql: &str) {
        self.conn().await.batch_execute(sql).await.unwrap();
    }

    /// The one text a query gives.
    pub async fn text(&self, sql: &str) -> String {
        #[derive(diesel::QueryableByName)]
        struct One {
            #[diesel(sql_type = diesel::sql_types::Text)]
            t: String,
        }
        let query = format!("select ({sql}) as t");
        let mut conn = self.conn().await;
        diesel::sql_query(query)
            .get_result::<One>(&mut conn)
            .await
            .unwrap()
            .t
    }

    /// The one number a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct One {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        let query = format!("select ({sql})::bigint as n");
        let mut conn = self.conn().await;
        diesel::sql_query(query)
            .get_result::<One>(&mut conn)
            .await
            .unwrap()
            .n
    }
}

/// The server the tests use: the one named, or a private one that ends with this run.
async fn server_url() -> String {
    static PRIVATE: OnceCell<(PrivatePostgres, File)> = OnceCell::const_new();
    if let Ok(named) = std::env::var("KOCHO_TEST_DATABASE_URL") {
        return named;
    }
    let start = || async {
        let (var, lock) = alone::directory(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("tests"));
        let server = tokio::task::spawn_blocking(move || PrivatePostgres::start(&var))
            .await
            .unwrap()
            .expect("a private PostgreSQL");
        (server, lock)
    };
    PRIVATE.get_or_init(start).await.0.url().to_owned()
}

/// The same server, looking into one schema and called by its name.
fn within(server: &str, schema: &str) -> String {
    let joint = if server.contains('?') { '&' } else { '?' };
    format!("{server}{joint}options=-c%20search_path%3D{schema}&application_name={schema}")
}

/// Every `up.sql` and `down.sql` by the name of its folder.
pub fn migrations() -> BTreeMap<String, [String; 2]> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|folder| {
            let name = folder.file_name().into_string().unwrap();
            let read = |file| std::fs::read_to_string(folder.path().join(file)).unwrap();
            (name, ["up.sql", "down.sql"].map(read))
        })
        .collect()
}

/// Drops schemas of runs long over; one test at a time. The lock ends with the transaction and not before: a schema
/// just dropped is still seen by others until then, and they would fail to drop it again.
async fn sweep(conn: &mut Conn) {
    conn.batch_execute(&format!(
        "do $$ declare old text; begin \
         if pg_try_advisory_xact_lock(7263548) then \
           for old in select nspname from pg_namespace where nspname ~ '^t_[0-9]+_[0-9a-f]+$' \
             and split_part(nspname, '_', 2)::bigint < extract(epoch from now()) - {KEPT_SECONDS} limit 10 \
           loop execute format('drop schema if exists %I cascade', old); end loop; \
         end if; end $$"
    ))
    .await
    .expect("sweeping old schemas");
}

//! One run: a private PostgreSQL, a town with its surveys, and how long things are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use diesel_async::SimpleAsyncConnection;
use kocho::config::{self, Config};
use kocho::domain::survey::Anonymity;
use kocho::installation;
use kocho::private_postgres::PrivatePostgres;
use kocho::storage::{Conn, designs, migrations};
use tokio::runtime::Runtime;

use super::closing::bind_indicator;
use super::server::{self, Server};
use super::sheets;
use super::town::{Asked, Town, connect};

/// Everything a measurement needs.
pub struct Environment {
    /// Drives the connections made here; not the load.
    pub runtime: Runtime,
    /// Where the server under test keeps its things.
    pub var: PathBuf,
    /// The database.
    pub postgres: PrivatePostgres,
    /// The town.
    pub town: Town,
    /// Thirty questions on one page, open to anyone.
    pub open: Asked,
    /// The same, with one-time keys.
    pub keyed: Asked,
    /// The demo's questionnaire, in sections.
    pub sections: Asked,
    /// The same, with one-time keys on letters; of all surveys with keys the first in the town's list.
    pub lettered: Asked,
    /// Thirty questions, to be closed with few responses and with many.
    pub closing: [Asked; 2],
    /// How long one figure is measured.
    pub time: Duration,
    /// Everything is measured, not only what changes from day to day.
    pub is_thorough: bool,
}

impl Environment {
    /// A new database with a town and open surveys.
    pub fn new(is_thorough: bool) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let var = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
        let _ = fs::remove_dir_all(&var);
        fs::create_dir_all(&var)?;
        let postgres = PrivatePostgres::start(&var)?;
        // The first start migrates and makes the secret.
        drop(Server::start(&var, postgres.url())?);
        let secret = fs::read_to_string(var.join("secret"))?.parse()?;
        let file = |name: &str| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo/questionnaires");
            fs::read(root.join(name)).with_context(|| name.to_owned())
        };
        let (thirty, demo) = (file("bench-30.yaml")?, file("shimin-2025.yaml")?);
        // One of the questions hangs on the one before: some people are not asked.
        let routed = String::from_utf8(thirty.clone())?.replacen(
            "      - code: q20\n",
            "      - code: q20\n        show_if: {any_of: {item: q19, codes: [1, 2, 3, 4]}}\n",
            1,
        );
        let (routed, sample) = (routed.as_bytes(), Anonymity::Anonymous);
        let (town, open, keyed, sections, lettered, closing) = runtime.block_on(async {
            migrations::migrate(postgres.url()).await?;
            let conn = &mut connect(postgres.url()).await?;
            // What the bench does itself stands in the audit log, too.
            installation::hold(&settings(&var)?, conn).await?;
            let town = Town::new(conn, secret).await?;
            bind_indicator(conn, &town).await?;
            let open = town.open(conn, "open", &thirty, Anonymity::Open).await?;
            let keyed = town
                .open(conn, "keyed", &thirty, Anonymity::Anonymous)
                .await?;
            let sections = town.open(conn, "sections", &demo, Anonymity::Open).await?;
            let lettered = town.open(conn, "by-letter", &demo, sample).await?;
            let closing = [
                town.open(conn, "few", routed, sample).await?,
                town.open(conn, "many", routed, sample).await?,
            ];
            for asked in &closing {
                let of = (asked.survey.municipality_id, asked.survey.id);
                designs::put(conn, of.0, of.1, &sheets::register(&asked.form)).await?;
            }
            anyhow::Ok((town, open, keyed, sections, lettered, closing))
        })?;
        Ok(Self {
            runtime,
            var,
            postgres,
            town,
            open,
            keyed,
            sections,
            lettered,
            closing,
            time: Duration::from_secs(if is_thorough { 30 } else { 5 }),
            is_thorough,
        })
    }

    /// Starts the server under test.
    pub fn server(&self) -> anyhow::Result<Server> {
        Server::start(&self.var, self.postgres.url())
    }

    /// A server with the demonstration: an installation of its own, in the same PostgreSQL.
    pub fn demonstration(&self) -> anyhow::Result<Server> {
        let name = "demonstration";
        self.with(async |conn| {
            Ok(conn
                .batch_execute(&format!("create database {name}"))
                .await?)
        })?;
        let (host, _) = self.postgres.url().rsplit_once('/').context("no host")?;
        let url = format!("{host}/{name}");
        let var = self.var.join(name);
        fs::create_dir_all(&var)?;
        server::load_demonstration(&var, &url)?;
        Server::start(&var, &url)
    }

    /// Does something with the database.
    pub fn with<T>(
        &self,
        work: impl AsyncFnOnce(&mut Conn) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.runtime.block_on(async {
            let mut conn = connect(self.postgres.url()).await?;
            work(&mut conn).await
        })
    }

    /// Empties the table of responses and settles the disk, so that every figure starts from the same place.
    pub fn rest(&self) -> anyhow::Result<()> {
        self.with(async |conn| {
            Ok(conn
                .batch_execute("truncate responses, envelopes, receipts, returns, drafts")
                .await?)
        })?;
        self.settle()
    }

    /// Does now what the database would otherwise do in the middle of a measurement.
    pub fn settle(&self) -> anyhow::Result<()> {
        self.with(async |conn| {
            conn.batch_execute("vacuum analyze").await?;
            Ok(conn.batch_execute("checkpoint").await?)
        })
    }

    /// How many responses to a survey are stored, sealed or not.
    pub fn stored(&self, asked: &Asked) -> anyhow::Result<usize> {
        let count = format!(
            "(select count(*) from responses where survey_id = '{0}') \
             + (select count(*) from envelopes where survey_id = '{0}')",
            asked.survey.id
        );
        Ok(usize::try_from(self.number(&format!("select {count}"))?)?)
    }

    /// The one number a query gives.
    pub fn number(&self, query: &str) -> anyhow::Result<i64> {
        #[derive(diesel::QueryableByName)]
        struct One {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        self.with(async |conn| {
            let one: One = diesel_async::RunQueryDsl::get_result(
                diesel::sql_query(format!("select ({query})::bigint as n")),
                conn,
            )
            .await?;
            Ok(one.n)
        })
    }
}

/// The settings of whoever keeps everything in this directory.
fn settings(var: &Path) -> anyhow::Result<Config> {
    let kept = [("KOCHO__VAR".to_owned(), var.display().to_string())];
    Ok(config::read(&var.join("none.toml"), kept.into())?)
}

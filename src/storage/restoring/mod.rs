//! Bringing a backup back: the tables are made by this program's own migrations, and of the backup only rows are taken.
//!
//! A backup may be forged. Therefore no statement of it is ever run; and where the database's role could do more than
//! change rows (run programs, read files), it is put off while they come in. A forged backup can at most fill tables.
//! All of it is one transaction in a schema of its own, which becomes `public` at its end, or is undone.

mod catalog;
mod telling;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use futures_util::SinkExt;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Error, NoTls};

use super::migrations;
pub use telling::{Refused, TELLING, Telling};

/// The rows of these tables are in no backup: recipients, since it outlives the day on which they are destroyed;
/// drafts, since with the secret and a key an old one tells what somebody once typed; turns, which matter for seconds.
pub const LEFT_OUT: [&str; 4] = ["recipients", "drafts", "trial_drafts", "turns"];

/// Why rows were not taken.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database refused.
    #[error("{}", said(.0))]
    Database(#[from] Error),
    /// It is in use.
    #[error("the database is in use; stop kocho serve and kocho work first")]
    InUse,
    /// The program cannot say how its schema is made.
    #[error(transparent)]
    Migrations(#[from] migrations::MigrationError),
    /// Its tables are not those that this program's migrations make.
    #[error("it holds what no backup of Kocho holds: “{0}”")]
    Foreign(String),
    /// Something that belongs to every backup is not there.
    #[error("it lacks what every backup of Kocho holds: “{0}”")]
    Lacking(String),
    /// The role could not be put off.
    #[error("the database's role may run programs and cannot be put off; restore as another role")]
    TooMuch,
}

/// What the server said, without rows: those hold what citizens wrote.
fn said(error: &Error) -> String {
    match error.as_db_error() {
        Some(refused) => format!("the database refused: {}", refused.message()),
        None => error.to_string(),
    }
}

/// A backup on its way back, in a transaction of its own. Dropped before its end, nothing happened.
pub struct Restoring {
    client: Client,
    connection: JoinHandle<()>,
    schema: String,
    /// The columns of each table.
    tables: BTreeMap<String, BTreeSet<String>>,
    /// Foreign keys that come back when all rows are there: table, name, definition.
    foreign: Vec<[String; 3]>,
    /// The role without rights of its own that takes in the rows.
    role: Option<String>,
    filled: BTreeSet<String>,
}

impl Restoring {
    /// Makes empty tables as they were after these migrations.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn begin(url: &str, versions: &BTreeSet<String>) -> Result<Self, Fault> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let connection = tokio::spawn(async move {
            let _ = connection.await;
        });
        let schema = format!("kocho_restore_{}", rand::random::<u32>());
        let script = migrations::script(versions)?;
        let open = format!(
            "begin; set local statement_timeout = 0; set local lock_timeout = 0; \
             set local idle_in_transaction_session_timeout = 0; create schema {schema}; \
             set local search_path = {schema}"
        );
        client.batch_execute(&open).await?;
        client.batch_execute(&script).await?;
        let foreign = catalog::foreign_keys(&client, &schema).await?;
        for [table, name, _] in &foreign {
            let drop = format!("alter table {table} drop constraint {name}");
            client.batch_execute(&drop).await?;
        }
        Ok(Self {
            tables: catalog::columns(&client, &schema).await?,
            role: None,
            filled: BTreeSet::new(),
            client,
            connection,
            schema,
            foreign,
        })
    }

    /// Compares what an archive says is in it with what the migrations made.
    ///
    /// # Errors
    /// [`Fault::Foreign`], [`Fault::Lacking`].
    pub async fn compare(&self, contents: &BTreeSet<String>) -> Result<(), Fault> {
        let mut own = catalog::contents(&self.client, &self.schema).await?;
        let keys = self.foreign.iter();
        own.extend(keys.map(|[table, name, _]| format!("FK CONSTRAINT public {table} {name}")));
        if let Some(foreign) = contents.difference(&own).next() {
            return Err(Fault::Foreign(foreign.clone()));
        }
        let is_missing = |entry: &&String| {
            !LEFT_OUT
                .iter()
                .any(|table| **entry == format!("TABLE DATA public {table}"))
        };
        match own.difference(contents).find(is_missing) {
            Some(missing) => Err(Fault::Lacking(missing.clone())),
            None => Ok(()),
        }
    }

    /// Puts off every right but that of filling these tables, where there are others.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn step_down(&mut self) -> Result<(), Fault> {
        if !catalog::may_too_much(&self.client).await? {
            return Ok(());
        }
        let (role, schema) = (&self.schema, &self.schema);
        let down = format!(
            "create role {role} nologin; grant {role} to current_user; grant usage on schema {schema} to {role}; \
             grant insert on all tables in schema {schema} to {role}; set local role {role}"
        );
        self.client.batch_execute(&down).await?;
        self.role = Some(role.clone());
        match catalog::may_too_much(&self.client).await? {
            true => Err(Fault::TooMuch),
            false => Ok(()),
        }
    }

    /// Takes the rows of one table as they come.
    ///
    /// # Errors
    /// [`Fault`]; a table or columns that the migrations did not make.
    pub async fn fill(
        &mut self,
        table: &str,
        columns: &[String],
        mut next: impl AsyncFnMut() -> Option<Vec<u8>>,
    ) -> Result<(), Fault> {
        let given: BTreeSet<String> = columns.iter().cloned().collect();
        let fits = self.tables.get(table) == Some(&given) && given.len() == columns.len();
        if !fits || !self.filled.insert(table.to_owned()) {
            let columns = columns.join(", ");
            return Err(Fault::Foreign(format!("rows of {table} ({columns})")));
        }
        let statement = format!(
            "copy \"{table}\" (\"{}\") from stdin",
            columns.join("\", \"")
        );
        let sink = self.client.copy_in(&statement).await?;
        let mut sink = std::pin::pin!(sink);
        while let Some(rows) = next().await {
            sink.feed(Cursor::new(rows)).await?;
        }
        sink.finish().await?;
        Ok(())
    }

    /// Ties the rows together again; says which tables of the backup had none to give.
    ///
    /// # Errors
    /// [`Fault`]; rows that refer to nothing.
    pub async fn tie(&mut self) -> Result<(), Fault> {
        if let Some(role) = self.role.take() {
            let up = format!("reset role; drop owned by {role}; drop role {role}");
            self.client.batch_execute(&up).await?;
        }
        let lacking =
            |table: &&String| !self.filled.contains(*table) && !LEFT_OUT.contains(&table.as_str());
        if let Some(table) = self.tables.keys().find(lacking) {
            return Err(Fault::Lacking(format!("the rows of {table}")));
        }
        // What is told at the end of a transaction is told now: no table can be altered before.
        self.client
            .batch_execute("set constraints all immediate")
            .await?;
        for [table, name, definition] in &self.foreign {
            let add = format!("alter table {table} add constraint {name} {definition}");
            self.client.batch_execute(&add).await?;
        }
        Ok(())
    }

    /// Puts the new tables in the place of the old ones.
    ///
    /// # Errors
    /// [`Fault::InUse`] when somebody uses those.
    pub async fn finish(self) -> Result<(), Fault> {
        let swap = format!(
            "set local lock_timeout = '10s'; drop schema if exists public cascade; alter schema {} rename to public; commit",
            self.schema
        );
        let swapped = self.client.batch_execute(&swap).await;
        self.end().await;
        swapped.map_err(|why| match why.code() {
            Some(code) if *code == tokio_postgres::error::SqlState::LOCK_NOT_AVAILABLE => {
                Fault::InUse
            }
            _ => why.into(),
        })
    }

    /// Undoes everything.
    pub async fn undo(self) {
        let _ = self.client.batch_execute("rollback").await;
        self.end().await;
    }

    async fn end(self) {
        drop(self.client);
        let _ = self.connection.await;
    }
}

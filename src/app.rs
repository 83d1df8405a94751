//! What every door needs, built once: settings, database, secret.
//!
//! What does not belong here: behaviour, and what only answers to requests (`web::state`). Known to `web`, `jobs` and
//! `commands` only.

use std::time::Duration;

use anyhow::{Context, bail};
use diesel_async::pooled_connection::deadpool::Object;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use crate::config::{self, Config};
use crate::domain::account::keys::Keys;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::installation;
pub use crate::installation::LITTLE_SPACE;
use crate::mail::{Addresses, Mailer, Transport};
use crate::metrics::Metrics;
use crate::openid::OpenId;
use crate::storage::job_sessions::JobSessions;
use crate::storage::pool::{self, Limits};
use crate::storage::{Conn, Db, durability};
use crate::views::Views;
use crate::workflows::accounts::hashing::Hashing;
use crate::workflows::intake::{Capacity, Intake};

/// One running program.
pub struct App {
    /// What the operator decided.
    pub config: Config,
    /// Connections to the database.
    pub db: Db,
    /// Connections of jobs, each job its own.
    pub job_sessions: JobSessions,
    /// The installation's secret.
    pub secret: Secret,
    /// What accounts of members of staff are kept under.
    pub keys: Keys,
    /// Where their passwords are checked.
    pub hashing: Hashing,
    /// The providers by whose accounts they sign in.
    pub openid: OpenId,
    /// The pages.
    pub views: Views,
    /// The door for responses.
    pub intake: Intake,
    /// The way of letters.
    pub mailer: Mailer,
    /// What is counted.
    pub metrics: Metrics,
}

impl App {
    /// Connects to a migrated database; refuses one that would lose acknowledged answers, and a secret that is not
    /// the one this database was first used with.
    ///
    /// # Errors
    /// When the database cannot be reached or must not be used; the text says what to do.
    pub async fn open(config: Config, url: &str) -> anyhow::Result<Self> {
        let db = pool::connect(url, page_limits(&config))?;
        let mut conn = connection(&db).await?;
        refuse_unsafe(&mut conn).await?;
        let secret = installation::secret(&config, &mut conn).await?;
        installation::hold(&config, &mut conn).await?;
        let keys = Keys::new(&secret, &installation::former(&secret, &mut conn).await?);
        drop(conn);
        let metrics = Metrics::new()?;
        let intake = Intake::start(
            pool::connect(url, door_limits(&config))?,
            secret.clone(),
            capacity(config.intake),
        )?;
        let mailer = mailer(&config, &keys)?;
        let openid = OpenId::new(&config.openid)?;
        Ok(Self {
            job_sessions: JobSessions::new(url, limits(&config.database)),
            views: Views::load()?,
            config,
            db,
            secret,
            hashing: Hashing::new(&keys),
            openid,
            keys,
            intake,
            mailer,
            metrics,
        })
    }
}

impl App {
    /// Bytes that are free where the program keeps what it makes.
    ///
    /// # Errors
    /// When the disk cannot be asked.
    pub fn free_space(&self) -> std::io::Result<u64> {
        installation::free_space(&self.config)
    }

    /// When this machine last wrote a backup; none where it never did.
    #[must_use]
    pub fn last_backup(&self) -> Option<Timestamp> {
        installation::last_backup(&self.config)
    }
}

/// Refuses a database that would lose what it has acknowledged.
async fn refuse_unsafe(conn: &mut Conn) -> anyhow::Result<()> {
    let off = durability::unsafe_settings(conn).await?;
    if !off.is_empty() {
        let names: Vec<String> = off.into_iter().map(|setting| setting.name).collect();
        bail!(
            "the database server may lose answers it has acknowledged, because these settings are off: {}. Turn \
             them on (in postgresql.conf, for the database, for the role) and start again",
            names.join(", ")
        );
    }
    Ok(())
}

async fn connection(db: &Db) -> anyhow::Result<Object<Conn>> {
    db.get().await.context("the database cannot be reached")
}

fn limits(database: &config::Database) -> Limits {
    let seconds = |count: u32| Duration::from_secs(count.into());
    Limits {
        connections: database.pool,
        threads: 0,
        wait: seconds(database.wait_seconds),
        statement: seconds(database.statement_seconds),
        lock: seconds(database.lock_seconds),
        idle_in_transaction: seconds(database.idle_in_transaction_seconds),
    }
}

/// Each thread that answers citizens drives connections of its own.
fn page_limits(config: &Config) -> Limits {
    Limits {
        threads: config.web.workers,
        ..limits(&config.database)
    }
}

/// The door has connections of its own: pages never keep responses waiting.
fn door_limits(config: &Config) -> Limits {
    Limits {
        connections: config.intake.batches + 1,
        threads: 1,
        ..limits(&config.database)
    }
}

fn capacity(settings: config::Intake) -> Capacity {
    Capacity {
        queue: settings.queue,
        batch: settings.batch,
        batches: settings.batches,
    }
}

/// By the mail server of the settings, or as files.
///
/// # Errors
/// When the settings name no mail server or no address.
pub fn mailer(config: &Config, keys: &Keys) -> anyhow::Result<Mailer> {
    let transport = match &config.mail.smtp {
        Some(url) => {
            let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url.0);
            Transport::Smtp(Box::new(server.context("settings: mail.smtp")?.build()))
        }
        None => Transport::Files(config.var.join("mail")),
    };
    let addresses = Addresses {
        public_url: config.public_url(),
        staff_url: config.staff_url(),
        keys: keys.clone(),
    };
    Mailer::new(transport, &config.mail.from, addresses).context("settings: mail.from")
}

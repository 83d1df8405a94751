//! What every command that touches data begins with: the database found or started, migrated, and checked.

use std::time::Duration;

use actix_web::web::Data;
use anyhow::Context;

use crate::app::App;
use crate::config::Config;
use crate::jobs::heads;
use crate::private_postgres::PrivatePostgres;
use crate::storage::{migrations, readiness};

/// A program with its database. The private PostgreSQL, when it is ours, stops when this is dropped.
pub struct Session {
    /// What the doors need.
    pub app: Data<App>,
    // After `app`: connections are closed before their server stops.
    _database: Database,
}

/// The address of the database, and the server behind it when it is our own.
pub struct Database {
    /// For connections.
    pub url: String,
    /// Our own server, unless the settings name another.
    pub private: Option<PrivatePostgres>,
}

impl Database {
    /// The server the settings name, or the private one, which is started; waited for until it answers, for
    /// `database.start_seconds`. Migrates nothing.
    ///
    /// # Errors
    /// When it cannot be started or does not answer in that time.
    pub async fn ready(config: &Config) -> anyhow::Result<Self> {
        let patience = Duration::from_secs(config.database.start_seconds.into());
        let database = match &config.database.url {
            Some(given) => Self {
                url: given.0.clone(),
                private: None,
            },
            None => Self::private(config, patience).await?,
        };
        readiness::wait(&database.url, patience)
            .await
            .context("the database cannot be reached")?;
        Ok(database)
    }

    /// On a thread of its own, so that whoever asks the program to end meanwhile is heard.
    async fn private(config: &Config, patience: Duration) -> anyhow::Result<Self> {
        let var = config.var.clone();
        let starting = move || PrivatePostgres::start_within(&var, patience);
        let started = tokio::task::spawn_blocking(starting).await?;
        let private = started.context("private PostgreSQL")?;
        Ok(Self {
            url: private.url().to_owned(),
            private: Some(private),
        })
    }
}

impl Session {
    /// Finds or starts the database, migrates it, checks it.
    ///
    /// # Errors
    /// When there is no usable database; the text says what to do.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        let database = Database::ready(&config).await?;
        for name in migrations::migrate(&database.url).await? {
            tracing::info!("migrated the database: {name}");
        }
        let app = Data::new(App::open(config, &database.url).await?);
        let session = Self {
            app,
            _database: database,
        };
        session.note().await?;
        Ok(session)
    }

    /// Notes the ends of the audit logs beside the secret: what was done until now is missed when it is cut off.
    ///
    /// # Errors
    /// When they cannot be read or noted.
    pub async fn note(&self) -> anyhow::Result<()> {
        let mut conn = self.app.db.get().await?;
        for head in heads::note(&self.app.config.var, &mut conn).await? {
            tracing::error!("audit: {}", heads::missing(&mut conn, &head).await?);
        }
        Ok(())
    }
}

//! What every command that touches data begins with: the database found or started, migrated, and checked.

use actix_web::web::Data;
use anyhow::Context;

use crate::app::App;
use crate::config::Config;
use crate::private_postgres::PrivatePostgres;
use crate::storage::migrations;

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
    /// The server the settings name, or the private one, which is started. Migrates nothing.
    ///
    /// # Errors
    /// When the private server cannot be started.
    pub fn find(config: &Config) -> anyhow::Result<Self> {
        if let Some(given) = &config.database.url {
            return Ok(Self {
                url: given.0.clone(),
                private: None,
            });
        }
        let private = PrivatePostgres::start(&config.var).context("private PostgreSQL")?;
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
        let database = Database::find(&config)?;
        for name in migrations::migrate(&database.url).await? {
            tracing::info!("migrated the database: {name}");
        }
        let app = Data::new(App::open(config, &database.url).await?);
        Ok(Self {
            app,
            _database: database,
        })
    }
}

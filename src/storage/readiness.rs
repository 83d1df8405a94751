//! Waiting for a database that does not answer yet: it starts, recovers after a crash, or its network comes up later.

use std::io;
use std::time::{Duration, Instant};

use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, Error, NoTls};

/// How long one try may take, how often it is tried, how often it is said what is waited for.
const TRY: Duration = Duration::from_secs(5);
const AGAIN: Duration = Duration::from_millis(200);
const TELL_AGAIN: Duration = Duration::from_secs(3);

/// Why there is no database to work with.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// Waiting would not help: no such database, a wrong password …
    #[error("{0}")]
    Never(String),
    /// It did not answer in time.
    #[error("{0} (waited {1} s; database.start_seconds says how long)")]
    NotInTime(String, u64),
}

/// What one try found.
enum Found {
    Ready,
    NotYet(String),
    Never(String),
}

/// Returns when the database takes changes. Says every few seconds what it waits for, for as long as `patience`.
///
/// # Errors
/// [`NotReady`].
pub async fn wait(url: &str, patience: Duration) -> Result<(), NotReady> {
    let config: Config = url
        .parse()
        .map_err(|why: Error| NotReady::Never(why.to_string()))?;
    let began = Instant::now();
    let mut told: Option<Instant> = None;
    loop {
        let why = match look(&config).await {
            Found::Ready => return Ok(()),
            Found::Never(why) => return Err(NotReady::Never(why)),
            Found::NotYet(why) => why,
        };
        if began.elapsed() >= patience {
            return Err(NotReady::NotInTime(why, patience.as_secs()));
        }
        if told.is_none_or(|told| told.elapsed() >= TELL_AGAIN) {
            told = Some(Instant::now());
            let left = patience.saturating_sub(began.elapsed()).as_secs();
            tracing::warn!("waiting for the database, for {left} s more: {why}");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn look(config: &Config) -> Found {
    let mut config = config.clone();
    config.connect_timeout(TRY);
    let asked = async {
        let (client, connection) = config.connect(NoTls).await?;
        let speaking = tokio::spawn(connection);
        let row = client.query_one("select pg_is_in_recovery()", &[]).await;
        drop(client);
        let _ = speaking.await;
        row?.try_get(0)
    };
    match tokio::time::timeout(TRY, asked).await {
        Ok(Ok(false)) => Found::Ready,
        Ok(Ok(true)) => Found::NotYet("it is a standby, or still recovering".to_owned()),
        Ok(Err(why)) => judged(&why),
        Err(_) => Found::NotYet("it does not answer".to_owned()),
    }
}

/// Whether an error is one that passes by itself.
fn judged(error: &Error) -> Found {
    let cause = std::error::Error::source(error);
    if let Some(refused) = error.as_db_error() {
        let passes = [
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
        ];
        let said = refused.message().to_owned();
        return match passes.contains(refused.code()) {
            true => Found::NotYet(said),
            false => Found::Never(said),
        };
    }
    let said = cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
    match error.is_closed() || cause.is_some_and(|cause| cause.is::<io::Error>()) {
        true => Found::NotYet(said),
        false => Found::Never(said),
    }
}

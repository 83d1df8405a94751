//! Pools of connections: how one is made, what it may take, how long a request waits for it.

use std::sync::Arc;
use std::time::Duration;

use diesel::ConnectionError;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{BuildError, Pool};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio_postgres::NoTls;

use super::{Conn, Db};

/// What a process asks of its connections.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections of this process.
    pub connections: usize,
    /// How many threads drive connections of their own: they have three quarters of all.
    pub threads: usize,
    /// How long a request waits for one.
    pub wait: Duration,
    /// After what time the server ends a statement; zero: never.
    pub statement: Duration,
    /// After what time the server ends a wait for a lock; zero: never.
    pub lock: Duration,
    /// After what time the server ends an idle transaction; zero: never.
    pub idle_in_transaction: Duration,
}

const PATIENCE: Duration = Duration::from_secs(10);

/// The pool for a database's address. Connects when first used; must be called inside the runtime that shall drive
/// the connections.
///
/// # Errors
/// When the pool cannot be built.
pub fn connect(url: &str, limits: Limits) -> Result<Db, BuildError> {
    let own = match limits.threads {
        0 => 0,
        threads => limits.connections * 3 / 4 / threads,
    };
    let shared = Limits {
        connections: limits.connections - own * limits.threads,
        ..limits
    };
    let db = connect_by(url, shared, move |url| establish(url, limits).boxed())?;
    if own == 0 {
        return Ok(db);
    }
    let url = url.to_owned();
    Ok(db.with_own(Arc::new(move || {
        let mut config = settings();
        // Driven by the runtime of the thread that asks for it.
        config.custom_setup = Box::new(move |url| establish(url.to_owned(), limits).boxed());
        build(
            &url,
            config,
            Limits {
                connections: own,
                ..limits
            },
        )
    })))
}

/// The same with a way of its own to make a connection.
pub(super) fn connect_by(
    url: &str,
    limits: Limits,
    make: impl Fn(String) -> BoxFuture<'static, Result<Conn, ConnectionError>> + Send + Sync + 'static,
) -> Result<Db, BuildError> {
    let runtime = tokio::runtime::Handle::current();
    let mut config = settings();
    config.custom_setup = Box::new(move |url| {
        // On the runtime of the whole program: a connection outlives the thread of the request that first needed it.
        let making = runtime.spawn(make(url.to_owned()));
        async move {
            making
                .await
                .unwrap_or_else(|gone| Err(ConnectionError::BadConnection(gone.to_string())))
        }
        .boxed()
    });
    build(url, config, limits).map(Db::from)
}

fn settings() -> ManagerConfig<AsyncPgConnection> {
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    config
}

fn build(
    url: &str,
    config: ManagerConfig<AsyncPgConnection>,
    limits: Limits,
) -> Result<Pool<AsyncPgConnection>, BuildError> {
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    Pool::builder(manager)
        .max_size(limits.connections)
        .wait_timeout(Some(limits.wait))
        .create_timeout(Some(PATIENCE))
        .runtime(deadpool::Runtime::Tokio1)
        .build()
}

/// One connection without a pool and without limits, for migrations.
///
/// # Errors
/// When the database cannot be reached.
pub async fn alone(url: &str) -> Result<Conn, ConnectionError> {
    let none = Duration::ZERO;
    let limits = Limits {
        connections: 1,
        threads: 0,
        wait: none,
        statement: none,
        lock: none,
        idle_in_transaction: none,
    };
    establish(url.to_owned(), limits).await
}

/// One connection with these limits.
pub(super) async fn establish(url: String, limits: Limits) -> Result<Conn, ConnectionError> {
    let bad = |why: tokio_postgres::Error| {
        let cause =
            std::error::Error::source(&why).map_or(String::new(), |cause| format!(": {cause}"));
        ConnectionError::BadConnection(format!("{why}{cause}"))
    };
    let mut config: tokio_postgres::Config = url.parse().map_err(bad)?;
    // The address may carry options of its own, such as a search path; ours come first, so it may overrule them.
    let options = format!(
        "-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={} {}",
        limits.statement.as_millis(),
        limits.lock.as_millis(),
        limits.idle_in_transaction.as_millis(),
        config.get_options().unwrap_or_default(),
    );
    config.options(options);
    // Who gives the address may say who is coming: two installations on one server are told apart by it.
    if config.get_application_name().is_none() {
        config.application_name("kocho");
    }
    config.connect_timeout(PATIENCE);
    let (client, connection) = config.connect(NoTls).await.map_err(bad)?;
    AsyncPgConnection::try_from_client_and_connection(client, connection).await
}

/// Lets this transaction and its statements take as long as they need: for work nobody waits for.
///
/// # Errors
/// When the database fails.
pub async fn take_time(tx: &mut Conn) -> diesel::QueryResult<()> {
    diesel_async::SimpleAsyncConnection::batch_execute(
        tx,
        "set local statement_timeout = 0; set local lock_timeout = 0; \
         set local idle_in_transaction_session_timeout = 0",
    )
    .await
}

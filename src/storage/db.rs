//! The connections every door draws from: some are driven by the runtime of the whole program, the others each by a thread
//! that answers requests.
//!
//! Whoever asks the database from such a thread gets one of its own first: what comes back wakes nobody on another
//! processor, and threads do not wait for each other. Where all of them are out, whichever is free first is taken.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deadpool::Status;
use deadpool::managed::{PoolError as Failed, TimeoutType, Timeouts};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{BuildError, Object, Pool, PoolError};

use super::Conn;

thread_local! {
    /// What this thread drives, beside what it belongs to.
    static HERE: RefCell<Vec<Own>> = const { RefCell::new(Vec::new()) };
}

type Connections = Pool<AsyncPgConnection>;

/// Connections of one thread.
struct Own {
    of: Db,
    connections: Connections,
}

/// How a thread gets connections that its own runtime drives.
type Make = dyn Fn() -> Result<Connections, BuildError> + Send + Sync;

/// The connections of a process.
#[derive(Clone)]
pub struct Db {
    shared: Connections,
    /// Those of threads, for whoever counts or closes them.
    own: Arc<Mutex<Vec<Connections>>>,
    make: Option<Arc<Make>>,
}

/// Without any for threads.
impl From<Connections> for Db {
    fn from(shared: Connections) -> Self {
        let own = Arc::default();
        let make = None;
        Self { shared, own, make }
    }
}

impl Db {
    /// A connection, as soon as one is free.
    ///
    /// # Errors
    /// When none is for too long, or the database cannot be reached.
    pub async fn get(&self) -> Result<Object<Conn>, PoolError> {
        let Some(own) = self.here() else {
            return self.shared.get().await;
        };
        let now = Timeouts {
            wait: Some(Duration::ZERO),
            ..own.timeouts()
        };
        match own.timeout_get(&now).await {
            Err(Failed::Timeout(TimeoutType::Wait)) => {}
            got => return got,
        }
        tokio::select! {
            biased;
            conn = own.get() => conn,
            conn = self.shared.get() => conn,
        }
    }

    /// The same with a way for threads to make their own.
    pub(super) fn with_own(self, make: Arc<Make>) -> Self {
        let make = Some(make);
        Self { make, ..self }
    }

    /// From now on this thread has connections of its own, where threads have any: they live as long as its runtime, inside
    /// which this is called.
    pub fn drive_here(&self) {
        let Some(made) = self.make.as_ref().map(|make| make()) else {
            return;
        };
        let connections = match made {
            Ok(connections) => connections,
            // It asks by those that all share.
            Err(error) => {
                return tracing::warn!("a thread has no connections of its own: {error}");
            }
        };
        let mut all = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(connections.clone());
        let of = self.clone();
        HERE.with_borrow_mut(|here| here.push(Own { of, connections }));
    }

    fn here(&self) -> Option<Connections> {
        HERE.with_borrow(|here| {
            let own = here
                .iter()
                .find(|own| Arc::ptr_eq(&own.of.own, &self.own))?;
            Some(own.connections.clone())
        })
    }

    /// How many there are, how many are free, and how many wait for one.
    #[must_use]
    pub fn status(&self) -> Status {
        self.each().iter().map(Pool::status).fold(
            Status {
                max_size: 0,
                size: 0,
                available: 0,
                waiting: 0,
            },
            |all, one| Status {
                max_size: all.max_size + one.max_size,
                size: all.size + one.size,
                available: all.available + one.available,
                waiting: all.waiting + one.waiting,
            },
        )
    }

    /// Closes those that are free, and gives out none any more.
    pub fn close(&self) {
        for connections in self.each() {
            connections.close();
        }
    }

    fn each(&self) -> Vec<Connections> {
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = std::iter::once(&self.shared);
        shared.chain(own.iter()).cloned().collect()
    }
}

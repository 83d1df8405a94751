//! The embedded default: a PostgreSQL of our own, made of the installed server programs, for as long as we live.
//!
//! It listens on a Unix socket only, keeps its data under `var/`, and ends with the program, however that ends. The
//! rest of the program knows nothing of it but an address. Two processes of one installation share one server: the
//! holder of `var/postgres.lock` runs it, the others use it, and when the holder ends another one takes over.

mod account;
mod keeper;
mod leftover;
mod place;
mod programs;
mod server;

use std::path::{Path, PathBuf};
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use keeper::Keeper;
use place::Place;
use programs::Programs;

/// The oldest server Kocho runs on.
pub const OLDEST: u32 = 14;

/// How long to wait where nobody says.
const PATIENCE: Duration = Duration::from_secs(60);

/// Our own server: running while this value lives, stopped (and waited for) when it is dropped.
pub struct PrivatePostgres {
    url: String,
    bin: PathBuf,
    _keeper: Keeper,
}

/// Why there is no server of our own.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No server programs on this machine.
    #[error(
        "no PostgreSQL server programs (initdb, postgres; {OLDEST} or newer) were found on PATH, by pg_config or in \
         /usr/lib/postgresql. On Debian: apt-get install postgresql. Or set DATABASE_URL to use another server"
    )]
    NoPrograms,
    /// The data was made by another major version.
    #[error(
        "the data in {data} was made by PostgreSQL {made}, whose programs are not installed (found: {found}). On \
         Debian: apt-get install postgresql-{made}; to change the version use kocho backup and kocho restore"
    )]
    OtherVersion {
        /// Where the data is.
        data: PathBuf,
        /// The major version that made it.
        made: u32,
        /// What is installed instead.
        found: String,
    },
    /// The data belongs to somebody else.
    #[error(
        "the data in {data} belongs to the user with number {owner}; start as that user or as root, or set \
         DATABASE_URL"
    )]
    Foreign {
        /// Where the data is.
        data: PathBuf,
        /// Whose it is.
        owner: u32,
    },
    /// PostgreSQL does not run as root, and there is nobody else.
    #[error(
        "started as root, but neither a user “postgres” nor “nobody” exists to run PostgreSQL as"
    )]
    NobodyToRunAs,
    /// A server program ended with a fault.
    #[error("{program} failed: {said}")]
    Failed {
        /// Which program.
        program: &'static str,
        /// Its last words.
        said: String,
    },
    /// The server is not ready and does not say why.
    #[error("the server in {0} did not become ready; see server.log beside it")]
    NotReady(PathBuf),
    /// A file or process could not be handled.
    #[error("{what}: {why}")]
    System {
        /// What was tried.
        what: String,
        /// What the system said.
        why: std::io::Error,
    },
}

impl PrivatePostgres {
    /// Starts the server that keeps its data under `var`, or joins the one a process of this installation runs.
    /// Returns when it answers.
    ///
    /// # Errors
    /// When there is no server; the text says what to do.
    pub fn start(var: &Path) -> Result<Self, Fault> {
        Self::start_within(var, PATIENCE)
    }

    /// The same; waits so long for what another process does, or for a start that fails, and says so meanwhile.
    ///
    /// # Errors
    /// When there is no server; the text says what to do.
    pub fn start_within(var: &Path, patience: Duration) -> Result<Self, Fault> {
        let place = Place::find(var)?;
        let programs = Programs::find(place.made_by())?;
        let sockets = place.sockets.to_string_lossy().into_owned();
        let bin = programs.bin.clone();
        let keeper = Keeper::start(place, programs, patience)?;
        let host = utf8_percent_encode(&sockets, NON_ALPHANUMERIC);
        Ok(Self {
            url: format!("postgres://{0}@{host}/{0}", server::NAME),
            bin,
            _keeper: keeper,
        })
    }

    /// The address of the database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where `pg_dump` and its siblings of the same version are.
    #[must_use]
    pub fn bin(&self) -> &Path {
        &self.bin
    }
}

/// Where the newest `pg_dump`, `pg_restore` and `psql` of this machine are; for servers that are not ours.
#[must_use]
pub fn newest_client() -> Option<PathBuf> {
    programs::newest_client()
}

/// Names what was tried when the system refuses.
fn system<T>(what: &str, path: &Path, result: std::io::Result<T>) -> Result<T, Fault> {
    result.map_err(|why| Fault::System {
        what: format!("{what} {}", path.display()),
        why,
    })
}

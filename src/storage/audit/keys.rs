//! The keys of the audit log that this process holds.
//!
//! Every workflow writes the log and none may choose its key; so the key is no argument. A process says once with which
//! secrets it works ([`hold`]), and the database says which of them is its own: tests hold those of several databases.

use std::sync::{PoisonError, RwLock};

use crate::domain::chain::ChainKey;
use crate::domain::secret::Secret;
use crate::storage::{Conn, QueryResult, installation};

/// The keys of one installation, the one in force last, by what its database recognises the secret by.
struct Ring {
    check: [u8; 32],
    keys: Vec<ChainKey>,
}

static HELD: RwLock<Vec<Ring>> = RwLock::new(Vec::new());

/// The database belongs to a secret that this process does not hold.
#[derive(Debug, thiserror::Error)]
#[error("the secret of the audit log is not here")]
struct NotHeld;

/// Holds the keys that these secrets give, the oldest first and the one in force last; `check` is what the database
/// recognises the last one by. Former secrets open what was written with them and bind nothing new.
pub fn hold(check: [u8; 32], secrets: &[Secret]) {
    let keys = secrets.iter().map(ChainKey::of).collect();
    let mut held = HELD.write().unwrap_or_else(PoisonError::into_inner);
    held.retain(|ring| ring.check != check);
    held.push(Ring { check, keys });
}

/// The keys of the database's installation, the one in force last; none of a database that has no secret yet.
///
/// # Errors
/// When the secret is one that is not held; when the database cannot be asked.
pub async fn ring(conn: &mut Conn) -> QueryResult<Vec<ChainKey>> {
    let Some(check) = installation::secret_check(conn).await? else {
        return Ok(Vec::new());
    };
    let held = HELD.read().unwrap_or_else(PoisonError::into_inner);
    let ring = held.iter().find(|ring| ring.check.as_slice() == check);
    let keys = ring.map(|ring| ring.keys.clone());
    keys.ok_or_else(|| diesel::result::Error::QueryBuilderError(NotHeld.into()))
}

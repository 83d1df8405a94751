//! The questions of towns, ready to be searched: made of versions, which never change, and made anew where one came in.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::ids::MunicipalityId;
use crate::domain::questionnaire::bank::Bank;
use crate::read::{self, Desk};
use crate::storage::bank::Stamp;
use crate::storage::{Conn, QueryResult};

/// So many questions are kept, of all towns together: 1,000 have some 2 MB.
const MOST: usize = 30_000;

/// The banks of towns in which somebody searched.
#[derive(Default)]
pub struct BankCache(RwLock<HashMap<MunicipalityId, (Stamp, Arc<Bank>)>>);

impl BankCache {
    /// The bank of a town as it is now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, conn: &mut Conn, desk: Desk) -> QueryResult<Arc<Bank>> {
        let stamp = read::bank::stamp(conn, desk).await?;
        if let Some(bank) = self.kept(desk, &stamp) {
            return Ok(bank);
        }
        let bank = Arc::new(read::bank::bank(conn, desk, stamp).await?);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let held: usize = kept.values().map(|(_, one)| one.entries().count()).sum();
        if held + bank.entries().count() > MOST {
            kept.clear();
        }
        kept.insert(desk.municipality(), (stamp, bank.clone()));
        Ok(bank)
    }

    fn kept(&self, desk: Desk, now: &Stamp) -> Option<Arc<Bank>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (stamp, bank) = kept.get(&desk.municipality())?;
        (stamp == now).then(|| bank.clone())
    }
}

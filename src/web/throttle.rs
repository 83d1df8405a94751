//! Limits how often keys and receipts are tried from one household. Only wrong ones count, so that a city hall behind
//! one address is not shut out by its own staff, but a guesser soon is.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultKeyedRateLimiter, Quota};

use super::client::ClientAddress;
use super::error::Error;

/// How long a household that tried too often waits.
const WAIT: Duration = Duration::from_secs(60);
/// More households than this are not remembered at once.
const MOST: usize = 100_000;

/// Who tried too often.
pub struct Throttle {
    wrong: DefaultKeyedRateLimiter<IpAddr>,
    shut_out: Mutex<HashMap<IpAddr, Instant>>,
}

impl Throttle {
    /// Allows so many wrong tries a minute.
    #[must_use]
    pub fn new(wrong_per_minute: std::num::NonZeroU32) -> Self {
        Self {
            wrong: DefaultKeyedRateLimiter::keyed(Quota::per_minute(wrong_per_minute)),
            shut_out: Mutex::default(),
        }
    }

    /// Whether this visitor may try now.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn check(&self, client: ClientAddress) -> Result<(), Error> {
        let mut shut_out = self.shut_out.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(until) = shut_out.get(&client.household()) else {
            return Ok(());
        };
        match until.checked_duration_since(Instant::now()) {
            Some(left) => Err(Error::TooMany(left.as_secs() + 1)),
            None => {
                shut_out.remove(&client.household());
                Ok(())
            }
        }
    }

    /// Counts a wrong try.
    pub fn failed(&self, client: ClientAddress) {
        let household = client.household();
        if self.wrong.check_key(&household).is_ok() {
            return;
        }
        tracing::warn!("too many wrong keys or receipts from one address: it waits");
        self.wrong.retain_recent();
        let mut shut_out = self.shut_out.lock().unwrap_or_else(PoisonError::into_inner);
        if shut_out.len() >= MOST {
            let now = Instant::now();
            shut_out.retain(|_, until| *until > now);
        }
        shut_out.insert(household, Instant::now() + WAIT);
    }
}

//! Passwords become hashes that are slow to guess, few at a time and behind everything else.
//!
//! A stored hash is argon2id in PHC form over a keyed hash of the password. Its `keyid` names the key (the pepper), so that
//! a password set before the installation's secret was changed is checked with the right one, at the price of one.

mod argon;
mod behind;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use crate::domain::account::keys::{Keys, Pepper};
use crate::domain::account::password::Password;
use argon::Failed;
use behind::{Began, Benches, behind_everything};

/// Hashes computed at the same time at most, on however large a machine.
const AT_ONCE: usize = 4;

/// Sign-ins that may wait for that. One core does about thirty in a second: the last one waits two seconds, and a
/// quarter of a minute while citizens come in crowds.
const WAITING: usize = 64;

/// Hashes computed at the same time on this machine: half of its processors stay free of them, for each of them fills a
/// processor's cache.
fn at_once() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    (processors / 2).clamp(1, AT_ONCE)
}

/// Computes and checks the hashes of passwords.
#[derive(Clone)]
pub struct Hashing {
    peppers: Arc<[Pepper]>,
    room: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    benches: Arc<Benches>,
    computed: Arc<Computed>,
}

/// What was computed since the program began.
#[derive(Debug, Default)]
struct Computed {
    hashes: AtomicU64,
    micros: AtomicU64,
}

/// Why a password was neither hashed nor checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotHashed {
    /// Very many are signing in: it is tried again in a moment.
    #[error("too many passwords are waiting to be checked")]
    Busy,
    /// The machine has no memory or no thread for it.
    #[error("a password could not be hashed")]
    Failed,
}

impl Hashing {
    /// With the keys of an installation.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        Self {
            peppers: keys.peppers().into(),
            room: Arc::new(Semaphore::new(at_once() + WAITING)),
            turns: Arc::new(Semaphore::new(at_once())),
            benches: Arc::default(),
            computed: Arc::default(),
        }
    }

    /// The hash that a new password is stored as.
    ///
    /// # Errors
    /// [`NotHashed`] says why there is none.
    pub async fn hash(&self, password: &Password) -> Result<String, NotHashed> {
        let pepper = self.peppers.first().ok_or(NotHashed::Failed)?;
        let (peppered, name) = (pepper.over(password.bytes()), pepper.name);
        self.compute(move |bench| argon::hashed(bench, peppered, name, rand::random()))
            .await?
            .map_err(|Failed| NotHashed::Failed)
    }

    /// Whether what was typed is the password. Without a stored hash it is compared with one that nobody has, so that
    /// whoever waits does not learn which names exist.
    ///
    /// # Errors
    /// [`NotHashed`] says why it is not known.
    pub async fn verify(&self, stored: Option<&str>, typed: &Password) -> Result<bool, NotHashed> {
        let found = stored.and_then(|stored| Some((self.pepper(stored)?, stored.to_owned())));
        let (pepper, stored) = match found {
            Some(found) => found,
            None => {
                let pepper = self.peppers.first().ok_or(NotHashed::Failed)?;
                (
                    pepper,
                    argon::nobodys().map_err(|Failed| NotHashed::Failed)?,
                )
            }
        };
        let peppered = pepper.over(typed.bytes());
        self.compute(move |bench| argon::is_of(bench, peppered, &stored))
            .await?
            .map_err(|Failed| NotHashed::Failed)
    }

    /// Whether a stored hash is made anew when its password is next typed: it was made at another cost or before the
    /// secret was changed.
    #[must_use]
    pub fn needs_rehash(&self, stored: &str) -> bool {
        let now = self.peppers.first();
        now.is_none_or(|now| !argon::costs_the_same(stored, now.name))
    }

    /// How many hashes were computed since the program began, and the time that took without any waiting.
    #[must_use]
    pub fn computed(&self) -> (u64, Duration) {
        let all = &self.computed;
        let micros = all.micros.load(Ordering::Relaxed);
        (
            all.hashes.load(Ordering::Relaxed),
            Duration::from_micros(micros),
        )
    }

    /// The pepper a stored hash names.
    fn pepper(&self, stored: &str) -> Option<&Pepper> {
        let name = argon::pepper_of(stored)?;
        self.peppers.iter().find(|pepper| name == pepper.name)
    }

    /// Computes something slow when its turn comes. Whoever hangs up while waiting leaves the line; what has begun keeps
    /// its place until it is done.
    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<argon2::Block>) -> T + Send + 'static,
    ) -> Result<T, NotHashed> {
        let room = self.room.clone().try_acquire_owned();
        let room = room.map_err(|_| NotHashed::Busy)?;
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|_| NotHashed::Failed)?;
        let (hashing, (tell, told)) = (self.clone(), oneshot::channel());
        behind_everything(move || {
            let began = Began::now();
            let mut bench = hashing.benches.take();
            let _ = tell.send(work(&mut bench));
            hashing.computed.add(began.elapsed());
            began.rest();
            drop((turn, room));
            let is_awaited = || hashing.room.available_permits() < at_once() + WAITING;
            hashing.benches.put(bench, is_awaited);
        })?;
        told.await.map_err(|_| NotHashed::Failed)
    }
}

impl Computed {
    fn add(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
        self.hashes.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;

    fn password(text: &str) -> Password {
        Password::typed(text).unwrap()
    }

    fn with(now: u8, former: &[u8]) -> Hashing {
        let secret = |byte: u8| Secret::new([byte; 32]);
        let former: Vec<Secret> = former.iter().copied().map(secret).collect();
        Hashing::new(&Keys::new(&secret(now), &former))
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other_is() {
        let hashing = with(1, &[]);
        let stored = hashing.hash(&password("雨の日は図書館")).await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=3,p=1,keyid="),
            "{stored}"
        );
        let again = hashing.hash(&password("雨の日は図書館")).await.unwrap();
        assert_ne!(stored, again, "another salt");
        let verify = async |stored: Option<&str>, typed: &str| {
            hashing.verify(stored, &password(typed)).await.unwrap()
        };
        assert!(verify(Some(&stored), "雨の日は図書館").await);
        assert!(!verify(Some(&stored), "雨の日は図書室").await);
        assert!(!verify(Some(&stored), "").await);
        assert!(!verify(None, "雨の日は図書館").await);
        for unreadable in [
            "",
            "x",
            "$argon2id$v=19$m=19456,t=3,p=1$AAAA$AAAA",
            &stored[1..],
        ] {
            assert!(!verify(Some(unreadable), "雨の日は図書館").await);
            assert!(hashing.needs_rehash(unreadable));
        }
        assert!(!hashing.needs_rehash(&stored));
    }

    #[tokio::test]
    async fn a_password_outlives_the_secret_and_not_without_it() {
        let stored = with(1, &[]).hash(&password("a")).await.unwrap();
        let later = with(2, &[0, 1]);
        assert!(later.verify(Some(&stored), &password("a")).await.unwrap());
        assert!(!later.verify(Some(&stored), &password("b")).await.unwrap());
        assert!(later.needs_rehash(&stored));
        let elsewhere = with(2, &[0]);
        assert!(
            !elsewhere
                .verify(Some(&stored), &password("a"))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn only_the_hashing_is_put_behind_everything_else() {
        let nice = || rustix::process::getpriority_process(None).unwrap();
        let before = nice();
        let inside = with(1, &[]).compute(move |_| nice()).await.unwrap();
        assert!(inside >= behind::NICE, "{inside}");
        assert_eq!(nice(), before);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn too_many_at_once_are_asked_to_come_again_and_who_hangs_up_leaves_the_line() {
        let hashing = with(1, &[]);
        let line: Vec<_> = (0..at_once() + WAITING)
            .map(|_| {
                let hashing = hashing.clone();
                tokio::spawn(async move { hashing.hash(&password("a")).await })
            })
            .collect();
        let full = async || hashing.room.available_permits() == 0;
        while !full().await {
            tokio::task::yield_now().await;
        }
        let refused = hashing.hash(&password("a")).await;
        assert_eq!(refused, Err(NotHashed::Busy));
        for waiting in &line {
            waiting.abort();
        }
        for waiting in line {
            let _ = waiting.await;
        }
        assert!(hashing.hash(&password("a")).await.is_ok());
    }
}

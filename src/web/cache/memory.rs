//! A few values by their keys, for a moment or for good.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

/// Values with the moment they were asked for.
pub(super) struct Memory<K, V> {
    most: usize,
    kept: RwLock<HashMap<K, Kept<V>>>,
}

struct Kept<V> {
    since: Instant,
    /// Whether somebody asks for it anew.
    is_asked: AtomicBool,
    value: V,
}

impl<K: Eq + Hash, V: Clone> Memory<K, V> {
    /// Empty; it will hold no more than this many.
    pub(super) fn of(most: usize) -> Self {
        let kept = RwLock::default();
        Self { most, kept }
    }

    /// The value, while it is younger than `within`; for ever where there is no such time. Of those who come in the
    /// second half of it, one is told that there is none: who asks anew, while the others go on with the old one. So no
    /// crowd stands before the database when the time is over.
    pub(super) fn fresh(&self, key: &K, within: Option<Duration>) -> Option<V> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get(key)?;
        let trusted = within.is_none_or(|within| kept.is_trusted(within));
        trusted.then(|| kept.value.clone())
    }

    /// Keeps a value that is asked for now.
    pub(super) fn keep(&self, key: K, value: V) {
        self.keep_since(key, value, Instant::now());
    }

    /// Keeps a value that was asked for at this moment.
    pub(super) fn keep_since(&self, key: K, value: V, since: Instant) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= self.most {
            kept.clear();
        }
        let is_asked = AtomicBool::new(false);
        let value = Kept {
            since,
            is_asked,
            value,
        };
        kept.insert(key, value);
    }
}

impl<V> Kept<V> {
    fn is_trusted(&self, within: Duration) -> bool {
        let age = self.since.elapsed();
        let asks = || !self.is_asked.swap(true, Ordering::Relaxed);
        age < within && (age < within / 2 || !asks())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_second_half_of_its_time_one_asks_anew_and_the_others_go_on() {
        let (memory, hour) = (Memory::of(2), Duration::from_secs(3600));
        let ago = |part| Instant::now().checked_sub(hour * part / 10).unwrap();
        for (part, told) in [
            (1, [Some(7), Some(7)]),
            (6, [None, Some(7)]),
            (11, [None, None]),
        ] {
            memory.keep_since("a", 7, ago(part));
            let seen = [(); 2].map(|()| memory.fresh(&"a", Some(hour)));
            assert_eq!(seen, told, "{part} tenths of its time");
            assert_eq!(memory.fresh(&"a", None), Some(7));
        }
        assert_eq!(memory.fresh(&"b", None), None);
    }

    #[test]
    fn no_more_are_kept_than_there_is_room_for() {
        let memory = Memory::of(2);
        for key in 0..5 {
            memory.keep(key, key);
            assert_eq!(memory.fresh(&key, None), Some(key));
        }
        let kept = (0..5).filter(|key| memory.fresh(key, None).is_some());
        assert!(kept.count() <= 2);
    }
}

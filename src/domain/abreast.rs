//! Abreast: the same work on many things, on all processors.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does the work on each and gives what came of it, in the same order. Some take longer than others: whoever is done
/// takes the next one.
pub fn each<T: Send, R: Send>(all: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let waiting = Mutex::new(all.into_iter().enumerate());
    let next = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.next()
    };
    let some = || -> Vec<(usize, R)> {
        std::iter::from_fn(next)
            .map(|(at, one)| (at, work(one)))
            .collect()
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for other in others {
            // A thread that panicked panics here as well: nothing is computed rather than something wrong.
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_each_keeps_its_place() {
        let all: Vec<u64> = (0..1_000).collect();
        let squares: Vec<u64> = all.iter().map(|one| one * one).collect();
        assert_eq!(each(all, |one| one * one), squares);
        assert_eq!(each(Vec::<u64>::new(), |one| one), Vec::<u64>::new());
    }
}

//! Where hashes are computed: on threads that stand behind all others, in memory that one passes on to the next.

use std::sync::{Mutex, PoisonError};

use argon2::Block;
use tokio::sync::oneshot;

use super::NotHashed;

/// How far behind everything else of this machine: citizens' answers come first (of two busy threads, this one gets a
/// seventieth).
pub(super) const NICE: i32 = 19;

/// Does the work on a thread of its own, which may be put behind the others: those of the runtime would stay there. To
/// start one takes a thousandth of what it does.
pub(super) fn behind_everything<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<oneshot::Receiver<T>, NotHashed> {
    let (tell, told) = oneshot::channel();
    let thread = std::thread::Builder::new().name("password".to_owned());
    let spawned = thread.spawn(move || {
        // On Linux no process means this thread. Where it is not allowed, hashes are computed beside everything else.
        let _ = rustix::process::setpriority_process(None, NICE);
        let _ = tell.send(work());
    });
    spawned.map(|_| told).map_err(|_| NotHashed::Failed)
}

/// The memory that hashes are computed in, passed on while somebody waits: to get it anew and give it back five thousand
/// pages at a time stops the threads that answer citizens.
#[derive(Default)]
pub(super) struct Benches(Mutex<Vec<Vec<Block>>>);

impl Benches {
    /// One that is free, else a new one.
    pub(super) fn take(&self) -> Vec<Block> {
        self.free().pop().unwrap_or_default()
    }

    /// It is free again. Where nobody waits, none is kept: 19 MiB would lie idle.
    pub(super) fn put(&self, bench: Vec<Block>, is_awaited: impl FnOnce() -> bool) {
        let mut free = self.free();
        match is_awaited() {
            true => free.push(bench),
            false => free.clear(),
        }
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

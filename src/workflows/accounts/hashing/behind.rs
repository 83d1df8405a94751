//! Where hashes are computed: on threads that stand behind all others, in memory that one passes on to the next.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use argon2::Block;

use super::NotHashed;

/// How far behind everything else of this machine: citizens' answers come first (of two busy threads, this one gets a
/// seventieth).
pub(super) const NICE: i32 = 19;

/// How much longer than it computed a hash may take before somebody else was held up by it.
const FREELY: f64 = 1.1;

/// How many times as long as a hash took its place stays empty, where it was computed beside others who were busy. The
/// time that citizens' answers leave over, while the disk writes them, is enough to fill a core with hashes, and then
/// the answers wait for the memory that the hashes go through.
const REST: u32 = 8;

/// Does the work on a thread of its own, which may be put behind the others: those of the runtime would stay there. To
/// start one takes a thousandth of what it does.
pub(super) fn behind_everything(work: impl FnOnce() + Send + 'static) -> Result<(), NotHashed> {
    let thread = std::thread::Builder::new().name("password".to_owned());
    let spawned = thread.spawn(move || {
        // On Linux no process means this thread. Where it is not allowed, hashes are computed beside everything else.
        let _ = rustix::process::setpriority_process(None, NICE);
        work();
    });
    spawned.map(|_| ()).map_err(|_| NotHashed::Failed)
}

/// When a thread began to compute.
pub(super) struct Began {
    at: Instant,
    computed: Duration,
}

impl Began {
    pub(super) fn now() -> Self {
        Self {
            at: Instant::now(),
            computed: computed(),
        }
    }

    /// How long ago that was.
    pub(super) fn elapsed(&self) -> Duration {
        self.at.elapsed()
    }

    /// Waits, where the machine was busy: whoever is next in the line is later, and citizens are not.
    pub(super) fn rest(&self) {
        let took = self.elapsed();
        let computed = computed().saturating_sub(self.computed);
        if took > computed.mul_f64(FREELY) {
            std::thread::sleep(took.saturating_mul(REST));
        }
    }
}

/// For how long this thread has computed.
fn computed() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
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

//! The thread that keeps the server alive: it lives as long as the program, because the system ends the server when
//! the *thread* that started it ends.

use std::fs::File;
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::place::Place;
use super::programs::Programs;
use super::{Fault, leftover, server, system};

/// How often somebody who waits is told for what.
pub(super) const TELL_AGAIN: Duration = Duration::from_secs(3);

const LOOK_AGAIN: Duration = Duration::from_millis(5);
const WATCH: Duration = Duration::from_millis(200);
const COURTESY: Duration = Duration::from_secs(10);

/// Runs the server, or waits to take over from the process that does.
pub(super) struct Keeper {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Returns when the server answers. What another process does, or a start that fails, is waited for as long as
    /// `patience`; a server of our own that is recovering, as long as it takes.
    pub(super) fn start(
        place: Place,
        programs: Programs,
        patience: Duration,
    ) -> Result<Self, Fault> {
        let lock = File::options().create(true).append(true).open(&place.lock);
        let lock = system("opening", &place.lock, lock)?;
        let users = File::options().create(true).append(true).open(&place.users);
        let users = system("opening", &place.users, users)?;
        let (stop, stopped) = channel();
        let (tell, told) = channel();
        let work = move || {
            Work {
                place,
                programs,
                lock,
                users,
                stopped,
                patience,
            }
            .run(&tell)
        };
        let thread = std::thread::Builder::new()
            .name("postgres-keeper".to_owned())
            .spawn(work)
            .map_err(|why| Fault::System {
                what: "starting a thread".to_owned(),
                why,
            })?;
        let keeper = Self {
            stop: Some(stop),
            thread: Some(thread),
        };
        match told.recv() {
            Ok(Ok(())) => Ok(keeper),
            Ok(Err(fault)) => Err(fault),
            Err(_) => Err(Fault::NotReady("var/postgres".into())),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Work {
    place: Place,
    programs: Programs,
    /// Held by the process that runs the server.
    lock: File,
    /// Held (together) by all that use it.
    users: File,
    stopped: Receiver<()>,
    patience: Duration,
}

impl Work {
    fn run(&self, tell: &Sender<Result<(), Fault>>) {
        match self.obtain() {
            Ok(child) => {
                let _ = tell.send(Ok(()));
                self.keep(child);
            }
            Err(fault) => {
                let _ = tell.send(Err(fault));
            }
        }
    }

    /// A server that answers: our own, or (`None`) the one another process of this installation runs.
    fn obtain(&self) -> Result<Option<Child>, Fault> {
        // Waits for a server that is just being stopped.
        system("locking", &self.place.users, self.users.lock_shared())?;
        let (began, mut told) = (Instant::now(), Instant::now());
        let mut fault = Fault::NotReady(self.place.root.clone());
        loop {
            if self.lock.try_lock().is_ok() {
                match self.start() {
                    Ok(child) => return Ok(Some(child)),
                    Err(again @ Fault::Failed { .. }) => fault = again,
                    Err(other) => return Err(other),
                }
            } else if server::ready(&self.place.data).is_some() {
                return Ok(None);
            }
            if began.elapsed() >= self.patience || self.asked_to_stop(LOOK_AGAIN) {
                return Err(fault);
            }
            if told.elapsed() >= TELL_AGAIN {
                told = Instant::now();
                tracing::warn!("waiting for the private PostgreSQL: {fault}");
            }
        }
    }

    /// Until we are asked to stop: starts our server again when it ends by itself, and takes over when the process
    /// that ran it for us is gone.
    fn keep(&self, mut child: Option<Child>) {
        while !self.asked_to_stop(WATCH) {
            if let Some(running) = &mut child {
                if matches!(running.try_wait(), Ok(None)) {
                    continue;
                }
                tracing::error!("the private PostgreSQL ended by itself; it is started again");
            } else if self.lock.try_lock().is_err() {
                continue;
            }
            child = self
                .start()
                .inspect_err(|fault| tracing::error!("private PostgreSQL: {fault}"))
                .ok();
        }
        if let Some(mut child) = child {
            self.let_others_finish();
            server::stop(&mut child);
        }
    }

    /// A command that is nearly done gets a moment; a program that serves takes over instead.
    fn let_others_finish(&self) {
        let began = Instant::now();
        while self.users.try_lock().is_err() && began.elapsed() < COURTESY {
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    fn start(&self) -> Result<Child, Fault> {
        leftover::clear(&self.place.data, &self.place.sockets)?;
        if !self.place.data.exists() {
            server::initialise(&self.place, &self.programs)?;
        }
        server::start(&self.place, &self.programs)
    }

    fn asked_to_stop(&self, patience: Duration) -> bool {
        !matches!(
            self.stopped.recv_timeout(patience),
            Err(RecvTimeoutError::Timeout)
        )
    }
}

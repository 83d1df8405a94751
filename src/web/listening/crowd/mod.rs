//! Who is connected to a door: so many in all, so many of one network, and a reserve for those who watch over it.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::web::Data;
use futures_util::task::AtomicWaker;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::config::Network;
use crate::metrics::Word;
use crate::web::Side;
use crate::web::listening::limits::{
    CROWDED, METRICS_CONNECTIONS, RESERVE, RESERVE_OF_ONE, TIME_TO_ASK, household,
};
use crate::web::state::AppState;

/// The connections of one door.
pub struct Crowd {
    most: usize,
    most_of_one: usize,
    /// Whose connections are many people's.
    trusted: Vec<Network>,
    side: Word,
    app: Option<Data<AppState>>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    seats: usize,
    networks: HashMap<IpAddr, Own>,
    /// Those of the reserve, the oldest first.
    reserve: VecDeque<Arc<State>>,
}

/// What one network has taken.
#[derive(Default, Clone, Copy)]
struct Own {
    seats: usize,
    reserve: usize,
}

/// A place at a door, left when it is dropped.
pub struct Seat {
    crowd: Arc<Crowd>,
    network: IpAddr,
    in_reserve: bool,
    answered: Mutex<Instant>,
    /// A body of the connection was not wanted to its end: what is left of it is nobody's business.
    is_over: AtomicBool,
    /// The visitor has hung up.
    hung_up: Notify,
    state: Arc<State>,
}

/// What others may know and say of a connection. Apart from its [`Seat`], so that nobody who looks at all of them can be
/// the last to hold one, and leave it for a connection that has just ended.
struct State {
    admitted: Instant,
    /// Requests that are being answered.
    answering: AtomicUsize,
    /// One of them reads its body.
    reads_body: AtomicBool,
    /// What came was not given to whoever serves the connection, until it is.
    is_held: AtomicBool,
    /// Whoever serves the connection has looked whether something was asked.
    looked: AtomicBool,
    /// Somebody else needs the place.
    asked_to_leave: AtomicBool,
    /// Wakes whoever serves the connection.
    waker: AtomicWaker,
}

/// A request of the connection is being answered.
pub struct Answering(Arc<Seat>);

impl Crowd {
    /// Nobody yet, at a door of the program.
    #[must_use]
    pub fn of(app: &Data<AppState>, side: Side) -> Self {
        let limits = app.config.limits;
        let (most, most_of_one) = match side {
            Side::Metrics => (METRICS_CONNECTIONS, METRICS_CONNECTIONS),
            _ => (limits.connections, limits.connections_per_network),
        };
        Self {
            app: Some(app.clone()),
            side: side.word(),
            ..Self::new(most, most_of_one, app.config.web.trusted_proxies.clone())
        }
    }

    fn new(most: usize, most_of_one: usize, trusted: Vec<Network>) -> Self {
        Self {
            most,
            most_of_one,
            trusted,
            side: Word::new("none"),
            app: None,
            now: Mutex::default(),
        }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new connection: a seat, or one in the reserve; none where its network has enough, or all are taken.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Arc<Seat>> {
        let network = household(peer);
        let trusted = self.trusted.iter().any(|proxy| proxy.contains(peer));
        let near = trusted || peer.to_canonical().is_loopback();
        let mut now = self.now();
        let own = now.networks.get(&network).copied().unwrap_or_default();
        let seated = now.seats < self.most && (trusted || own.seats < self.allowed(now.seats));
        let stranger = now.reserve.len() < RESERVE && own.reserve < RESERVE_OF_ONE;
        if !seated && !(if near { now.makes_room() } else { stranger }) {
            drop(now);
            self.ended(&Word::new("crowded"));
            return None;
        }
        let seat = Arc::new(Seat::new(Arc::clone(self), network, !seated));
        now.enter(&seat);
        drop(now);
        self.counted(seat.in_reserve, 1);
        Some(seat)
    }

    /// How many seats a network may have. The fuller the house, the less for those who have many already.
    fn allowed(&self, taken: usize) -> usize {
        if taken > self.most / 2 {
            (self.most_of_one / CROWDED).max(1)
        } else {
            self.most_of_one
        }
    }

    fn counted(&self, in_reserve: bool, change: i64) {
        if let Some(app) = &self.app {
            let place = Word::new(if in_reserve { "reserve" } else { "seat" });
            app.metrics.connected(&self.side, &place, change);
        }
    }

    /// Counts a connection that the door ended.
    pub(super) fn ended(&self, why: &Word) {
        if let Some(app) = &self.app {
            app.metrics.ended(&self.side, why);
        }
    }
}

impl Now {
    fn enter(&mut self, seat: &Arc<Seat>) {
        let own = self.networks.entry(seat.network).or_default();
        if !seat.in_reserve {
            own.seats += 1;
            self.seats += 1;
            return;
        }
        own.reserve += 1;
        self.reserve.push_back(Arc::clone(&seat.state));
    }

    /// Whether somebody near finds room in the reserve: where it is full, whoever was there long enough to ask and has
    /// not asked makes room.
    fn makes_room(&mut self) -> bool {
        if self.reserve.len() < RESERVE {
            return true;
        }
        let idle = |since: Duration| move |state: &Arc<State>| state.is_idle_since(since);
        let slow = self.reserve.iter().position(idle(TIME_TO_ASK));
        let last_resort = self.reserve.len() >= 2 * RESERVE;
        let any = || self.reserve.iter().position(idle(Duration::ZERO));
        let found = slow.or_else(|| last_resort.then(any).flatten());
        match found.and_then(|at| self.reserve.remove(at)) {
            Some(state) => {
                state.ask_to_leave();
                true
            }
            None => !last_resort,
        }
    }

    fn leave(&mut self, seat: &Seat) {
        if seat.in_reserve {
            self.reserve
                .retain(|other| !Arc::ptr_eq(other, &seat.state));
        } else {
            self.seats = self.seats.saturating_sub(1);
        }
        let Some(own) = self.networks.get_mut(&seat.network) else {
            return;
        };
        let kind = if seat.in_reserve {
            &mut own.reserve
        } else {
            &mut own.seats
        };
        *kind = kind.saturating_sub(1);
        if own.seats + own.reserve == 0 {
            self.networks.remove(&seat.network);
        }
    }
}

impl Seat {
    fn new(crowd: Arc<Crowd>, network: IpAddr, in_reserve: bool) -> Self {
        Self {
            crowd,
            network,
            in_reserve,
            answered: Mutex::new(Instant::now()),
            is_over: AtomicBool::new(false),
            hung_up: Notify::new(),
            state: Arc::new(State {
                admitted: Instant::now(),
                answering: AtomicUsize::new(0),
                reads_body: AtomicBool::new(false),
                is_held: AtomicBool::new(false),
                looked: AtomicBool::new(false),
                asked_to_leave: AtomicBool::new(false),
                waker: AtomicWaker::new(),
            }),
        }
    }

    /// The place of the connection a request came through; none in tests without one.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Option<Arc<Self>> {
        request.conn_data::<Arc<Self>>().cloned()
    }

    /// Whether only the health check is answered here.
    #[must_use]
    pub fn is_in_reserve(&self) -> bool {
        self.in_reserve
    }

    /// Says that a request is being answered, until what is returned is dropped.
    #[must_use]
    pub fn answer(self: Arc<Self>) -> Answering {
        self.state.answering.fetch_add(1, Ordering::Relaxed);
        Answering(self)
    }

    /// Says whether more of a body is waited for now.
    pub fn read_body(&self, now: bool) {
        self.state.reads_body.store(now, Ordering::Relaxed);
        if now {
            self.go_on();
        }
    }

    /// Whether what was asked is answered before anything more is read.
    pub(super) fn is_answered_first(&self) -> bool {
        let busy = self.state.answering.load(Ordering::Relaxed) > 0;
        busy && !self.state.reads_body.load(Ordering::Relaxed)
    }

    /// What came is held back, until [`Seat::go_on`].
    pub(super) fn hold(&self) {
        self.state.is_held.store(true, Ordering::Relaxed);
    }

    /// Wakes whoever serves the connection, where something is held back.
    pub(super) fn go_on(&self) {
        if self.state.is_held.swap(false, Ordering::Relaxed) {
            self.state.waker.wake();
        }
    }

    /// Says that a body was not read to its end: after the answer the connection ends.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// Whether the connection ends after the answer that is being made, or was made.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Says that the visitor has hung up. What is being answered goes on, for they may only have ended what they say.
    pub(super) fn hang_up(&self) {
        self.hung_up.notify_one();
    }

    /// Waits until the visitor has hung up: whoever lets them wait need not do so any longer.
    pub async fn hung_up(&self) {
        self.hung_up.notified().await;
    }

    /// When the last answer was ready; none while one is being made.
    pub(super) fn answered(&self) -> Option<Instant> {
        let busy = self.state.answering.load(Ordering::Relaxed) > 0;
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        (!busy).then_some(*answered)
    }

    pub(super) fn crowd(&self) -> &Crowd {
        &self.crowd
    }

    /// Whether the connection has to end for another; else whoever serves it is woken when it has to.
    pub(super) fn has_to_leave(&self, waker: &Waker) -> bool {
        self.state.waker.register(waker);
        self.state.looked.store(true, Ordering::Relaxed);
        self.state.asked_to_leave.load(Ordering::Acquire)
    }
}

impl State {
    /// Whether nothing has been asked for as long, though it was looked for.
    fn is_idle_since(&self, time: Duration) -> bool {
        self.looked.load(Ordering::Relaxed)
            && self.answering.load(Ordering::Relaxed) == 0
            && self.admitted.elapsed() >= time
    }

    fn ask_to_leave(&self) {
        self.asked_to_leave.store(true, Ordering::Release);
        self.waker.wake();
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let seat = &self.0;
        *seat.answered.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        seat.state.answering.fetch_sub(1, Ordering::Relaxed);
        seat.read_body(false);
        seat.go_on();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.crowd.now().leave(self);
        self.crowd.counted(self.in_reserve, -1);
    }
}

#[cfg(test)]
pub(super) mod tests;

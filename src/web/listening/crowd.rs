//! Who is connected to a door: so many in all, so many of one network, and a reserve for those who watch over it.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Waker;

use actix_web::HttpRequest;
use actix_web::web::Data;
use futures_util::task::AtomicWaker;
use tokio::time::Instant;

use crate::app::App;
use crate::config::Network;
use crate::metrics::Word;
use crate::web::Door;

use super::limits::{CROWDED, METRICS_CONNECTIONS, RESERVE, RESERVE_OF_ONE, household};

/// The connections of one door.
pub struct Crowd {
    most: usize,
    most_of_one: usize,
    /// Whose connections are many people's.
    trusted: Vec<Network>,
    door: Word,
    app: Option<Data<App>>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    seats: usize,
    networks: HashMap<IpAddr, Own>,
    /// Those of the reserve, the oldest first.
    reserve: VecDeque<Weak<Seat>>,
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
    /// Requests that are being answered.
    answering: AtomicUsize,
    answered: Mutex<Instant>,
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
    pub fn of(app: &Data<App>, door: Door) -> Self {
        let limits = app.config.limits;
        let (most, most_of_one) = match door {
            Door::Metrics => (METRICS_CONNECTIONS, METRICS_CONNECTIONS),
            _ => (limits.connections, limits.connections_per_network),
        };
        Self {
            app: Some(app.clone()),
            door: door.word(),
            ..Self::new(most, most_of_one, app.config.web.trusted_proxies.clone())
        }
    }

    fn new(most: usize, most_of_one: usize, trusted: Vec<Network>) -> Self {
        Self {
            most,
            most_of_one,
            trusted,
            door: Word::new("none"),
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
        if !seated && !near && (now.reserve.len() >= RESERVE || own.reserve >= RESERVE_OF_ONE) {
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
            app.metrics.connected(&self.door, &place, change);
        }
    }

    /// Counts a connection that the door ended.
    pub(super) fn ended(&self, why: &Word) {
        if let Some(app) = &self.app {
            app.metrics.ended(&self.door, why);
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
        if self.reserve.len() >= RESERVE {
            // Who has been there longest had the time to ask.
            let oldest = self.reserve.pop_front().and_then(|seat| seat.upgrade());
            if let Some(seat) = oldest {
                seat.ask_to_leave();
            }
        }
        self.reserve.push_back(Arc::downgrade(seat));
    }

    fn leave(&mut self, seat: &Seat) {
        if seat.in_reserve {
            self.reserve.retain(|other| other.strong_count() > 0);
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
            answering: AtomicUsize::new(0),
            answered: Mutex::new(Instant::now()),
            asked_to_leave: AtomicBool::new(false),
            waker: AtomicWaker::new(),
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
        self.answering.fetch_add(1, Ordering::Relaxed);
        Answering(self)
    }

    /// When the last answer was ready; none while one is being made.
    pub(super) fn answered(&self) -> Option<Instant> {
        let busy = self.answering.load(Ordering::Relaxed) > 0;
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        (!busy).then_some(*answered)
    }

    pub(super) fn crowd(&self) -> &Crowd {
        &self.crowd
    }

    fn ask_to_leave(&self) {
        self.asked_to_leave.store(true, Ordering::Release);
        self.waker.wake();
    }

    /// Whether the connection has to end for another; else whoever serves it is woken when it has to.
    pub(super) fn has_to_leave(&self, waker: &Waker) -> bool {
        self.waker.register(waker);
        self.asked_to_leave.load(Ordering::Acquire)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let seat = &self.0;
        *seat.answered.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        seat.answering.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.crowd.now().leave(self);
        self.crowd.counted(self.in_reserve, -1);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A place at a door where nobody else is.
    pub(in crate::web::listening) fn seat() -> Arc<Seat> {
        crowd(10, 10, &[]).admit(ip("203.0.113.7")).unwrap()
    }

    fn crowd(most: usize, of_one: usize, trusted: &[&str]) -> Arc<Crowd> {
        let trusted = trusted.iter().map(|text| text.parse().unwrap());
        Arc::new(Crowd::new(most, of_one, trusted.collect()))
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn crowded_in(crowd: &Arc<Crowd>, peer: &str, times: usize) -> Vec<Arc<Seat>> {
        let admitted = (0..times).map(|_| crowd.admit(ip(peer)));
        admitted.flatten().collect()
    }

    #[test]
    fn one_network_does_not_take_all_places() {
        let crowd = crowd(1_000, 20, &["10.0.0.0/8"]);
        let greedy = crowded_in(&crowd, "203.0.113.7", 500);
        let seats = greedy.iter().filter(|seat| !seat.is_in_reserve()).count();
        assert_eq!((seats, greedy.len()), (20, 20 + RESERVE_OF_ONE));
        // The whole half of an IPv6 address is one household.
        let many = (0..500).filter_map(|n| crowd.admit(ip(&format!("2001:db8::{n:x}"))));
        assert_eq!(many.collect::<Vec<_>>().len(), 20 + RESERVE_OF_ONE);
        assert!(!crowd.admit(ip("203.0.113.8")).unwrap().is_in_reserve());
        let proxy = crowded_in(&crowd, "10.1.2.3", 400);
        assert_eq!(
            proxy.iter().filter(|seat| !seat.is_in_reserve()).count(),
            400
        );
        // What is left is free again.
        drop(greedy);
        assert!(!crowd.admit(ip("203.0.113.7")).unwrap().is_in_reserve());
    }

    #[test]
    fn the_fuller_the_house_the_less_for_those_who_have_many() {
        let crowd = crowd(100, 40, &[]);
        let _first = crowded_in(&crowd, "203.0.113.1", 40);
        let second = crowded_in(&crowd, "203.0.113.2", 40);
        let seats = second.iter().filter(|seat| !seat.is_in_reserve()).count();
        assert_eq!(
            seats, 11,
            "up to half of the house, then an eighth of 40 at most"
        );
        let third = crowded_in(&crowd, "203.0.113.3", 40);
        let seats = third.iter().filter(|seat| !seat.is_in_reserve()).count();
        assert_eq!(seats, 40 / CROWDED);
    }

    #[test]
    fn the_health_check_gets_in_when_all_is_full() {
        let crowd = crowd(100, 100, &["10.0.0.5"]);
        let many =
            (0..400).filter_map(|n| crowd.admit(ip(&format!("198.51.{}.{}", n / 250, n % 250))));
        let held: Vec<_> = many.collect();
        assert_eq!(held.len(), 100 + RESERVE);
        let watchmen = ["127.0.0.1", "::1", "10.0.0.5"].map(|at| crowd.admit(ip(at)).unwrap());
        assert!(watchmen.iter().all(|seat| seat.is_in_reserve()));
        let asked = held.iter().filter(|seat| seat.has_to_leave(Waker::noop()));
        assert_eq!(asked.count(), 3, "those who were there longest make room");
    }

    #[test]
    fn nothing_is_remembered_of_those_who_left() {
        let crowd = crowd(10, 5, &[]);
        for n in 0..200 {
            drop(crowded_in(&crowd, &format!("203.0.113.{n}"), 30));
        }
        let now = crowd.now();
        assert_eq!(
            (now.seats, now.networks.len(), now.reserve.len()),
            (0, 0, 0)
        );
    }
}

//! Who is let in: one greedy network, a full house, those who watch over it, and coming and going at once.

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
    let address = |n: usize| format!("198.51.{}.{}", n / 250, n % 250);
    let many = (0..400).filter_map(|n| crowd.admit(ip(&address(n))));
    let mut held: Vec<_> = many.collect();
    assert_eq!(held.len(), 100 + RESERVE);
    let near = ["127.0.0.1", "::1", "10.0.0.5"].into_iter().cycle();
    let mut flood = near.map(|at| crowd.admit(ip(at)));
    held.extend(flood.by_ref().take(RESERVE).flatten());
    assert_eq!(
        held.len(),
        100 + 2 * RESERVE,
        "nobody has had the time to ask yet"
    );
    assert!(flood.next().unwrap().is_none());
    // All but one have been looked after, and that one is asking.
    let asking = Arc::clone(&held[100]).answer();
    for seat in &held {
        assert!(!seat.has_to_leave(Waker::noop()));
    }
    let watchmen: Vec<_> = flood.take(3).flatten().collect();
    assert!(watchmen.len() == 3 && watchmen.iter().all(|seat| seat.is_in_reserve()));
    let left: Vec<bool> = held
        .iter()
        .map(|seat| seat.has_to_leave(Waker::noop()))
        .collect();
    assert_eq!(left.iter().filter(|left| **left).count(), 3);
    assert_eq!(left[100..105], [false, true, true, true, false]);
    drop(asking);
}

/// Who looks at the others never leaves for one of them, in the middle of looking.
#[test]
fn coming_and_going_at_once_stops_nobody() {
    let crowd = crowd(1, 1, &[]);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                let mut held = VecDeque::new();
                for n in 0..5_000 {
                    held.extend(crowd.admit(ip("127.0.0.1")));
                    for seat in &held {
                        let _ = seat.has_to_leave(Waker::noop());
                    }
                    if n % 3 > 0 && held.len() > 20 {
                        held.pop_front();
                    }
                    held.truncate(60);
                }
            });
        }
    });
    assert_eq!(crowd.now().reserve.len(), 0);
    assert_eq!(crowd.now().networks.len(), 0);
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

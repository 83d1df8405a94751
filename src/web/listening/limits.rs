//! How many connections, how long: the numbers of [`super`], and what counts as one network.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

/// Places beyond those of the settings, where only the health check is answered and everybody else is told to come again.
pub const RESERVE: usize = 64;

/// Places of the reserve that one network may take.
pub(super) const RESERVE_OF_ONE: usize = 4;

/// How long somebody in the reserve may not ask, once the place is needed for somebody near.
pub(super) const TIME_TO_ASK: Duration = Duration::from_millis(200);

/// Connections to the address of the metrics. They are apart from all others.
pub const METRICS_CONNECTIONS: usize = 64;

/// Where more than half of all places are taken, a network may take this part of what it may take otherwise.
pub(super) const CROWDED: usize = 8;

/// How long a connection may be silent or not read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// How long nothing may be asked after an answer, or at first.
    pub silence: Duration,
    /// How long what is left of a body that nobody wanted is thrown away.
    pub goodbye: Duration,
    /// How long an answer may wait to be read.
    pub unread: Duration,
    /// So many bytes that were taken give it a second more.
    pub read_a_second: usize,
}

/// Silence may be longer than the library lets a connection rest and a head take.
pub(super) const PATIENCE: Patience = Patience {
    silence: Duration::from_secs(15),
    goodbye: Duration::from_secs(1),
    unread: Duration::from_secs(10),
    read_a_second: 4_096,
};

/// What one visitor can hardly change: the whole IPv4 address, or the first half of an IPv6 address.
pub(in crate::web) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
    }
}

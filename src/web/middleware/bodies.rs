//! What bodies hold of the memory, all together: a budget. A body takes its bytes as they come, and gives them back when
//! its request is answered; nobody is charged for what was only announced.
//!
//! Each has some bytes for itself, which no other body can take away: an ordinary form always gets through, however many
//! large ones are under way. How many there can be is how many connections there can be.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of a body that need no room in the budget.
const OWN: usize = 16 * 1024;

/// The part of the budget that one network may hold.
const OF_ONE: usize = 4;

/// The budget.
pub struct Bodies {
    most: usize,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    all: usize,
    networks: HashMap<IpAddr, usize>,
}

/// What one body holds, until it is dropped.
pub struct Share {
    bodies: Arc<Bodies>,
    network: IpAddr,
    bytes: usize,
    charged: usize,
}

/// There is no room for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoom {
    /// All bodies together hold what they may.
    Full,
    /// Those of this network do.
    Network,
}

impl Bodies {
    /// A budget of so many bytes.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            most,
            held: Mutex::default(),
        }
    }

    /// A body begins, sent from a network.
    #[must_use]
    pub fn begin(self: &Arc<Self>, network: IpAddr) -> Share {
        Share {
            bodies: Arc::clone(self),
            network,
            bytes: 0,
            charged: 0,
        }
    }

    /// Bytes that are held, without those each body has for itself.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.held().all
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// So many bytes more have come.
    ///
    /// # Errors
    /// [`NoRoom`]: they must not be kept.
    pub fn take(&mut self, bytes: usize) -> Result<(), NoRoom> {
        self.bytes = self.bytes.saturating_add(bytes);
        let more = self.bytes.saturating_sub(OWN).saturating_sub(self.charged);
        if more == 0 {
            return Ok(());
        }
        let mut held = self.bodies.held();
        let own = held.networks.get(&self.network).copied().unwrap_or(0);
        let (all, own) = (held.all.saturating_add(more), own.saturating_add(more));
        if all > self.bodies.most {
            return Err(NoRoom::Full);
        }
        if own > self.bodies.most / OF_ONE {
            return Err(NoRoom::Network);
        }
        held.all = all;
        held.networks.insert(self.network, own);
        drop(held);
        self.charged += more;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.charged == 0 {
            return;
        }
        let mut held = self.bodies.held();
        held.all = held.all.saturating_sub(self.charged);
        let own = held.networks.get(&self.network).copied().unwrap_or(0);
        match own.saturating_sub(self.charged) {
            0 => held.networks.remove(&self.network),
            left => held.networks.insert(self.network, left),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ip(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    #[test]
    fn an_ordinary_form_finds_room_when_there_is_none() {
        let bodies = Arc::new(Bodies::new(1_000_000));
        let mut large: Vec<Share> = (0..4).map(|from| bodies.begin(ip(from))).collect();
        for share in &mut large {
            share.take(250_000 + OWN).unwrap();
            assert!(share.take(1).is_err());
        }
        let mut ballot = bodies.begin(ip(9));
        ballot.take(OWN).unwrap();
        assert_eq!(ballot.take(1), Err(NoRoom::Full));
        large.pop();
        ballot.take(1).unwrap();
    }

    #[test]
    fn one_network_does_not_hold_everything() {
        let bodies = Arc::new(Bodies::new(1_000_000));
        let mut greedy: Vec<Share> = (0..100).map(|_| bodies.begin(ip(1))).collect();
        let refused = greedy
            .iter_mut()
            .filter_map(|share| share.take(100_000).err());
        assert!(
            refused
                .collect::<Vec<_>>()
                .iter()
                .all(|why| *why == NoRoom::Network)
        );
        assert!(bodies.bytes() <= 250_000);
        bodies.begin(ip(2)).take(200_000).unwrap();
    }

    proptest! {
        /// However bodies come and go, never more is held than may be, and in the end nothing.
        #[test]
        fn the_budget_is_kept(steps in proptest::collection::vec((0_usize..8, 0_u8..4, 0_usize..60_000), 0..200)) {
            let bodies = Arc::new(Bodies::new(200_000));
            let mut shares: Vec<Option<Share>> = (0..8).map(|_| None).collect();
            for (at, from, bytes) in steps {
                if bytes < 5_000 {
                    shares[at] = None;
                } else {
                    let share = shares[at].get_or_insert_with(|| bodies.begin(ip(from)));
                    if share.take(bytes).is_err() {
                        shares[at] = None;
                    }
                }
                let charged: usize = shares.iter().flatten().map(|share| share.charged).sum();
                prop_assert_eq!(bodies.bytes(), charged);
                prop_assert!(charged <= 200_000);
            }
            drop(shares);
            prop_assert_eq!(bodies.bytes(), 0);
            prop_assert!(bodies.held().networks.is_empty());
        }
    }
}

//! How fast codes (keys, receipts) are tried and open surveys are answered.
//!
//! **Codes.** Every look-up takes its turn before it looks, in lanes that all nodes share (`storage::turns`): of its
//! network, of the network around that, of the municipality, for a key is looked up in all its surveys. A right code
//! gives its turns back, so only wrong ones fill a lane. Nobody is shut out: in a full lane one *waits*, as long as it
//! takes until the turn comes, and then looks like anybody else. So a right code always enters, later, and a guesser
//! learns no more than the lane lets through. In each node one visitor of a network at a time waits in the next larger
//! lane, in the order they came: many networks of one provider do not come before one person elsewhere.
//!
//! The bound (`domain::pace`), with the settings as shipped and 2,000 keys of 50 bits: one network tries 10 a second,
//! in 30 days 0.0046 % to find one; all the networks of the world together 100 a second, 0.046 % (`trust.md` §1.6 has
//! 0.5 % for a thousand a second). More than 20 wrong codes a minute in one municipality, after the first 200, raise an
//! alarm: a line in the log, a counter, a letter to the operator once a day.
//!
//! **Open surveys** have no keys that bound them: a network sends so many forms at once and so many a minute, the others
//! are asked to come again (`respond::held_back`). The first few a node lets through without asking the others
//! ([`forms`]).

mod forms;
mod sign_ins;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::HttpRequest;
use diesel_async::AsyncConnection;
use prometheus::IntCounter;
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

use forms::Forms;

use super::error::Error;
use super::listening::Seat;
use crate::app::App;
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::pace::{ALARM, Pace};
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::domain::token::LaneHash;
use crate::domain::token::lane::Lane;
use crate::storage::turns::{self, Taken};
use crate::storage::{Conn, Db, QueryResult, clock};
use crate::workflows::notifying;

/// How long a visitor is kept waiting in a lane; then they are asked to press the button again.
const PATIENCE: Duration = Duration::from_secs(50);
/// How often the log tells of an alarm, and a letter to the operator.
const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);
/// How many times as fast the network around a network may try, and the whole world.
const AROUND: NonZeroU32 = NonZeroU32::new(4).unwrap();
const WORLD: u32 = 10;

/// The paces of one node; the lanes are shared.
pub struct Throttle {
    /// Where the lanes are.
    db: Db,
    /// What the hashes of networks are made with.
    secret: Secret,
    /// Who is written to when somebody guesses.
    operator: String,
    /// Only for the hour a network's hash is made for.
    clock: fn() -> Timestamp,
    codes: Pace,
    forms: Forms,
    forms_around: Forms,
    queues: Queues,
    wrong: IntCounter,
    waited: IntCounter,
    alarms: IntCounter,
    /// Forms of open surveys that were asked to come again.
    pub held_back: IntCounter,
}

impl Throttle {
    /// With the paces of the settings.
    ///
    /// # Errors
    /// When its counters are registered already.
    pub fn new(app: &App, clock: fn() -> Timestamp) -> prometheus::Result<Self> {
        let registry = app.metrics.registry();
        let counter = |name: &str, help: &str| {
            let counter = IntCounter::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, prometheus::Error>(counter)
        };
        let limits = &app.config.limits;
        let (codes, forms) = (limits.wrong_keys_per_minute, limits.open_forms_per_minute);
        Ok(Self {
            db: app.db.clone(),
            secret: app.secret.clone(),
            operator: app.config.mail.operator().to_owned(),
            clock,
            codes: Pace::new(codes, codes.get().div_ceil(5)),
            forms: Forms::new(forms),
            forms_around: Forms::new(forms.saturating_mul(AROUND)),
            queues: Queues::default(),
            wrong: counter(
                "kocho_codes_wrong_total",
                "Keys and receipts that were none.",
            )?,
            waited: counter(
                "kocho_codes_waited_total",
                "Keys and receipts that waited for their turn.",
            )?,
            alarms: counter(
                "kocho_codes_alarms_total",
                "Wrong codes beyond what honest people mistype: somebody guesses.",
            )?,
            held_back: counter(
                "kocho_forms_held_back_total",
                "Forms of open surveys that were asked to come again.",
            )?,
        })
    }

    /// Waits until whoever asks, from the network of a household, may look up a code of a municipality.
    ///
    /// # Errors
    /// [`Error::TooMany`] after a long wait, or when they have hung up; [`Error::Busy`] without a database.
    pub async fn turn(
        &self,
        request: &HttpRequest,
        household: IpAddr,
        town: MunicipalityId,
    ) -> Result<Turn<'_>, Error> {
        let lanes = lanes(self.codes, town, household);
        self.queue(request, town, &lanes).await
    }

    /// Waits for a turn in each of these lanes.
    async fn queue(
        &self,
        request: &HttpRequest,
        town: MunicipalityId,
        lanes: &[(Lane<'_>, Pace)],
    ) -> Result<Turn<'_>, Error> {
        let now = (self.clock)();
        let hashed =
            |(lane, pace): &(Lane<'_>, Pace)| (LaneHash::of(&self.secret, *lane, now), *pace);
        let lanes: Vec<_> = lanes.iter().map(hashed).collect();
        // The server library goes on answering whoever has gone: a script that comes and goes would fill the lane.
        tokio::select! {
            biased;
            waited = self.wait(&lanes) => waited?,
            () = gone(request) => return Err(Error::TooMany(5)),
            () = tokio::time::sleep(PATIENCE) => return Err(Error::TooMany(5)),
        }
        Ok(Turn {
            throttle: self,
            town,
            lanes,
        })
    }

    /// Where nobody waits for any of the lanes, a turn in all of them at once: whether there were any. As many as come may
    /// ask the database for that at the same time, however far away it is.
    async fn at_once(&self, lanes: &[(LaneHash, Pace)]) -> Result<bool, Error> {
        let places: Option<Vec<_>> = lanes
            .iter()
            .map(|(lane, _)| self.queues.free(*lane))
            .collect();
        if places.is_none() {
            return Ok(false);
        }
        let mut conn = self.db.get().await?;
        Ok(turns::take_all(&mut conn, lanes).await?)
    }

    /// The lanes one after the other. Whoever goes away while waiting took no turn in this lane and the next ones.
    async fn wait(&self, lanes: &[(LaneHash, Pace)]) -> Result<(), Error> {
        if self.at_once(lanes).await? {
            return Ok(());
        }
        let mut places = Vec::new();
        for (lane, pace) in lanes {
            places.push(self.queues.place(*lane).await);
            let mut has_waited = false;
            while let Taken::After(wait) = take(&self.db, *lane, *pace).await? {
                if !std::mem::replace(&mut has_waited, true) {
                    self.waited.inc();
                }
                tokio::time::sleep(wait).await;
            }
        }
        Ok(())
    }

    /// Whether a network may send one more form of an open survey now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn admits(&self, household: IpAddr, survey: SurveyId) -> Result<bool, Error> {
        let lane = |lane| LaneHash::of(&self.secret, lane, (self.clock)());
        let near = lane(Lane::FormsFrom(survey, household));
        if !self.forms.take(&self.db, near).await? {
            return Ok(false);
        }
        // Whoever has one IPv6 network often has thousands; an IPv4 address has neighbours who are strangers.
        if household.is_ipv6() {
            let around = lane(Lane::FormsAround(survey, around(household)));
            return self.forms_around.take(&self.db, around).await;
        }
        Ok(true)
    }
}

/// The lanes of a code, from near to far, with their paces. They are three: whoever had one of them twice would wait for
/// themselves.
fn lanes(codes: Pace, town: MunicipalityId, household: IpAddr) -> [(Lane<'static>, Pace); 3] {
    let around = around(household);
    [
        (Lane::CodesFrom(town, household), codes),
        (Lane::CodesAround(town, around), codes.times(AROUND.get())),
        (Lane::Codes(town), codes.times(WORLD)),
    ]
}

/// Waits until the visitor has hung up.
async fn gone(request: &HttpRequest) {
    match Seat::of(request) {
        Some(seat) => seat.hung_up().await,
        None => std::future::pending().await,
    }
}

/// No connection is held while somebody waits.
async fn take(db: &Db, lane: LaneHash, pace: Pace) -> Result<Taken, Error> {
    let mut conn = db.get().await?;
    Ok(turns::take(&mut conn, lane, pace).await?)
}

/// The right to look up one code.
pub struct Turn<'a> {
    throttle: &'a Throttle,
    town: MunicipalityId,
    lanes: Vec<(LaneHash, Pace)>,
}

impl Turn<'_> {
    /// The code was right: it counts for nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn right(self) -> Result<(), Error> {
        let mut conn = self.throttle.db.get().await?;
        turns::give_back(&mut conn, &self.lanes).await?;
        Ok(())
    }

    /// The code was wrong. Very many of them raise an alarm.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrong(self) -> Result<(), Error> {
        let throttle = self.throttle;
        throttle.wrong.inc();
        let mut conn = throttle.db.get().await?;
        let now = (throttle.clock)();
        let lane = |lane| LaneHash::of(&throttle.secret, lane, now);
        if turns::take(&mut conn, lane(Lane::Wrong(self.town)), ALARM).await? == Taken::Turn {
            return Ok(());
        }
        throttle.alarms.inc();
        if turns::first_in(&mut conn, lane(Lane::Logged(self.town)), MINUTE).await? {
            tracing::warn!(
                municipality.id = %self.town,
                "very many wrong keys or receipts: somebody guesses; each network waits for its turn"
            );
        }
        let lane = lane(Lane::Written(self.town));
        write(&mut conn, lane, self.town, &throttle.operator).await?;
        Ok(())
    }
}

/// Writes to the operator, unless that was done today.
async fn write(
    conn: &mut Conn,
    lane: LaneHash,
    town: MunicipalityId,
    operator: &str,
) -> QueryResult<()> {
    conn.transaction(async |tx| {
        if turns::first_in(tx, lane, DAY).await? {
            let now = clock::now(tx).await?;
            notifying::guessed(tx, town, operator, now).await?;
        }
        Ok(())
    })
    .await
}

/// The network around a household's: what a provider gives to one customer at most, or to a few neighbours.
fn around(household: IpAddr) -> IpAddr {
    match household {
        IpAddr::V4(address) => IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & (u32::MAX << 8))),
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 80)))
        }
    }
}

/// Who waits for which lane in this node, in the order they came. Whoever goes away leaves no trace.
#[derive(Default)]
struct Queues(Mutex<HashMap<LaneHash, Arc<RwLock<()>>>>);

impl Queues {
    /// The head of the queue, when it is one's turn: alone.
    async fn place(&self, lane: LaneHash) -> OwnedRwLockWriteGuard<()> {
        self.queue(lane).write_owned().await
    }

    /// A place beside others for whom there is no queue; none while somebody waits.
    fn free(&self, lane: LaneHash) -> Option<OwnedRwLockReadGuard<()>> {
        self.queue(lane).try_read_owned().ok()
    }

    fn queue(&self, lane: LaneHash) -> Arc<RwLock<()>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What nobody waits for is forgotten before the map would grow.
        if all.len() == all.capacity() {
            all.retain(|_, queue| Arc::strong_count(queue) > 1);
        }
        Arc::clone(all.entry(lane).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;
    use proptest::prelude::*;

    #[test]
    fn a_network_and_the_one_around_it() {
        let around = |text: &str| around(text.parse().unwrap()).to_string();
        assert_eq!(around("203.0.113.7"), "203.0.113.0");
        assert_eq!(around("2001:db8:1:2::"), "2001:db8:1::");
    }

    #[tokio::test]
    async fn many_ask_at_once_until_somebody_waits() {
        let (queues, lane) = (Queues::default(), LaneHash([7; 16]));
        let (one, other) = (queues.free(lane), queues.free(lane));
        assert!(one.is_some() && other.is_some());
        let mut waits = Box::pin(queues.place(lane));
        assert!(futures_util::poll!(&mut waits).is_pending());
        assert!(queues.free(lane).is_none(), "nobody passes whoever waits");
        drop((one, other));
        let head = waits.await;
        assert!(queues.free(lane).is_none());
        drop(head);
        assert!(queues.free(lane).is_some());
    }

    proptest! {
        /// The first household of a network has the network's own address.
        #[test]
        fn no_lane_of_a_household_is_another_one_of_its(address: IpAddr) {
            let (secret, now) = (Secret::new([1; 32]), Timestamp::UNIX_EPOCH);
            let town = MunicipalityId(uuid::Uuid::nil());
            for household in [address, around(address)] {
                let [near, far, world] = lanes(ALARM, town, household)
                    .map(|(lane, _)| LaneHash::of(&secret, lane, now));
                prop_assert!(near != far && far != world && world != near);
            }
        }
    }
}

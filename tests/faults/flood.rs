//! A flood of drafts at an open survey, from one address and from many networks, while honest people answer. Then
//! drafts and their responses at the same moment (`at_once`).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_postgres::Client;

use crate::at_once::{self, PAIRS};
use crate::flooders::{self, HONEST, HUGE, Honest};
use crate::frame::{Scene, Seen};
use crate::nodes::Installation;
use crate::postgres::Postgres;
use crate::town;

/// An open survey of several pages.
pub const LONG: &str = "nagai";

/// Drafts that are begun from one address, and from many networks: there as many as all the room has not.
const FROM_ONE: usize = 400;
const FROM_MANY: usize = 2_200;

/// The bounds that are set: drafts of one network on one day, and MiB of all.
const OF_ONE: i64 = 20;
const MEGABYTES: i64 = 1;
/// As many drafts as there are connections to the database may be begun at once beyond the bound.
const AT_ONCE: i64 = 64;
/// Longer than any row here.
const ROW: i64 = 4_096;

/// Where the flood comes from, as long as it comes from one address.
pub const FLOODING: &str = "198.51.100.9";
const LOOK: Duration = Duration::from_millis(100);

/// The flood, then the pairs. The control has bounds that nobody reaches.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let db = Arc::new(town::connect(&postgres).await);
    let town = bounded(town::found(&postgres).await, scene.is_control);
    town::ask(&town, &db, (LONG, "shimin-2023", "shimin"), &["--open"]).await;
    let node = town.node().await;
    let flooded = flooded(scene, node.port, &db).await;
    let pairs = at_once::pairs(scene, node.port, &db).await;
    let stored = town::stored(&db, LONG).await;
    let told = flooded.honest.receipts + pairs.recorded;
    let once = stored.iter().collect::<BTreeSet<_>>().len();
    Seen::Tried {
        tried: flooded.tried(),
        seen: format!(
            "{}; of {PAIRS} pairs recorded: {}, drafts left: {}; stored {}, different ones {once}, told {told}",
            flooded.said(),
            pairs.recorded,
            pairs.left,
            stored.len(),
        ),
        kept: flooded.kept()
            && (pairs.recorded, pairs.left) == (PAIRS, 0)
            && (stored.len(), once) == (told, told),
    }
}

/// What came of the flood.
struct Flooded {
    begun: [usize; 2],
    refused: usize,
    honest: Honest,
    rows: i64,
    bytes: i64,
}

async fn flooded(scene: Scene, port: u16, db: &Arc<Client>) -> Flooded {
    let stop = Arc::new(AtomicBool::new(false));
    let looking = tokio::spawn(largest(Arc::clone(db), Arc::clone(&stop)));
    let honest = flooders::honest(port, &stop);
    let begun = [scene.rounds(FROM_ONE), FROM_MANY];
    let mut refused = flooders::flood(port, begun[0], |_| FLOODING.to_owned()).await;
    let elsewhere = |n| format!("203.{}.{}.7", n / 250, n % 250);
    refused += flooders::flood(port, begun[1], elsewhere).await;
    stop.store(true, Ordering::Relaxed);
    let (rows, bytes) = looking.await.unwrap();
    Flooded {
        begun,
        refused,
        honest: honest.await,
        rows,
        bytes,
    }
}

impl Flooded {
    const ROWS: i64 = OF_ONE + AT_ONCE;
    const BYTES: i64 = (MEGABYTES << 20) + AT_ONCE * ROW;

    fn tried(&self) -> String {
        let [one, many] = self.begun;
        format!(
            "{one} drafts begun from one address and {many} from as many networks, {HUGE} bytes in a radio button, \
             beside {HONEST} honest people; {PAIRS} pairs of a page saved and sent at once"
        )
    }

    fn said(&self) -> String {
        format!(
            "at most {} drafts of one network (bound {}), {} bytes of all (bound {}); flooders refused: {}; honest \
             receipts: {}, none: {}",
            self.rows,
            Self::ROWS,
            self.bytes,
            Self::BYTES,
            self.refused,
            self.honest.receipts,
            self.honest.failed
        )
    }

    fn kept(&self) -> bool {
        let within = self.rows <= Self::ROWS && self.bytes <= Self::BYTES;
        within && self.refused + self.honest.failed == 0 && self.honest.receipts > 0
    }
}

fn bounded(town: Installation, is_control: bool) -> Installation {
    let huge = 1_000_000;
    let (of_one, megabytes) = if is_control {
        (huge, huge)
    } else {
        (OF_ONE, MEGABYTES)
    };
    town.with("KOCHO__DRAFTS__PER_NETWORK", of_one)
        .with("KOCHO__DRAFTS__MEGABYTES", megabytes)
}

/// The most drafts of one network and bytes of all that were seen, looking again and again.
async fn largest(db: Arc<Client>, stop: Arc<AtomicBool>) -> (i64, i64) {
    const LARGEST: &str = "select coalesce(max(count), 0)::bigint, coalesce(sum(bytes), 0)::bigint from \
        (select count(*), sum(octet_length(content)) as bytes from drafts group by network) as networks";
    let (mut rows, mut bytes) = (0, 0);
    loop {
        let is_over = stop.load(Ordering::Relaxed);
        let row = db.query_one(LARGEST, &[]).await.unwrap();
        rows = rows.max(row.get(0));
        bytes = bytes.max(row.get(1));
        if is_over {
            return (rows, bytes);
        }
        tokio::time::sleep(LOOK).await;
    }
}

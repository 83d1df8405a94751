//! Whether more people at the same time means more who arrive: with a database five milliseconds away nobody can be
//! fast alone, and as long as processors have nothing to do, nothing but waiting for each other keeps many from it.

use std::time::Duration;

use super::crowd::{Crowd, Keys, Walked};
use super::distance::Distance;
use super::environment::Environment;
use super::figures::Figures;
use super::server::Server;
use super::town::Asked;
use super::ways::{ONE_PAGE_A_SECOND, SECTIONS_A_SECOND};

/// There and back.
const EACH_WAY: Duration = Duration::from_micros(2500);

/// So many at the same time: the first is what the others are compared with.
const CROWDS: [usize; 3] = [8, 64, 256];

/// Many who wait for each other take some seconds for one way.
const LEAST: Duration = Duration::from_secs(5);

/// From here on the processors are what everybody waits for.
const BUSY: f64 = 90.0;

/// What waiting may cost.
const KEPT: f64 = 0.8;

/// Both ways, by few and by many.
pub fn measure(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    let distance = Distance::before(environment.postgres.url(), EACH_WAY)?;
    for (what, asked, a_second) in [
        ("one page", &environment.open, ONE_PAGE_A_SECOND),
        (
            "8 sections with a key",
            &environment.lettered,
            SECTIONS_A_SECOND,
        ),
    ] {
        let mut alone = None;
        for at_once in CROWDS {
            environment.rest()?;
            let server = Server::start(&environment.var, distance.url())?;
            let walked = crowd(environment, &server, asked, at_once, a_second)?;
            let what = format!("database 5 ms away, {what}, {at_once} at a time");
            let alone = *alone.get_or_insert(walked.ways.rate());
            tell(&what, &walked, (alone, at_once), figures);
        }
    }
    Ok(())
}

fn crowd(
    environment: &Environment,
    server: &Server,
    asked: &Asked,
    at_once: usize,
    a_second: usize,
) -> anyhow::Result<Walked> {
    let time = LEAST.max(environment.time / 3);
    let count = a_second * usize::try_from(time.as_secs() + 1)?;
    let keys = Keys::issue(environment, asked, count)?;
    environment.settle()?;
    let crowd = Crowd {
        server,
        asked,
        keys: &keys,
        at_once,
        time,
    };
    crowd.walk(environment)
}

/// As many times as many arrive as are on their way, or the processors are busy.
fn tell(what: &str, walked: &Walked, (alone, at_once): (f64, usize), figures: &mut Figures) {
    let (rate, busy) = (walked.ways.rate(), walked.spent.busy());
    let more = at_once as f64 / CROWDS[0] as f64;
    let half = walked.ways.within(0.5);
    let what = format!("{what} (half within {half:.0} ms; processors {busy:.0} % busy)");
    if at_once == CROWDS[0] {
        return figures.note(&what, format!("{rate:.0}/s"));
    }
    let least = if busy >= BUSY { 1.0 } else { KEPT * more };
    figures.ratio(&what, rate, alone, least);
}

//! The whole way of a citizen: how many arrive in a second, how long each is on the way, what it costs.

use super::crowd::{Crowd, Keys, Walked};
use super::environment::Environment;
use super::figures::Figures;
use super::town::Asked;

/// People who are on their way at the same time.
const AT_ONCE: usize = 8;

/// More than arrive in a second, on one page and in sections.
pub const ONE_PAGE_A_SECOND: usize = 10_000;
pub const SECTIONS_A_SECOND: usize = 1_000;

/// What is asked of a way.
struct Target {
    rate: f64,
    half: f64,
    most: f64,
    processors: f64,
}

const ONE_PAGE: Target = Target {
    rate: 1200.0,
    half: 6.0,
    most: 15.0,
    processors: 0.5,
};

const SECTIONS: Target = Target {
    rate: 150.0,
    half: 50.0,
    most: 100.0,
    processors: 4.0,
};

/// Both ways, eight people at a time.
pub fn walk(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    for (what, asked, a_second, target) in [
        ("one page", &environment.open, ONE_PAGE_A_SECOND, ONE_PAGE),
        (
            "8 sections with a key",
            &environment.lettered,
            SECTIONS_A_SECOND,
            SECTIONS,
        ),
    ] {
        let walked = crowd(environment, asked, a_second)?;
        let what = format!("whole way, {what} ({} requests)", walked.requests);
        tell(&what, &walked, &target, figures);
    }
    Ok(())
}

fn crowd(environment: &Environment, asked: &Asked, a_second: usize) -> anyhow::Result<Walked> {
    environment.rest()?;
    let server = environment.server()?;
    let count = a_second * usize::try_from(environment.time.as_secs())?;
    let keys = Keys::issue(environment, asked, count)?;
    environment.settle()?;
    let crowd = Crowd {
        server: &server,
        asked,
        keys: &keys,
        at_once: AT_ONCE,
        time: environment.time,
    };
    crowd.walk(environment)
}

fn tell(what: &str, walked: &Walked, target: &Target, figures: &mut Figures) {
    let (ways, spent) = (&walked.ways, &walked.spent);
    figures.at_least(
        &format!("{what}, {AT_ONCE} at a time"),
        ways.rate(),
        target.rate,
        "/s",
    );
    figures.at_most("– half of them within", ways.within(0.5), target.half, "ms");
    figures.at_most(
        "– 99 % of them within",
        ways.within(0.99),
        target.most,
        "ms",
    );
    let each = |seconds: f64| 1000.0 * seconds / ways.count as f64;
    let (server, database) = (each(spent.server), each(spent.database));
    figures.at_most(
        "– processors for each, server and database",
        server + database,
        target.processors,
        "ms",
    );
    let driver = each(spent.driver);
    figures.note(
        "– of that server + database; and the driver besides",
        format!("{server:.2} + {database:.2} ms; {driver:.2} ms"),
    );
}

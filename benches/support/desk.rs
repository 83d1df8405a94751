//! The desk of a town with a thousand surveys, of which twenty are answered, and five hundred indicators; and somebody who
//! works there.

use std::borrow::Cow;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::anyhow;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use kocho::domain::account::keys::Keys;
use kocho::domain::account::password::Password;
use kocho::domain::event::people::{Held, Profile};
use kocho::domain::person::{Login, Name};
use kocho::domain::role::Role;
use kocho::domain::session::{Device, Entry, Place};
use kocho::storage::{Conn, people};
use kocho::workflows::accounts::hashing::Hashing;
use kocho::workflows::accounts::people::PersonError;
use kocho::workflows::accounts::{people as adding, signing_in};

use super::environment::Environment;
use super::figures::Figures;
use super::load::{self, Load};
use super::server::Server;
use super::town::SLUG;

const LOGIN: &str = "suzuki";
const PASSWORD: &str = "雨上がりの空知川を歩く";

/// How often one signs in to see what it takes.
const SIGN_INS: u32 = 25;

/// Names that are tried, each so often: fewer times than strangers may try one without waiting.
const NAMES: u32 = 8;
const TRIES: u32 = 25;

/// Copies of what the town has, until it has as much as is said above.
const MUCH: &str = "
    insert into surveys (municipality_id, id, version_id, slug, title, fiscal_year, anonymity, state,
            opens_at, web_closes_at, entry_closes_at, synthetic)
        select municipality_id, gen_random_uuid(), version_id, 'copy-' || n, title, fiscal_year, anonymity,
            case when n <= 20 - (select count(*) from surveys where state = 'open') then 'open' else 'draft' end, opens_at, web_closes_at, entry_closes_at, synthetic
        from surveys, generate_series(1, 1000 - (select count(*)::integer from surveys)) n where slug = 'sections';
    insert into indicators select municipality_id, gen_random_uuid(), plan_id, 'copy-' || n
        from (select * from indicators limit 1) i, generate_series(1, 499) n;
    insert into indicator_versions
        select v.municipality_id, i.id, v.plan_id, v.version, v.node_id, v.position, v.name, v.document
        from indicators i, (select * from indicator_versions limit 1) v where i.slug like 'copy-%';
    insert into indicator_definitions
        select d.municipality_id, i.id, d.number, d.document, d.comparability, d.defined_at
        from indicators i, (select * from indicator_definitions limit 1) d where i.slug like 'copy-%';
    update municipalities set second_factor = false;
";

/// Colleagues with a password.
const COLLEAGUES: &str = "
    insert into people (municipality_id, id, login, name, password)
        select municipality_id, gen_random_uuid(), 'there-' || n, name, password
        from people, generate_series(0, 7) n where login = 'suzuki'
";

/// Somebody at work.
pub struct Desk {
    cookie: String,
}

impl Desk {
    /// Fills the town's shelves and employs an administrator who is signed in.
    pub fn new(environment: &Environment) -> anyhow::Result<Self> {
        let town = &environment.town;
        let hashing = Hashing::new(&Keys::new(town.secret(), &[]));
        let cookie = environment.with(async |conn| {
            conn.batch_execute(MUCH).await?;
            let stored = hashing.hash(&password()?).await?;
            let begun = conn.transaction(async |tx| {
                let profile = profile().map_err(|_| diesel::NotFound)?;
                let id = adding::add(tx, &town.actor, profile).await?;
                let person = people::by_id(tx, town.id, id).await?;
                let from = signing_in::From {
                    device: Device::of("Firefox/140 Windows"),
                    place: Place::Inside,
                };
                let entry = (Entry::Password, from);
                Ok::<_, PersonError>(
                    signing_in::begin(tx, &town.actor, &person, entry, rand::random()).await?,
                )
            });
            let (token, _) = begun.await?;
            set_password(conn, &stored).await?;
            conn.batch_execute(COLLEAGUES).await?;
            Ok(format!("cookie: staff={}\r\n", token.written()))
        })?;
        environment.settle()?;
        Ok(Self { cookie })
    }

    /// The line of a request that says who they are.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// How long the server needs for pages, one asked for after the other.
    pub fn pages(
        &self,
        environment: &Environment,
        server: &Server,
        figures: &mut Figures,
    ) -> anyhow::Result<()> {
        let time = environment.time / 6;
        let middle = |path: &str| -> anyhow::Result<f64> {
            let headers = format!(
                "{}accept: text/html\r\naccept-encoding: gzip\r\n",
                self.cookie
            );
            let asked = load::request("GET", server.address, path, &headers, "");
            let asked: &'static [u8] = asked.leak();
            let load = Load {
                address: server.address,
                connections: 1,
                time,
            };
            let answered = load::run(load, "200", "", move |_| Some(Cow::Borrowed(asked)))?;
            Ok(answered.within(0.5))
        };
        for (what, path, most) in [
            (
                "list of 1,000 surveys, a page of 50",
                "/staff/surveys?lang=ja",
                10.0,
            ),
            (
                "– its last page, by deadline",
                "/staff/surveys?lang=ja&page=20&order=deadline",
                10.0,
            ),
            (
                "list of 500 indicators, a page of 50",
                "/staff/plans?lang=ja",
                10.0,
            ),
            (
                "「今日」 with 20 surveys and 500 indicators",
                "/staff/today?lang=ja",
                20.0,
            ),
        ] {
            figures.at_most(what, middle(path)?, most, "ms");
        }
        let searched = middle("/staff/surveys?lang=ja&q=%E5%B8%82%E6%B0%91")?;
        figures.note(
            "list of 1,000 surveys, searched for",
            format!("{searched:.0} ms"),
        );
        self.weigh(server, figures)
    }

    /// What the first page weighs with all that it fetches, and a later one.
    fn weigh(&self, server: &Server, figures: &mut Figures) -> anyhow::Result<()> {
        let packed = format!(
            "{}accept: text/html\r\naccept-encoding: gzip\r\n",
            self.cookie
        );
        let plain = format!("{}accept: text/html\r\n", self.cookie);
        let path = "/staff/surveys?lang=ja";
        let page = load::get(server.address, path, &plain)?;
        let later = load::weight(server.address, path, &packed)?;
        let mut first = later;
        for fetched in fetched(&page) {
            first += load::weight(server.address, fetched, &packed)?;
        }
        let thousands = |bytes: usize| bytes as f64 / 1000.0;
        figures.at_most(
            "first page of the desk with everything",
            thousands(first),
            80.0,
            "kB",
        );
        figures.at_most("a later page", thousands(later), 20.0, "kB");
        Ok(())
    }

    /// What signing in takes besides the one hash, of which the server says itself how long it took.
    pub fn sign_in(&self, server: &Server, figures: &mut Figures) -> anyhow::Result<()> {
        let (mut hashes, mut beside) = (Vec::new(), Vec::new());
        for nth in 0..SIGN_INS {
            let spent = || server.counted("kocho_passwords_seconds_total");
            let request = attempt(server, nth, LOGIN, PASSWORD);
            let (before, began) = (spent()?, Instant::now());
            let said = load::exchange(server.address, &request)?;
            let whole = began.elapsed();
            let hash = Duration::from_secs_f64(spent()? - before);
            anyhow::ensure!(said.starts_with("HTTP/1.1 303"), "not signed in: {said}");
            hashes.push(hash);
            beside.push(whole.saturating_sub(hash));
        }
        figures.note("one argon2", format!("{:.1} ms", middle(hashes)));
        figures.at_most("sign-in, besides its argon2", middle(beside), 5.0, "ms");
        Ok(())
    }
}

/// How often whoever sees only how long a refusal took says rightly whether the name is somebody's: half of the times is
/// what a coin does. Names that are and that are not take turns, so that a slow moment falls on both.
pub fn tell_apart(server: &Server, figures: &mut Figures) -> anyhow::Result<()> {
    let (mut there, mut nobody) = (Vec::new(), Vec::new());
    for nth in 0..NAMES * TRIES {
        for (kind, times) in [("there", &mut there), ("nobody", &mut nobody)] {
            let request = attempt(server, nth, &format!("{kind}-{}", nth % NAMES), "password");
            let began = Instant::now();
            let said = load::exchange(server.address, &request)?;
            times.push(began.elapsed());
            anyhow::ensure!(said.starts_with("HTTP/1.1 422"), "not refused: {said}");
        }
    }
    let longer = |one: &Duration| nobody.iter().filter(|other| one > *other).count();
    let wins: usize = there.iter().map(longer).sum();
    let share = wins as f64 / (there.len() * nobody.len()) as f64;
    let right = 100.0 * share.max(1.0 - share);
    let what = format!(
        "a name is told by the time of its refusal ({} of each)",
        there.len()
    );
    figures.at_most(&what, right, 60.0, "% of the times");
    Ok(())
}

/// Strangers who try names and passwords, fifty in a second, until they are stopped; how many were answered.
pub fn guess(server: &Server, is_over: &AtomicBool) -> anyhow::Result<usize> {
    let address = server.address;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let all = runtime.block_on(async {
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        let mut trying = tokio::task::JoinSet::new();
        for nth in 0.. {
            if is_over.load(Ordering::Relaxed) {
                break;
            }
            pace.tick().await;
            let request = attempt(server, nth, &format!("name-{nth}"), "password");
            trying.spawn(async move { load::exchanged(address, &request).await });
        }
        trying.join_all().await
    });
    Ok(all.iter().filter(|said| said.is_ok()).count())
}

/// One try, from a network of its own.
fn attempt(server: &Server, nth: u32, login: &str, password: &str) -> Vec<u8> {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let typed = utf8_percent_encode(password, NON_ALPHANUMERIC);
    let body = format!("to=&kept=&login={login}&password={typed}");
    let own = Ipv4Addr::from_bits(0x0a00_0000 + (nth << 8));
    let headers = format!("x-forwarded-for: {own}\r\nsec-fetch-site: same-origin\r\n");
    let path = format!("/staff/sign-in/{SLUG}?lang=ja");
    load::request("POST", server.address, &path, &headers, &body)
}

fn password() -> anyhow::Result<Password> {
    Password::typed(PASSWORD).map_err(|_| anyhow!("no password"))
}

fn profile() -> anyhow::Result<Profile> {
    Ok(Profile {
        login: Login::parse(LOGIN).map_err(|_| anyhow!("no login"))?,
        name: Name::parse("鈴木 一郎").map_err(|_| anyhow!("no name"))?,
        email: None,
        division: None,
        until: None,
        roles: vec![Held {
            role: Role::Administrator,
            until: None,
        }],
    })
}

async fn set_password(conn: &mut Conn, stored: &str) -> anyhow::Result<()> {
    let set = diesel::sql_query("update people set password = $1 where login = $2")
        .bind::<diesel::sql_types::Text, _>(stored)
        .bind::<diesel::sql_types::Text, _>(LOGIN);
    anyhow::ensure!(set.execute(conn).await? == 1, "nobody has the password");
    Ok(())
}

/// What a browser fetches with a page: sheets and scripts.
fn fetched(page: &str) -> Vec<&str> {
    let quoted = page.split('"').filter(|part| part.starts_with("/assets/"));
    quoted.collect()
}

/// The middle one, in milliseconds.
fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

//! How fast the doors are, how much memory they take, how soon a closed survey has its figures. See `README.md` here.
//!
//! Not a test: nothing here fails because something is slow. Everything runs on this machine and ends with it.

#![expect(
    clippy::indexing_slicing,
    clippy::too_many_lines,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a measurement that cannot go on ends"
)]

mod support;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use support::designer;
use support::desk::{self, Desk};
use support::environment::Environment;
use support::figures::Figures;
use support::load::{self, Answered, Load};
use support::server::Server;
use support::town::Asked;
use support::{closing, latency, machine, pgbench, public, tables, ways};

/// Visitors who look at pages at the same time, and people who send their answers at the same time.
const READERS: usize = 32;
const SENDERS: usize = 256;

/// How often answers come in alone and beside strangers who try passwords, in turns.
const ROUNDS: usize = 3;

/// Forms that are opened before a run: more than any run sends.
const FORMS_A_SECOND: usize = 16_000;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .first()
        .is_some_and(|first| first == tables::counting::ARGUMENT)
    {
        return tables::counting::run(&arguments);
    }
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let named: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let wanted = |name| named.is_empty() || named.contains(&name);
    let environment = Environment::new(!quick)?;
    let mut figures = Figures::default();
    if wanted("start") {
        starting(&environment, &mut figures)?;
    }
    if wanted("pages") {
        viewing(&environment, &mut figures)?;
    }
    if wanted("answers") {
        answering(&environment, &mut figures)?;
    }
    if wanted("ways") {
        ways::walk(&environment, &mut figures)?;
    }
    if wanted("public") {
        public::read(&environment, &mut figures)?;
    }
    if wanted("latency") {
        latency::measure(&environment, &mut figures)?;
    }
    let many = if quick { 100_000 } else { 1_000_000 };
    if wanted("closing") || wanted("tables") {
        computing(&environment, &mut figures, many)?;
    }
    if wanted("tables") {
        let took = tables::compare(&environment, &mut figures, &environment.closing[1], many)?;
        if arguments.iter().any(|argument| argument == "--big") {
            tables::grow(&environment, &mut figures, (many, took))?;
        }
    }
    if wanted("desk") {
        working(&environment, &mut figures)?;
    }
    let version = environment.number("current_setting('server_version_num')")?;
    let machine = machine::described(&format!("{}.{}", version / 10_000, version % 10_000));
    println!("{machine}\n\n{}", figures.table());
    if !quick && named.is_empty() {
        let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/README.md");
        figures.keep(&readme, &machine)?;
    }
    Ok(())
}

/// The start of the binary with an existing database: the middle of five.
fn starting(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(environment.server()?.ready_after);
    }
    times.sort_unstable();
    let middle = times[times.len() / 2].as_secs_f64() * 1000.0;
    figures.at_most("start until `/readyz`", middle, 300.0, "ms");
    Ok(())
}

/// Pages of questions against `/healthz`.
fn viewing(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    environment.rest()?;
    let server = environment.server()?;
    let browser = "accept: text/html\r\naccept-encoding: gzip\r\naccept-language: ja\r\n";
    let read = |path: &str, cookie: &str| -> anyhow::Result<Answered> {
        let headers = format!("{browser}{cookie}");
        let asked = load::request("GET", server.address, path, &headers, "");
        let asked: &'static [u8] = asked.leak();
        let load = Load {
            address: server.address,
            connections: READERS,
            time: environment.time / 3,
        };
        load::run(load, "200", "", move |_| Some(Cow::Borrowed(asked)))
    };
    let (empty, filled) = drafts(&server, &environment.sections)?;
    let section = format!("{}/sections/1", environment.sections.path());
    let before = read("/healthz", "")?;
    let fresh = read(&environment.open.path(), "")?;
    let begun = read(&section, &empty)?;
    let saved = read(&section, &filled)?;
    let start = read(&environment.sections.path(), "")?;
    let health = (before.rate() + read("/healthz", "")?.rate()) / 2.0;
    figures.note("`/healthz`", format!("{health:.0}/s"));
    let mut page = |what: &str, page: &Answered| {
        let what = format!("{what} ({} bytes)", page.bytes);
        figures.ratio(&what, page.rate(), health, 0.5);
    };
    page("page of thirty questions, fresh visitor", &fresh);
    page("first page of a survey in sections", &start);
    page("page of a section, nothing typed yet", &begun);
    page("page of a section with a saved draft", &saved);
    Ok(())
}

/// Two drafts begun through the pages, one of them with answers in its first section: their cookies.
fn drafts(server: &Server, asked: &Asked) -> anyhow::Result<(String, String)> {
    let begin = || -> anyhow::Result<String> {
        let path = format!("{}/draft", asked.path());
        let request = load::request("POST", server.address, &path, "", "_lang=ja");
        let said = load::exchange(server.address, &request)?;
        let cookie = said
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.ok_or_else(|| anyhow::anyhow!("no draft was begun: {said}"))?;
        Ok(format!("cookie: {cookie}\r\n"))
    };
    let (empty, filled) = (begin()?, begin()?);
    let here = asked.filled(3).into_iter().filter(|(name, _)| {
        let item = asked.form.item(name);
        item.is_some_and(|(_, item)| item.section == 0)
    });
    let fields: String = here
        .map(|(name, value)| format!("{name}={value}&"))
        .collect();
    let path = format!("{}/sections/1", asked.path());
    let body = format!("{fields}_go=next");
    load::exchange(
        server.address,
        &load::request("POST", server.address, &path, &filled, &body),
    )?;
    Ok((empty, filled))
}

/// Durable responses against what PostgreSQL reaches alone, and the memory this takes.
fn answering(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    let mut best = 0.0_f64;
    for clients in [8, 32] {
        environment.rest()?;
        let rate = pgbench::inserts(
            &environment.postgres,
            &environment.var,
            &environment.open,
            clients,
            environment.time.as_secs(),
        )?;
        figures.note(
            &format!("`pgbench`, {clients} clients, one row a transaction"),
            format!("{rate:.0}/s"),
        );
        best = best.max(rate);
    }
    environment.rest()?;
    let server = environment.server()?;
    load::get(server.address, &environment.open.path(), "")?;
    let idle = server.memory()?.now;
    let open = send(environment, &server, &environment.open)?;
    figures.ratio("durable responses, open survey", open.rate(), best, 0.7);
    slowness(&open, figures);
    environment.rest()?;
    let keyed = send(environment, &server, &environment.keyed)?;
    figures.ratio("durable responses, one-time keys", keyed.rate(), best, 0.5);
    slowness(&keyed, figures);
    figures.at_most("memory of the server, idle", idle, 40.0, "MB");
    figures.at_most(
        "memory of the server, under that load",
        server.memory()?.most,
        150.0,
        "MB",
    );
    Ok(())
}

fn slowness(sent: &Answered, figures: &mut Figures) {
    let (half, most) = (sent.within(0.5), sent.within(0.99));
    figures.note(
        &format!("– waited for the answer, {SENDERS} at a time: half, 99 %"),
        format!("{half:.0} ms, {most:.0} ms"),
    );
}

/// Everybody sends forms of their own; counted when the 303 to the receipt arrives, and compared with what is stored.
fn send(environment: &Environment, server: &Server, asked: &Asked) -> anyhow::Result<Answered> {
    let count = usize::try_from(environment.time.as_secs())? * FORMS_A_SECOND;
    let slips = environment.with(async |conn| environment.town.slips(conn, asked, count).await)?;
    environment.settle()?;
    let bodies: Vec<String> = (0..997).map(|nth| asked.body(nth)).collect();
    let (address, path) = (server.address, format!("{}/responses", asked.path()));
    let next = AtomicUsize::new(0);
    let load = Load {
        address,
        connections: SENDERS,
        time: environment.time,
    };
    let answered = load::run(load, "303", "/receipts/", move |_| {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        let body = format!("{}{}", bodies[nth % bodies.len()], slips.get(nth)?);
        // Each has an address of their own, as citizens have: one network may send only so many forms a minute.
        let own = IpAddr::from(Ipv4Addr::from_bits(0x0a00_0000 + u32::try_from(nth).ok()?));
        let from = format!("x-forwarded-for: {own}\r\n");
        Some(Cow::Owned(load::request(
            "POST", address, &path, &from, &body,
        )))
    })?;
    let stored = environment.stored(asked)?;
    anyhow::ensure!(
        stored == answered.count,
        "{} were acknowledged, {stored} are stored",
        answered.count
    );
    Ok(answered)
}

/// Pages of the desk, signing in, and what citizens notice of those who try to.
fn working(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    environment.rest()?;
    let desk = Desk::new(environment)?;
    let server = environment.server()?;
    desk.pages(environment, &server, figures)?;
    designer::design(&desk, environment, &server, figures)?;
    desk.sign_in(&server, figures)?;
    desk::tell_apart(&server, figures)?;
    let (mut rounds, mut tried, mut computed) = (Vec::new(), 0, 0.0);
    let hashes = || server.counted("kocho_passwords_total");
    for _ in 0..ROUNDS {
        environment.rest()?;
        let alone = send(environment, &server, &environment.open)?.rate();
        environment.rest()?;
        let before = hashes()?;
        let (beside, answered) = beside_strangers(environment, &server)?;
        computed += hashes()? - before;
        tried += answered;
        rounds.push((beside / alone, beside, alone));
    }
    // The middle one: a machine that others share is slow for a while and fast again.
    rounds.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let (_, beside, alone) = rounds[ROUNDS / 2];
    figures.note(
        "durable responses, nobody signs in",
        format!("{alone:.0}/s"),
    );
    let what =
        format!("– while {tried} sign-ins are tried, 50 in a second ({computed:.0} computed)");
    figures.ratio(&what, beside, alone, 0.9);
    Ok(())
}

/// Answers come in while strangers try passwords: how many in a second, and how many strangers were answered.
fn beside_strangers(environment: &Environment, server: &Server) -> anyhow::Result<(f64, usize)> {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let strangers = scope.spawn(|| desk::guess(server, &is_over));
        let beside = send(environment, server, &environment.open);
        is_over.store(true, Ordering::Relaxed);
        let tried = strangers
            .join()
            .map_err(|_| anyhow::anyhow!("they gave up"))??;
        anyhow::Ok((beside?.rate(), tried))
    })
}

/// Closing a survey with few and with many responses.
fn computing(environment: &Environment, figures: &mut Figures, many: usize) -> anyhow::Result<()> {
    environment.rest()?;
    let server = environment.server()?;
    let mut closed = Vec::new();
    for (asked, responses) in environment.closing.iter().zip([many / 100, many]) {
        let one = closing::close(environment, &server, asked, responses)?;
        let took = one.took.as_secs_f64();
        let what = format!("closing a survey of {responses} responses × 30 questions");
        figures.at_most(&what, took, 3.0, "s");
        closed.push((took, one.memory));
    }
    closing::finish(environment, &environment.closing[1])?;
    let [(few, _), (all, (before, after))] = closed[..] else {
        anyhow::bail!("two surveys are closed");
    };
    figures.at_most(
        "– growth of the time for 100 times the responses",
        all / few,
        100.0,
        "times",
    );
    figures.at_most("– memory of the server at most", after.most, 500.0, "MB");
    figures.note(
        "– memory of the server before",
        format!("{:.0} MB", before.now),
    );
    Ok(())
}

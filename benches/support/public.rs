//! What everybody may see: the receipt of one's own response, and the public pages of the demonstration.

use std::borrow::Cow;
use std::time::Duration;

use anyhow::{Context, bail};

use super::crowd;
use super::environment::Environment;
use super::figures::Figures;
use super::load::{self, Answered, Load};
use super::server::Server;

/// How many look at pages at the same time.
const READERS: usize = 32;

/// Of `/healthz`.
const LEAST: f64 = 0.5;

const BROWSER: &str = "accept: text/html\r\naccept-encoding: gzip\r\naccept-language: ja\r\n";

/// The demonstration's town, whose survey of 2023 is published, with a plan and values.
const PAGES: [(&str, &str); 6] = [
    ("town", "/sunagawa"),
    ("plan", "/sunagawa/plans/PLAN"),
    ("indicator", "/sunagawa/plans/PLAN/indicators/sng-02"),
    ("results", "/sunagawa/surveys/shimin-2023/results"),
    (
        "results as CSV",
        "/sunagawa/surveys/shimin-2023/results.csv",
    ),
    (
        "results as JSON",
        "/sunagawa/surveys/shimin-2023/results.json",
    ),
];

/// Stands for the name of the plan, which the town's page says.
const PLAN: &str = "PLAN";

/// A server whose pages are looked at.
struct Reading<'a> {
    server: &'a Server,
    time: Duration,
}

/// Receipt and public pages.
pub fn read(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    receipt(environment, figures)?;
    let server = environment.demonstration()?;
    let reading = Reading::new(environment, &server);
    let plan = plan(&server)?;
    let before = reading.health()?;
    let mut all = Vec::new();
    for (what, path) in PAGES {
        let path = &path.replace(PLAN, &plan);
        let tag = reading.tag(path)?;
        let again = tag.map(|tag| reading.again(path, &tag));
        all.push((what, reading.page(path, "200", ""), again));
    }
    let health = f64::midpoint(before, reading.health()?);
    figures.note(
        "`/healthz`, beside the public pages",
        format!("{health:.0}/s"),
    );
    for (what, page, again) in all {
        tell(&format!("public page: {what}"), page, health, figures);
        match again {
            Some(again) => tell("– 304 for whoever has it", again, health, figures),
            None => figures.note("– 304 for whoever has it", "no `etag`".to_owned()),
        }
    }
    Ok(())
}

/// How often a page was read; where somebody was refused, that.
fn tell(what: &str, read: anyhow::Result<Answered>, health: f64, figures: &mut Figures) {
    match read {
        Ok(page) => {
            let what = format!("{what} ({} bytes)", page.bytes);
            figures.ratio(&what, page.rate(), health, LEAST);
        }
        Err(refused) => {
            let why = refused.root_cause().to_string();
            figures.refused(what, why.lines().next().unwrap_or_default(), LEAST);
        }
    }
}

/// The name in addresses of the plan that has the indicator: the town's page says which plans there are.
fn plan(server: &Server) -> anyhow::Result<String> {
    let look = |path: &str| load::get(server.address, path, "accept: text/html\r\n");
    for link in look("/sunagawa")?.split("/sunagawa/plans/").skip(1) {
        let plan = link.split(['"', '?', '/']).next().unwrap_or_default();
        if look(&format!("/sunagawa/plans/{plan}"))?.contains("/indicators/sng-02") {
            return Ok(plan.to_owned());
        }
    }
    bail!("no plan has the indicator")
}

/// The page that says that answers are recorded, as the one who sent them sees it.
fn receipt(environment: &Environment, figures: &mut Figures) -> anyhow::Result<()> {
    environment.rest()?;
    let server = environment.server()?;
    let path = crowd::alone(&server, &environment.open)?;
    let reading = Reading::new(environment, &server);
    let receipt = reading.page(&path, "200", "")?;
    let health = reading.health()?;
    let named = format!(
        "receipt ({} bytes; `/healthz` {health:.0}/s)",
        receipt.bytes
    );
    figures.at_least(&named, receipt.rate(), 10_000.0, "/s");
    Ok(())
}

impl<'a> Reading<'a> {
    fn new(environment: &Environment, server: &'a Server) -> Self {
        let time = environment.time / 6;
        Self { server, time }
    }

    fn health(&self) -> anyhow::Result<f64> {
        Ok(self.page("/healthz", "200", "")?.rate())
    }

    /// The same page again and again.
    fn page(&self, path: &str, status: &'static str, has: &str) -> anyhow::Result<Answered> {
        let address = self.server.address;
        let headers = format!("{BROWSER}{has}");
        let asked: &'static [u8] = load::request("GET", address, path, &headers, "").leak();
        let load = Load {
            address,
            connections: READERS,
            time: self.time,
        };
        let asked = move |_| Some(Cow::Borrowed(asked));
        load::run(load, status, "", asked).with_context(|| path.to_owned())
    }

    /// The same for whoever has it already.
    fn again(&self, path: &str, tag: &str) -> anyhow::Result<Answered> {
        self.page(path, "304", &format!("if-none-match: {tag}\r\n"))
    }

    /// What a page says to know it by; the first look at it, so that all that follow are alike.
    fn tag(&self, path: &str) -> anyhow::Result<Option<String>> {
        let said = load::get(self.server.address, path, BROWSER)?;
        let mut head = said.lines().take_while(|line| !line.is_empty());
        let tag = head.find_map(|line| line.strip_prefix("etag: "));
        Ok(tag.map(str::to_owned))
    }
}

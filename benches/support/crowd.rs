//! Many people on their way at the same time.

use std::cell::Cell;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use futures_util::future::try_join_all;

use super::environment::Environment;
use super::journey::{Sheet, walk};
use super::load::{Answered, waiting};
use super::phone::{Line, Phone};
use super::processors::Spent;
use super::server::Server;
use super::town::Asked;

/// So many different sheets are filled in.
const SHEETS: usize = 16;

/// Who walks where, how many at a time and for how long.
pub struct Crowd<'a> {
    /// The server they ask.
    pub server: &'a Server,
    /// The survey they answer.
    pub asked: &'a Asked,
    /// Their keys, where the survey needs them.
    pub keys: &'a Keys,
    /// How many at a time.
    pub at_once: usize,
    /// For how long.
    pub time: Duration,
}

/// Keys on letters: each opens a draft once.
pub struct Keys {
    all: Vec<Option<String>>,
    next: Cell<usize>,
}

/// How it went.
pub struct Walked {
    /// Whole ways.
    pub ways: Answered,
    /// Requests of one way.
    pub requests: usize,
    /// What it took of the processors.
    pub spent: Spent,
}

impl Keys {
    /// Issues so many by the real workflow; for an open survey there is nothing to issue, and nobody is turned away.
    pub fn issue(environment: &Environment, asked: &Asked, count: usize) -> anyhow::Result<Self> {
        let town = &environment.town;
        let all = environment.with(async |conn| town.keys(conn, asked, count).await)?;
        let next = Cell::new(0);
        Ok(Self { all, next })
    }

    fn next(&self) -> anyhow::Result<(usize, Option<&str>)> {
        let nth = self.next.replace(self.next.get() + 1);
        let key = self.all.get(nth).context("more people than keys")?;
        Ok((nth, key.as_deref()))
    }
}

/// One person answers an open survey; the address of the receipt.
pub fn alone(server: &Server, asked: &Asked) -> anyhow::Result<String> {
    waiting()?.block_on(async {
        let mut line = Line::new(server.address).await?;
        let mut phone = Phone::new(&mut line);
        walk(&mut phone, asked, None, &Sheet::new(asked, 0)).await?;
        Ok(phone.address().to_owned())
    })
}

impl Crowd<'_> {
    /// Everybody walks, one after the other on so many connections, until the time is up; whoever is on the way then
    /// still arrives. What arrived is what is stored, or the run fails.
    pub fn walk(&self, environment: &Environment) -> anyhow::Result<Walked> {
        let stored = environment.stored(self.asked)?;
        let before = Spent::now(self.server)?;
        let (ways, requests) = waiting()?.block_on(self.on_their_way())?;
        let spent = Spent::now(self.server)? - before;
        let stored = environment.stored(self.asked)? - stored;
        ensure!(
            stored == ways.count,
            "{} have a receipt, {stored} are stored",
            ways.count
        );
        Ok(Walked {
            ways,
            requests,
            spent,
        })
    }

    async fn on_their_way(&self) -> anyhow::Result<(Answered, usize)> {
        let sheets = (0..SHEETS).map(|nth| Sheet::new(self.asked, nth));
        let sheets: Vec<Sheet> = sheets.collect();
        let began = Instant::now();
        let until = began + self.time;
        let walkers = (0..self.at_once).map(|_| self.one_after_the_other(&sheets, until));
        let (mut times, mut requests) = (Vec::new(), 0);
        for (own, most) in try_join_all(walkers).await? {
            times.extend(own);
            requests = most.max(requests);
        }
        Ok((Answered::gathered(times, began.elapsed())?, requests))
    }

    /// People on one connection: how long each took, and the most requests one of them made.
    async fn one_after_the_other(
        &self,
        sheets: &[Sheet],
        until: Instant,
    ) -> anyhow::Result<(Vec<Duration>, usize)> {
        let mut line = Line::new(self.server.address).await?;
        let (mut times, mut requests) = (Vec::new(), 0);
        while Instant::now() < until {
            let (nth, key) = self.keys.next()?;
            let (mut phone, sheet) = (Phone::new(&mut line), &sheets[nth % SHEETS]);
            let began = Instant::now();
            walk(&mut phone, self.asked, key, sheet).await?;
            times.push(began.elapsed());
            requests = phone.requests.max(requests);
        }
        Ok((times, requests))
    }
}

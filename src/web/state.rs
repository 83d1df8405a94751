//! The state of what answers requests: the program, and what one node keeps between requests of its own.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Instant;

use actix_web::web::Data;

use crate::app::App;
use crate::clock;
use crate::domain::hosts::Hosts;

use super::respond::room::Room;
use super::throttle::Throttle;
use super::town::Town;
use crate::web::cache::bank::BankCache;
use crate::web::cache::beginnings::Beginnings;
use crate::web::cache::drafts::DraftCache;
use crate::web::cache::publications::Publications;
use crate::web::cache::receipts::ReceiptCache;
use crate::web::cache::surveys::SurveyCache;
use crate::web::middleware::bodies::Bodies;

/// One node as its handlers see it. What it has of [`App`] is reached as its own.
pub struct AppState {
    /// The program.
    pub app: Data<App>,
    /// Rows and pages that are remembered for a moment.
    pub cache: SurveyCache,
    /// What the public reads.
    pub publications: Publications,
    /// Receipts given out a moment ago.
    pub receipts: ReceiptCache,
    /// Drafts of people who are answering.
    pub drafts: DraftCache,
    /// How pages begin that are written for one person.
    pub beginnings: Beginnings,
    /// The questions of towns in which somebody searched.
    pub bank: BankCache,
    /// How fast codes are tried and open surveys answered.
    pub throttle: Throttle,
    /// How much room drafts of open surveys have.
    pub room: Room,
    /// What bodies hold of the memory.
    pub bodies: Arc<Bodies>,
    /// Since when this node answers.
    pub since: Instant,
}

impl AppState {
    /// Nothing is remembered yet, nobody has tried anything.
    ///
    /// # Errors
    /// When a program has a second one: its counters are registered already.
    pub fn new(app: Data<App>) -> anyhow::Result<Self> {
        let mebibytes = app.config.limits.bodies_mebibytes;
        let bytes = mebibytes.saturating_mul(1 << 20);
        // The hour a network's hash is made for is no decision: the process's clock will do.
        let throttle = Throttle::new(&app, clock::now)?;
        Ok(Self {
            cache: SurveyCache::new(app.db.clone(), app.secret.clone()),
            publications: Publications::new(app.db.clone())?,
            receipts: ReceiptCache::default(),
            drafts: DraftCache::default(),
            beginnings: Beginnings::default(),
            bank: BankCache::default(),
            throttle,
            room: Room::of_megabytes(app.config.drafts.megabytes),
            bodies: Arc::new(Bodies::new(bytes)),
            since: Instant::now(),
            app,
        })
    }

    /// Whose pages the texts of a town may lead to: its own, and those of the public address.
    #[must_use]
    pub fn hosts_of(&self, town: &Town) -> Hosts {
        let hosts = town.linked_hosts.clone();
        hosts.and(self.config.public_host().as_deref())
    }
}

impl Deref for AppState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

//! The answer to COMMIT is cut and the database is away for eight seconds.

use std::time::Duration;

use kocho::domain::survey::Anonymity;

use crate::citizens::{Forms, Told};
use crate::frame::{Dice, Row};
use crate::ledger::{self, Entry};
use crate::nodes::Node;
use crate::proxy::Proxy;
use crate::town::Town;

/// How often.
const ROUNDS: usize = 8;

/// One citizen after the other, each with a cut commit.
pub fn run(seed: u64) -> Vec<Row> {
    let town = Town::new("cut-commit", seed);
    let mut dice = Dice::new(seed);
    let (survey, reader) = town.open("cut", Anonymity::Open);
    let proxy = Proxy::start(town.server.port);
    let url = format!("postgres://kocho@127.0.0.1:{}/kocho", proxy.port);
    let node = Node::start(&town.var, &url);
    let forms = Forms {
        survey: &survey,
        reader: &reader,
        secret: &town.secret,
        begun_at: town.now(),
    };
    let mut entries = Vec::new();
    for _ in 0..ROUNDS {
        let form = forms.form(None, &mut dice);
        // The node's own work commits as well: the cut is for whoever commits next, which is this form in most rounds.
        proxy.cut_next();
        let told = form.send(node.address);
        entries.push(Entry {
            form,
            told: vec![told],
        });
        std::thread::sleep(Duration::from_secs(9));
    }
    let stored = town.stored(survey.id);
    let during = ledger::judge(&town, survey.id, &entries, &stored);
    let cut = proxy.cut();
    let recorded = stored.receipts.len();
    let count = |wanted: fn(&Told) -> bool| entries.iter().filter(|e| wanted(&e.told[0])).count();
    let outcomes = format!(
        "{} recorded, {} not recorded, {} cannot be confirmed",
        count(|told| matches!(told, Told::Recorded(_))),
        count(|told| *told == Told::NotRecorded),
        count(|told| *told == Told::Unsure)
    );
    let honest = count(|told| matches!(told, Told::Recorded(_) | Told::NotRecorded | Told::Unsure));
    for entry in &mut entries {
        entry.told.push(entry.form.send(node.address));
    }
    let stored = town.stored(survey.id);
    let after = ledger::judge(&town, survey.id, &entries, &stored);
    let everybody = entries.iter().all(|entry| entry.receipt().is_some());
    vec![Row {
        tried: format!(
            "{cut} commits cut, the database away for 8 s each; {recorded} of {ROUNDS} were recorded"
        ),
        seen: format!("told: {outcomes}; {during}; sent again: {after}"),
        is_kept: cut == ROUNDS
            && honest == ROUNDS
            && during.is_good()
            && after.is_good()
            && everybody
            && stored.receipts.len() == ROUNDS,
    }]
}

//! Servers and databases that are killed while people send.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kocho::domain::survey::Anonymity;

use crate::citizens::{Form, Forms, Told};
use crate::frame::{Dice, Row};
use crate::ledger::{self, Entry};
use crate::nodes::Node;
use crate::town::Town;

/// How often something is killed.
const KILLS: usize = 60;

/// Citizens at the same time.
const CITIZENS: usize = 24;

/// Forms that are ready to be sent: more than are.
const FORMS: usize = 60_000;

/// Kills one of two nodes after the other, and starts it again.
pub fn servers(seed: u64) -> Vec<Row> {
    let mut town = Town::new("kills-server", seed);
    let mut dice = Dice::new(seed);
    under_load(
        &mut town,
        seed,
        "SIGKILLs of two servers by turns",
        |_, nodes, nth| {
            nodes[nth % 2].kill();
            std::thread::sleep(Duration::from_millis(50 + dice.roll(200)));
            nodes[nth % 2].again();
            std::thread::sleep(Duration::from_millis(700 + dice.roll(600)));
        },
    )
}

/// Kills every process of the database, and starts it again.
pub fn database(seed: u64) -> Vec<Row> {
    let mut town = Town::new("kills-database", seed);
    let mut dice = Dice::new(seed);
    under_load(&mut town, seed, "SIGKILLs of PostgreSQL", |town, _, _| {
        town.server.kill();
        std::thread::sleep(Duration::from_millis(50 + dice.roll(300)));
        town.server.start();
        std::thread::sleep(Duration::from_millis(400 + dice.roll(800)));
    })
}

/// People send to two nodes while `fault` happens again and again; then everybody who has no receipt sends again.
pub fn under_load(
    town: &mut Town,
    seed: u64,
    what: &str,
    mut fault: impl FnMut(&mut Town, &mut [Node; 2], usize),
) -> Vec<Row> {
    let (survey, reader) = town.open("kills", Anonymity::Open);
    let (keyed, _) = town.open("kills-keyed", Anonymity::Anonymous);
    let keys = town.keys(keyed.id, 4_000);
    let begun_at = town.now();
    let mut dice = Dice::new(seed);
    let secret = town.secret.clone();
    let of = |survey| Forms {
        survey,
        reader: &reader,
        secret: &secret,
        begun_at,
    };
    let mut forms: Vec<(bool, Form)> = keys
        .into_iter()
        .map(|key| (true, of(&keyed).form(Some(key), &mut dice)))
        .collect();
    forms.extend((forms.len()..FORMS).map(|_| (false, of(&survey).form(None, &mut dice))));
    dice.shuffle(&mut forms);
    let mut nodes = [0, 1].map(|_| Node::start(&town.var, &town.server.url()));
    let addresses = [nodes[0].address, nodes[1].address];
    let forms = Arc::new(forms);
    let (next, is_over) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let told = Arc::new(Mutex::new(Vec::new()));
    let citizens: Vec<_> = (0..CITIZENS)
        .map(|nth| {
            let (forms, next, is_over, told) =
                (forms.clone(), next.clone(), is_over.clone(), told.clone());
            std::thread::spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((_, form)) = forms.get(at) else {
                        return;
                    };
                    let answer = form.send(addresses[(nth + at) % 2]);
                    if answer == Told::Nothing {
                        std::thread::sleep(Duration::from_millis(20));
                    }
                    told.lock().unwrap().push((at, answer));
                }
            })
        })
        .collect();
    for nth in 0..KILLS {
        fault(town, &mut nodes, nth);
    }
    is_over.store(true, Ordering::Relaxed);
    for citizen in citizens {
        citizen.join().unwrap();
    }
    for node in &mut nodes {
        node.wait();
    }
    let told = std::mem::take(&mut *told.lock().unwrap());
    let mut entries: [Vec<Entry>; 2] = [Vec::new(), Vec::new()];
    for (at, answer) in told {
        let (is_keyed, form) = &forms[at];
        entries[usize::from(*is_keyed)].push(Entry {
            form: form.clone(),
            told: vec![answer],
        });
    }
    let mut rows = Vec::new();
    for (survey, entries) in [&survey, &keyed].into_iter().zip(&mut entries) {
        let stored = town.stored(survey.id);
        let during = ledger::judge(town, survey.id, entries, &stored);
        let unanswered = entries
            .iter()
            .filter(|entry| entry.receipt().is_none())
            .count();
        for entry in entries.iter_mut().filter(|entry| entry.receipt().is_none()) {
            entry.told.push(entry.form.send(addresses[0]));
        }
        let stored = town.stored(survey.id);
        let after = ledger::judge(town, survey.id, entries, &stored);
        let everybody = entries.iter().all(|entry| entry.receipt().is_some());
        let count: usize = stored.documents.values().sum();
        let is_whole = count == entries.len() && stored.receipts.len() == count;
        let keys_fit = survey.id != keyed.id || stored.spent == count;
        rows.push(Row {
            tried: format!(
                "{KILLS} {what}, {} forms to {}, {unanswered} sent again",
                entries.len(),
                survey.slug
            ),
            seen: format!("during: {during}; after: {after}; {count} stored"),
            is_kept: during.is_good()
                && after.is_good()
                && everybody
                && is_whole
                && keys_fit
                && count > 100,
        });
        let forged = ledger::forged(town, survey.id, entries, &stored);
        rows.push(Row {
            tried: "control: an acknowledged form that is not the stored one".to_owned(),
            seen: forged.to_string(),
            is_kept: forged.lost == 1 && forged.ghosts == 1,
        });
    }
    rows
}

//! One form sent twice at the same moment with different answers; one key on two devices.

use std::net::SocketAddr;
use std::sync::Barrier;

use kocho::domain::survey::Anonymity;

use crate::citizens::{Form, Forms, Told};
use crate::frame::{Dice, Row};
use crate::nodes::Node;
use crate::town::{Stored, Town};

/// Pairs of each kind.
const PAIRS: usize = 200;

/// Over one node and over two.
pub fn run(seed: u64) -> Vec<Row> {
    let town = Town::new("twins", seed);
    let mut dice = Dice::new(seed);
    let (open, reader) = town.open("twins", Anonymity::Open);
    let (keyed, _) = town.open("twins-keyed", Anonymity::Anonymous);
    let keys = town.keys(keyed.id, 2 * PAIRS);
    let of = |survey| Forms {
        survey,
        reader: &reader,
        secret: &town.secret,
        begun_at: town.now(),
    };
    let (of_open, of_keyed) = (of(&open), of(&keyed));
    let nodes = [0, 1].map(|_| Node::start(&town.var, &town.server.url()));
    let mut rows = Vec::new();
    for (nth, words) in ["one node", "two nodes"].into_iter().enumerate() {
        let to = [nodes[0].address, nodes[nth].address];
        let mut pairs = Vec::new();
        for _ in 0..PAIRS {
            let first = of_open.form(None, &mut dice);
            let second = of_open.filled(first.submission, None, &mut dice);
            pairs.push([first, second]);
        }
        let told = send(&pairs, to);
        let stored = town.stored(open.id);
        rows.push(judged(
            &pairs,
            &told,
            &stored,
            &format!("one form, {words}"),
            |other| matches!(other, Told::Already(_)),
        ));
        let keys = &keys[nth * PAIRS..(nth + 1) * PAIRS];
        let mut pair = |key| [0, 1].map(|_| of_keyed.form(Some(key), &mut dice));
        let pairs: Vec<_> = keys.iter().map(|key| pair(*key)).collect();
        let told = send(&pairs, to);
        let stored = town.stored(keyed.id);
        rows.push(judged(
            &pairs,
            &told,
            &stored,
            &format!("one key, {words}"),
            |other| *other == Told::KeyUsed,
        ));
    }
    rows.push(control(&town, &open));
    rows
}

/// Each pair at the same moment, twenty pairs at a time.
fn send(pairs: &[[Form; 2]], to: [SocketAddr; 2]) -> Vec<[Told; 2]> {
    let mut told = Vec::new();
    for chunk in pairs.chunks(20) {
        let barrier = Barrier::new(2 * chunk.len());
        let answers = std::thread::scope(|scope| {
            let barrier = &barrier;
            let sends: Vec<_> = chunk
                .iter()
                .map(|pair| {
                    [0, 1].map(|at| {
                        scope.spawn(move || {
                            barrier.wait();
                            pair[at].send(to[at])
                        })
                    })
                })
                .collect();
            let join = |send: std::thread::ScopedJoinHandle<'_, Told>| send.join().unwrap();
            sends
                .into_iter()
                .map(|pair| pair.map(join))
                .collect::<Vec<_>>()
        });
        told.extend(answers);
    }
    told
}

fn judged(
    pairs: &[[Form; 2]],
    told: &[[Told; 2]],
    stored: &Stored,
    what: &str,
    is_other: impl Fn(&Told) -> bool,
) -> Row {
    let is_right = |(forms, told): (&[Form; 2], &[Told; 2])| {
        let recorded: Vec<usize> = (0..2)
            .filter(|at| matches!(told[*at], Told::Recorded(_)))
            .collect();
        let [winner] = recorded[..] else { return false };
        let is_there = |at: usize| stored.documents.contains_key(&forms[at].document);
        is_other(&told[1 - winner]) && is_there(winner) && !is_there(1 - winner)
    };
    let right = pairs
        .iter()
        .zip(told)
        .filter(|pair| is_right(*pair))
        .count();
    Row {
        tried: format!("{} pairs at the same moment: {what}", pairs.len()),
        seen: format!(
            "{right} of {}: one recorded, the other told so",
            pairs.len()
        ),
        is_kept: right == pairs.len(),
    }
}

/// The judge must notice when both of a pair are told “recorded”.
fn control(town: &Town, survey: &kocho::storage::surveys::Survey) -> Row {
    let stored = town.stored(survey.id);
    let (document, _) = stored.documents.iter().next().unwrap();
    let reader = town.open("twins-control", Anonymity::Open).1;
    let forms = Forms {
        survey,
        reader: &reader,
        secret: &town.secret,
        begun_at: town.now(),
    };
    let mut form = forms.form(None, &mut Dice::new(1));
    let other = form.clone();
    form.document.clone_from(document);
    let both = [[
        Told::Recorded("A".to_owned()),
        Told::Recorded("A".to_owned()),
    ]];
    let row = judged(&[[form, other]], &both, &stored, "", |_| true);
    Row {
        tried: "control: both of a pair told “recorded”".to_owned(),
        seen: row.seen,
        is_kept: !row.is_kept,
    }
}

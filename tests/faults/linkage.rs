//! The linkage attack (`trust.md` AV-1): who holds what, and how many pairs of key and answer it gives away.
//!
//! People answer over days, each night the tables are copied. Attackers match the order of spent keys with the order of
//! rows, transaction numbers, ids, and what appears between two copies. Two shapes: 25 days of 2 and 20 days of 12.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel_async::RunQueryDsl;
use kocho::domain::envelope::EnvelopeKey;
use kocho::domain::language::Language;
use kocho::domain::submission::{AnswersJson, Submission};
use kocho::domain::survey::{Anonymity, Mode};
use kocho::domain::token::Key;
use kocho::storage::surveys::Survey;
use kocho::storage::{Conn, pool};
use kocho::workflows::intake::{Capacity, Intake, Outcome};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::sealing;

use crate::frame::{Dice, Row};
use crate::town::Town;

/// How often each shape is tried: their hits are added up.
const ROUNDS: usize = 5;

/// A row as an attacker sees it: what it says, who wrote it, where it lies.
#[derive(Debug, Clone, diesel::QueryableByName)]
struct Seen {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    what: Vec<u8>,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    writer: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    place: i64,
}

/// One night's copy.
struct Copy {
    keys: Vec<Seen>,
    responses: Vec<Seen>,
    by_id: Vec<Vec<u8>>,
    envelopes: Vec<Seen>,
}

/// Which answer each key gave.
type Truth = HashMap<Vec<u8>, Vec<u8>>;

/// Pairs an attacker claims.
type Claim = Vec<(Vec<u8>, Vec<u8>)>;

/// The attackers, and what chance gives each of them.
#[derive(Default)]
struct Hits {
    seen: usize,
    people: usize,
    chance: f64,
}

impl Hits {
    fn add(&mut self, truth: &Truth, claim: &Claim, chance: f64) {
        self.people += truth.len();
        self.chance += chance;
        let is_right = |(key, answer): &&(Vec<u8>, Vec<u8>)| truth.get(key) == Some(answer);
        self.seen += claim.iter().filter(is_right).count();
    }

    /// Right pairs of random matchings have a variance of about their mean. Four of its roots are one chance in thirty
    /// thousand.
    fn bound(&self) -> f64 {
        self.chance + 4.0 * self.chance.sqrt()
    }
}

/// Both shapes.
pub fn run(seed: u64) -> Vec<Row> {
    let town = Town::new("linkage", seed);
    [(25, 2), (20, 12)]
        .into_iter()
        .flat_map(|(days, a_day)| shape(&town, seed, days, a_day))
        .collect()
}

fn shape(town: &Town, seed: u64, days: usize, a_day: usize) -> Vec<Row> {
    let mut hits: BTreeMap<&str, Hits> = BTreeMap::new();
    for round in 0..ROUNDS {
        let slug = format!("linkage-{days}-{round}");
        let (survey, _) = town.open(&slug, Anonymity::Anonymous);
        let keys = town.keys(survey.id, 2 * days * a_day);
        let mut dice = Dice::new(seed ^ (round as u64) << 8 ^ days as u64);
        let (truth, copies) = fieldwork(town, &survey, keys, days, a_day, &mut dice);
        attack(town, &survey, &truth, &copies, &mut hits);
        let over = after_close(town, &survey);
        for (name, order) in [
            ("entry closed, by place", false),
            ("entry closed, by id", true),
        ] {
            let claim = by_rank(&in_order(&over.keys), &answers(&over, order));
            hits.entry(name).or_default().add(&truth, &claim, 1.0);
        }
    }
    hits.into_iter()
        .map(|(attacker, hits)| {
            let is_control = attacker.starts_with("control");
            let within = hits.seen as f64 <= hits.bound();
            Row {
                tried: format!("{ROUNDS} × {days} days of {a_day}: {attacker}"),
                seen: match is_control {
                    true => format!("{} of {} linked", hits.seen, hits.people),
                    false => format!(
                        "{} of {} linked (chance {:.0}, bound {:.0})",
                        hits.seen,
                        hits.people,
                        hits.chance,
                        hits.bound()
                    ),
                },
                is_kept: if is_control {
                    hits.seen * 3 > hits.people
                } else {
                    within
                },
            }
        })
        .collect()
}

/// People answer; each night the tables are copied after the worker has sealed what it can.
fn fieldwork(
    town: &Town,
    survey: &Survey,
    mut keys: Vec<Key>,
    days: usize,
    a_day: usize,
    dice: &mut Dice,
) -> (Truth, Vec<Copy>) {
    dice.shuffle(&mut keys);
    let mut keys = keys.into_iter();
    let (mut truth, mut copies) = (Truth::new(), Vec::new());
    town.with(async |conn| {
        let limits = pool::Limits {
            connections: 3,
            wait: std::time::Duration::from_secs(5),
            statement: std::time::Duration::ZERO,
            lock: std::time::Duration::ZERO,
            idle_in_transaction: std::time::Duration::ZERO,
        };
        let db = pool::connect(&town.server.url(), limits).unwrap();
        let capacity = Capacity {
            queue: 64,
            batch: 64,
            batches: 2,
        };
        let (door, _) = Intake::start(db, town.secret.clone(), capacity);
        for day in 0..days {
            for nth in 0..a_day {
                let key = keys.next().unwrap().hash(&town.secret, town.id, survey.id);
                let answer = format!("{day}-{nth}");
                let form = form(survey, key, &answer, dice);
                assert!(matches!(door.submit(form).await, Outcome::Accepted(_)));
                truth.insert(key.0.to_vec(), answer.into_bytes());
            }
            sealing::seal(conn, &town.secret, town.id, survey.id)
                .await
                .unwrap();
            copies.push(copy(conn, survey).await);
        }
    });
    (truth, copies)
}

fn form(
    survey: &Survey,
    key: kocho::domain::token::KeyHash,
    answer: &str,
    dice: &mut Dice,
) -> Submission {
    Submission {
        municipality: survey.municipality_id,
        survey: survey.id,
        id: crate::citizens::fresh(dice),
        key: Some(key),
        draft: None,
        begun_at: survey.opens_at.unwrap(),
        mode: Mode::Web,
        language: Language::japanese(),
        duration: None,
        answers: AnswersJson::new(format!(r#"{{"q1": "{answer}"}}"#)),
        room: kocho::domain::envelope::Room::default(),
    }
}

/// Everything of the tables that could tell something.
async fn copy(conn: &mut Conn, survey: &Survey) -> Copy {
    let rows = |what: &str, table: &str, more: &str| {
        format!(
            "select {what} as what, xmin::text::bigint as writer, \
             (replace(split_part(ctid::text, ',', 1), '(', '')::bigint * 100000 \
              + replace(split_part(ctid::text, ',', 2), ')', '')::bigint) as place \
             from {table} where survey_id = '{}' {more} order by 3",
            survey.id
        )
    };
    let mut load =
        async |sql: String| -> Vec<Seen> { diesel::sql_query(sql).load(conn).await.unwrap() };
    let answer = "convert_to(answers->>'q1', 'UTF8')";
    let keys = load(rows("key_hash", "invitations", "and used")).await;
    let responses = load(rows(answer, "responses", "")).await;
    let by_id = load(rows(answer, "responses", "").replace("order by 3", "order by id")).await;
    let envelopes = load(rows("content", "envelopes", "")).await;
    Copy {
        keys,
        responses,
        by_id: by_id.into_iter().map(|row| row.what).collect(),
        envelopes,
    }
}

fn after_close(town: &Town, survey: &Survey) -> Copy {
    town.with(async |conn| {
        town.act(conn, survey.id, Act::CloseWeb).await;
        town.act(conn, survey.id, Act::CloseEntry).await;
        sealing::seal(conn, &town.secret, town.id, survey.id)
            .await
            .unwrap();
        copy(conn, survey).await
    })
}

fn attack(
    town: &Town,
    survey: &Survey,
    truth: &Truth,
    copies: &[Copy],
    hits: &mut BTreeMap<&'static str, Hits>,
) {
    let last = copies.last().unwrap();
    let groups = groups(last);
    // What is still in envelopes nobody without the secret can claim.
    let chance = groups.len() as f64;
    let mut add =
        |name, claim: Claim, chance| hits.entry(name).or_default().add(truth, &claim, chance);
    add(
        "the database, by transaction and place",
        by_group(last, &groups, false),
        chance,
    );
    add(
        "the database, by transaction and id",
        by_group(last, &groups, true),
        chance,
    );
    add(
        "every night's backup, by what came and went",
        by_night(copies, false),
        chance,
    );
    add(
        "every night's backup, by the order of envelopes",
        by_night(copies, true),
        chance,
    );
    let key = EnvelopeKey::of(&town.secret, survey.id);
    let now = opened(last, &key);
    let most = now.len() as f64;
    add(
        "the database and the secret",
        [by_group(last, &groups, false), now].concat(),
        chance + most,
    );
    let nightly = copies.iter().flat_map(|copy| opened(copy, &key));
    let nightly: HashSet<_> = nightly.collect();
    let nightly: Claim = nightly.into_iter().collect();
    add("control: every night's backup and the secret", nightly, 0.0);
}

/// The transactions that sealed, oldest first, with the places of their responses.
fn groups(copy: &Copy) -> BTreeMap<i64, Vec<usize>> {
    let mut groups: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, row) in copy.responses.iter().enumerate() {
        groups.entry(row.writer).or_default().push(at);
    }
    groups
}

/// Keys in the order in which they were spent.
fn in_order(keys: &[Seen]) -> Vec<Vec<u8>> {
    let mut keys: Vec<&Seen> = keys.iter().collect();
    keys.sort_by_key(|key| (key.writer, key.place));
    keys.into_iter().map(|key| key.what.clone()).collect()
}

fn answers(copy: &Copy, by_id: bool) -> Vec<Vec<u8>> {
    match by_id {
        true => copy.by_id.clone(),
        false => copy.responses.iter().map(|row| row.what.clone()).collect(),
    }
}

fn by_rank(keys: &[Vec<u8>], answers: &[Vec<u8>]) -> Claim {
    keys.iter().cloned().zip(answers.iter().cloned()).collect()
}

/// The first keys gave the first group, and so on; within a group by rank.
fn by_group(copy: &Copy, groups: &BTreeMap<i64, Vec<usize>>, by_id: bool) -> Claim {
    let keys = in_order(&copy.keys);
    let rank: HashMap<&Vec<u8>, usize> = copy.by_id.iter().zip(0..).collect();
    let mut next = 0;
    let mut claim = Claim::new();
    for places in groups.values() {
        let mut answers: Vec<Vec<u8>> = places
            .iter()
            .map(|at| copy.responses[*at].what.clone())
            .collect();
        if by_id {
            answers.sort_by_key(|answer| rank[answer]);
        }
        let until = (next + answers.len()).min(keys.len());
        claim.extend(by_rank(&keys[next..until], &answers));
        next = until;
    }
    claim
}

/// The keys spent until the night in which responses appeared gave these responses, in the order of what vanished.
fn by_night(copies: &[Copy], by_envelope: bool) -> Claim {
    let mut claim = Claim::new();
    let (mut known, mut spent) = (0, Vec::new());
    let mut waiting: Vec<Vec<u8>> = Vec::new();
    for copy in copies {
        let fresh: Vec<Vec<u8>> = in_order(&copy.keys)
            .into_iter()
            .filter(|key| !spent.contains(key) && !waiting.contains(key))
            .collect();
        waiting.extend(fresh);
        if copy.responses.len() > known {
            let new = copy.responses.len() - known;
            let mut answers: Vec<Vec<u8>> = copy
                .responses
                .iter()
                .rev()
                .take(new)
                .map(|row| row.what.clone())
                .collect();
            if by_envelope {
                answers.reverse();
            }
            let gone: Vec<Vec<u8>> = waiting.drain(..new.min(waiting.len())).collect();
            claim.extend(by_rank(&gone, &answers));
            spent.extend(gone);
            known = copy.responses.len();
        }
    }
    claim
}

/// With the secret: what lies in envelopes, matched with keys of the same transaction.
fn opened(copy: &Copy, key: &EnvelopeKey) -> Claim {
    let by_writer: HashMap<i64, &Seen> = copy.keys.iter().map(|key| (key.writer, key)).collect();
    let open = |envelope: &Seen| {
        let spent = by_writer.get(&envelope.writer)?;
        let answer = key.open(&envelope.what).ok()?.answers.text("q1")?;
        Some((spent.what.clone(), answer.into_bytes()))
    };
    copy.envelopes.iter().filter_map(open).collect()
}

//! The attacks, as functions of rows: nothing here knows a database. An attacker knows the order in which keys were
//! spent, and puts the responses in an order of their own; a response that stands where its key stands is found.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

/// A row as a dump or a page of the disk shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Who wrote it.
    pub xmin: u64,
    /// Where it lies: page and line.
    pub ctid: (u64, u64),
    /// Its columns.
    pub columns: Map<String, Value>,
}

/// All tables at one moment.
pub type Tables = BTreeMap<String, Vec<Row>>;

/// What an attacker believes: the answer of the key spent first, second, …
pub type Belief = Vec<Option<String>>;

/// How the attacker orders responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The number of the transaction that wrote them, then the place.
    Writer,
    /// The place on the disk.
    Place,
    /// Their ids.
    Id,
    /// What they say.
    Content,
}

/// All of them.
pub const ORDERS: [By; 4] = [By::Writer, By::Place, By::Id, By::Content];

impl Row {
    /// A column as text.
    pub fn text(&self, column: &str) -> Option<String> {
        match self.columns.get(column)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    /// The answer of a response.
    pub fn answer(&self) -> Option<String> {
        Some(self.columns.get("answers")?.get("q1")?.as_str()?.to_owned())
    }
}

/// The rows of a table.
pub fn rows<'t>(tables: &'t Tables, table: &str) -> &'t [Row] {
    tables.get(table).map_or(&[], Vec::as_slice)
}

fn sorted<'r>(rows: impl Iterator<Item = &'r Row>, by: By) -> Vec<&'r Row> {
    let mut all: Vec<&Row> = rows.collect();
    match by {
        By::Writer => all.sort_by_key(|row| (row.xmin, row.ctid)),
        By::Place => all.sort_by_key(|row| row.ctid),
        By::Id => all.sort_by_key(|row| row.text("id")),
        By::Content => all.sort_by_key(|row| row.answer()),
    }
    all
}

/// From one set of tables: all responses in an order, beside all keys in theirs.
pub fn by_rank(tables: &Tables, by: By) -> Belief {
    let all = sorted(rows(tables, "responses").iter(), by);
    all.into_iter().map(Row::answer).collect()
}

/// From one set of tables: a key and a response that were written together belong together; of several, in an order.
/// `keys` are the hashes of the keys in the order in which they were spent.
pub fn by_shared_writer(tables: &Tables, keys: &[String], by: By) -> Belief {
    let mut together: HashMap<u64, Vec<&Row>> = HashMap::new();
    for response in sorted(rows(tables, "responses").iter(), by)
        .into_iter()
        .rev()
    {
        together.entry(response.xmin).or_default().push(response);
    }
    let invitations: HashMap<String, u64> = rows(tables, "invitations")
        .iter()
        .filter_map(|row| Some((row.text("key_hash")?, row.xmin)))
        .collect();
    let believed = |key: &String| together.get_mut(invitations.get(key)?)?.pop()?.answer();
    keys.iter().map(believed).collect()
}

/// From the tables of every night: what is new in a night is of the keys spent since what was new before it. Responses
/// are known again by what they say, so new ids and new places do not help them.
pub fn by_nights(nights: &[Tables], by: By) -> Belief {
    let mut known = BTreeSet::new();
    let mut belief = Vec::new();
    for night in nights {
        let new = sorted(rows(night, "responses").iter(), by);
        belief.extend(
            new.into_iter()
                .filter_map(Row::answer)
                .filter(|answer| known.insert(answer.clone()))
                .map(Some),
        );
    }
    belief
}

/// From the tables of every night, with a way to read envelopes: what is new in a night, in an envelope or out of it, is
/// of the keys spent that day.
pub fn by_opened(nights: &[Tables], open: impl Fn(&Row) -> Option<String>) -> Belief {
    let mut known = BTreeSet::new();
    let mut belief = Vec::new();
    for night in nights {
        let enclosed = sorted(rows(night, "envelopes").iter(), By::Writer);
        let enclosed = enclosed.into_iter().filter_map(&open);
        let sealed = sorted(rows(night, "responses").iter(), By::Writer);
        let sealed = sealed.into_iter().filter_map(Row::answer);
        let new = sealed
            .chain(enclosed)
            .filter(|answer| known.insert(answer.clone()));
        belief.extend(new.map(Some));
    }
    belief
}

/// From the tables of every night: an envelope and a response that share any long value are one; the envelopes tell the
/// order.
pub fn by_shared_value(nights: &[Tables]) -> Belief {
    let mut responses = HashMap::new();
    for row in nights.iter().flat_map(|night| rows(night, "responses")) {
        for value in long_values(row) {
            responses.insert(value, row.answer());
        }
    }
    let mut known = BTreeSet::new();
    let mut belief = Vec::new();
    for night in nights {
        for row in sorted(rows(night, "envelopes").iter(), By::Writer) {
            if known.insert(row.text("id")) {
                let mut shared =
                    long_values(row).filter_map(|value| responses.get(&value)?.clone());
                belief.push(shared.next());
            }
        }
    }
    belief
}

/// Values that are in no other row by accident; the tenant and the survey are in all.
fn long_values(row: &Row) -> impl Iterator<Item = String> {
    let own = row.columns.keys();
    own.filter(|name| !["municipality_id", "survey_id"].contains(&name.as_str()))
        .filter_map(|name| row.text(name))
        .filter(|value| value.len() >= 16)
}

/// How many keys were given their right answer.
pub fn right(belief: &Belief, truth: &[String]) -> usize {
    let pairs = belief.iter().zip(truth);
    pairs
        .filter(|(believed, true_one)| believed.as_ref() == Some(true_one))
        .count()
}

/// The most that chance gives, when it gives so many on average: more is one case in a million.
pub fn bound(expected: f64) -> usize {
    let mut at = 0_u32;
    let mut term = (-expected).exp();
    let mut up_to = term;
    while 1.0 - up_to > 1e-6 {
        at += 1;
        term *= expected / f64::from(at);
        up_to += term;
    }
    at as usize
}

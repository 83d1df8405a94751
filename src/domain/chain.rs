//! The audit log's chain: how an entry is bound to the one before it, and what its end is known by.
//!
//! A hash without a key shows slips; whoever writes into the database can compute it too. Since keys came, entries are
//! bound with a key made from the installation's secret, which is in no database and no backup.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::ids::MunicipalityId;
use super::secret::Secret;
use super::time::Timestamp;

/// What is bound: one entry of one municipality's log.
#[derive(Debug, Clone, Copy)]
pub struct Bound<'e> {
    /// Whose log.
    pub of: MunicipalityId,
    /// 1, 2, 3 …
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as JSON.
    pub who: &'e Value,
    /// What, as JSON.
    pub event: &'e Value,
}

/// The end of a log: kept outside of the database, so that it is missed when it is cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Whose log.
    pub of: MunicipalityId,
    /// The number of the last entry.
    pub number: i64,
    /// Its hash in hexadecimal digits.
    pub hash: String,
}

impl Head {
    /// The head with this hash.
    #[must_use]
    pub fn new(municipality: MunicipalityId, number: i64, hash: &[u8]) -> Self {
        Self {
            of: municipality,
            number,
            hash: digits(hash),
        }
    }
}

/// The key of the audit log that belongs to one secret. It outlives a change of the secret: entries name their key, and
/// the former secrets are kept.
#[derive(Clone)]
pub struct ChainKey {
    secret: Secret,
}

impl ChainKey {
    /// The key that a secret gives.
    #[must_use]
    pub fn of(secret: &Secret) -> Self {
        Self {
            secret: secret.clone(),
        }
    }

    /// What entries name it by. Tells nothing of the key.
    #[must_use]
    pub fn name(&self) -> Vec<u8> {
        self.secret
            .hash("audit key", b"name")
            .into_iter()
            .take(8)
            .collect()
    }

    /// The keyed hash (HMAC-SHA-256) over the hash before and this entry.
    #[must_use]
    pub fn bind(&self, before: &[u8], entry: &Bound<'_>) -> Vec<u8> {
        let digest = digest(before, entry, true);
        self.secret.hash("audit entry", &digest).to_vec()
    }

    /// The keyed hash of a note that is kept beside the secret.
    #[must_use]
    pub fn seal(&self, note: &[u8]) -> String {
        digits(&self.secret.hash("audit heads", note))
    }
}

impl std::fmt::Debug for ChainKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChainKey(…)")
    }
}

/// SHA-256 over the hash before and this entry, as entries were bound before there were keys.
#[must_use]
pub fn bind_without_key(before: &[u8], entry: &Bound<'_>) -> Vec<u8> {
    digest(before, entry, false)
}

/// Every part with its length in front. With a key the municipality is a part as well.
fn digest(before: &[u8], entry: &Bound<'_>, keyed: bool) -> Vec<u8> {
    let (mut who, mut event) = (String::new(), String::new());
    canonical(entry.who, &mut who);
    canonical(entry.event, &mut event);
    let of = entry.of.0.into_bytes();
    let mut hash = Sha256::new();
    let parts: [&[u8]; 6] = [
        before,
        &entry.number.to_be_bytes(),
        &entry.at.timestamp_micros().to_be_bytes(),
        who.as_bytes(),
        event.as_bytes(),
        &of,
    ];
    for part in parts.iter().take(if keyed { 6 } else { 5 }) {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// JSON with sorted keys and no spaces: the same text before and after the database.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (place, (key, field)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                canonical(&Value::String(key.clone()), out);
                out.push(':');
                canonical(field, out);
            }
            out.push('}');
        }
        Value::Array(elements) => {
            out.push('[');
            for (place, element) in elements.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                canonical(element, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn entry<'e>(who: &'e Value, event: &'e Value) -> Bound<'e> {
        Bound {
            of: MunicipalityId(Uuid::from_u128(1)),
            number: 2,
            at: Timestamp::UNIX_EPOCH,
            who,
            event,
        }
    }

    #[test]
    fn every_part_and_the_key_make_the_hash() {
        let (who, event) = (json!({"operator": "a"}), json!({"event": "x", "a": 1}));
        let own = entry(&who, &event);
        let key = ChainKey::of(&Secret::new([1; 32]));
        let other = ChainKey::of(&Secret::new([2; 32]));
        let hash = key.bind(b"before", &own);
        let mut of = own;
        of.of = MunicipalityId(Uuid::from_u128(2));
        let mut at = own;
        at.at += chrono::Duration::microseconds(1);
        let mut number = own;
        number.number = 3;
        let swapped = entry(&event, &who);
        for changed in [of, at, number, swapped] {
            assert_ne!(key.bind(b"before", &changed), hash, "{changed:?}");
        }
        assert_ne!(key.bind(b"", &own), hash);
        assert_ne!(other.bind(b"before", &own), hash);
        assert_ne!(bind_without_key(b"before", &own), hash);
        assert_ne!(key.name(), other.name());
    }

    #[test]
    fn the_order_of_a_documents_fields_is_the_databases_business() {
        let who = json!({"operator": "a"});
        let (one, other) = (json!({"event": "x", "a": 1}), json!({"a": 1, "event": "x"}));
        let bound = |event| bind_without_key(b"", &entry(&who, event));
        assert_eq!(bound(&one), bound(&other));
    }

    #[test]
    fn a_key_is_not_printed() {
        let key = ChainKey::of(&Secret::new([1; 32]));
        assert_eq!(format!("{key:?}"), "ChainKey(…)");
    }
}

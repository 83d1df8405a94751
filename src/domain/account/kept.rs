//! What was typed survives signing in again: a form that came when its session was over travels, sealed, through the pages
//! of signing in and is there again afterwards.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::purpose;
use crate::domain::ids::PersonId;
use crate::domain::questionnaire::limits::BODY_BYTES;
use crate::domain::time::Timestamp;

/// Most bytes that are kept: sealed and written as text they fit into the body of one form, with its own fields.
pub const MOST: usize = BODY_BYTES / 8 * 5;

/// How long they are.
const HOURS: i64 = 1;

/// Sealed content is filled up to a multiple of so many bytes, so that its length says little.
const BLOCK: usize = 512;

/// What somebody sent when their session was over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Who: nobody else sees it.
    pub person: PersonId,
    /// Where it was sent to: an address of ours, with its query.
    pub path: String,
    /// Names and values of the form's fields, in their order; none of a page that was only looked at.
    pub fields: Vec<(String, String)>,
}

/// Why nothing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// It has more than [`MOST`] bytes.
    #[error("too much was typed to be kept")]
    TooMuch,
    /// The address is not one of ours.
    #[error("the address leads elsewhere")]
    Elsewhere,
    /// It was kept for somebody else, too long ago, or not by us.
    #[error("nothing that was kept")]
    Nothing,
}

#[derive(Serialize, Deserialize)]
struct Written {
    at: Timestamp,
    path: String,
    fields: Vec<(String, String)>,
}

impl Kept {
    /// Sealed as text for a field of a form; `nonce` is random and new every time.
    ///
    /// # Errors
    /// [`NotKept::TooMuch`], [`NotKept::Elsewhere`].
    pub fn seal(self, keys: &Keys, now: Timestamp, nonce: [u8; 24]) -> Result<String, NotKept> {
        if !is_ours(&self.path) {
            return Err(NotKept::Elsewhere);
        }
        let written = Written {
            at: now,
            path: self.path,
            fields: self.fields,
        };
        let written = serde_json::to_vec(&written).map_err(|_| NotKept::TooMuch)?;
        if written.len() > MOST {
            return Err(NotKept::TooMuch);
        }
        let content = (&written[..], written.len().next_multiple_of(BLOCK));
        let sealed = keys.seal(purpose::KEPT, self.person.0.as_bytes(), nonce, content);
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// What [`Kept::seal`] sealed, for the same person and within an hour.
    ///
    /// # Errors
    /// [`NotKept::Nothing`].
    pub fn open(
        keys: &Keys,
        person: PersonId,
        now: Timestamp,
        text: &str,
    ) -> Result<Self, NotKept> {
        let opened = URL_SAFE_NO_PAD.decode(text).ok();
        let opened =
            opened.and_then(|sealed| keys.open(purpose::KEPT, person.0.as_bytes(), &sealed).ok());
        let written = opened.and_then(|opened| serde_json::from_slice::<Written>(&opened).ok());
        let written = written.ok_or(NotKept::Nothing)?;
        if now - written.at > Duration::hours(HOURS) {
            return Err(NotKept::Nothing);
        }
        Ok(Self {
            person,
            path: written.path,
            fields: written.fields,
        })
    }
}

/// Whether a path stays with us: browsers take `//` and `/\` for the beginning of another host.
fn is_ours(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;
    use proptest::prelude::*;

    fn keys(now: u8, former: &[u8]) -> Keys {
        let former: Vec<Secret> = former.iter().map(|byte| Secret::new([*byte; 32])).collect();
        Keys::new(&Secret::new([now; 32]), &former)
    }

    fn person(n: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(n))
    }

    fn kept(path: &str, value: &str) -> Kept {
        Kept {
            person: person(1),
            path: path.to_owned(),
            fields: vec![("reason".to_owned(), value.to_owned())],
        }
    }

    fn noon() -> Timestamp {
        "2026-11-29T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn what_was_typed_is_there_again_for_the_same_person_within_the_hour() {
        let typed = kept("/staff/surveys/r8/extension?lang=ja", "大雨の\nため\0");
        let sealed = typed.clone().seal(&keys(1, &[]), noon(), [3; 24]).unwrap();
        let open = |keys: &Keys, who, minutes, text: &str| {
            Kept::open(keys, who, noon() + Duration::minutes(minutes), text)
        };
        assert_eq!(
            open(&keys(1, &[]), person(1), 60, &sealed),
            Ok(typed.clone())
        );
        assert_eq!(open(&keys(2, &[1]), person(1), -5, &sealed), Ok(typed));
        for nothing in [
            open(&keys(1, &[]), person(2), 1, &sealed),
            open(&keys(1, &[]), person(1), 61, &sealed),
            open(&keys(2, &[]), person(1), 1, &sealed),
            open(&keys(1, &[]), person(1), 1, &sealed[1..]),
            open(&keys(1, &[]), person(1), 1, ""),
        ] {
            assert_eq!(nothing, Err(NotKept::Nothing));
        }
    }

    #[test]
    fn what_is_too_much_or_leads_elsewhere_is_not_kept() {
        let seal = |kept: Kept| kept.seal(&keys(1, &[]), noon(), [3; 24]);
        let largest = seal(kept("/staff", &"あ".repeat(MOST / 3 - 100))).unwrap();
        assert!(largest.len() < BODY_BYTES / 8 * 7, "{}", largest.len());
        let more = seal(kept("/staff", &"あ".repeat(MOST / 3)));
        assert_eq!(more, Err(NotKept::TooMuch));
        for elsewhere in [
            "",
            "staff",
            "//evil.example",
            "/\\evil.example",
            "https://x",
            "/a\nb",
        ] {
            assert_eq!(
                seal(kept(elsewhere, "")),
                Err(NotKept::Elsewhere),
                "{elsewhere}"
            );
        }
    }

    proptest! {
        #[test]
        fn opening_never_panics(text: String) {
            prop_assert!(Kept::open(&keys(1, &[]), person(1), noon(), &text).is_err());
        }
    }
}

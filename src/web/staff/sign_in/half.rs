//! Half-way in: the password was right, the code is still to come. The form of the code carries who it is, sealed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;

use crate::domain::account::keys::Keys;
use crate::domain::ids::{MunicipalityId, PersonId};
use crate::domain::time::Timestamp;

/// What it is sealed for.
const PURPOSE: &str = "half-way in";

/// How long one may look for one's list of codes.
const LONGEST: Duration = Duration::minutes(10);

/// Seals who has typed the right password, and when.
pub(super) fn seal(keys: &Keys, town: MunicipalityId, person: PersonId, now: Timestamp) -> String {
    let seconds = now.timestamp().to_be_bytes();
    let content = [person.0.as_bytes().as_slice(), &seconds].concat();
    let place = town.0.as_bytes();
    URL_SAFE_NO_PAD.encode(keys.seal(PURPOSE, place, rand::random(), (&content, content.len())))
}

/// Who it is; none where it was not sealed here, for this town, or too long ago.
pub(super) fn open(
    keys: &Keys,
    town: MunicipalityId,
    sealed: &str,
    now: Timestamp,
) -> Option<PersonId> {
    let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let content = keys.open(PURPOSE, town.0.as_bytes(), &sealed).ok()?;
    let (person, seconds) = content.split_first_chunk::<16>()?;
    let seconds = i64::from_be_bytes(seconds.try_into().ok()?);
    let sealed_at = Timestamp::from_timestamp(seconds, 0)?;
    let age = now - sealed_at;
    // A clock that went back makes nothing older.
    let is_fresh = age < LONGEST && age > -LONGEST;
    is_fresh.then(|| PersonId(uuid::Uuid::from_bytes(*person)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;
    use uuid::Uuid;

    #[test]
    fn it_opens_here_for_a_while() {
        let keys = Keys::new(&Secret::new([1; 32]), &[]);
        let other = Keys::new(&Secret::new([2; 32]), &[]);
        let (town, neighbour) = (
            MunicipalityId(Uuid::from_u128(1)),
            MunicipalityId(Uuid::from_u128(2)),
        );
        let person = PersonId(Uuid::from_u128(3));
        let now: Timestamp = "2026-11-29T09:00:00Z".parse().unwrap();
        let sealed = seal(&keys, town, person, now);
        assert_eq!(open(&keys, town, &sealed, now), Some(person));
        let later = now + Duration::minutes(11);
        for opened in [
            open(&keys, neighbour, &sealed, now),
            open(&other, town, &sealed, now),
            open(&keys, town, &sealed, later),
            open(&keys, town, &sealed[2..], now),
            open(&keys, town, "", now),
        ] {
            assert_eq!(opened, None);
        }
    }
}

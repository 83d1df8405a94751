//! Codes that are used once: those of a printed list, and those by which somebody sets their account up.
//!
//! They are stored as keyed hashes: whoever has only the database learns nothing of the short ones either.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::{Choice, ConstantTimeEq as _};

use super::keys::Keys;
use super::{hidden, purpose};
use crate::domain::ids::{MunicipalityId, PersonId, SetUpId};
use crate::domain::token::{NotACode, printed};

/// Codes of a printed list.
pub const LISTED: u8 = 10;

/// Characters of a code of a list: seven of 32 kinds, and one that checks them.
const LISTED_CHARACTERS: usize = 8;

/// Characters of a code on a slip.
const SLIP_CHARACTERS: usize = 17;

/// A code of a printed list, `XXXX-XXXX`: 35 bits. It comes after the password and with a pace, so that it cannot be
/// guessed, and is short enough to be typed ten times.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OneTimeCode(u128);

impl OneTimeCode {
    /// The code made of 35 of the given random bits.
    #[must_use]
    pub fn from_random(bits: u64) -> Self {
        Self(u128::from(bits) & ((1 << 35) - 1))
    }

    /// Reads a code as a person types it: case, width, hyphens, blanks and look-alikes are forgiven.
    ///
    /// # Errors
    /// [`NotACode`] when something was mistyped: nothing needs to be compared then.
    pub fn read(typed: &str) -> Result<Self, NotACode> {
        printed::read::<LISTED_CHARACTERS>(typed).map(Self)
    }

    /// What is stored of it: for another person it is another one.
    #[must_use]
    pub fn hash(&self, keys: &Keys, whose: (MunicipalityId, PersonId)) -> [u8; 32] {
        keys.hash(purpose::ONE_TIME_CODE, &self.message(whose))
    }

    /// Whether a stored hash of the person is this code's.
    #[must_use]
    pub fn is(&self, keys: &Keys, whose: (MunicipalityId, PersonId), stored: &[u8]) -> bool {
        let hashes = keys.hashes(purpose::ONE_TIME_CODE, &self.message(whose));
        let same = hashes.iter().map(|hash| hash.ct_eq(stored));
        same.fold(Choice::from(0), |any, one| any | one).into()
    }

    fn message(&self, (municipality, person): (MunicipalityId, PersonId)) -> [u8; 48] {
        concat(
            municipality.0.as_bytes(),
            person.0.as_bytes(),
            &self.0.to_be_bytes(),
        )
    }
}

/// As it is printed.
impl std::fmt::Display for OneTimeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&printed::write::<LISTED_CHARACTERS>(self.0))
    }
}

/// The right to choose a password once. In a letter it is part of a link (256 bits), on a slip of paper somebody types it
/// (80 bits). The two are one thing: either opens the same page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SetUpCode(Form);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Link([u8; 32]),
    Slip(u128),
}

impl SetUpCode {
    /// Of the link in a letter: made of the right's id and the keys, so that a letter that waits to be sent holds nothing
    /// that opens.
    #[must_use]
    pub fn of_letter(keys: &Keys, municipality: MunicipalityId, right: SetUpId) -> Self {
        let message = [municipality.0.as_bytes().as_slice(), right.0.as_bytes()].concat();
        Self::link(keys.hash(purpose::SET_UP_LINK, &message))
    }

    /// One for a link, made of random bytes.
    #[must_use]
    pub fn link(bytes: [u8; 32]) -> Self {
        Self(Form::Link(bytes))
    }

    /// One for a slip, made of 80 of the given random bits.
    #[must_use]
    pub fn slip(bits: u128) -> Self {
        Self(Form::Slip(bits & ((1 << 80) - 1)))
    }

    /// Reads one from an address, or as a person types it.
    ///
    /// # Errors
    /// [`NotACode`] for anything that is neither.
    pub fn read(text: &str) -> Result<Self, NotACode> {
        let link = URL_SAFE_NO_PAD.decode(text).ok();
        match link.and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => Ok(Self(Form::Link(bytes))),
            None => printed::read::<SLIP_CHARACTERS>(text).map(Self::slip),
        }
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self, keys: &Keys, municipality: MunicipalityId) -> [u8; 32] {
        keys.hash(purpose::SET_UP, &self.message(municipality))
    }

    /// All that it may be stored as, that of now first: a row with one of them is the code's.
    #[must_use]
    pub fn hashes(&self, keys: &Keys, municipality: MunicipalityId) -> Vec<[u8; 32]> {
        keys.hashes(purpose::SET_UP, &self.message(municipality))
    }

    fn message(&self, municipality: MunicipalityId) -> Vec<u8> {
        let code = match self.0 {
            Form::Link(bytes) => bytes.to_vec(),
            Form::Slip(bits) => bits.to_be_bytes().to_vec(),
        };
        [&municipality.0.as_bytes()[..], &code].concat()
    }
}

/// As it stands in an address, or on a slip.
impl std::fmt::Display for SetUpCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Form::Link(bytes) => f.write_str(&URL_SAFE_NO_PAD.encode(bytes)),
            Form::Slip(bits) => f.write_str(&printed::write::<SLIP_CHARACTERS>(bits)),
        }
    }
}

fn concat(one: &[u8; 16], two: &[u8; 16], three: &[u8; 16]) -> [u8; 48] {
    let mut all = [0; 48];
    let bytes = one.iter().chain(two).chain(three);
    all.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    all
}

hidden!(OneTimeCode, SetUpCode);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;
    use proptest::prelude::*;

    fn keys(now: u8, former: &[u8]) -> Keys {
        let former: Vec<Secret> = former.iter().map(|byte| Secret::new([*byte; 32])).collect();
        Keys::new(&Secret::new([now; 32]), &former)
    }

    fn town(n: u128) -> MunicipalityId {
        MunicipalityId(uuid::Uuid::from_u128(n))
    }

    fn whose(n: u128) -> (MunicipalityId, PersonId) {
        (town(1), PersonId(uuid::Uuid::from_u128(n)))
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(bits: u64, many: u128, bytes: [u8; 32]) {
            let code = OneTimeCode::from_random(bits);
            let printed = code.to_string();
            prop_assert_eq!(printed.len(), 9);
            prop_assert!(OneTimeCode::read(&printed) == Ok(code));
            let sloppy = printed.to_lowercase().replace('-', "").replace('0', "o").replace('1', "Ｌ");
            prop_assert!(OneTimeCode::read(&sloppy) == Ok(code));
            let slip = SetUpCode::slip(many);
            let printed = slip.to_string();
            prop_assert_eq!(printed.len(), 21);
            prop_assert!(SetUpCode::read(&printed) == Ok(slip));
            prop_assert!(SetUpCode::read(&printed.to_lowercase().replace('-', "　")) == Ok(slip));
            let link = SetUpCode::link(bytes);
            prop_assert_eq!(link.to_string().len(), 43);
            prop_assert!(SetUpCode::read(&link.to_string()) == Ok(link));
            prop_assert!(SetUpCode::read(&link.to_string()[1..]).is_err());
        }

        #[test]
        fn reading_never_panics(typed: String) {
            let _ = (OneTimeCode::read(&typed), SetUpCode::read(&typed));
        }
    }

    #[test]
    fn a_code_is_of_one_person_and_outlives_the_secret() {
        let code = OneTimeCode::from_random(42);
        let stored = code.hash(&keys(1, &[]), whose(7));
        assert!(code.is(&keys(1, &[]), whose(7), &stored));
        assert!(code.is(&keys(3, &[2, 1]), whose(7), &stored));
        assert!(!code.is(&keys(3, &[2]), whose(7), &stored));
        assert!(!code.is(&keys(1, &[]), whose(8), &stored));
        assert!(!OneTimeCode::from_random(43).is(&keys(1, &[]), whose(7), &stored));
        assert!(!code.is(&keys(1, &[]), whose(7), &stored[..31]));
    }

    #[test]
    fn a_set_up_code_is_of_one_town_and_outlives_the_secret() {
        for code in [SetUpCode::slip(42), SetUpCode::link([4; 32])] {
            let stored = code.hash(&keys(1, &[]), town(1));
            assert!(code.hashes(&keys(2, &[1]), town(1)).contains(&stored));
            assert!(!code.hashes(&keys(2, &[1]), town(2)).contains(&stored));
            assert!(!code.hashes(&keys(2, &[]), town(1)).contains(&stored));
            assert_eq!(format!("{code:?}"), "SetUpCode(…)");
        }
    }
}

//! One-time codes of a program on a phone or a PC (RFC 6238): six digits, new every half minute.

use totp_rs::{Algorithm, Builder, Totp as Generator};
use unicode_normalization::UnicodeNormalization;

use super::keys::Keys;
use super::{hidden, purpose};
use crate::domain::cipher::DoesNotOpen;
use crate::domain::ids::PersonId;
use crate::domain::time::Timestamp;

/// Seconds for which a code is shown.
const STEP: i64 = 30;

/// Digits of a code.
const DIGITS: u8 = 6;

/// Codes of so many steps before and after are taken: clocks differ, and typing takes a while.
const SKEW: i64 = 1;

/// The secret that a person's program makes codes of: 160 bits, as RFC 4226 recommends. Never shown but to set it up.
#[derive(Clone, PartialEq, Eq)]
pub struct Totp([u8; 20]);

/// A half minute, counted from 1970.
pub type Step = i64;

impl Totp {
    /// The secret made of random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The step whose code was typed, if it is one of now that was not used: it becomes the last one. Digits of any width
    /// and blanks between them are forgiven. `last`: the last step whose code was used; none of it or before is taken
    /// again, so that nobody signs in with what they saw over a shoulder.
    #[must_use]
    pub fn accepts(&self, typed: &str, now: Timestamp, last: Option<Step>) -> Option<Step> {
        let typed = digits(typed)?;
        let generator = self.generator();
        let step = now.timestamp().div_euclid(STEP);
        let fresh = (step - SKEW..=step + SKEW).filter(|step| last.is_none_or(|last| *step > last));
        // All of them are compared, in constant time: how long it takes says nothing.
        let right = fresh.filter(|step| {
            let seconds = u64::try_from(step * STEP).unwrap_or(0);
            let code = generator.generate(seconds).to_string();
            subtle::ConstantTimeEq::ct_eq(code.as_bytes(), typed.as_bytes()).into()
        });
        right.max()
    }

    /// The address that programs for codes read from a picture. `town` and `login` are what they call it.
    #[must_use]
    pub fn address(&self, town: &str, login: &str) -> String {
        // A colon parts the two in the address.
        let named = |text: &str| text.replace(':', " ");
        let named = Builder::new()
            .with_secret(self.0.to_vec())
            .with_issuer(Some(named(town)))
            .with_account_name(named(login));
        let generator = named.build_noncompliant();
        // It fails only where the name is empty, and no login is.
        generator.to_url().unwrap_or_default()
    }

    /// The secret in letters, for those who type it: groups of four.
    #[must_use]
    pub fn written(&self) -> String {
        let letters: Vec<char> = self.generator().secret().to_base32().chars().collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|four| four.iter().collect())
            .collect();
        groups.join(" ")
    }

    /// As it is stored with a person; `nonce` is random and new every time.
    #[must_use]
    pub fn seal(&self, keys: &Keys, person: PersonId, nonce: [u8; 24]) -> Vec<u8> {
        let content = (&self.0[..], self.0.len());
        keys.seal(purpose::TOTP, person.0.as_bytes(), nonce, content)
    }

    /// As [`Totp::seal`] stored it with the same person.
    ///
    /// # Errors
    /// [`DoesNotOpen`] for what was stored with another or changed since.
    pub fn open(keys: &Keys, person: PersonId, sealed: &[u8]) -> Result<Self, DoesNotOpen> {
        let opened = keys.open(purpose::TOTP, person.0.as_bytes(), sealed)?;
        opened.try_into().map(Self).map_err(|_| DoesNotOpen)
    }

    fn generator(&self) -> Generator {
        let steps = u64::try_from(STEP).unwrap_or(30);
        let secret = Builder::new().with_secret(self.0.to_vec());
        let shape = secret.with_algorithm(Algorithm::SHA1).with_digits(DIGITS);
        shape.with_step_duration(steps).build_noncompliant()
    }
}

/// The digits of a code as typed; none where it is no code.
fn digits(typed: &str) -> Option<String> {
    let most = usize::from(DIGITS);
    // Nobody types a code in more than a hundred characters.
    let plain = typed
        .nfkc()
        .take(100)
        .filter(|c| !c.is_whitespace() && *c != '-');
    let plain: String = plain.take(most + 1).collect();
    let is_code = plain.len() == most && plain.bytes().all(|b| b.is_ascii_digit());
    is_code.then_some(plain)
}

hidden!(Totp);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(seconds, 0).unwrap()
    }

    fn rfc() -> Totp {
        Totp::from_random(*b"12345678901234567890")
    }

    /// RFC 6238, appendix B (SHA-1); the last six of its eight digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = seconds / 30;
            assert_eq!(rfc().accepts(code, at(seconds), None), Some(step));
            for (moment, taken) in [
                (seconds - 30, true),
                (seconds + 30, true),
                (seconds - 60, false),
                (seconds + 60, false),
            ] {
                let step = taken.then_some(step);
                assert_eq!(
                    rfc().accepts(code, at(moment), None),
                    step,
                    "{code} {moment}"
                );
            }
        }
    }

    #[test]
    fn no_step_is_taken_twice_and_none_before_it() {
        let now = at(1_111_111_109);
        let step = rfc().accepts("081804", now, None).unwrap();
        assert_eq!(rfc().accepts("081804", now, Some(step - 1)), Some(step));
        assert_eq!(rfc().accepts("081804", now, Some(step)), None);
        assert_eq!(rfc().accepts("081804", now, Some(step + 1)), None);
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let now = at(1_111_111_109);
        for typed in [
            "081804",
            "081 804",
            " ０８１　８０４ ",
            "081-804",
            "０81８04",
        ] {
            assert!(rfc().accepts(typed, now, None).is_some(), "{typed}");
        }
        for typed in [
            "",
            "81804",
            "0818040",
            "081805",
            "O81804",
            "٠٨١٨٠٤",
            "08180\u{0}4",
        ] {
            assert!(rfc().accepts(typed, now, None).is_none(), "{typed}");
        }
    }

    #[test]
    fn the_address_names_town_and_login() {
        let address = rfc().address("砂川市:広聴", "tanaka@sunagawa.example");
        let town = "%E7%A0%82%E5%B7%9D%E5%B8%82%20%E5%BA%83%E8%81%B4";
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let read = Generator::from_url(&address).unwrap();
        assert_eq!(read.secret().to_base32(), secret);
        assert_eq!(read.issuer(), Some("砂川市 広聴"));
        assert!(
            address.starts_with(&format!("otpauth://totp/{town}:tanaka")),
            "{address}"
        );
        assert_eq!(rfc().written().replace(' ', ""), secret);
        assert_eq!(rfc().written().len(), 39);
    }

    #[test]
    fn it_is_stored_for_one_person_and_outlives_the_secret() {
        let person = |n| PersonId(uuid::Uuid::from_u128(n));
        let (first, second) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let sealed = rfc().seal(&Keys::new(&first, &[]), person(1), [5; 24]);
        let keys = Keys::new(&second, &[first]);
        assert_eq!(Totp::open(&keys, person(1), &sealed), Ok(rfc()));
        assert_eq!(Totp::open(&keys, person(2), &sealed), Err(DoesNotOpen));
        let other = Keys::new(&second, &[]);
        assert_eq!(Totp::open(&other, person(1), &sealed), Err(DoesNotOpen));
        assert_eq!(format!("{:?}", rfc()), "Totp(…)");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_at_any_time_is_answered(typed: String, seconds in -9_000_000_i64..40_000_000_000, last: Option<i64>) {
            let _ = rfc().accepts(&typed, at(seconds), last);
        }
    }
}

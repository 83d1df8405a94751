//! The keys of accounts: what passwords, second factors and codes are hashed or encrypted under.
//!
//! People stay longer than the installation's secret. What is new is made with the secret of now; what was made with a
//! former one goes on working, since the former ones are kept encrypted under the one of now, and becomes one of now when
//! it is next written.

use super::purpose;
use crate::domain::cipher::{Cipher, DoesNotOpen};
use crate::domain::secret::{Purpose, Secret};

/// The secrets of an installation, the one of now first.
#[derive(Debug, Clone)]
pub struct Keys(Vec<Secret>);

/// What passwords are hashed with before they are hashed slowly: whoever has only the database cannot even begin to guess.
#[derive(Clone)]
pub struct Pepper {
    /// What it is called beside a hash: it tells nothing of it.
    pub name: [u8; 8],
    purpose: Purpose,
}

impl Keys {
    /// Of the secret of now, and those before it.
    #[must_use]
    pub fn new(now: &Secret, former: &[Secret]) -> Self {
        Self([std::slice::from_ref(now), former].concat())
    }

    /// The peppers of passwords, that of now first.
    #[must_use]
    pub fn peppers(&self) -> Vec<Pepper> {
        let pepper = |secret: &Secret| {
            let name = secret.hash(purpose::PEPPER_NAME, &[]);
            Pepper {
                name: name.first_chunk().copied().unwrap_or_default(),
                purpose: secret.purpose(purpose::PASSWORD),
            }
        };
        self.0.iter().map(pepper).collect()
    }

    /// The keyed hash that something new is stored as; `purpose` is a fixed word of the program.
    #[must_use]
    pub fn hash(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        let hash = self.0.first().map(|now| now.hash(purpose, message));
        hash.unwrap_or_default()
    }

    /// All the keyed hashes that it may be stored as, that of now first.
    #[must_use]
    pub fn hashes(&self, purpose: &str, message: &[u8]) -> Vec<[u8; 32]> {
        let all = self.0.iter();
        all.map(|secret| secret.hash(purpose, message)).collect()
    }

    /// Encrypts `content` for a place (whose it is), filled up to `length` bytes; `nonce` is random and new every time.
    #[must_use]
    pub fn seal(
        &self,
        purpose: &str,
        place: &[u8],
        nonce: [u8; 24],
        (content, length): (&[u8], usize),
    ) -> Vec<u8> {
        let key = self.hash(purpose, &[]);
        Cipher::new(key, place).seal(nonce, content, length)
    }

    /// Decrypts what [`Keys::seal`] made, now or under a former secret.
    ///
    /// # Errors
    /// [`DoesNotOpen`] for another purpose or place, under another installation's secret or when a bit was changed.
    pub fn open(&self, purpose: &str, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        let keys = self.hashes(purpose, &[]).into_iter();
        let mut opened = keys.map(|key| Cipher::new(key, place).open(sealed));
        opened.find(Result::is_ok).unwrap_or(Err(DoesNotOpen))
    }
}

impl Pepper {
    /// What is hashed slowly in place of a password.
    #[must_use]
    pub fn over(&self, password: &[u8]) -> [u8; 32] {
        self.purpose.hash(password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_with_a_former_secret_goes_on_working() {
        let (first, second) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let before = Keys::new(&first, &[]);
        let after = Keys::new(&second, &[first]);
        let other = Keys::new(&Secret::new([3; 32]), &[second]);
        let sealed = before.seal("a", b"x", [9; 24], (b"text", 10));
        assert_eq!(after.open("a", b"x", &sealed).unwrap(), b"text");
        for closed in [
            after.open("b", b"x", &sealed),
            after.open("a", b"y", &sealed),
            after.open("a", b"x", &sealed[1..]),
            other.open("a", b"x", &sealed),
            after.open("a", b"x", &[]),
        ] {
            assert_eq!(closed, Err(DoesNotOpen));
        }
        let hash = before.hash("a", b"x");
        assert!(after.hashes("a", b"x").contains(&hash) && after.hash("a", b"x") != hash);
        assert!(!other.hashes("a", b"x").contains(&hash));
        assert!(!after.hashes("b", b"x").contains(&hash));
        let [now, former] = &after.peppers()[..] else {
            panic!("two peppers")
        };
        assert!(former.name == before.peppers()[0].name && now.name != former.name);
        assert_eq!(former.over(b"p"), before.peppers()[0].over(b"p"));
        assert_ne!(now.over(b"p"), former.over(b"p"));
    }
}

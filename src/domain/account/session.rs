//! Sessions: what a browser keeps while somebody is signed in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::hidden;
use crate::domain::ids::MunicipalityId;

/// The token of one session: 256 random bits, new at every sign-in.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

/// The text is not a cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a session")]
pub struct NotASession;

impl SessionToken {
    /// The token made of random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What is stored of it. It cannot be guessed, so that a hash without a key hides it, and it outlives every secret.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// The value of the cookie: where the session is looked for, and the token. 64 characters.
    #[must_use]
    pub fn cookie(&self, municipality: MunicipalityId) -> String {
        URL_SAFE_NO_PAD.encode([&municipality.0.as_bytes()[..], &self.0].concat())
    }

    /// Reads the value of a cookie.
    ///
    /// # Errors
    /// [`NotASession`] for anything [`SessionToken::cookie`] does not write.
    pub fn read(cookie: &str) -> Result<(MunicipalityId, Self), NotASession> {
        let mut bytes = [0; 48];
        let read = URL_SAFE_NO_PAD.decode_slice(cookie, &mut bytes);
        let (municipality, token) = bytes.split_first_chunk::<16>().ok_or(NotASession)?;
        match (read, token.try_into()) {
            (Ok(48), Ok(token)) => {
                let municipality = uuid::Uuid::from_bytes(*municipality);
                Ok((MunicipalityId(municipality), Self(token)))
            }
            _ => Err(NotASession),
        }
    }
}

hidden!(SessionToken);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cookie_is_read_back_and_nothing_else_is(town: u128, token: [u8; 32], nonsense: String, at in 0..64_usize) {
            let town = MunicipalityId(uuid::Uuid::from_u128(town));
            let token = SessionToken::from_random(token);
            let cookie = token.cookie(town);
            prop_assert_eq!(cookie.len(), 64);
            prop_assert_eq!(SessionToken::read(&cookie), Ok((town, token.clone())));
            prop_assert!(SessionToken::read(&nonsense).is_err());
            let longer = [cookie.clone() + "A", cookie.clone() + "=", format!(" {cookie}"), cookie[..at].to_owned()];
            for other in longer {
                prop_assert!(SessionToken::read(&other).is_err(), "{}", other);
            }
        }
    }

    #[test]
    fn what_is_stored_is_not_the_token() {
        let token = SessionToken::from_random([7; 32]);
        assert_ne!(token.hash(), [7; 32]);
        assert_ne!(token.hash(), SessionToken::from_random([8; 32]).hash());
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
    }
}

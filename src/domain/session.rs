//! Sessions of staff: how long they last, and what is kept of where and with what somebody works.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::ids::MunicipalityId;
use super::words::words;

/// A session that was not used for so long is over (ASVS V7.3.1).
pub const IDLE: Duration = Duration::minutes(30);

/// However busy, a session is over after so long (ASVS V7.3.2): a working day.
pub const LONGEST: Duration = Duration::hours(10);

/// Its use is written down once in so long.
pub const SEEN: Duration = Duration::minutes(1);

/// What the browser keeps of a session: whose town's it is, and 256 random bits. Stored is their hash alone.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken {
    /// The town.
    pub municipality: MunicipalityId,
    bits: [u8; 32],
}

impl SessionToken {
    /// Made of random bits.
    #[must_use]
    pub fn new(municipality: MunicipalityId, bits: [u8; 32]) -> Self {
        Self { municipality, bits }
    }

    /// Reads a cookie; none for whatever we did not write.
    #[must_use]
    pub fn read(cookie: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let (town, bits) = bytes.split_first_chunk::<16>()?;
        Some(Self {
            municipality: MunicipalityId(Uuid::from_bytes(*town)),
            bits: bits.try_into().ok()?,
        })
    }

    /// The cookie's value.
    #[must_use]
    pub fn written(&self) -> String {
        URL_SAFE_NO_PAD.encode([&self.municipality.0.as_bytes()[..], &self.bits].concat())
    }

    /// What is stored of it. The bits are random, so that nothing is gained by keying or slowing the hash.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.bits).to_vec()
    }
}

/// Never shown in logs.
impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

words! {
    /// From where somebody works. The address is looked at and forgotten.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Place {
        /// The machine that serves.
        Here = "here",
        /// A network of the office.
        Inside = "inside",
        /// Anywhere else.
        Outside = "outside",
    }
}

words! {
    /// How somebody came in.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Entry {
        /// With the password alone.
        Password = "password",
        /// With the password and a code of a program.
        Totp = "totp",
        /// With the password and a code of the printed list.
        Codes = "codes",
        /// Through the provider of the office (OpenID Connect), which asks for what it asks for.
        Provider = "provider",
        /// With the right to choose a password.
        SetUp = "set_up",
        /// As one of the made-up people of a demonstration.
        Demonstration = "demonstration",
    }
}

impl Entry {
    /// Whether more than a password was asked for, by us or by whom we trust.
    #[must_use]
    pub fn is_strong(self) -> bool {
        !matches!(self, Self::Password | Self::SetUp)
    }
}

/// What kind of browser on what kind of system: the words people know, and nothing that tells two machines apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Device {
    browser: &'static str,
    system: &'static str,
}

/// What a browser calls itself, and its name; the first that fits, because they call themselves by each other's names.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 6] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// As its browser says.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let first = |list: &[(&str, &'static str)]| {
            let mut named = list.iter().filter(|(mark, _)| user_agent.contains(mark));
            named.next().map_or("", |(_, name)| *name)
        };
        Self {
            browser: first(&BROWSERS),
            system: first(&SYSTEMS),
        }
    }
}

/// As it is kept and shown: `Chrome / Windows`.
impl std::fmt::Display for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.browser, self.system) {
            ("", "") => Ok(()),
            (one, "") | ("", one) => f.write_str(one),
            (browser, system) => write!(f, "{browser} / {system}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_that_was_changed_is_none_or_anothers() {
        let token = SessionToken::new(MunicipalityId(Uuid::from_u128(7)), [9; 32]);
        assert_eq!(SessionToken::read(&token.written()), Some(token.clone()));
        for bad in [
            "",
            "x",
            &token.written()[1..],
            &format!("{}A", token.written()),
        ] {
            assert_ne!(SessionToken::read(bad), Some(token.clone()), "{bad}");
        }
        let other = SessionToken::new(token.municipality, [8; 32]);
        assert_ne!(other.hash(), token.hash());
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
    }

    #[test]
    fn a_device_is_told_in_two_words_and_nothing_more() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/142.0.0.0 Safari/537.36 Edg/142.0.3595.53";
        for (said, shown) in [
            (edge, "Edge / Windows"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
                "Safari / iPhone",
            ),
            ("curl/8.0", ""),
            ("<script>", ""),
        ] {
            assert_eq!(Device::of(said).to_string(), shown);
        }
    }
}

//! A sign-in that was begun here and goes on at the provider: what the browser keeps meanwhile.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use url::Url;

use super::super::keys::Keys;
use super::super::{hidden, purpose};
use crate::domain::time::Timestamp;

/// Minutes somebody may take at the provider.
const MINUTES: i64 = 10;

/// Sealed content is filled up to a multiple of so many bytes.
const BLOCK: usize = 256;

/// One attempt to sign in. Its three secrets bind the answer to this browser (`state`), the ID token to this attempt
/// (`nonce`) and the code to whoever asked for it (`verifier`, RFC 7636).
#[derive(Clone, PartialEq, Eq)]
pub struct Begun {
    state: String,
    nonce: String,
    verifier: String,
    back: String,
}

/// What a program says about itself to the provider.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Its name there.
    pub client: &'a str,
    /// What it wants to know: `openid profile email`.
    pub scopes: &'a str,
    /// How the provider asks who it is; nothing where the text is empty.
    pub prompt: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Written {
    at: Timestamp,
    secrets: [String; 3],
    back: String,
}

impl Begun {
    /// An attempt with random bytes for its three secrets; `back`: the address to come back to.
    #[must_use]
    pub fn new(random: [[u8; 32]; 3], back: &str) -> Self {
        let [state, nonce, verifier] = random.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        Self {
            state,
            nonce,
            verifier,
            back: back.to_owned(),
        }
    }

    /// Where to lead the browser. `endpoint`: where the provider lets people sign in.
    #[must_use]
    pub fn address(&self, endpoint: &Url, asking: Asking<'_>) -> Url {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier));
        let mut address = endpoint.clone();
        let mut query = address.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", asking.client)
            .append_pair("redirect_uri", &self.back)
            .append_pair("scope", asking.scopes)
            .append_pair("state", &self.state)
            .append_pair("nonce", &self.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if !asking.prompt.is_empty() {
            query.append_pair("prompt", asking.prompt);
        }
        drop(query);
        address
    }

    /// Whether an answer belongs to this attempt.
    #[must_use]
    pub fn is_answered_by(&self, state: &str) -> bool {
        self.state.as_bytes().ct_eq(state.as_bytes()).into()
    }

    /// What the ID token must repeat.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// What the code is fetched with.
    #[must_use]
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// The address that was come back to.
    #[must_use]
    pub fn back(&self) -> &str {
        &self.back
    }

    /// Sealed for a cookie; `nonce` is random and new every time. `town`: whose provider it is.
    #[must_use]
    pub fn seal(self, keys: &Keys, town: &str, now: Timestamp, nonce: [u8; 24]) -> String {
        let written = Written {
            at: now,
            secrets: [self.state, self.nonce, self.verifier],
            back: self.back,
        };
        // Texts and a time can always be written; what is not does not open.
        let written = serde_json::to_vec(&written).unwrap_or_default();
        let content = (&written[..], written.len().next_multiple_of(BLOCK));
        let sealed = keys.seal(purpose::OPENID, town.as_bytes(), nonce, content);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// What [`Begun::seal`] sealed for the same town, within ten minutes; anything else is none.
    #[must_use]
    pub fn open(keys: &Keys, town: &str, now: Timestamp, text: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let opened = keys.open(purpose::OPENID, town.as_bytes(), &sealed).ok()?;
        let written: Written = serde_json::from_slice(&opened).ok()?;
        let [state, nonce, verifier] = written.secrets;
        (now - written.at <= Duration::minutes(MINUTES)).then_some(Self {
            state,
            nonce,
            verifier,
            back: written.back,
        })
    }
}

hidden!(Begun);

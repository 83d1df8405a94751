//! The keys a provider shows to the world (a JSON Web Key Set, RFC 7517), and the signatures they verify.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

use super::Untrusted;
use crate::domain::words::words;

words! {
    /// How an ID token is signed. Nothing and shared secrets are not among them, so that nobody can choose them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Algorithm {
        /// RSA with the padding of PKCS#1, what every provider has.
        Rs256 = "RS256",
        /// RSA with the padding PSS.
        Ps256 = "PS256",
        /// The curve P-256.
        Es256 = "ES256",
    }
}

/// The keys for signatures that we can verify; what else the provider shows is passed over.
#[derive(Debug, Clone)]
pub struct ProviderKeys(Vec<Key>);

#[derive(Debug, Clone)]
struct Key {
    id: Option<String>,
    algorithm: Option<String>,
    public: Public,
}

#[derive(Debug, Clone)]
enum Public {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256(Vec<u8>),
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Written>,
}

/// A key as it is written.
#[derive(Deserialize)]
struct Written {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    for_what: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// The document is no set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a set of keys")]
pub struct NoKeys;

impl ProviderKeys {
    /// Reads the document of `jwks_uri`.
    ///
    /// # Errors
    /// [`NoKeys`].
    pub fn read(document: &[u8]) -> Result<Self, NoKeys> {
        let set: Set = serde_json::from_slice(document).map_err(|_| NoKeys)?;
        Ok(Self(set.keys.into_iter().filter_map(Key::read).collect()))
    }

    /// Verifies a signature. `id`: what the token calls the key; without it there must be no choice.
    ///
    /// # Errors
    /// [`Untrusted::Key`] where there is no such key, [`Untrusted::Signature`].
    pub fn verify(
        &self,
        (algorithm, id): (Algorithm, Option<&str>),
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Untrusted> {
        let fits = |key: &&Key| key.is_for(algorithm) && (id.is_none() || key.id.as_deref() == id);
        let fitting: Vec<&Key> = self.0.iter().filter(fits).collect();
        if fitting.is_empty() || (id.is_none() && fitting.len() > 1) {
            return Err(Untrusted::Key);
        }
        let verifies = |key: &&Key| key.public.verifies(algorithm, message, signature);
        match fitting.iter().any(verifies) {
            true => Ok(()),
            false => Err(Untrusted::Signature),
        }
    }
}

impl Key {
    fn read(written: Written) -> Option<Self> {
        if written.for_what.is_some_and(|what| what != "sig") {
            return None;
        }
        let bytes = |text: Option<String>| URL_SAFE_NO_PAD.decode(text?).ok();
        let public = match (written.kty.as_str(), written.crv.as_deref()) {
            ("RSA", _) => Public::Rsa {
                modulus: without_zeros(bytes(written.n)?),
                exponent: without_zeros(bytes(written.e)?),
            },
            ("EC", Some("P-256")) => {
                let (x, y) = (bytes(written.x)?, bytes(written.y)?);
                // A point that is not compressed (SEC 1, 2.3.3).
                Public::P256([&[4][..], &x, &y].concat())
            }
            _ => return None,
        };
        Some(Self {
            id: written.kid,
            algorithm: written.alg,
            public,
        })
    }

    fn is_for(&self, algorithm: Algorithm) -> bool {
        let kind = matches!(
            (&self.public, algorithm),
            (Public::Rsa { .. }, Algorithm::Rs256 | Algorithm::Ps256)
                | (Public::P256(_), Algorithm::Es256)
        );
        let said = self.algorithm.as_deref();
        kind && said.is_none_or(|said| said == algorithm.word())
    }
}

impl Public {
    fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa { modulus, exponent } => {
                let key = RsaPublicKeyComponents {
                    n: modulus,
                    e: exponent,
                };
                key.verify(rsa(algorithm), message, signature).is_ok()
            }
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(message, signature)
                .is_ok(),
        }
    }
}

fn rsa(algorithm: Algorithm) -> &'static RsaParameters {
    match algorithm {
        Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
        Algorithm::Rs256 | Algorithm::Es256 => &RSA_PKCS1_2048_8192_SHA256,
    }
}

/// A number without the zeros before it: some providers write them.
fn without_zeros(mut bytes: Vec<u8>) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.drain(..zeros);
    bytes
}

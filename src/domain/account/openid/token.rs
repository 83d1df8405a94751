//! ID tokens: a signed statement of the provider who somebody is (JWS, RFC 7515).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::Untrusted;
use super::claims::Claims;
use super::keys::{Algorithm, ProviderKeys};

/// What somebody says is an ID token. What it claims cannot be looked at before its signature was verified.
pub struct IdToken<'t> {
    algorithm: Algorithm,
    key: Option<String>,
    signed: &'t str,
    claims: Claims,
    signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

impl<'t> IdToken<'t> {
    /// Takes the text apart: three parts in base64url.
    ///
    /// # Errors
    /// [`Untrusted::Unreadable`], [`Untrusted::Algorithm`].
    pub fn read(text: &'t str) -> Result<Self, Untrusted> {
        let (signed, signature) = text.rsplit_once('.').ok_or(Untrusted::Unreadable)?;
        let (header, claims) = signed.split_once('.').ok_or(Untrusted::Unreadable)?;
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part);
        let bytes = |part| bytes(part).map_err(|_| Untrusted::Unreadable);
        let header: Header = parsed(&bytes(header)?)?;
        // Something the reader must understand, and we understand nothing.
        if header.crit.is_some() {
            return Err(Untrusted::Unreadable);
        }
        let algorithm = Algorithm::from_word(&header.alg).ok_or(Untrusted::Algorithm)?;
        Ok(Self {
            algorithm,
            key: header.kid,
            signed,
            claims: Claims::new(parsed(&bytes(claims)?)?),
            signature: bytes(signature)?,
        })
    }

    /// What it claims, if the provider signed it.
    ///
    /// # Errors
    /// [`Untrusted::Key`], [`Untrusted::Signature`].
    pub fn verified(&self, keys: &ProviderKeys) -> Result<&Claims, Untrusted> {
        let key = (self.algorithm, self.key.as_deref());
        keys.verify(key, self.signed.as_bytes(), &self.signature)?;
        Ok(&self.claims)
    }
}

fn parsed<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Untrusted> {
    serde_json::from_slice(bytes).map_err(|_| Untrusted::Unreadable)
}

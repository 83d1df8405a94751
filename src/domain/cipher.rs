//! Encryption of what lies in the database: XChaCha20-Poly1305 over content filled up to a given length.
//!
//! What belongs here: keys that are given, randomness that is given. What does not: whose key it is.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

/// What encrypting adds: 24 bytes of nonce in front, 16 of proof at the end, one that marks the content's end.
pub const OVERHEAD: usize = 24 + 16 + 1;

/// The content was not encrypted under this key for this place, or was changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the content does not open")]
pub struct DoesNotOpen;

/// Encrypts and decrypts under one key, for one place (a survey): what was made for another does not open here.
pub struct Cipher<'p> {
    key: XChaCha20Poly1305,
    place: &'p [u8],
}

impl<'p> Cipher<'p> {
    /// Of a key of 256 bits.
    #[must_use]
    pub fn new(key: [u8; 32], place: &'p [u8]) -> Self {
        let key = XChaCha20Poly1305::new(&key.into());
        Self { key, place }
    }

    /// Encrypts `content`, filled up to `length` bytes (never cut). `nonce` is random and new every time.
    #[must_use]
    pub fn seal(&self, nonce: [u8; 24], content: &[u8], length: usize) -> Vec<u8> {
        let mut padded = Vec::with_capacity(length.max(content.len()) + 1);
        padded.extend(content);
        padded.push(1);
        padded.resize(padded.len().max(length + 1), 0);
        let payload = Payload {
            msg: &padded,
            aad: self.place,
        };
        let mut sealed = nonce.to_vec();
        // Encrypting fails only beyond 256 GiB; nothing sealed then, which does not open.
        sealed.extend(
            self.key
                .encrypt(&XNonce::from(nonce), payload)
                .unwrap_or_default(),
        );
        sealed
    }

    /// Decrypts what [`Cipher::seal`] made.
    ///
    /// # Errors
    /// [`DoesNotOpen`] under another key, at another place or when a bit was changed.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        let (nonce, sealed) = sealed.split_first_chunk::<24>().ok_or(DoesNotOpen)?;
        let payload = Payload {
            msg: sealed,
            aad: self.place,
        };
        let opened = self.key.decrypt(&XNonce::from(*nonce), payload);
        let mut content = opened.map_err(|_| DoesNotOpen)?;
        let end = content
            .iter()
            .rposition(|byte| *byte != 0)
            .ok_or(DoesNotOpen)?;
        content.truncate(end);
        Ok(content)
    }
}

//! How bytes travel: as they are, or folded by gzip or Brotli where the client says that it reads that.

use std::io::Write as _;

use actix_web::http::header::{self, ACCEPT_ENCODING, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Of Brotli's levels from 0 to 11: the last two are for what is written once in a release.
const QUALITY: i32 = 9;

/// A way bytes travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// The shortest.
    Brotli,
    /// What every browser reads.
    Gzip,
    /// As they are.
    Plain,
}

impl Encoding {
    /// What `content-encoding` calls it.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// Whether the client says that it reads this.
    pub(super) fn is_read(self, headers: &HeaderMap) -> bool {
        let Some(name) = self.name() else {
            return true;
        };
        let said = headers
            .get(ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        said.split(',').any(|coding| {
            let (read, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let refused = weight.trim().trim_start_matches("q=").parse() == Ok(0.0);
            read.trim().eq_ignore_ascii_case(name) && !refused
        })
    }

    /// The bytes in this encoding, as few as can be, since many read them; none where they are no fewer.
    pub(super) fn fold(self, bytes: &Bytes) -> Option<Bytes> {
        let folded = match self {
            Self::Brotli => brotli(bytes),
            Self::Gzip => gzip(bytes),
            Self::Plain => return Some(bytes.clone()),
        };
        folded.filter(|folded| folded.len() < bytes.len())
    }
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::best());
    encoder.write_all(bytes).ok()?;
    Some(encoder.finish().ok()?.into())
}

fn brotli(bytes: &[u8]) -> Option<Bytes> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut folded = Vec::with_capacity(bytes.len() / 3);
    brotli::BrotliCompress(&mut &*bytes, &mut folded, &params).ok()?;
    Some(folded.into())
}

/// Tells caches that another client may get other bytes.
pub(super) fn vary(headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(encoding: Encoding, said: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(said));
        encoding.is_read(&headers)
    }

    #[test]
    fn an_encoding_is_sent_to_whoever_says_it_can_be_read() {
        use Encoding::{Brotli, Gzip, Plain};
        assert!(reads(Gzip, "gzip, deflate, br, zstd"));
        assert!(reads(Brotli, "gzip, deflate, br, zstd"));
        assert!(reads(Gzip, "br;q=1.0, GZIP;q=0.5"));
        assert!(!reads(Gzip, "gzip;q=0, identity"));
        assert!(!reads(Gzip, "br") && !reads(Brotli, "gzip, brotli"));
        assert!(!Gzip.is_read(&HeaderMap::new()) && Plain.is_read(&HeaderMap::new()));
    }

    #[test]
    fn what_is_folded_reads_as_before_and_is_never_longer() {
        let page = Bytes::from("<p>市民アンケート</p>".repeat(3_000));
        let folded = Encoding::Brotli.fold(&page).unwrap();
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut &*folded, &mut read).unwrap();
        assert_eq!(read, page);
        assert!(Encoding::Gzip.fold(&page).unwrap().len() < page.len() / 50);
        for encoding in [Encoding::Brotli, Encoding::Gzip] {
            assert_eq!(encoding.fold(&Bytes::from_static(b"x")), None);
        }
    }
}

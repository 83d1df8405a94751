//! A publication as it leaves the house: its headers, and its bytes in each encoding, each under a strong tag of its own.

use std::time::{Duration, Instant};

use actix_web::body::MessageBody as _;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, ETAG, EntityTag, HeaderMap, HeaderValue, SET_COOKIE, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::EditionId;
use crate::web::encoding::Encoding;
use crate::web::error::Error;
use crate::web::known;

/// Everybody may keep a copy. A browser asks before it shows it again; what stands between may give it out for a second
/// without asking.
const FOR_ALL: HeaderValue =
    HeaderValue::from_static("public, max-age=0, s-maxage=1, must-revalidate");

/// How long what also hangs on the time, or on more than what is published, is given out.
const MOMENT: Duration = Duration::from_secs(1);

/// A publication as its page writes it.
pub struct Issue {
    response: HttpResponse,
    is_passing: bool,
}

impl From<HttpResponse> for Issue {
    fn from(response: HttpResponse) -> Self {
        let is_passing = response.status() != StatusCode::OK;
        Self {
            response,
            is_passing,
        }
    }
}

impl Issue {
    /// One that hangs on the time, or on more than what is published: it is given out for a moment.
    #[must_use]
    pub fn passing(self) -> Self {
        Self {
            is_passing: true,
            ..self
        }
    }
}

/// A publication of an edition.
pub(super) struct Printed {
    edition: Option<EditionId>,
    until: Option<Instant>,
    status: StatusCode,
    headers: HeaderMap,
    copies: Vec<Copy>,
}

/// The bytes in one encoding.
struct Copy {
    encoding: Encoding,
    tag: EntityTag,
    tag_value: HeaderValue,
    bytes: Bytes,
}

impl Printed {
    /// Prints what was written while this was the edition.
    ///
    /// # Errors
    /// When it comes in pieces, or cannot be compressed: a fault of the program.
    pub(super) fn new(edition: Option<EditionId>, issue: Issue) -> Result<Self, Error> {
        let until = issue.is_passing.then(|| Instant::now() + MOMENT);
        let (head, body) = issue.response.into_parts();
        let status = head.status();
        let mut headers = head.headers().clone();
        if status == StatusCode::OK {
            headers.insert(CACHE_CONTROL, FOR_ALL);
        }
        let said = HeaderValue::from_static("accept-encoding, accept-language");
        headers.insert(VARY, said);
        // What belongs to one visitor is in no copy for another.
        headers.remove(SET_COOKIE);
        let bytes = body.try_into_bytes();
        let bytes = bytes.map_err(|_| anyhow::anyhow!("a publication in pieces"))?;
        Ok(Self {
            edition,
            until,
            status,
            headers,
            copies: copies(&bytes)?,
        })
    }

    /// Whether it may be given out while this is the edition.
    pub(super) fn is_of(&self, edition: Option<EditionId>) -> bool {
        self.edition == edition && self.until.is_none_or(|until| Instant::now() < until)
    }

    /// What it occupies, in bytes.
    pub(super) fn weight(&self) -> u64 {
        let bytes: usize = self.copies.iter().map(|copy| copy.bytes.len()).sum();
        u64::try_from(bytes)
            .unwrap_or(u64::MAX)
            .saturating_add(1_000)
    }

    /// A copy for one reader; only that nothing has changed, where they have it already.
    pub(super) fn copy(&self, request: &HttpRequest) -> HttpResponse {
        let mut copies = self.copies.iter();
        let Some(copy) = copies.find(|copy| copy.encoding.is_read(request.headers())) else {
            return HttpResponse::build(self.status).finish();
        };
        let is_known = self.status == StatusCode::OK && known::has(request, &copy.tag);
        let mut response = match is_known {
            true => HttpResponse::NotModified().finish(),
            false => HttpResponse::build(self.status).body(copy.bytes.clone()),
        };
        self.head(copy, is_known, response.headers_mut());
        response
    }

    fn head(&self, copy: &Copy, is_known: bool, headers: &mut HeaderMap) {
        for (name, value) in &self.headers {
            if !is_known || matches!(*name, CACHE_CONTROL | VARY) {
                headers.insert(name.clone(), value.clone());
            }
        }
        if self.status == StatusCode::OK {
            headers.insert(ETAG, copy.tag_value.clone());
        }
        if let Some(name) = copy.encoding.name().filter(|_| !is_known) {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
    }
}

/// The bytes in each encoding, the shortest first.
fn copies(bytes: &Bytes) -> anyhow::Result<Vec<Copy>> {
    let sum = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
    let all = [Encoding::Brotli, Encoding::Gzip, Encoding::Plain].into_iter();
    let folded = all.filter_map(|encoding| Some((encoding, encoding.fold(bytes)?)));
    let copy = |(encoding, bytes): (Encoding, Bytes)| {
        // Strong: other bytes, another tag.
        let tag = format!("{sum}-{}", encoding.name().unwrap_or("plain"));
        let tag = EntityTag::new_strong(tag);
        let tag_value = HeaderValue::from_str(&tag.to_string()).context("a tag")?;
        Ok(Copy {
            encoding,
            tag,
            tag_value,
            bytes,
        })
    };
    folded.map(copy).collect()
}

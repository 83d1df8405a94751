//! Copies of pages that are the same for everybody: written and compressed once, however many visitors look.
//!
//! They are kept with the row they were written from (`surveys::LiveSurvey`) and go with it after a second, so that nothing
//! shown is older than what the doors know anyway. What belongs to one visitor never gets in here: a page may have
//! one gap, filled for each visitor anew.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderValue,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use anyhow::{Context, ensure};
use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress};

use crate::domain::language::Language;
use crate::domain::questionnaire::routing;
use crate::web::error::Error;
use crate::web::middleware::compression;
use crate::web::page::Display;

/// Stands where a page's gap is while it is written.
pub const PLACEHOLDER: &str = "here-is-the-gap-of-the-page";

/// More pages than this of one survey are not kept: they are written anew for each visitor.
const MOST: usize = 64;

/// The pages of one survey.
#[derive(Default)]
pub struct PageCache(RwLock<HashMap<PageKey, Arc<CachedPage>>>);

/// Which page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageKey {
    /// Its kind.
    pub kind: PageKind,
    /// Its language.
    pub language: Language,
    /// How it is shown.
    pub display: Display,
}

/// The kinds of pages that can be the same for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// The first page of a survey in sections.
    Start,
    /// Everything on one page, nothing filled in.
    OnePage,
    /// A section with nothing filled in, for those who are asked the same questions.
    Section(usize, routing::Path),
}

/// A page as it was written.
pub struct CachedPage {
    policy: HeaderValue,
    before: Part,
    /// What follows the gap.
    after: Option<Part>,
}

/// A piece of a page.
struct Part {
    html: Bytes,
    deflated: Vec<u8>,
    /// Sum of its bytes, to go on from.
    sum: Hasher,
}

impl PageCache {
    /// The page, written by `write` when it is not here yet.
    ///
    /// # Errors
    /// What `write` fails with.
    pub fn get(
        &self,
        which: PageKey,
        write: impl FnOnce() -> Result<CachedPage, Error>,
    ) -> Result<Arc<CachedPage>, Error> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = kept.get(&which) {
            return Ok(page.clone());
        }
        drop(kept);
        let page = Arc::new(write()?);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST {
            kept.insert(which, page.clone());
        }
        Ok(page)
    }
}

impl CachedPage {
    /// Keeps a page with its content security policy. Where [`PLACEHOLDER`] stands in it, copies are filled.
    ///
    /// # Errors
    /// When the page cannot be compressed or the policy not be sent: a fault of the program.
    pub fn new(html: &str, policy: &str) -> anyhow::Result<Self> {
        let (before, after) = match html.split_once(PLACEHOLDER) {
            Some((before, after)) => (before, Some(after)),
            None => (html, None),
        };
        let ends = after.is_none();
        Ok(Self {
            policy: HeaderValue::from_str(policy).context("content security policy")?,
            before: Part::new(before, ends)?,
            after: after.map(|after| Part::new(after, true)).transpose()?,
        })
    }

    /// A copy for one visitor, its gap filled with plain text that HTML leaves as it is.
    #[must_use]
    pub fn copy(&self, request: &HttpRequest, fill: &str) -> HttpResponse {
        let gzip = compression::reads_gzip(request.headers());
        let body = if gzip {
            self.gzip(fill)
        } else {
            self.plain(fill)
        };
        let mut response = HttpResponse::Ok().body(body);
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if gzip {
            encoded(headers);
        }
        response
    }

    fn plain(&self, fill: &str) -> Bytes {
        let Some(after) = &self.after else {
            return self.before.html.clone();
        };
        [&self.before.html, fill.as_bytes(), &after.html]
            .concat()
            .into()
    }

    /// A gzip file (RFC 1952): the parts as they were compressed, and what fills the gap between them as it is.
    fn gzip(&self, fill: &str) -> Bytes {
        let after = self.after.as_ref();
        let room = self.before.deflated.len() + after.map_or(0, |part| part.deflated.len());
        let mut file = Vec::with_capacity(room + fill.len() + 32);
        file.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        file.extend_from_slice(&self.before.deflated);
        let (mut sum, mut length) = (self.before.sum.clone(), self.before.html.len());
        if let Some(after) = after {
            append_stored(&mut file, fill);
            file.extend_from_slice(&after.deflated);
            sum.update(fill.as_bytes());
            sum.combine(&after.sum);
            length += fill.len() + after.html.len();
        }
        file.extend_from_slice(&sum.finalize().to_le_bytes());
        // The length modulo 2³², as the format wants it.
        file.extend(length.to_le_bytes().iter().take(4));
        file.into()
    }
}

fn encoded(headers: &mut HeaderMap) {
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    compression::vary(headers);
}

/// A block of DEFLATE (RFC 1951, 3.2.4) that holds its bytes as they are. The block before it ended at a whole byte.
fn append_stored(file: &mut Vec<u8>, text: &str) {
    for bytes in text.as_bytes().chunks(usize::from(u16::MAX)) {
        let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        file.push(0);
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(&(!length).to_le_bytes());
        file.extend_from_slice(bytes);
    }
}

impl Part {
    /// Compressed for itself, so that it refers to nothing before it.
    fn new(html: &str, ends: bool) -> anyhow::Result<Self> {
        let mut deflated = Vec::with_capacity(html.len() + html.len() / 8 + 64);
        let flush = if ends {
            FlushCompress::Finish
        } else {
            FlushCompress::Sync
        };
        let mut compress = Compress::new(Compression::best(), false);
        compress.compress_vec(html.as_bytes(), &mut deflated, flush)?;
        let all = u64::try_from(html.len()).ok() == Some(compress.total_in());
        ensure!(all, "a page cannot be compressed");
        deflated.shrink_to_fit();
        let mut sum = Hasher::new();
        sum.update(html.as_bytes());
        Ok(Self {
            html: Bytes::copy_from_slice(html.as_bytes()),
            deflated,
            sum,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn read(html: &str, fill: &str) -> String {
        let file = CachedPage::new(html, "default-src 'none'")
            .unwrap()
            .gzip(fill);
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*file)
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn a_compressed_copy_reads_like_the_page() {
        let page = "<p>市民アンケート</p>".repeat(3_000);
        assert_eq!(read(&page, "not used"), page);
        let gapped = format!("{page}<input value=\"{PLACEHOLDER}\">{page}");
        let slip = "7f3c.1700000000..00ff";
        assert_eq!(read(&gapped, slip), gapped.replace(PLACEHOLDER, slip));
        let long = "x".repeat(200_000);
        assert_eq!(read(&gapped, &long), gapped.replace(PLACEHOLDER, &long));
        assert_eq!(read(PLACEHOLDER, "only"), "only");
    }

    #[test]
    fn a_page_is_written_once_for_each_language_and_display() {
        let copies = PageCache::default();
        let written = std::cell::Cell::new(0);
        let ask = |display| {
            let which = PageKey {
                kind: PageKind::Start,
                language: Language::japanese(),
                display,
            };
            let write = || {
                written.set(written.get() + 1);
                Ok(CachedPage::new("<p>", "default-src 'none'")?)
            };
            copies.get(which, write).unwrap();
        };
        let large = Display {
            large: true,
            noruby: false,
        };
        for display in [Display::default(), large, Display::default(), large] {
            ask(display);
        }
        assert_eq!(written.get(), 2);
    }
}

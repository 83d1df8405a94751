//! Copies of pages that are the same for everybody: written and compressed once, however many visitors look.
//!
//! They are kept with the row they were written from (`surveys::LiveSurvey`), which is read again every second, and go when
//! it is another one, so that nothing shown is older than what the doors know anyway. What belongs to one visitor never
//! gets in here: a page may have gaps, filled for each visitor anew.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderValue,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;

use crate::domain::language::Language;
use crate::domain::questionnaire::routing;
use crate::web::encoding::{Encoding, vary};
use crate::web::error::Error;
use crate::web::gzip::{File, Piece};
use crate::web::page::Display;

/// Stands where a page's gap is while it is written.
pub const GAP: &str = "here-is-the-gap-of-the-page";

/// Stands where a page has another one.
pub const OTHER_GAP: &str = "here-is-the-other-gap-of-the-page";

/// More pages than this of one survey are not kept: they are written anew for each visitor.
const MOST: usize = 256;

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
    /// The same for whoever has a draft.
    Begun {
        /// Something is answered in it.
        resumed: bool,
        /// It bears the last letters of a key.
        marked: bool,
    },
    /// Everything on one page, nothing filled in.
    OnePage,
    /// A section with nothing filled in, for those who are asked the same questions.
    Section(usize, routing::Path),
    /// What is said of a response that is recorded.
    Receipt {
        /// It was sent just now.
        fresh: bool,
        /// Another person may answer still.
        open: bool,
    },
}

impl PageKey {
    /// The page of a kind in a language.
    #[must_use]
    pub fn new(kind: PageKind, language: &Language, display: Display) -> Self {
        let language = language.clone();
        Self {
            kind,
            language,
            display,
        }
    }
}

/// A page as it was written.
pub struct CachedPage {
    policy: HeaderValue,
    parts: Vec<Part>,
}

/// A piece of a page, up to a gap or to the end.
struct Part {
    piece: Piece,
    /// The gap that follows.
    gap: Option<&'static str>,
}

/// What a gap is filled with: plain text that HTML leaves as it is.
pub type Fill<'a> = (&'static str, &'a str);

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
    /// Keeps a page with its content security policy. Where [`GAP`] or [`OTHER_GAP`] stand in it, copies are filled.
    ///
    /// # Errors
    /// When the page cannot be compressed or the policy cannot be sent: a fault of the program.
    pub fn new(html: &str, policy: &str) -> anyhow::Result<Self> {
        let mut parts = Vec::new();
        let mut rest = html;
        while let Some((at, gap)) = next_gap(rest) {
            let (before, after) = rest.split_at(at);
            parts.push(Part::new(before, Some(gap))?);
            rest = after.get(gap.len()..).unwrap_or_default();
        }
        parts.push(Part::new(rest, None)?);
        Ok(Self {
            policy: HeaderValue::from_str(policy).context("content security policy")?,
            parts,
        })
    }

    /// A copy for one visitor, its gaps filled.
    #[must_use]
    pub fn copy(&self, request: &HttpRequest, fills: &[Fill<'_>]) -> HttpResponse {
        let gzip = Encoding::Gzip.is_read(request.headers());
        let body = if gzip {
            self.gzip(fills)
        } else {
            self.plain(fills)
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

    fn plain(&self, fills: &[Fill<'_>]) -> Bytes {
        let mut page = Vec::new();
        for part in &self.parts {
            page.extend_from_slice(&part.piece.plain);
            page.extend_from_slice(part.fill(fills).as_bytes());
        }
        page.into()
    }

    /// The parts as they were compressed, and what fills the gaps between them as it is.
    fn gzip(&self, fills: &[Fill<'_>]) -> Bytes {
        let mut file = File::new(self.room(fills));
        for part in &self.parts {
            file.put(&part.piece);
            file.put_as_it_is(part.fill(fills).as_bytes());
        }
        file.finish()
    }

    fn room(&self, fills: &[Fill<'_>]) -> usize {
        let parts: usize = self.parts.iter().map(|part| part.piece.size()).sum();
        let fills: usize = fills.iter().map(|(_, fill)| fill.len()).sum();
        parts + fills + 64
    }
}

/// Where the next gap is, and which.
fn next_gap(html: &str) -> Option<(usize, &'static str)> {
    let gaps = [GAP, OTHER_GAP].into_iter();
    let found = gaps.filter_map(|gap| Some((html.find(gap)?, gap)));
    found.min()
}

fn encoded(headers: &mut HeaderMap) {
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    vary(headers);
}

impl Part {
    fn new(html: &str, gap: Option<&'static str>) -> anyhow::Result<Self> {
        let piece = Piece::new(html.as_bytes(), gap.is_none())?;
        Ok(Self { piece, gap })
    }

    /// What fills the gap after it; nothing where it ends the page.
    fn fill<'a>(&self, fills: &[Fill<'a>]) -> &'a str {
        let mut fills = fills.iter();
        let found = fills.find(|(gap, _)| Some(*gap) == self.gap);
        found.map_or("", |(_, fill)| fill)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn read(html: &str, fill: &str, other: &str) -> String {
        let page = CachedPage::new(html, "default-src 'none'").unwrap();
        let fills = [(GAP, fill), (OTHER_GAP, other)];
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*page.gzip(&fills))
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(page.plain(&fills), text);
        text
    }

    #[test]
    fn a_compressed_copy_reads_like_the_page() {
        let page = "<p>市民アンケート</p>".repeat(3_000);
        assert_eq!(read(&page, "not used", "nor this"), page);
        let gapped = format!("{page}{OTHER_GAP}<input value=\"{GAP}\">{page}{OTHER_GAP}");
        let (slip, long) = ("7f3c.1700000000..00ff", "x".repeat(200_000));
        for (fill, other) in [(slip, "9TF"), (&*long, ""), ("", slip)] {
            let filled = gapped.replace(GAP, fill).replace(OTHER_GAP, other);
            assert_eq!(read(&gapped, fill, other), filled);
        }
        assert_eq!(read(GAP, "only", ""), "only");
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

//! The beginnings of pages, up to the end of the styles they bring along: two thirds of what a page written for one person
//! would be compressed from again and again. There is one for each language, frame and way of showing.

use std::sync::{Arc, PoisonError, RwLock};

use actix_web::web::Bytes;

use crate::web::gzip::{File, Piece};

/// How pages begin, where a beginning ends, and what it comes before: nothing that was typed by anybody stands in it.
const BEGIN: &str = "<!DOCTYPE html>";
const END: &str = "</style>";
const BODY: &str = "<body";

/// More than these are not kept: pages with styles of their own begin like no others.
const MOST: usize = 64;

/// The beginnings.
#[derive(Default)]
pub struct Beginnings(RwLock<Vec<Arc<Piece>>>);

impl Beginnings {
    /// A text as a gzip file; none where that is no shorter.
    pub(in crate::web) fn gzip(&self, text: &Bytes) -> Option<Bytes> {
        let mut file = File::new(text.len() / 3);
        let parts = split(text).and_then(|(beginning, rest)| Some((self.piece(beginning)?, rest)));
        match parts {
            Some((beginning, rest)) => {
                file.put(&beginning);
                file.put_last(rest).ok()?;
            }
            None => file.put_last(text).ok()?,
        }
        let file = file.finish();
        (file.len() < text.len()).then_some(file)
    }

    /// A beginning, compressed; none where no more are kept.
    fn piece(&self, beginning: &[u8]) -> Option<Arc<Piece>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|piece| piece.plain == beginning);
        if found.is_some() || kept.len() >= MOST {
            return found.cloned();
        }
        drop(kept);
        let piece = Arc::new(Piece::new(beginning, false).ok()?);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST {
            kept.push(Arc::clone(&piece));
        }
        Some(piece)
    }
}

/// The beginning of a page, and what follows it.
fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let page = std::str::from_utf8(text).ok()?;
    let head = page.strip_prefix(BEGIN)?.split(BODY).next()?;
    let end = BEGIN.len() + head.find(END)? + END.len();
    text.split_at_checked(end)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn read(file: &[u8]) -> String {
        let mut text = String::new();
        let mut file = flate2::read::GzDecoder::new(file);
        file.read_to_string(&mut text).unwrap();
        text
    }

    fn page(styles: usize, text: &str) -> Bytes {
        let rules = format!("p {{ margin: {styles}px }} ").repeat(200);
        let head = format!("<!DOCTYPE html><head><style>{rules}</style></head>");
        Bytes::from(format!("{head}<body><p>{text}</p></body>"))
    }

    #[test]
    fn a_page_reads_as_it_was_written_whatever_it_begins_with() {
        let beginnings = Beginnings::default();
        for styles in 0..MOST + 3 {
            for text in ["市民アンケート", "", &"<p>長い文</p>".repeat(20_000)] {
                let page = page(styles, text);
                assert_eq!(read(&beginnings.gzip(&page).unwrap()).as_bytes(), page);
            }
        }
        assert_eq!(beginnings.0.read().unwrap().len(), MOST);
    }

    #[test]
    fn what_somebody_typed_is_no_beginning() {
        let beginnings = Beginnings::default();
        for begin in [
            "",
            "意見\n</style><body>",
            "<!DOCTYPE html><body><style></style>",
        ] {
            let text = Bytes::from(begin.to_owned() + &"市民アンケート\n".repeat(100));
            assert_eq!(read(&beginnings.gzip(&text).unwrap()).as_bytes(), text);
        }
        assert!(beginnings.0.read().unwrap().is_empty());
        assert_eq!(beginnings.gzip(&Bytes::from_static(b"x")), None);
        assert_eq!(beginnings.gzip(&Bytes::new()), None);
    }
}

//! A form with one file, read strictly: each field once, text as in any form, the file as it is. How large all of it may
//! be is the body's limit for staff; what kind of file a page takes, and how large, is said at its field.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;

use crate::domain::questionnaire::limits::FIELDS;
use crate::web::error::Error;

use super::form::{Pairs, cut, is_forbidden};

/// Most characters of a file's name that are kept.
const NAME: usize = 200;

/// A form with a file.
#[derive(Debug, Default)]
pub struct Upload {
    /// The file; none where none was chosen.
    pub file: Option<SentFile>,
    /// What was typed.
    pub typed: Pairs,
}

/// A file as it was sent.
#[derive(Debug, Default)]
pub struct SentFile {
    /// Its name, without the folders it lay in. Whoever shows it shows somebody's words.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let carries = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
        let parts = carries.then(|| Multipart::new(request.headers(), payload.take()));
        Box::pin(async move { read(parts.ok_or(Error::UnsupportedType)?).await })
    }
}

async fn read(mut parts: Multipart) -> Result<Upload, Error> {
    let mut upload = Upload::default();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|error| ended(&error))?;
        let name = part.name().ok_or(Error::BadRequest)?.to_owned();
        let file = part
            .content_disposition()
            .and_then(|said| said.get_filename());
        let file = file.map(own_name).transpose()?;
        let bytes = collect(&mut part).await?;
        match file {
            Some(_) if upload.file.is_some() => return Err(Error::BadRequest),
            // A browser sends a nameless, empty file where none was chosen.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => upload.file = Some(SentFile { name, bytes }),
            None => upload
                .typed
                .0
                .push((text(name.into_bytes())?, text(bytes)?)),
        }
        if upload.typed.0.len() > FIELDS {
            return Err(Error::TooLarge);
        }
    }
    Ok(upload)
}

async fn collect(part: &mut Field) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| ended(&error))?);
    }
    Ok(bytes)
}

/// Why it ended early: the limits of its body, or not what a browser sends.
fn ended(error: &MultipartError) -> Error {
    match error {
        MultipartError::Payload(error) => cut(error),
        _ => cut(&PayloadError::EncodingCorrupted),
    }
}

fn text(bytes: Vec<u8>) -> Result<String, Error> {
    let text = String::from_utf8(bytes).map_err(|_| Error::BadRequest)?;
    match text.chars().any(is_forbidden) {
        true => Err(Error::BadRequest),
        false => Ok(text),
    }
}

/// A name without folders, cut where nobody reads on.
fn own_name(name: &str) -> Result<String, Error> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    match last.chars().any(char::is_control) {
        true => Err(Error::BadRequest),
        false => Ok(last.chars().take(NAME).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_no_folder() {
        for (sent, name) in [
            ("名簿.csv", "名簿.csv"),
            ("C:\\Users\\clerk\\a.csv", "a.csv"),
            ("../../etc/passwd", "passwd"),
            ("", ""),
        ] {
            assert_eq!(own_name(sent).unwrap(), name);
        }
        assert!(own_name("a\u{0}.csv").is_err() && own_name("a\r\nx: y").is_err());
        assert_eq!(own_name(&"あ".repeat(999)).unwrap().chars().count(), NAME);
    }
}

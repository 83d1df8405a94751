//! What a browser posted, read strictly: the right type, not too large, valid UTF-8, no control characters.
//!
//! Frameworks replace invalid bytes silently; here they are refused, because a silently altered answer is a lost one.

use std::collections::HashSet;
use std::io::ErrorKind;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use validator::Validate;

use crate::domain::questionnaire::limits;
use crate::web::error::Error;
use crate::web::page::form::{FieldErrors, FormView};

/// Fields in the order they were sent; names may repeat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The only value of a field.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when it was sent twice.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self
            .0
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            Err(Error::BadRequest)
        } else {
            Ok(first)
        }
    }

    /// All fields but these.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        let others = self.0.iter();
        let others = others.filter(|(field, _)| !names.contains(&field.as_str()));
        others.cloned().collect()
    }
}

/// A form whose fields are known beforehand. An unknown or repeated field is none that a browser sends: 400. What is
/// wrong with a value is said at its field: [`Form::read`].
#[derive(Debug)]
pub struct Form<T> {
    /// What was typed.
    pub fields: T,
    typed: Pairs,
    wrong: FieldErrors,
}

impl<T> Form<T> {
    /// Takes the fields through `understand`, which makes of them what a workflow needs.
    ///
    /// # Errors
    /// The form as its page shows it again: everything typed, and what is wrong by the rules of the fields or by
    /// `understand`.
    pub fn read<R>(
        &self,
        understand: impl FnOnce(&T) -> Result<R, FieldErrors>,
    ) -> Result<R, FormView> {
        match understand(&self.fields) {
            Ok(understood) if self.wrong.is_empty() => Ok(understood),
            Ok(_) => Err(self.refused(FieldErrors::default())),
            Err(more) => Err(self.refused(more)),
        }
    }

    /// The form as its page shows it again, because of what was found out later.
    #[must_use]
    pub fn refused(&self, why: FieldErrors) -> FormView {
        let typed = self.typed.0.iter().cloned();
        FormView::new(typed, self.wrong.clone().with(why))
    }

    /// The fields of a form in which nothing is typed: what breaks a rule was not made by our page.
    ///
    /// # Errors
    /// [`Error::BadRequest`]
    pub fn untyped(self) -> Result<T, Error> {
        match self.wrong.is_empty() {
            true => Ok(self.fields),
            false => Err(Error::BadRequest),
        }
    }
}

impl<T: DeserializeOwned + Validate> Form<T> {
    /// A form that is sent by its address: `?from=…&until=…`. What else stands there is none of its business; what does
    /// not is empty.
    ///
    /// # Errors
    /// [`Error::BadRequest`] as for a form that was posted.
    pub fn of_query(request: &HttpRequest, names: &[&str]) -> Result<Self, Error> {
        let Pairs(mut pairs) = decode(request.query_string().as_bytes())?;
        pairs.retain(|(name, _)| names.contains(&name.as_str()));
        for name in names {
            if !pairs.iter().any(|(sent, _)| sent == name) {
                pairs.push(((*name).to_owned(), String::new()));
            }
        }
        form(Pairs(pairs))
    }

    /// What was typed, as it stands in the fields of an address: `from=…&until=…`, without those left empty.
    #[must_use]
    pub fn in_query(&self) -> String {
        let typed = self.typed.0.iter().filter(|(_, value)| !value.is_empty());
        let pairs = typed.map(|(name, value)| {
            let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
            format!("&{name}={value}")
        });
        pairs.collect()
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let pairs = Pairs::from_request(request, payload);
        Box::pin(async move { form(pairs.await?) })
    }
}

/// Puts pairs into the fields they are for.
fn form<T: DeserializeOwned + Validate>(typed: Pairs) -> Result<Form<T>, Error> {
    let names: HashSet<&str> = typed.0.iter().map(|(name, _)| name.as_str()).collect();
    if names.len() < typed.0.len() {
        return Err(Error::BadRequest);
    }
    let map = MapDeserializer::<_, serde::de::value::Error>::new(typed.0.iter().cloned());
    let fields = T::deserialize(map).map_err(|_| Error::BadRequest)?;
    let wrong = fields.validate().err().map(FieldErrors::from);
    Ok(Form {
        fields,
        typed,
        wrong: wrong.unwrap_or_default(),
    })
}

impl FromRequest for Pairs {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let typed = is_form(request);
        let mut payload = payload.take();
        Box::pin(async move {
            if !typed {
                return Err(Error::UnsupportedType);
            }
            decode(&collect(&mut payload).await?)
        })
    }
}

fn is_form(request: &HttpRequest) -> bool {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    let form = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    let charset = parts.all(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        !name.eq_ignore_ascii_case("charset")
            || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    form && charset && !request.headers().contains_key(header::CONTENT_ENCODING)
}

async fn collect(payload: &mut Payload) -> Result<BytesMut, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk.map_err(|error| cut(&error))?);
    }
    Ok(body)
}

/// Why a body ended early: its size, time and room are watched for all doors alike (`body`).
pub(super) fn cut(error: &PayloadError) -> Error {
    match error {
        PayloadError::Overflow => Error::TooLarge,
        PayloadError::Io(error) if error.kind() == ErrorKind::TimedOut => Error::TooSlow,
        PayloadError::Io(error) if error.kind() == ErrorKind::QuotaExceeded => Error::Busy(10),
        _ => Error::BadRequest,
    }
}

/// Splits and decodes a form body.
///
/// # Errors
/// [`Error::BadRequest`] for invalid UTF-8 or control characters, [`Error::TooLarge`] for too many fields.
pub fn decode(body: &[u8]) -> Result<Pairs, Error> {
    let fields = body
        .split(|byte| *byte == b'&')
        .filter(|field| !field.is_empty());
    let mut pairs = Vec::with_capacity(64);
    for field in fields {
        if pairs.len() == limits::FIELDS {
            return Err(Error::TooLarge);
        }
        let cut = field
            .iter()
            .position(|byte| *byte == b'=')
            .unwrap_or(field.len());
        let (name, value) = field.split_at(cut);
        pairs.push((
            text(name)?,
            text(value.strip_prefix(b"=").unwrap_or_default())?,
        ));
    }
    Ok(Pairs(pairs))
}

/// One name or value. Only tabulators and line ends are let through of what cannot be seen.
fn text(raw: &[u8]) -> Result<String, Error> {
    let bytes: Vec<u8> = if raw.contains(&b'+') {
        let spaced: Vec<u8> = raw
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        percent_decode(&spaced).collect()
    } else {
        percent_decode(raw).collect()
    };
    let text = String::from_utf8(bytes).map_err(|_| Error::BadRequest)?;
    if text.chars().any(is_forbidden) {
        Err(Error::BadRequest)
    } else {
        Ok(text)
    }
}

/// What cannot be seen and no form sends.
pub(super) fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(body: &str) -> Vec<(String, String)> {
        decode(body.as_bytes()).unwrap().0
    }

    #[test]
    fn fields_are_decoded_in_order_and_may_repeat() {
        let want = [
            ("q1", "1"),
            ("q2", "a b"),
            ("q2", "市=&"),
            ("empty", ""),
            ("bare", ""),
        ];
        let got = pairs("q1=1&q2=a+b&q2=%E5%B8%82%3D%26&empty=&bare");
        assert_eq!(
            got,
            want.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn invalid_bytes_and_control_characters_are_refused() {
        for bad in [
            "a=%ff%fe",
            "a=%c0%af",
            "a%00b=1",
            "a=%00",
            "a=%1b[0m",
            "a=%C2%85",
            "a=%EF%BF%BE",
            "a=%ED%A0%80",
        ] {
            assert!(
                matches!(decode(bad.as_bytes()), Err(Error::BadRequest)),
                "{bad}"
            );
        }
        assert_eq!(
            pairs("a=%0D%0A%09"),
            [("a".to_owned(), "\r\n\t".to_owned())]
        );
    }

    #[derive(Debug, serde::Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Known {
        #[validate(length(max = 3))]
        key: String,
    }

    #[test]
    fn only_known_fields_are_taken_once() {
        let read = |body: &str| form::<Known>(decode(body.as_bytes()).unwrap());
        assert_eq!(read("key=abc").unwrap().untyped().unwrap().key, "abc");
        for bad in ["key=abc&is_admin=1", "key=a&key=b", ""] {
            assert!(matches!(read(bad), Err(Error::BadRequest)), "{bad}");
        }
    }

    #[test]
    fn a_form_in_an_address_is_read_and_written_again() {
        let asked = |query: &str| {
            let request = actix_web::test::TestRequest::with_uri(&format!("/staff?{query}"));
            Form::<Known>::of_query(&request.to_http_request(), &["key"])
        };
        let form = asked("lang=ja&key=%E5%B8%82%26").unwrap();
        assert_eq!(form.in_query(), "&key=%E5%B8%82%26");
        assert_eq!(form.untyped().unwrap().key, "市&");
        assert_eq!(asked("lang=ja").unwrap().in_query(), "");
        assert!(matches!(asked("key=a&key=b"), Err(Error::BadRequest)));
        assert!(matches!(asked("key=%00"), Err(Error::BadRequest)));
    }

    #[test]
    fn what_breaks_a_rule_comes_back_as_it_was_typed() {
        let form = form::<Known>(decode(b"key=abcd").unwrap()).unwrap();
        let view = form.read(|fields| Ok(fields.key.clone())).unwrap_err();
        assert!(view.failed());
        let shown = serde_json::to_value(&view).unwrap();
        let key = &shown["fields"]["key"];
        assert_eq!(key["value"], "abcd");
        assert_eq!(key["error"]["key"], "error-too-long");
        assert!(matches!(form.untyped(), Err(Error::BadRequest)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode(&body);
        }
    }
}

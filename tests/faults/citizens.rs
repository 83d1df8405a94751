//! Citizens: each fills in a form of thirty questions and sends it, from a thread of its own, as a browser does.

use std::net::SocketAddr;

use kocho::domain::ids::SubmissionId;
use kocho::domain::questionnaire::item::Accepts;
use kocho::domain::questionnaire::{Answers, Raw, Reader};
use kocho::domain::secret::Secret;
use kocho::domain::time::Timestamp;
use kocho::domain::token::Key;
use kocho::storage::surveys::Survey;
use kocho::web::respond::slip::Slip;
use uuid::Uuid;

use crate::frame::Dice;
use crate::http;
use crate::town::SLUG;

/// A form as one browser has it.
#[derive(Clone)]
pub struct Form {
    /// What makes it one form.
    pub submission: SubmissionId,
    /// What will be stored of it.
    pub document: String,
    path: String,
    body: String,
}

/// What somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Recorded, with this receipt.
    Recorded(String),
    /// This form was recorded before; its receipt.
    Already(String),
    /// The key was used.
    KeyUsed,
    /// Not recorded.
    NotRecorded,
    /// Nobody can say.
    Unsure,
    /// No answer came.
    Nothing,
    /// Something else.
    Other(u16),
}

/// A town's survey, for making forms.
pub struct Forms<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// What it asks.
    pub reader: &'a Reader,
    /// What slips are signed with.
    pub secret: &'a Secret,
    /// When the forms were opened.
    pub begun_at: Timestamp,
}

impl Forms<'_> {
    /// A form of its own, filled in by the dice.
    pub fn form(&self, key: Option<Key>, dice: &mut Dice) -> Form {
        let id = u128::from(dice.roll(u64::MAX)) << 64 | u128::from(dice.roll(u64::MAX));
        let id = uuid::Builder::from_random_bytes(id.to_be_bytes()).into_uuid();
        self.filled(SubmissionId(id), key, dice)
    }

    /// A form of this id.
    pub fn filled(&self, submission: SubmissionId, key: Option<Key>, dice: &mut Dice) -> Form {
        let chosen = self.reader.items().iter().filter_map(|item| {
            let (Accepts::One(codes) | Accepts::Many { codes, .. }) = &item.accepts else {
                return None;
            };
            let at = usize::try_from(dice.roll(codes.len() as u64)).unwrap();
            Some((item.code.as_str(), codes[at].as_str()))
        });
        let chosen: Vec<(&str, &str)> = chosen.collect();
        let raw: Raw<'_> = chosen.iter().copied().collect();
        let document = Answers::read(self.reader, &raw).unwrap().document();
        let slip = Slip {
            submission,
            begun_at: self.begun_at,
            key: key.map(|key| key.to_string()),
        };
        let signed = slip.signed(self.secret, self.survey.id);
        let fields: String = chosen
            .iter()
            .map(|(name, value)| format!("&{name}={value}"))
            .collect();
        Form {
            submission,
            document,
            path: format!("/{SLUG}/surveys/{}/responses", self.survey.slug),
            body: format!("_display=&_lang=ja{fields}&_go=send&_form={signed}"),
        }
    }
}

impl Form {
    /// Sends it; what the page says.
    pub fn send(&self, to: SocketAddr) -> Told {
        let Ok(reply) = http::post(to, &self.path, &self.body) else {
            return Told::Nothing;
        };
        let receipt = reply.location.as_deref().and_then(|to| {
            let (_, receipt) = to.split_once("/receipts/")?;
            receipt.split('?').next().map(str::to_owned)
        });
        match (reply.status, receipt) {
            (303, Some(receipt)) => Told::Recorded(receipt),
            (409, _) => match code(&reply.body) {
                Some(receipt) => Told::Already(receipt),
                None => Told::KeyUsed,
            },
            (503, _) => Told::NotRecorded,
            (502, _) => Told::Unsure,
            (status, _) => Told::Other(status),
        }
    }
}

/// The receipt a page shows: the only code of five groups on it.
fn code(page: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-';
    let words = page.split(|c| !is_part(c));
    let is_code =
        |word: &&str| word.len() == 21 && word.split('-').map(str::len).eq([4, 4, 4, 4, 1]);
    words
        .filter(|word| !word.is_empty())
        .find(is_code)
        .map(str::to_owned)
}

/// An id nobody else has.
#[must_use]
pub fn fresh(dice: &mut Dice) -> SubmissionId {
    let bytes = u128::from(dice.roll(u64::MAX)) << 64 | u128::from(dice.roll(u64::MAX));
    SubmissionId(Uuid::from_u128(bytes))
}

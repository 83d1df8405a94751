//! The letters: composing a letter from its data and handing it to a transport.

mod page;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::Serialize;

use crate::domain::account::keys::Keys;
use crate::domain::hosts::Hosts;
use crate::domain::ids::LetterId;
use crate::domain::language::Language;
use crate::domain::letter::Letter;
use crate::views::{ViewError, Views, ruby};

use page::Page;

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It cannot be written: an address that is none, a control character, a faulty template.
    #[error("the letter cannot be written: {0}")]
    Unwritable(String),
    /// The mail server refuses it for good.
    #[error("the mail server refuses the letter: {0}")]
    Refused(String),
    /// It may go better later.
    #[error("the letter could not be sent now: {0}")]
    Later(String),
}

impl From<ViewError> for MailError {
    fn from(error: ViewError) -> Self {
        Self::Unwritable(error.to_string())
    }
}

/// How letters leave the program.
pub enum Transport {
    /// Through a mail server.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// As `.eml` files in a folder.
    Files(PathBuf),
    /// Into memory, for tests.
    Memory(Arc<Mutex<Vec<Message>>>),
}

/// How long a mail server is waited for by whoever asks whether it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// Composes letters and sends them.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    addresses: Addresses,
}

/// Where letters lead.
pub struct Addresses {
    /// What citizens and the public see, without a slash at the end.
    pub public_url: String,
    /// What staff see, without a slash at the end.
    pub staff_url: String,
    /// What codes in links are made of.
    pub keys: Keys,
}

/// Nothing stands around a letter.
#[derive(Serialize)]
struct Chrome {}

impl Mailer {
    /// A mailer that sends from `from` and links to these addresses.
    ///
    /// # Errors
    /// When `from` is no address.
    pub fn new(
        transport: Transport,
        from: &str,
        addresses: Addresses,
    ) -> Result<Self, lettre::address::AddressError> {
        Ok(Self {
            transport,
            from: from.parse()?,
            addresses,
        })
    }

    /// Whether the mail server answers; none where letters go to none.
    pub async fn answers(&self) -> Option<bool> {
        let Transport::Smtp(server) = &self.transport else {
            return None;
        };
        let asked = tokio::time::timeout(PATIENCE, server.test_connection()).await;
        Some(matches!(asked, Ok(Ok(true))))
    }

    /// Composes and sends a letter. The same letter always has the same Message-ID.
    ///
    /// # Errors
    /// [`MailError`] says whether to try again.
    pub async fn send(
        &self,
        views: &Views,
        id: LetterId,
        letter: &Letter,
        language: &Language,
        address: &str,
    ) -> Result<(), MailError> {
        let message = self.compose(views, id, letter, language, address)?;
        match &self.transport {
            Transport::Smtp(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
                Err(error) => Err(MailError::Later(error.to_string())),
            },
            Transport::Files(folder) => write(folder, id, &message).await,
            Transport::Memory(sent) => {
                let mut sent = sent.lock().map_err(|e| MailError::Later(e.to_string()))?;
                sent.push(message);
                Ok(())
            }
        }
    }

    fn compose(
        &self,
        views: &Views,
        id: LetterId,
        letter: &Letter,
        language: &Language,
        address: &str,
    ) -> Result<Message, MailError> {
        refuse_control_characters(letter, address)?;
        let page = Page::new(letter, &self.addresses);
        let subject = views.locales().say(language, &page.subject)?;
        let render = |part: &str| {
            let template = format!("mail/{}/{part}", page.folder);
            // Letters lead to addresses of our own, and to none of a text.
            let hosts = Hosts::default();
            views.render(&template, (language, &hosts), &Chrome {}, &page)
        };
        let unwritable = |error: String| MailError::Unwritable(error);
        let to: Mailbox = address
            .parse()
            .map_err(|_| unwritable(format!("not an address: {address}")))?;
        let domain = self.from.email.domain();
        Message::builder()
            .message_id(Some(format!("<{}@{domain}>", id.0.simple())))
            .from(self.from.clone())
            .to(to)
            .subject(ruby::plain(&subject))
            .multipart(MultiPart::alternative_plain_html(
                render("body.txt")?,
                render("body.html")?,
            ))
            .map_err(|error| unwritable(error.to_string()))
    }
}

/// The library panics on some of them (`trust.md` H5); none belongs into a letter.
fn refuse_control_characters(letter: &Letter, address: &str) -> Result<(), MailError> {
    fn is_clean(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::String(text) => !text.chars().any(char::is_control),
            serde_json::Value::Array(parts) => parts.iter().all(is_clean),
            serde_json::Value::Object(fields) => fields.values().all(is_clean),
            _ => true,
        }
    }
    let letter = serde_json::to_value(letter).map_err(|e| MailError::Unwritable(e.to_string()))?;
    if is_clean(&letter) && !address.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(MailError::Unwritable("a control character".to_owned()))
    }
}

/// Written aside and moved, so that nobody reads half a letter.
async fn write(folder: &std::path::Path, id: LetterId, message: &Message) -> Result<(), MailError> {
    let later = |error: std::io::Error| MailError::Later(error.to_string());
    tokio::fs::create_dir_all(folder).await.map_err(later)?;
    let unfinished = folder.join(format!("{id}.unfinished"));
    tokio::fs::write(&unfinished, message.formatted())
        .await
        .map_err(later)?;
    tokio::fs::rename(&unfinished, folder.join(format!("{id}.eml")))
        .await
        .map_err(later)
}

//! What a survey promises to whoever answers: three sentences at once, the rest for those who open it.

use serde::Serialize;

use crate::domain::questionnaire::Reader;
use crate::domain::survey::Anonymity;
use crate::views::say::Say;

/// The promise, in words that are true of this survey.
#[derive(Serialize)]
pub(super) struct Promise {
    title: Say,
    short: Say,
    more: Vec<Say>,
}

impl Promise {
    /// `grace`: minutes for which what was begun in time is still taken. Where contact details are asked, nobody is told
    /// that they are not.
    pub(super) fn new(anonymity: Anonymity, form: &Reader, grace: Option<i32>) -> Self {
        let word = match anonymity {
            Anonymity::Anonymous => "anonymous",
            Anonymity::Confidential => "confidential",
            Anonymity::Open => "open",
        };
        let asks_contact = form.asks_contact();
        let grace = grace.map(|minutes| Say::new("grace").with("minutes", minutes.to_string()));
        let more = [
            Say::new(format!("promise-key-{word}")),
            Say::new("promise-log"),
            Say::new(format!("promise-honest-{word}")),
            Say::new(match asks_contact {
                true => "promise-nobody-contact",
                false => "promise-nobody",
            }),
        ];
        let told = if asks_contact { "contact" } else { word };
        Self {
            title: Say::new(format!("promise-title-{told}")),
            short: Say::new(format!("promise-short-{told}")),
            more: more.into_iter().chain(grace).collect(),
        }
    }
}

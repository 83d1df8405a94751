//! What the bank of questions advises of a draft, as a sentence.

use super::name::beginning;
use crate::domain::language::Language;
use crate::domain::questionnaire::bank::{Missed, What};
use crate::views::ruby;
use crate::views::say::Say;

/// What to think of where something was done otherwise before.
#[must_use]
pub fn missed(missed: &Missed<'_>, language: &Language) -> Say {
    let (entry, words) = (missed.entry, |text: &str| beginning(&ruby::plain(text)));
    match missed.what {
        What::DontKnow => Say::new("bank-advice-dont-know"),
        What::Code => Say::new("bank-advice-code")
            .with("code", entry.code.as_str())
            .with("words", words(entry.text.get(language))),
        What::Questionnaire => {
            Say::new("bank-advice-questionnaire").with("title", words(entry.title.get(language)))
        }
    }
}

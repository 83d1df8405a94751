//! The words of data files. They are Japanese whoever asks: offices put files of different days together by them. So they
//! have a room of their own in the locales, and stay when a page says the same in another way.

use crate::domain::language::Language;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::state::AppState;

/// The words, as printed.
pub(super) struct FileWords {
    /// What is said of made-up answers wherever data goes out.
    pub(super) synthetic: String,
    /// What is said where a value may not be seen (M-12).
    pub(super) small: String,
    /// What is said where the plan prints a number in a unit that cannot be brought to the indicator's.
    pub(super) other_unit: String,
    /// The row of everybody.
    pub(super) total: String,
    /// People whose answer, or whose group, is not known.
    pub(super) no_answer: String,
    /// Answers that break the rules of their question.
    pub(super) invalid: String,
    /// People who were not asked.
    pub(super) not_applicable: String,
    /// The mean of an item.
    pub(super) mean: String,
}

impl FileWords {
    /// The words of this program.
    ///
    /// # Errors
    /// When a text is missing: a fault of the program.
    pub(super) fn load(app: &AppState) -> Result<Self, Error> {
        let (locales, japanese) = (app.views.locales(), Language::japanese());
        let said = |key: &'static str| locales.say(&japanese, &Say::new(key));
        Ok(Self {
            synthetic: said("data-synthetic")?,
            small: said("data-small")?,
            other_unit: said("data-other-unit")?,
            total: said("data-total")?,
            no_answer: said("data-no-answer")?,
            invalid: said("data-invalid")?,
            not_applicable: said("data-not-applicable")?,
            mean: said("data-mean")?,
        })
    }
}

//! Words between the figures, in the reader's language; and how a figure stands in a table (M-7).

use fluent_bundle::FluentArgs;

use crate::domain::language::Language;
use crate::views::ruby;
use crate::web::state::AppState;

/// Hidden because of a small number.
pub(super) const X: &str = "x";

/// There is no such figure.
pub(super) const NONE: &str = "―";

/// Says the texts of the program.
pub(in crate::web::public) struct Words<'a> {
    app: &'a AppState,
    pub language: &'a Language,
}

impl<'a> Words<'a> {
    pub fn new(app: &'a AppState, language: &'a Language) -> Self {
        Self { app, language }
    }

    /// A text with its readings.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        let locales = self.app.views.locales();
        locales
            .text(self.language.tag(), key, Some(&args))
            .unwrap_or_default()
    }

    /// A text without readings, for attributes.
    pub fn plain(&self, key: &str, values: &[(&str, &str)]) -> String {
        ruby::plain(&self.say(key, values))
    }
}

/// People: `1,234`, and `-` for nobody.
pub(super) fn people(count: u64) -> String {
    match count {
        0 => "-".to_owned(),
        count => crate::web::public::wording::count(count),
    }
}

/// A percentage: `-` for nobody, `―` where the base is empty or does not admit it.
pub(super) fn percent(count: u64, printed: Option<&str>) -> String {
    match printed {
        Some(_) if count == 0 => "-".to_owned(),
        Some(printed) => printed.to_owned(),
        None => NONE.to_owned(),
    }
}

/// `n=1,234`.
pub(super) fn n(count: u64) -> String {
    format!("n={}", crate::web::public::wording::count(count))
}

/// A mean: a negative one with △ (M-7).
pub(super) fn mean(shown: &str) -> String {
    shown.replacen('-', "△", 1)
}

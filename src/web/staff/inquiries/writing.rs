//! A form that stands at each of many things of a page: what it is about travels with it.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::reason::Reason;
use crate::views::say::Say;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::words::said;

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    pub(in crate::web::staff) about: String,
    said: String,
}

/// The form at one thing.
#[derive(Serialize)]
pub(in crate::web::staff) struct Writing {
    action: String,
    about: String,
    id: String,
    value: String,
    error: Option<Say>,
}

impl Fields {
    /// What was said.
    ///
    /// # Errors
    /// The form as its page shows it again.
    pub(in crate::web::staff) fn said(&self) -> Result<Reason, FormView> {
        said(id(&self.about), &self.said).map_err(|why| self.form(why))
    }

    /// The form as its page shows it again, and why.
    pub(in crate::web::staff) fn refused(&self, why: &'static str) -> FormView {
        self.form(FieldErrors::default().and(id(&self.about), Say::new(why)))
    }

    fn form(&self, why: FieldErrors) -> FormView {
        FormView::new([(id(&self.about), self.said.clone())], why)
    }
}

impl Writing {
    /// The form about a thing; none where nothing may be said and nothing was typed.
    pub(in crate::web::staff) fn about(
        about: &str,
        action: &str,
        (is_open, form): (bool, &FormView),
    ) -> Option<Self> {
        let id = id(about);
        (is_open || form.has(&id)).then(|| Self {
            action: action.to_owned(),
            about: about.to_owned(),
            value: form.value(&id).to_owned(),
            error: form.error(&id).cloned(),
            id,
        })
    }
}

fn id(about: &str) -> String {
    format!("said-{about}")
}

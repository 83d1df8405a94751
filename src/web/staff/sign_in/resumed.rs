//! What was typed before somebody signed in again, ready to be sent.

use serde::Serialize;

use crate::domain::account::kept::Kept;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::page::{self, Title};

/// The page.
#[derive(Serialize)]
pub(super) struct Show {
    action: String,
    fields: Vec<Field>,
}

/// A field as it was typed.
#[derive(Serialize)]
struct Field {
    name: String,
    value: String,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/sign_in/resumed/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("resumed-title").into())
    }
}

impl Show {
    /// The page of what was kept.
    pub(super) fn of(kept: Kept) -> Self {
        let fields = kept.fields.into_iter();
        Self {
            action: kept.path,
            fields: fields.map(|(name, value)| Field { name, value }).collect(),
        }
    }
}

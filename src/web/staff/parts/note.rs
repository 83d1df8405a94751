//! A form that is kept while somebody types: by script, or by a button. Of two windows, the second one sees both versions.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use serde::Deserialize;
use validator::Validate;

use crate::domain::permission::KeepOwnAccount;
use crate::storage::kept_forms::KeptForm;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::FormView;
use crate::web::page::list::Hidden;
use crate::web::page::parts::{Changed, Undo};
use crate::web::page::see_other;
use crate::web::staff::Staff;

use super::{Came, Index};

/// Where it goes.
pub(super) const PATH: &str = "/staff/parts/note";

/// What it is kept under.
pub(super) const FORM: &str = "parts/note";

/// What is typed.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(max = 100))]
    subject: String,
    #[validate(length(max = 4000))]
    text: String,
    /// The version the form was made from.
    seen: String,
    /// Whether it is sent, or only kept.
    #[serde(default, rename = "_go")]
    go: String,
}

/// The form as it was kept.
pub(super) fn filled(kept: Option<&KeptForm>) -> FormView {
    let typed = kept.map(KeptForm::typed).unwrap_or_default();
    let value = |field: &str| typed.get(field).cloned().unwrap_or_default();
    FormView::filled(["subject", "text"].map(|field| (field, value(field))))
        .with("seen", kept.map_or(0, |kept| kept.version).to_string())
}

/// `POST /staff/parts/note`
pub async fn update(
    staff: Staff<KeepOwnAccount>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let seen = form.fields.seen.parse().map_err(|_| Error::BadRequest)?;
    if form.fields.go != "keep" {
        return match form.read(|fields| Ok(typed(fields))) {
            Ok(typed) => send(&staff, &typed).await,
            Err(note) => show(&staff, note, None).await,
        };
    }
    // What is not finished need not be right.
    let kept = staff.keep(FORM, typed(&form.fields), seen).await?;
    if staff.asks_by_script() {
        return staff.tell(kept);
    }
    match kept {
        Some(_) => Ok(see_other(&format!("{}#note", staff.path(super::PATH))).finish()),
        None => refused(&staff, &form).await,
    }
}

fn typed(fields: &Fields) -> BTreeMap<String, String> {
    let typed = [("subject", &fields.subject), ("text", &fields.text)];
    let own = typed.map(|(name, value)| (name.to_owned(), value.clone()));
    own.into()
}

/// Another window has kept something since: both versions, and a form that puts this one in its place.
async fn refused(
    staff: &Staff<KeepOwnAccount>,
    form: &Form<Fields>,
) -> Result<HttpResponse, Error> {
    let theirs = filled(staff.kept(FORM).await?.as_ref());
    let mine = form.refused(Default::default());
    let labels = [
        ("subject", Say::new("note-subject")),
        ("text", Say::new("note-text")),
    ];
    let values: [&dyn Fn(&str) -> String; 2] = [
        &|field: &str| mine.value(field).to_owned(),
        &|field: &str| theirs.value(field).to_owned(),
    ];
    let changed = Changed::between(labels, values, staff.path(super::PATH));
    let seen = theirs.value("seen").to_owned();
    show(staff, mine.with("seen", seen), Some(changed)).await
}

async fn show(
    staff: &Staff<KeepOwnAccount>,
    note: FormView,
    changed: Option<Changed>,
) -> Result<HttpResponse, Error> {
    let response = match changed {
        Some(_) => HttpResponse::Conflict(),
        None => HttpResponse::Ok(),
    };
    let came = Came {
        note: Some(note),
        changed,
        ..Came::default()
    };
    staff
        .visitor()
        .answer(response, &Index::of(staff, came).await?)
}

/// Nothing is kept any more; the way back carries what was.
async fn send(
    staff: &Staff<KeepOwnAccount>,
    typed: &BTreeMap<String, String>,
) -> Result<HttpResponse, Error> {
    staff.forget(FORM).await?;
    let typed = typed.iter().map(|(name, value)| Hidden::new(name, value));
    let keep = [Hidden::new("seen", "0"), Hidden::new("_go", "keep")];
    let came = Came {
        undo: Some(Undo {
            said: Say::new("note-sent"),
            action: staff.path(PATH),
            hidden: typed.chain(keep).collect(),
        }),
        ..Came::default()
    };
    staff.show(&Index::of(staff, came).await?)
}

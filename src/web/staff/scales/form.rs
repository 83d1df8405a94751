//! The form of a scale: its name, and its options in one language, as those of a question.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::Grant;
use crate::domain::person::Name;
use crate::domain::questionnaire::limits::TEXT;
use crate::domain::questionnaire::question::{Choice, Kind};
use crate::domain::questionnaire::scales::{FEWEST, MOST, Scale};
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::Staff;
use crate::web::staff::drafts::fields::Fields;
use crate::web::staff::drafts::question::{ListView, list, lists};
use crate::workflows::scales::ScaleError;

/// What a scale is typed into.
#[derive(Serialize)]
pub(super) struct ScaleForm {
    action: String,
    back: String,
    seen: i32,
    options: ListView,
    #[serde(flatten)]
    form: FormView,
}

/// Options as a question has them that may have everything an option can have.
fn kind(options: Vec<Choice>) -> Kind {
    Kind::Multiple {
        options,
        min: None,
        max: None,
    }
}

impl ScaleForm {
    pub(super) fn of<P: Grant>(
        staff: &Staff<P>,
        (action, seen): (&str, i32),
        options: &[Choice],
        form: FormView,
    ) -> Self {
        let form = form.and_blank(&["name"]);
        let kind = kind(options.to_vec());
        Self {
            action: action.to_owned(),
            back: staff.path(super::PATH),
            seen,
            options: list(&form, &kind, ("options", options), true),
            form,
        }
    }

    pub(super) fn action(&self) -> &str {
        &self.action
    }

    pub(super) fn form(&self) -> &FormView {
        &self.form
    }
}

/// What stands in the fields before anybody types.
pub(super) fn filled(name: &str, options: &[Choice], language: &Language) -> FormView {
    let mut all = lists::filled(&kind(options.to_vec()), language);
    all.push(("name".to_owned(), name.to_owned()));
    FormView::new(all, FieldErrors::default())
}

/// The scale that a form makes of options.
///
/// # Errors
/// What is wrong, at its field.
pub(super) fn read(
    options: &[Choice],
    fields: &Fields,
    language: (&Language, bool),
) -> Result<Scale, FieldErrors> {
    let name = Name::parse(&fields.text("name"));
    let name = name.map_err(|why| FieldErrors::of("name", why.into()))?;
    let mut kind = kind(options.to_vec());
    lists::read(&mut kind, fields, language)?;
    let options = kind.choices(0).to_vec();
    let wrong = |say: Say| FieldErrors::of("options", say);
    if !(FEWEST..=MOST).contains(&options.len()) {
        let say = Say::new("scale-count").with("fewest", FEWEST.to_string());
        return Err(wrong(say.with("most", MOST.to_string())));
    }
    let texts = options.iter().flat_map(|option| option.label.iter());
    let longest = texts.map(|(_, text)| text.chars().count()).max();
    match longest {
        Some(length) if length > TEXT => {
            let say = Say::new("error-too-long").with("max", TEXT.to_string());
            Err(wrong(say.with("length", length.to_string())))
        }
        _ => Ok(Scale { name, options }),
    }
}

/// Why nothing was done, at its field.
pub(super) fn said(why: ScaleError) -> Result<FieldErrors, Error> {
    Ok(match why {
        ScaleError::NameTaken => FieldErrors::of("name", Say::new("scale-name-taken")),
        ScaleError::Changed => FieldErrors::of("name", Say::new("scale-changed-meanwhile")),
        ScaleError::Draft(_) => FieldErrors::of("name", Say::new("scale-draft-refused")),
        ScaleError::Database(error) => return Err(error.into()),
    })
}

//! A form with every kind of field.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::KeepOwnAccount;
use crate::domain::time::Day;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{Choice, FieldErrors, FormView};
use crate::web::page::see_other;
use crate::web::staff::Staff;

use super::{Came, Index};

/// What a browser does not send where nothing is chosen, and what is said of several boxes together.
const UNTICKED: [&str; 3] = ["size", "days", "agreed"];

/// Where it goes.
const ACTION: &str = "/staff/parts/form";

/// The form with what can be chosen in it.
#[derive(Serialize)]
pub(super) struct Sheet {
    pub(super) form: FormView,
    action: String,
    back: String,
    sizes: Vec<Choice>,
    divisions: Vec<Choice>,
    days: Vec<Choice>,
    agreed: Vec<Choice>,
}

/// What is typed and chosen. A box that is not ticked is not sent.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(min = 1, max = 20))]
    name: String,
    #[validate(length(max = 200))]
    remark: String,
    day: String,
    #[serde(default)]
    size: String,
    division: String,
    #[serde(default, rename = "monday")]
    _monday: String,
    #[serde(default, rename = "friday")]
    _friday: String,
    #[serde(default)]
    agreed: String,
    #[serde(rename = "seen")]
    _seen: String,
}

impl Sheet {
    pub(super) fn of(staff: &Staff<KeepOwnAccount>, form: FormView) -> Self {
        let says = |of: [(&'static str, &'static str); 2]| of.map(|(is, key)| (is, Say::new(key)));
        Self {
            action: staff.path(ACTION),
            back: staff.path(super::PATH),
            sizes: form.choices(
                "size",
                says([("small", "size-small"), ("large", "size-large")]),
            ),
            divisions: form.choices(
                "division",
                says([("planning", "division-1"), ("citizens", "division-2")]),
            ),
            days: form.boxes(says([("monday", "day-monday"), ("friday", "day-friday")])),
            agreed: form.boxes([("agreed", Say::new("sample-agreed"))]),
            form,
        }
    }
}

/// The form before anybody types.
pub(super) fn blank() -> FormView {
    let fields = ["name", "remark", "day", "division"];
    let form = FormView::blank(&fields).and_blank(&UNTICKED);
    form.with("seen", "1".to_owned())
}

/// `POST /staff/parts/form`
pub async fn create(
    staff: Staff<KeepOwnAccount>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    match form.read(understood) {
        Ok(()) => Ok(see_other(&staff.path(super::PATH)).finish()),
        Err(view) => {
            let came = Came {
                form: Some(view.and_blank(&UNTICKED)),
                ..Came::default()
            };
            staff.show(&Index::of(&staff, came).await?)
        }
    }
}

fn understood(fields: &Fields) -> Result<(), FieldErrors> {
    let mut wrong = FieldErrors::default();
    if fields.day.trim().parse::<Day>().is_err() {
        wrong = wrong.and("day", Say::new("extension-no-day"));
    }
    for (name, value) in [("size", &fields.size), ("division", &fields.division)] {
        if value.is_empty() {
            wrong = wrong.and(name, Say::new("error-choose"));
        }
    }
    if fields.agreed.is_empty() {
        wrong = wrong.and("agreed", Say::new("error-tick"));
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong),
    }
}

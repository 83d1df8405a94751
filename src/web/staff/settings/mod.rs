//! 「設定」: how the town works here: whether those who decide need a second factor, and whose pages texts may link to.

pub mod hosts;

use actix_web::HttpResponse;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::permission::EditSettings;
use crate::read::people::{Deciding, deciding};
use crate::storage::municipalities;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::done::Done;
use crate::web::staff::words::reason;
use crate::web::staff::{Staff, administration};
use crate::workflows::accounts::factors::{self, Decision, DecisionError};

/// Its address.
pub(in crate::web::staff) const PATH: &str = "/staff/settings";

/// The page.
#[derive(Serialize)]
struct Show {
    /// Whether those who decide need a second factor now.
    is_required: bool,
    counted: Say,
    action: String,
    hosts_action: String,
    back: String,
    form: FormView,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/settings/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("settings-title").into())
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// What the button says.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    Required,
    NotRequired,
}

/// What is decided.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    factor: Wanted,
    /// Why no second factor is needed any more.
    #[serde(default)]
    reason: String,
}

impl Fields {
    fn understood(&self) -> Result<Decision, FieldErrors> {
        match self.factor {
            Wanted::Required => Ok(Decision::Required),
            Wanted::NotRequired => reason("reason", &self.reason).map(Decision::NotRequired),
        }
    }
}

/// `GET /staff/settings`
pub async fn show(staff: Staff<EditSettings>) -> Result<HttpResponse, Error> {
    page(&staff, FormView::blank(&[])).await
}

/// `POST /staff/settings`
pub async fn update(staff: Staff<EditSettings>, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let decision = match form.read(Fields::understood) {
        Ok(decision) => decision,
        Err(form) => return page(&staff, form).await,
    };
    let said = match decision {
        Decision::Required => Done::FactorRequired,
        Decision::NotRequired(_) => Done::FactorNotRequired,
    };
    let decided = staff.write(async move |at| factors::decide(at.tx, at.actor, decision).await);
    match decided.await? {
        // What was asked for is so, whoever did it.
        Ok(()) | Err(DecisionError::AlreadySo) => Ok(staff.see(PATH, said)),
        Err(DecisionError::Database(error)) => Err(error.into()),
    }
}

async fn page(staff: &Staff<EditSettings>, form: FormView) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let town = municipalities::by_id(&mut conn, staff.town.id).await?;
    let form = match form.has(hosts::FIELD) {
        true => form,
        false => form.with(hosts::FIELD, town.linked_hosts.names().join("\n")),
    };
    let Deciding { people, secured } = deciding(&mut conn, staff.desk()).await?;
    let many = |count: usize| Datum::how_many(Decimal::from(count));
    staff.show(&Show {
        is_required: town.second_factor,
        counted: Say::new("settings-factor-counted")
            .with("people", many(people))
            .with("secured", many(secured)),
        action: staff.path(PATH),
        hosts_action: staff.path(hosts::PATH),
        back: staff.path(administration::PATH),
        form: form.and_blank(&["reason"]),
    })
}

//! 「リンクしてよいホームページ」: the hosts whose pages the town's texts may lead to.

use actix_web::HttpResponse;
use serde::Deserialize;
use validator::Validate;

use crate::domain::hosts::{Hosts, HostsError, MOST, Unfit};
use crate::domain::permission::EditSettings;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::FieldErrors;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::municipalities;

/// Its address.
pub(super) const PATH: &str = "/staff/settings/hosts";

/// The field they are typed into, one a line.
pub(super) const FIELD: &str = "hosts";

/// So much of a line is said again beside what is wrong with it.
const SHOWN: usize = 80;

/// The form.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(max = 8_000))]
    hosts: String,
}

impl Fields {
    fn understood(&self) -> Result<Hosts, FieldErrors> {
        Hosts::parse(&self.hosts).map_err(|why| FieldErrors::of(FIELD, lacking(&why)))
    }
}

/// `POST /staff/settings/hosts`
pub async fn update(staff: Staff<EditSettings>, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let hosts = match form.read(Fields::understood) {
        Ok(hosts) => hosts,
        Err(form) => return super::page(&staff, form).await,
    };
    let named =
        staff.write(async move |at| municipalities::name_hosts(at.tx, at.actor, hosts).await);
    named.await??;
    Ok(staff.see(super::PATH, Done::HostsNamed))
}

fn lacking(why: &HostsError) -> Say {
    let (line, found, why) = match why {
        HostsError::TooMany { found } => {
            let say = Say::new("settings-hosts-many").with("max", MOST);
            return say.with("found", *found);
        }
        HostsError::Line { line, found, why } => (*line, found, *why),
    };
    let found: String = found.chars().take(SHOWN).collect();
    let say = Say::new(match why {
        Unfit::Address => "settings-hosts-address",
        Unfit::Name => "settings-hosts-name",
        Unfit::Anybodys => "settings-hosts-anybodys",
    });
    say.with("line", line).with("found", found)
}

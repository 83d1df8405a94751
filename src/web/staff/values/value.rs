//! The page of a value: how it was made, what is said of it, and the field for saying something.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::event::thing::Thing;
use crate::domain::ids::{DivisionId, ValueId};
use crate::domain::permission::{Grant, Permission};
use crate::read::comments::{self as records, Commented};
use crate::storage::comments::CommentRow;
use crate::storage::values::ValueRow;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::page::form::FormView;
use crate::web::page::parts::{Badge, Fact};
use crate::web::page::{self, Around, Title};
use crate::web::staff::told::Told;
use crate::web::staff::{Staff, results};

use super::{PATH, address, printed};

/// A value.
#[derive(Serialize)]
struct Show {
    indicator: Wording,
    state: Badge,
    facts: Vec<Fact>,
    comments: Vec<Comment>,
    /// Why nobody says anything here; none where somebody may.
    silence: Option<Say>,
    action: Option<String>,
    back: String,
    #[serde(skip)]
    switch: String,
    form: FormView,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/values/value/show";

    fn title(&self) -> Title {
        Title::Before(self.indicator.clone())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// What was said.
#[derive(Serialize)]
pub(in crate::web::staff) struct Comment {
    by: Say,
    said: String,
}

/// The page as it stands.
///
/// # Errors
/// [`Error::NotFound`] where the town has no such value.
pub(super) async fn show<P: Grant>(
    staff: &Staff<P>,
    id: ValueId,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let found = records::one(&mut conn, staff.desk(), id).await?;
    drop(conn);
    let told = Told::to(staff, &found.names);
    let silence = silence(staff, &found);
    let action = || staff.path(&format!("{}/comments", address(id)));
    staff.show(&Show {
        indicator: told.thing(Thing::Indicator(found.value.indicator_id)),
        state: results::badge(found.value.state),
        facts: facts(&told, &found.value, &found.owners),
        comments: comments(&told, &found.comments),
        action: silence.is_none().then(action),
        silence,
        back: staff.path(PATH),
        switch: address(id),
        form,
    })
}

/// Why one says nothing of it; none where one may.
fn silence<P: Grant>(staff: &Staff<P>, found: &Commented) -> Option<Say> {
    let is_owner = || {
        let own = staff.who.division;
        own.is_some_and(|own| found.owners.contains(&own))
    };
    let why = match () {
        () if !found.value.state.is_commented() => "comments-over",
        () if !staff.may(Permission::CommentValues) || !is_owner() => "comments-of-owners",
        () => return None,
    };
    Some(Say::new(why))
}

/// What was said, in the order it was said in.
pub(in crate::web::staff) fn comments(told: &Told<'_>, all: &[CommentRow]) -> Vec<Comment> {
    let comment = |comment: &CommentRow| Comment {
        by: Say::new("comment-by")
            .with("division", told.thing(Thing::Division(comment.division_id)))
            .with("who", told.person(comment.person_id))
            .with("at", told.moment(comment.said_at)),
        said: comment.said.clone(),
    };
    all.iter().map(comment).collect()
}

fn facts(told: &Told<'_>, value: &ValueRow, owners: &[DivisionId]) -> Vec<Fact> {
    let fact = |term: &'static str, value: Wording| Fact {
        term: Say::new(term),
        value,
    };
    let mut facts = vec![fact("col-value", printed(value))];
    let report = value
        .report_id
        .map(|report| told.thing(Thing::Report(report)));
    facts.extend(report.map(|report| fact("value-from", report)));
    let owners = owners.iter().map(|division| {
        let division = told.thing(Thing::Division(*division));
        fact("value-owner", division)
    });
    facts.extend(owners);
    facts
}

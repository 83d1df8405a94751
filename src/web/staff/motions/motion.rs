//! The page of one motion: what is to be done, what it changes, who moved it, and, for a second person, yes and no.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::event::thing::Thing;
use crate::domain::ids::MotionId;
use crate::domain::motion::{Act, Motion, State};
use crate::domain::permission::{Grant, Permission};
use crate::read::motions::{self as records, Given};
use crate::storage::motions::MotionRow;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::page::form::FormView;
use crate::web::page::parts::{Badge, Confirmation, Fact};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::told::Told;
use crate::web::staff::values::printed;
use crate::web::staff::values::value::{Comment, comments};

use super::{PATH, act, address, badge};

/// The page.
#[derive(Serialize)]
struct Show {
    act: Say,
    state: Badge,
    facts: Vec<Fact>,
    given: Option<Values>,
    confirmation: Option<Confirmation>,
    /// Where yes and no go; none where one is not the second person, or nothing waits.
    decide: Option<String>,
    /// Where it is taken back by whoever moved it.
    withdraw: Option<String>,
    back: String,
    #[serde(skip)]
    switch: String,
    form: FormView,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/motions/motion/show";

    fn title(&self) -> Title {
        Title::Before(self.act.clone().into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// The values that figures give indicators, each beside what is public without it; what both are called.
#[derive(Serialize)]
pub(super) struct Values {
    now: Say,
    before: Say,
    rows: Vec<Value>,
}

#[derive(Serialize)]
struct Value {
    indicator: Wording,
    given: Wording,
    public: Option<Wording>,
    comments: Vec<Comment>,
}

/// The page of a motion as it stands.
///
/// # Errors
/// [`Error::NotFound`] where the town has no such motion.
pub(super) async fn show<P: Grant>(
    staff: &Staff<P>,
    id: MotionId,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (row, given, names) = records::one(&mut conn, staff.desk(), id).await?;
    drop(conn);
    let told = Told::to(staff, &names);
    let is_mover = row.moved_by == staff.who.person;
    let waits = row.state == State::Waiting;
    let decides = waits && !is_mover && staff.may(Permission::Decide);
    let to = |end: &str| staff.path(&format!("{}/{end}", address(id)));
    staff.show(&Show {
        act: act(row.motion.act()),
        state: badge(row.state),
        facts: facts(&told, &row),
        given: values(&told, row.motion.act(), &given),
        confirmation: waits.then(|| confirmation(row.motion.act())),
        decide: decides.then(|| to("decision")),
        withdraw: (waits && is_mover).then(|| to("withdrawal")),
        back: staff.path(PATH),
        switch: address(id),
        form,
    })
}

/// What will happen, and what can be taken back.
pub(super) fn confirmation(act: Act) -> Confirmation {
    let word = act.word();
    Confirmation {
        happens: vec![Say::new(format!("motion-happens-{word}"))],
        back: Say::new(format!("motion-back-{word}")),
    }
}

/// The values of figures; none where they give none.
pub(super) fn values(told: &Told<'_>, act: Act, given: &[Given]) -> Option<Values> {
    let value = |given: &Given| Value {
        indicator: told.thing(Thing::Indicator(given.indicator)),
        given: printed(&given.value),
        public: given.before.as_ref().map(printed),
        comments: comments(told, &given.comments),
    };
    let [now, before] = match act {
        Act::Withdrawal => ["motion-value-withdrawn", "motion-value-left"],
        _ => ["motion-value-now", "motion-value-before"],
    };
    let values = || Values {
        now: Say::new(now),
        before: Say::new(before),
        rows: given.iter().map(value).collect(),
    };
    (!given.is_empty()).then(values)
}

fn facts(told: &Told<'_>, row: &MotionRow) -> Vec<Fact> {
    let fact = |term: &'static str, value: Wording| Fact {
        term: Say::new(term),
        value,
    };
    let mut facts = vec![fact("motion-about", told.thing(row.motion.thing()))];
    facts.extend(match &row.motion {
        Motion::Approval { decision, .. } => {
            Some(fact("motion-decision", decision.as_str().into()))
        }
        Motion::Reopening { until, .. } => Some(fact("motion-until", told.moment(*until))),
        _ => None,
    });
    facts.push(fact("col-motion-reason", row.reason.as_str().into()));
    let of = |who: Wording, at: Wording| Say::new("motion-moved").with("who", who).with("at", at);
    let moved = of(told.person(row.moved_by), told.moment(row.moved_at));
    facts.push(fact("col-moved", moved.into()));
    if let (Some(by), Some(at)) = (row.decided_by, row.decided_at) {
        let by = match row.instead_of {
            None => told.person(by),
            Some(person) => Say::new("motion-deputy")
                .with("who", told.person(by))
                .with("person", told.person(person))
                .into(),
        };
        facts.push(fact("motion-decided", of(by, told.moment(at)).into()));
    }
    facts
}

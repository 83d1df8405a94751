//! Where a scale is used: questionnaires that are being made, and versions, which do not change any more.

use serde::Serialize;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::permission::{Grant, Permission};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::question::{Code, Kind};
use crate::domain::questionnaire::scales::Place;
use crate::read::scales::{Of, Use};
use crate::views::datum::Datum;
use crate::views::designing;
use crate::views::say::{Say, Wording};
use crate::web::page::form::{FormView, TICKED};
use crate::web::staff::questionnaires::{numbered, sheet};
use crate::web::staff::{Staff, drafts};
use crate::workflows::scales::Places;

/// What the names of boxes begin with.
const AT: &str = "at:";

/// A questionnaire that uses a scale.
#[derive(Serialize)]
pub(super) struct UseView {
    /// None for those who may not go there.
    href: Option<String>,
    title: String,
    said: Say,
}

/// The questionnaire as a line, where it uses the scale that was asked for as the `nth`.
pub(super) fn view<P: Grant>(staff: &Staff<P>, used: &Use, nth: usize) -> Option<UseView> {
    let count = used.places.get(nth)?.len();
    let (href, standing) = match used.of {
        Of::Draft(id) => {
            let makes = staff.may(Permission::EditQuestionnaires);
            let href = makes.then(|| staff.path(&drafts::address(id)));
            (href, Say::new("scales-draft"))
        }
        Of::Version(number) => {
            let sheet = sheet::address(used.document.code.as_str(), number);
            (Some(staff.path(&sheet)), numbered(number))
        }
    };
    let said = Say::new("scales-use")
        .with("of", standing)
        .with("count", Datum::how_many(count));
    (count > 0).then(|| UseView {
        href,
        title: used.document.title.get(staff.language()).to_owned(),
        said,
    })
}

/// A place of a draft with its box.
#[derive(Serialize)]
pub(super) struct BoxView {
    name: String,
    checked: bool,
    title: String,
    place: Say,
    /// Which of two scales.
    axis: Option<Wording>,
}

/// The places of drafts that use a scale, each with a box: ticked, until somebody has taken the tick away.
pub(super) fn boxes<P: Grant>(staff: &Staff<P>, uses: &[Use], form: &FormView) -> Vec<BoxView> {
    let mut all = Vec::new();
    for used in uses {
        let Of::Draft(id) = used.of else { continue };
        for place in used.places.iter().flatten() {
            let question = designing::question(&place.question, &used.document, staff.language());
            let Some(question) = question else { continue };
            let name = format!("{AT}{id}:{}:{}", place.question, place.axis);
            all.push(BoxView {
                checked: !form.failed() || form.value(&name) == TICKED,
                title: used.document.title.get(staff.language()).to_owned(),
                place: question,
                axis: axis(staff, &used.document, place),
                name,
            });
        }
    }
    all
}

fn axis<P: Grant>(staff: &Staff<P>, draft: &Questionnaire, place: &Place) -> Option<Wording> {
    match &draft.question(&place.question)?.kind {
        Kind::DualGrid { axes, .. } => {
            let axis = axes.get(place.axis)?;
            Some(axis.label.get(staff.language()).to_owned().into())
        }
        _ => None,
    }
}

/// The places whose boxes are ticked; none where a name is not one of ours.
pub(super) fn ticked<'f>(sent: impl Iterator<Item = &'f (String, String)>) -> Option<Places> {
    let mut places = Places::new();
    for (name, _) in sent.filter(|(_, value)| value == TICKED) {
        let Some(at) = name.strip_prefix(AT) else {
            continue;
        };
        let mut parts = at.split(':');
        let draft = QuestionnaireDraftId(parts.next()?.parse().ok()?);
        let question = Code::parse(parts.next()?).ok()?;
        let axis = parts.next()?.parse().ok()?;
        places
            .entry(draft)
            .or_default()
            .insert(Place { question, axis });
    }
    Some(places)
}

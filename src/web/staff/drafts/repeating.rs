//! How often a section is asked: once, or once for each of what a question on a page before it counts.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::repetition::{Repeat, counting_before};
use crate::views::designing;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftSectionAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::{At, filled};
use super::fields::Fields;
use super::meeting::answer;
use super::question::decimal;

/// The field of what counts, and the one of how often at most.
const ITEM: &str = "item";
const TIMES: &str = "times";

/// How often a section is asked, and the form that changes it.
#[derive(Serialize)]
pub(super) struct View {
    /// None: once.
    often: Option<Say>,
    action: String,
    item: ItemView,
    times: TimesView,
}

/// What may count; none where nothing before the section does.
#[derive(Serialize)]
struct ItemView {
    error: Option<Say>,
    items: Vec<Counting>,
}

/// Something that counts.
#[derive(Serialize)]
struct Counting {
    value: String,
    label: Say,
    checked: bool,
}

#[derive(Serialize)]
struct TimesView {
    value: String,
    error: Option<Say>,
}

impl View {
    /// Of a section whose draft takes more than other words.
    pub(super) fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
        at: &At,
        form: &FormView,
    ) -> Option<Self> {
        let At::Section(code) = at else { return None };
        let draft = &opened.row.document;
        let place = draft.sections.iter().position(|one| one.code == *code)?;
        let stored = draft.sections.get(place)?.repeat.as_ref();
        let (item, times) = standing(form, stored);
        let named = |item: &str| designing::item(draft, item, staff.language());
        let counting = |value: String| Counting {
            label: named(&value),
            checked: value == item,
            value,
        };
        let items = offered(draft, place, stored).into_iter().map(counting);
        Some(Self {
            often: stored.map(|repeat| {
                let said = Say::new("draft-repeat-often").with("item", named(&repeat.item));
                said.with("most", repeat.max)
            }),
            action: opened.path(staff, &format!("/sections/{code}/repeat")),
            item: ItemView {
                error: form.error(ITEM).cloned(),
                items: items.collect(),
            },
            times: TimesView {
                value: times,
                error: form.error(TIMES).cloned(),
            },
        })
        .filter(|_| opened.is_shaped())
    }
}

/// What stands in the fields: what was typed, or what the draft says.
fn standing(form: &FormView, stored: Option<&Repeat>) -> (String, String) {
    let said = |repeat: &Repeat| (repeat.item.clone(), repeat.max.to_string());
    match form.has(ITEM) {
        true => (form.value(ITEM).to_owned(), form.value(TIMES).to_owned()),
        false => stored.map(said).unwrap_or_default(),
    }
}

/// What may count, and what counts now, though it may no longer be fit.
fn offered(draft: &Questionnaire, place: usize, now: Option<&Repeat>) -> Vec<String> {
    let fit = counting_before(draft, place).into_iter();
    let mut all: Vec<String> = fit.map(|(item, _)| item.code).collect();
    let unfit = now.filter(|repeat| !all.contains(&repeat.item));
    all.extend(unfit.map(|repeat| repeat.item.clone()));
    all
}

/// `POST /staff/drafts/{draft}/sections/{section}/repeat`: `item` counts, nothing there is once; `times` is the most.
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftSectionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let (fields, section) = (Fields::of(form)?, at.section.clone());
    let opened = Opened::of(&staff, at.draft).await?;
    let here = At::Section(at.section.clone());
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    match wanted(&base, &section, &fields)? {
        Ok(repeat) => {
            let act = Act::RepeatSection { section, repeat };
            answer(&staff, &opened, &here, &fields, act).await
        }
        Err(wrong) => {
            let typed = filled(&opened, &here).and_typed(fields.all().cloned());
            super::page(&staff, &opened, &here, typed.and_wrong(wrong)).await
        }
    }
}

/// How often from now on, none: once; or what is wrong, at its field.
fn wanted(
    base: &Questionnaire,
    section: &Code,
    fields: &Fields,
) -> Result<Result<Option<Repeat>, FieldErrors>, Error> {
    let mut sections = base.sections.iter();
    let place = sections.position(|one| one.code == *section);
    let place = place.ok_or(Error::NotFound)?;
    let item = fields.text(ITEM);
    if item.is_empty() {
        return Ok(Ok(None));
    }
    let mut fit = counting_before(base, place).into_iter();
    let Some((_, most)) = fit.find(|(one, _)| one.code == item) else {
        let wrong = Say::new("draft-repeat-not-counting");
        return Ok(Err(FieldErrors::of(ITEM, wrong)));
    };
    let times = decimal(&fields.text(TIMES)).filter(|times| times.fract().is_zero());
    let times = times.and_then(|times| u16::try_from(times).ok());
    Ok(match times.filter(|times| (1..=most).contains(times)) {
        Some(max) => Ok(Some(Repeat { item, max })),
        None => {
            let wrong = Say::new("draft-repeat-out").with("most", most);
            Err(FieldErrors::of(TIMES, wrong))
        }
    })
}

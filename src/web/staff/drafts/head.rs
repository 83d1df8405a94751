//! The head of a questionnaire: title, purpose, how long it takes, how it is laid out, in which languages it is offered.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::acts::at::At as TextAt;
use crate::domain::questionnaire::limits::MINUTES;
use crate::domain::questionnaire::{Layout, Questionnaire};
use crate::domain::text::narrow;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::{FieldErrors, FormView, TICKED};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;
use super::fields::{Fields, shown};
use super::meeting::answer;

/// The languages that can be offered beside those a file brings.
pub(in crate::web::staff) fn known() -> [Language; 3] {
    [
        Language::japanese(),
        Language::easy_japanese(),
        Language::english(),
    ]
}

/// A language with its box.
#[derive(Serialize)]
pub(super) struct Offered {
    name: String,
    label: String,
    checked: bool,
    /// The first one stays: it is the one the questionnaire is written in.
    stays: bool,
}

/// The languages of a draft, and those that can come to it.
pub(super) fn offered(draft: &Questionnaire) -> Vec<Offered> {
    let others = known().into_iter();
    let others = others.filter(|language| !draft.languages.contains(language));
    let all = draft.languages.iter().cloned().chain(others).enumerate();
    all.map(|(at, language)| Offered {
        name: field(&language),
        label: language.own_name(),
        checked: draft.languages.contains(&language),
        stays: at == 0,
    })
    .collect()
}

fn field(language: &Language) -> String {
    format!("offer.{language}")
}

pub(super) fn filled(draft: &Questionnaire, language: &Language) -> FormView {
    let one_page = draft.layout == Layout::OnePage;
    FormView::filled([
        ("title", shown(Some(&draft.title), language)),
        ("purpose", shown(Some(&draft.purpose), language)),
        ("minutes", draft.minutes.to_string()),
        ("one_page", if one_page { TICKED } else { "" }.to_owned()),
    ])
}

/// `POST /staff/drafts/{draft}/head`
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    match acts(&base, &fields, &opened.language) {
        Ok(acts) => answer(&staff, &opened, &At::Head, &fields, Act::together(acts)).await,
        Err(wrong) => super::page(&staff, &opened, &At::Head, fields.refused(wrong)).await,
    }
}

fn acts(
    base: &Questionnaire,
    fields: &Fields,
    language: &Language,
) -> Result<Vec<Act>, FieldErrors> {
    let write = |at: TextAt, typed: String| Act::Write {
        at,
        language: language.clone(),
        text: Some(typed).filter(|typed| !typed.is_empty()),
    };
    let minutes: String = fields.text("minutes").chars().map(narrow).collect();
    let minutes = minutes.parse().ok();
    let minutes = minutes.filter(|minutes| (1..=MINUTES).contains(minutes));
    let minutes = minutes.ok_or_else(|| {
        let say = Say::new("draft-minutes-wrong").with("max", MINUTES.to_string());
        FieldErrors::of("minutes", say)
    })?;
    let layout = match fields.ticked("one_page") {
        true => Layout::OnePage,
        false => Layout::Sections,
    };
    let languages = languages(base, fields);
    let mut acts = vec![
        write(TextAt::Title, fields.text("title")),
        write(TextAt::Purpose, fields.text("purpose")),
        Act::Take { minutes },
        Act::Lay { layout },
    ];
    acts.retain(|act| !changes_nothing(base, act));
    if languages != base.languages {
        acts.extend(forgotten(base, &languages));
        acts.push(Act::Offer { languages });
    }
    Ok(acts)
}

fn languages(base: &Questionnaire, fields: &Fields) -> Vec<Language> {
    let others = known().into_iter();
    let others = others.filter(|language| !base.languages.contains(language));
    let all = base.languages.iter().cloned().chain(others).enumerate();
    let wanted = all.filter(|(at, language)| *at == 0 || fields.ticked(&field(language)));
    wanted.map(|(_, language)| language).collect()
}

/// The texts in languages that are offered no longer go with them, and come back with them when that is taken back.
fn forgotten(base: &Questionnaire, languages: &[Language]) -> Vec<Act> {
    let all = crate::domain::questionnaire::acts::at::texts(base).into_iter();
    let gone = all.flat_map(|(at, text)| {
        let others = text.iter().filter(|(other, _)| !languages.contains(other));
        let forget = others.map(move |(language, _)| Act::Write {
            at: at.clone(),
            language: language.clone(),
            text: None,
        });
        forget.collect::<Vec<_>>()
    });
    gone.collect()
}

/// Acts on what nobody changed would stand in the way of somebody who did.
fn changes_nothing(base: &Questionnaire, act: &Act) -> bool {
    let done = crate::domain::questionnaire::acts::apply(base, act);
    done.is_ok_and(|done| done.draft == *base)
}

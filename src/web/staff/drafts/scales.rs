//! The options of a question as a scale of the town: which one they are, which ones they can become, and where they are
//! registered as one.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::{Act, of_question};
use crate::domain::questionnaire::question::{Kind, Question};
use crate::domain::questionnaire::scales::Place;
use crate::storage::scales::{self as stored, ScaleRow};
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftQuestionAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::Staff;
use crate::web::staff::scales::{adding, address};

use super::Opened;
use super::editor::{self, At};
use super::fields::Fields;
use super::meeting::answer_with;
use super::question::lists;

/// The scales of the town for a list of options.
#[derive(Serialize)]
pub(super) struct View {
    action: String,
    list: &'static str,
    label: Say,
    /// The one they are.
    used: Option<Used>,
    /// Where they are registered as one.
    register: Option<String>,
    /// The field of those they can become.
    field: String,
    error: Option<Say>,
    choices: Vec<Choice>,
}

/// The scale that a list is.
#[derive(Serialize)]
struct Used {
    href: String,
    said: Say,
    /// In which languages of the draft it has no words.
    unwritten: Option<Say>,
}

/// A scale that can be taken.
#[derive(Serialize)]
struct Choice {
    value: String,
    name: String,
}

/// The scales that questions of a draft can have.
fn offered<'s>(opened: &Opened, scales: &'s [ScaleRow]) -> impl Iterator<Item = &'s ScaleRow> {
    let first = opened.row.document.languages.first();
    let is_written = move |row: &&ScaleRow| {
        row.removed_at.is_none()
            && first.is_none_or(|language| row.document.is_written_in(language))
    };
    scales.iter().filter(is_written)
}

/// For each list of options of a question; none where the draft does not change any more.
pub(super) fn views(
    staff: &Staff<EditQuestionnaires>,
    (opened, scales): (&Opened, &[ScaleRow]),
    question: &Question,
    form: &FormView,
) -> Vec<View> {
    let own = matches!(question.kind, Kind::Place { .. } | Kind::Drawn { .. });
    if own || !opened.is_open() {
        return Vec::new();
    }
    let all = lists::of(&question.kind).into_iter().enumerate();
    all.map(|(axis, (list, options))| {
        let question = question.code.clone();
        let place = Place { question, axis };
        let register = (!options.is_empty()).then(|| register(staff, opened, &place));
        view(staff, (opened, scales), (place, list), register, form)
    })
    .collect()
}

fn register(staff: &Staff<EditQuestionnaires>, opened: &Opened, place: &Place) -> String {
    let path = staff.path(adding::PATH);
    format!("{path}{}", adding::of_place(opened.row.id, place))
}

fn view(
    staff: &Staff<EditQuestionnaires>,
    (opened, scales): (&Opened, &[ScaleRow]),
    (place, list): (Place, &'static str),
    register: Option<String>,
    form: &FormView,
) -> View {
    let is_used = |row: &&ScaleRow| row.document.places(&opened.row.document).contains(&place);
    let (used, others): (Vec<_>, Vec<_>) = offered(opened, scales).partition(is_used);
    let field = field(list);
    View {
        action: opened.path(staff, &format!("/questions/{}/scale", place.question)),
        list,
        label: Say::new(format!("draft-list-{list}")),
        register: register.filter(|_| used.is_empty()),
        used: used.first().map(|row| Used {
            href: staff.path(&address(row.id)),
            said: Say::new("draft-scale-used").with("name", row.document.name.as_str()),
            unwritten: unwritten(opened, row),
        }),
        error: form.error(&field).cloned(),
        field,
        choices: others.into_iter().map(choice).collect(),
    }
}

fn unwritten(opened: &Opened, row: &ScaleRow) -> Option<Say> {
    let languages = opened.row.document.languages.iter();
    let missing = languages.filter(|language| !row.document.is_written_in(language));
    let missing: Vec<String> = missing.map(Language::own_name).collect();
    let names = Wording::several(missing.clone(), Say::new("bank-between"));
    (!missing.is_empty()).then(|| Say::new("draft-scale-unwritten").with("languages", names))
}

fn field(list: &str) -> String {
    format!("scale-{list}")
}

fn choice(row: &ScaleRow) -> Choice {
    Choice {
        value: row.id.to_string(),
        name: row.document.name.to_string(),
    }
}

/// `POST /staff/drafts/{draft}/questions/{question}/scale`: the options become those of a scale.
pub async fn take(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let old = base.question(&at.question).ok_or(Error::NotFound)?;
    let mut names = lists::of(&old.kind).into_iter();
    let axis = names.position(|(name, _)| name == fields.text("list"));
    let axis = axis.ok_or(Error::BadRequest)?;
    let here = At::Question(at.question.clone());
    let wanted = fields.text("scale");
    let scales = stored::list(&mut *staff.app.db.get().await?, staff.town.id).await?;
    let Some(row) = offered(&opened, &scales).find(|row| row.id.to_string() == wanted) else {
        return gone(&staff, &opened, &here, &fields.text("list")).await;
    };
    let (new, lost) = row.document.put(old, axis, &base.languages);
    let act = Act::together(of_question(old, &new));
    let said = if lost.is_empty() { "" } else { "&lost=yes" };
    answer_with(&staff, &opened, (&here, said), &fields, act).await
}

/// Somebody has thrown the scale away meanwhile.
async fn gone(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    here: &At,
    list: &str,
) -> Result<HttpResponse, Error> {
    let wrong = FieldErrors::default().and(field(list), Say::new("draft-scale-gone"));
    super::page(
        staff,
        opened,
        here,
        editor::filled(opened, here).and_wrong(wrong),
    )
    .await
}

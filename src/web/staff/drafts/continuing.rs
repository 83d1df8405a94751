//! 系列のつながり: what a changed question does to the indicators that hang on it, said where it is changed, and what
//! staff says of it: it means the same, the series starts again (‖), or the change becomes a question of its own.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::{Act, of_question};
use crate::domain::questionnaire::continuity::{Changed, Continuity, Judgement};
use crate::domain::questionnaire::question::{Code, Question};
use crate::read::fed::{Consequences, Fed, Felt};
use crate::views::datum::Datum;
use crate::views::designing as words;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftQuestionAt;
use crate::web::page::form::FieldErrors;
use crate::web::page::see_other;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::words::reason;
use crate::workflows::designing::{self, DesignError};

use super::editor::{At, filled};
use super::fields::Fields;
use super::meeting::answer_to;
use super::{Opened, adding, address};

/// The field that says of which change something is said.
const MARK: &str = "mark";

/// What a change does, and what was said of it.
#[derive(Serialize)]
pub(super) struct View {
    indicators: Vec<Say>,
    changes: Vec<Say>,
    /// What was said of it; none: nothing yet.
    said: Option<Say>,
    /// Why, where it goes on.
    because: Option<String>,
    action: String,
    mark: String,
    /// Whether its series may start again.
    breaks: bool,
}

impl View {
    /// Of a question; none where no indicator feels a change of it.
    pub(super) fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
        consequences: &Consequences,
        question: &Question,
    ) -> Option<Self> {
        let felt = consequences.of_question(&question.code)?;
        let last = consequences.last.as_ref()?;
        let said = opened.row.judged.holding(&felt.changed);
        let end = format!("/questions/{}/series", question.code);
        Some(Self {
            indicators: felt.fed.iter().map(indicator).collect(),
            changes: changes(last, question, &felt.changed, staff.language()),
            said: said.map(|one| Say::new(format!("series-is-{}", one.how.word()))),
            because: said.and_then(|one| Some(one.reason.as_ref()?.as_str().to_owned())),
            action: opened.path(staff, &end),
            mark: felt.changed.mark(),
            breaks: !opened.row.is_erratum,
        })
    }
}

/// An indicator with the years that have a value of it.
pub(super) fn indicator(fed: &Fed) -> Say {
    let years = fed
        .years
        .iter()
        .map(|year| Wording::from(Datum::FiscalYear(*year)));
    let key = match fed.years.is_empty() {
        true => "series-indicator",
        false => "series-indicator-of",
    };
    let say = Say::new(key).with("name", fed.name.as_str());
    say.with("years", Wording::several(years, Say::new("detail-and")))
}

/// What is not as it was when the question was last asked.
fn changes(
    last: &Questionnaire,
    question: &Question,
    changed: &Changed,
    language: &Language,
) -> Vec<Say> {
    let old = last.question(&question.code);
    let acts = old.map_or_else(Vec::new, |old| of_question(old, question));
    let mut said = match acts.is_empty() {
        true => Vec::new(),
        false => words::act(&Act::together(acts), last, language),
    };
    let is_around = |path: &str| path.starts_with("sections[") || path.ends_with(".section");
    let around = changed.differences.iter().any(|one| is_around(&one.path));
    said.extend(around.then(|| Say::new("series-around")));
    said
}

/// `POST /staff/drafts/{draft}/questions/{question}/series`: `_go` is `continues`, `broken`, `open` or `beside`.
pub async fn decide(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let consequences = opened.consequences(&staff).await?;
    let felt = consequences.of_question(&at.question);
    let Some(felt) = felt.filter(|one| one.changed.mark() == fields.text(MARK)) else {
        return Ok(staff.see(&address(at.draft), Done::DraftMoved));
    };
    if fields.text("_go") == "beside" {
        let last = consequences.last.as_ref();
        return beside(&staff, &opened, (&at.question, last), &fields).await;
    }
    match judgement(felt, &fields, opened.row.is_erratum)? {
        Ok(judgement) => judge(&staff, &opened, &at.question, judgement).await,
        Err(wrong) => {
            let here = At::Question(at.question.clone());
            let form = filled(&opened, &here).and_wrong(wrong);
            super::page(&staff, &opened, &here, form).await
        }
    }
}

/// What is said from now on; the inner none: nothing. A correction of words means the same.
fn judgement(
    felt: &Felt,
    fields: &Fields,
    is_erratum: bool,
) -> Result<Result<Option<Judgement>, FieldErrors>, Error> {
    let of = |how, reason| Judgement {
        question: felt.changed.question.clone(),
        how,
        reason,
        mark: felt.changed.mark(),
    };
    match fields.text("_go").as_str() {
        "continues" => {
            let why = reason("reason", &fields.text("reason"));
            Ok(why.map(|why| Some(of(Continuity::Continues, Some(why)))))
        }
        "broken" if !is_erratum => Ok(Ok(Some(of(Continuity::Broken, None)))),
        "open" => Ok(Ok(None)),
        _ => Err(Error::BadRequest),
    }
}

async fn judge(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    question: &Code,
    judgement: Option<Judgement>,
) -> Result<HttpResponse, Error> {
    let (draft, code) = (opened.row.id, question.clone());
    let judged = staff
        .write(async move |at| designing::judge(at.tx, at.actor, draft, (&code, judgement)).await)
        .await?;
    match judged {
        Ok(()) => {
            let here = At::Question(question.clone()).query();
            Ok(see_other(&format!("{}{here}", opened.path(staff, ""))).finish())
        }
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(_) => Ok(staff.see(&address(draft), Done::DraftClosed)),
    }
}

/// The question as it was last asked, and the changed one as another after it.
async fn beside(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    (question, last): (&Code, Option<&Questionnaire>),
    fields: &Fields,
) -> Result<HttpResponse, Error> {
    let draft = &opened.row.document;
    let now = draft.question(question).ok_or(Error::NotFound)?;
    let old = last.and_then(|last| last.question(question));
    let old = old.ok_or(Error::NotFound)?;
    let here = At::Question(question.clone());
    let section = draft.sections.get(here.section(draft));
    let section = section.ok_or(Error::NotFound)?;
    let mut after = section.questions.iter().skip_while(|one| one != &now);
    let before = after.nth(1).map(|one| one.code.clone());
    let other = Question {
        code: adding::fresh(draft),
        ..now.clone()
    };
    let there = At::Question(other.code.clone()).query();
    let path = format!("{}{there}", opened.path(staff, ""));
    let mut acts = of_question(now, old);
    acts.push(Act::AddQuestion {
        section: section.code.clone(),
        question: Box::new(other),
        before,
    });
    answer_to(staff, opened, (&here, path), fields, Act::together(acts)).await
}

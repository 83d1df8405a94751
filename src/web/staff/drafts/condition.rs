//! Whom a question is for: put together by choosing a question before it, then options of that.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::question::{Code, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::views::ruby;
use crate::views::say::{Say, Wording, question_number};
use crate::views::sheet;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftQuestionAt;
use crate::web::page::form::FieldErrors;
use crate::web::staff::Staff;

use super::editor::At;
use super::fields::Fields;
use super::meeting::answer;
use super::outline::shortened;
use super::{Opened, address};

/// The condition of a question, and the ways to another one.
#[derive(Serialize)]
pub(super) struct View {
    /// Whom it is for; none: everybody.
    whom: Option<Say>,
    /// Where the question it hangs on is chosen: this page, with what its address says.
    here: String,
    lang: String,
    language: String,
    question: String,
    items: Vec<ItemView>,
    action: String,
    seen: i32,
    chosen: Option<Chosen>,
}

/// A question, or a row of one, that is asked before.
#[derive(Serialize)]
struct ItemView {
    code: String,
    number: Wording,
    text: String,
    checked: bool,
}

/// The one that was chosen, with its options.
#[derive(Serialize)]
struct Chosen {
    item: String,
    options: Vec<OptionView>,
    /// Whether there is a condition already, which another one joins.
    joins: bool,
}

#[derive(Serialize)]
struct OptionView {
    name: String,
    label: String,
}

impl View {
    pub(super) fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
        question: &Question,
    ) -> Self {
        let reader = Reader::new(opened.row.document.clone());
        let before = before(&reader, &question.code);
        let on = staff.query("on").unwrap_or_default();
        let items = before
            .iter()
            .map(|item| item_view(&reader, opened, item, on));
        let chosen = before.iter().find(|item| item.code == on);
        let condition = question.show_if.as_ref();
        let end = format!("/questions/{}/condition", question.code);
        Self {
            whom: condition.and_then(|one| sheet::whom(&reader, one, staff.language())),
            here: address(opened.row.id),
            lang: staff.language().to_string(),
            language: opened.language.to_string(),
            question: question.code.to_string(),
            items: items.collect(),
            action: opened.path(staff, &end),
            seen: opened.row.revision,
            chosen: chosen.map(|item| chosen_view(&reader, opened, item, condition.is_some())),
        }
    }
}

/// What is asked before a question.
fn before<'r>(reader: &'r Reader, code: &Code) -> Vec<&'r Item> {
    let sections = reader.questionnaire().sections.iter().enumerate();
    let own = sections.flat_map(|(at, section)| {
        let questions = section.questions.iter().enumerate();
        questions.map(move |(position, question)| ((at, position), &question.code))
    });
    let own = own.into_iter().find(|(_, one)| *one == code);
    let own = own.map(|(place, _)| place).unwrap_or_default();
    let items = reader.items().iter();
    items
        .filter(|item| (item.section, item.question) < own)
        .collect()
}

fn item_view(reader: &Reader, opened: &Opened, item: &Item, on: &str) -> ItemView {
    let questionnaire = reader.questionnaire();
    let question = item.question(questionnaire);
    let wording = question.map_or("", |question| question.text.get(&opened.language));
    let labels = item.labels(questionnaire, &opened.language).join(" ");
    let number = reader.number(item.section, item.question);
    let text = format!("{} {labels}", shortened(&ruby::plain(wording)));
    ItemView {
        number: number.map_or_else(|| "".into(), |number| question_number(number).into()),
        text: text.trim().to_owned(),
        checked: item.code == on,
        code: item.code.clone(),
    }
}

fn chosen_view(reader: &Reader, opened: &Opened, item: &Item, joins: bool) -> Chosen {
    let options = item.choices(reader.questionnaire()).iter();
    Chosen {
        item: item.code.clone(),
        options: options
            .map(|option| OptionView {
                name: format!("code.{}", option.code),
                label: ruby::plain(option.label.get(&opened.language)),
            })
            .collect(),
        joins,
    }
}

/// `POST /staff/drafts/{draft}/questions/{question}/condition`: `_go` is `only`, `not`, `answered` or `everybody`.
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let question = base.question(&at.question).ok_or(Error::NotFound)?;
    let here = At::Question(at.question.clone());
    let Some(show_if) = wanted(question, &fields)? else {
        let form = super::editor::filled(&opened, &here);
        let wrong = FieldErrors::of("condition", Say::new("draft-condition-empty"));
        return super::page(&staff, &opened, &here, form.and_wrong(wrong));
    };
    let act = Act::ShowQuestion {
        question: at.question.clone(),
        show_if,
    };
    answer(&staff, &opened, &here, &fields, act).await
}

/// The condition from now on; the outer none: no option was chosen.
fn wanted(question: &Question, fields: &Fields) -> Result<Option<Option<Condition>>, Error> {
    let item = fields.text("item");
    let chosen = fields
        .all()
        .filter_map(|(name, _)| name.strip_prefix("code."));
    let codes: Vec<Code> = chosen.filter_map(|code| Code::parse(code).ok()).collect();
    let go = fields.text("_go");
    if matches!(go.as_str(), "only" | "not") && codes.is_empty() {
        return Ok(None);
    }
    let part = match go.as_str() {
        "everybody" => return Ok(Some(None)),
        "only" => Condition::AnyOf { item, codes },
        "not" => Condition::Not(Box::new(Condition::AnyOf { item, codes })),
        "answered" => Condition::Answered { item },
        _ => return Err(Error::BadRequest),
    };
    let is_or = fields.text("joined") == "or";
    Ok(Some(Some(joined(question.show_if.clone(), part, is_or))))
}

/// A condition and another one.
fn joined(before: Option<Condition>, part: Condition, is_or: bool) -> Condition {
    match (before, is_or) {
        (None, _) => part,
        (Some(Condition::All(mut parts)), false) => {
            parts.push(part);
            Condition::All(parts)
        }
        (Some(Condition::Any(mut parts)), true) => {
            parts.push(part);
            Condition::Any(parts)
        }
        (Some(before), false) => Condition::All(vec![before, part]),
        (Some(before), true) => Condition::Any(vec![before, part]),
    }
}

//! Whom a section, a question or an option is for: put together by choosing a question before it, then what was
//! answered to that.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Questionnaire, Reader};
use crate::views::ruby;
use crate::views::say::{Say, Wording, question_number};
use crate::views::sheet;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::{DraftQuestionAt, DraftSectionAt};
use crate::web::page::form::FieldErrors;
use crate::web::staff::Staff;

use super::editor::At;
use super::fields::Fields;
use super::hanging::{Hanging, Words};
use super::meeting::answer;
use super::outline::shortened;
use super::question::decimal;
use super::{Opened, address};

/// The condition of a section, a question or an option, and the ways to another one.
#[derive(Serialize)]
pub(super) struct View {
    words: Words,
    /// Whom it is for; none: everybody.
    whom: Option<Say>,
    /// Where the question it hangs on is chosen: this page, with what its address says.
    here: String,
    lang: String,
    language: String,
    /// What it is the condition of, as the address names it.
    part: &'static str,
    code: String,
    /// The option of the question, where it is the condition of one.
    option: Option<String>,
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
    /// The type of the fields of its smallest and largest answer, where it has no options.
    limits: Option<&'static str>,
    /// Whether there is a condition already, which another one joins.
    joins: bool,
}

#[derive(Serialize)]
struct OptionView {
    name: String,
    label: String,
}

impl View {
    /// Of what is looked at; none of what has no condition, and where only words are changed.
    pub(super) fn of(staff: &Staff<EditQuestionnaires>, opened: &Opened, at: &At) -> Option<Self> {
        let (part, end, code) = match at {
            At::Section(code) => ("section", "sections", code),
            At::Question(code) => ("question", "questions", code),
            At::Head | At::Adding(_) => return None,
        };
        let (hanging, draft) = (Hanging::of(staff, at)?, &opened.row.document);
        let condition = hanging.show_if(draft)?;
        let reader = Reader::new(draft.clone());
        let before = hanging.before(&reader, draft);
        let told = hanging.told(&reader, draft);
        let on = staff.query("on").unwrap_or_default();
        let item = |item: &&Item| item_view(&reader, opened, item, on);
        let chosen = before.iter().find(|item| item.code == on);
        let end = format!("/{end}/{code}/condition");
        // What is refused comes back with the question that was chosen.
        let still = chosen.map_or_else(String::new, |item| format!("&on={}", item.code));
        Some(Self {
            whom: told.and_then(|one| sheet::whom(&reader, one, staff.language())),
            here: address(opened.row.id),
            lang: staff.language().to_string(),
            language: opened.language.to_string(),
            part,
            code: code.to_string(),
            option: hanging.option().map(ToString::to_string),
            items: before.iter().map(item).collect(),
            action: format!("{}{}{still}", opened.path(staff, &end), hanging.query()),
            seen: opened.row.revision,
            chosen: chosen.map(|item| chosen_view(&reader, opened, item, condition.is_some())),
            words: hanging.words(),
        })
        .filter(|_| opened.is_shaped())
    }
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
        limits: match item.accepts {
            Accepts::Number { .. } => Some("text"),
            Accepts::Date { .. } => Some("date"),
            _ => None,
        },
        joins,
    }
}

/// `POST /staff/drafts/{draft}/questions/{question}/condition`: `_go` is `only`, `not`, `answered` or `everybody`; of an
/// option of it with `?option=`.
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    show(&staff, &opened, &At::Question(at.question.clone()), form).await
}

/// `POST /staff/drafts/{draft}/sections/{section}/condition`: the same of a section.
pub async fn section(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftSectionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    show(&staff, &opened, &At::Section(at.section.clone()), form).await
}

async fn show(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    here: &At,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let hanging = Hanging::of(staff, here).ok_or(Error::NotFound)?;
    let base = Opened::seen(staff, opened.row.id, fields.seen).await?;
    let before = hanging.show_if(&base).ok_or(Error::NotFound)?;
    match wanted(&base, before, &fields)? {
        Ok(show_if) => {
            let act = hanging.shown(&base, show_if).ok_or(Error::NotFound)?;
            answer(staff, opened, here, &fields, act).await
        }
        Err(wrong) => {
            let wrong = FieldErrors::of("condition", Say::new(wrong));
            let form = super::editor::filled(opened, here).and_wrong(wrong);
            super::page(staff, opened, here, form).await
        }
    }
}

/// A condition, none: everybody; or the key of what is wrong.
type Wanted = Result<Option<Condition>, &'static str>;

/// The condition from now on.
fn wanted(
    base: &Questionnaire,
    before: Option<&Condition>,
    fields: &Fields,
) -> Result<Wanted, Error> {
    let item = fields.text("item");
    let go = fields.text("_go");
    let part = match go.as_str() {
        "everybody" => return Ok(Ok(None)),
        "answered" => Condition::Answered { item },
        "only" | "not" => match answered(base, item, fields) {
            Ok(part) if go == "not" => Condition::Not(Box::new(part)),
            Ok(part) => part,
            Err(wrong) => return Ok(Err(wrong)),
        },
        _ => return Err(Error::BadRequest),
    };
    let is_or = fields.text("joined") == "or";
    Ok(Ok(Some(joined(before.cloned(), part, is_or))))
}

/// What was answered: one of these options, or something between two limits.
fn answered(
    base: &Questionnaire,
    item: String,
    fields: &Fields,
) -> Result<Condition, &'static str> {
    let reader = Reader::new(base.clone());
    let accepts = reader.item(&item).map(|(_, item)| &item.accepts);
    match accepts {
        Some(Accepts::Number { .. }) => {
            let number = |typed: &str| decimal(typed);
            let (min, max) = limits(fields, number, "draft-not-a-number")?;
            Ok(Condition::Number { item, min, max })
        }
        Some(Accepts::Date { .. }) => {
            let day = |typed: &str| typed.parse().ok();
            let (min, max) = limits(fields, day, "extension-no-day")?;
            Ok(Condition::Date { item, min, max })
        }
        _ => chosen(item, fields),
    }
}

fn chosen(item: String, fields: &Fields) -> Result<Condition, &'static str> {
    let chosen = fields
        .all()
        .filter_map(|(name, _)| name.strip_prefix("code."));
    let codes: Vec<Code> = chosen.filter_map(|code| Code::parse(code).ok()).collect();
    match codes.is_empty() {
        true => Err("draft-condition-empty"),
        false => Ok(Condition::AnyOf { item, codes }),
    }
}

/// The smallest and the largest answer; at least one of them is said.
fn limits<T>(
    fields: &Fields,
    read: impl Fn(&str) -> Option<T>,
    wrong: &'static str,
) -> Result<(Option<T>, Option<T>), &'static str> {
    let limit = |name: &str| match fields.text(name) {
        typed if typed.is_empty() => Ok(None),
        typed => read(&typed).map(Some).ok_or(wrong),
    };
    match (limit("least")?, limit("most")?) {
        (None, None) => Err("draft-condition-no-limit"),
        limits => Ok(limits),
    }
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

//! 「今日」: what waits for somebody, and what comes next. Each sees what their roles let them look at.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::{KeepOwnAccount, Permission, SeeToday};
use crate::domain::search::Search;
use crate::domain::survey::stage::Stage;
use crate::domain::time::Timestamp;
use crate::read::survey::{self as records, Counted};
use crate::storage::Conn;
use crate::storage::inquiries::{self as asking, Waiting as Inquiring};
use crate::storage::ledger::Order;
use crate::storage::today::{self as rows, Waiting};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{self, Title, see_other};

use super::between::{self, Note};
use super::surveys::heading::Heading;
use super::{
    Staff, account, divisions, inquiries, municipalities, people, plans, questionnaires, record,
    surveys,
};

/// Its address.
pub(super) const PATH: &str = "/staff/today";

/// A room of its own for each kind of thing that waits.
#[derive(Serialize)]
struct Show {
    greeting: Say,
    notes: Vec<Note>,
    waiting: Vec<Line>,
    running: Vec<SurveyLine>,
    surveys: Option<String>,
    steps: Vec<Step>,
    since: Option<Line>,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/today/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("today-title").into())
    }
}

/// Something that waits, and the way there.
#[derive(Serialize)]
struct Line {
    said: Say,
    href: String,
}

/// A survey that is answered, or will be.
#[derive(Serialize)]
struct SurveyLine {
    #[serde(flatten)]
    heading: Heading,
    href: String,
    left: Option<Say>,
    returned: i64,
    asked: Option<i32>,
}

/// A step of the first hour: ticked by what is there.
#[derive(Serialize)]
struct Step {
    text: Say,
    href: String,
    is_done: bool,
}

/// `GET /` where staff have an address of their own: it leads to the desk.
pub async fn lead() -> HttpResponse {
    see_other("/staff").finish()
}

/// `GET /staff`: the first room of what they are there for.
pub async fn enter(staff: Staff<KeepOwnAccount>) -> HttpResponse {
    let room = match staff.may(Permission::SeeToday) {
        true => PATH,
        false => municipalities::PATH,
    };
    see_other(&staff.path(room)).finish()
}

/// `GET /staff/today`
pub async fn show(staff: Staff<SeeToday>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let who = (staff.who.person, &staff.who.login);
    let waiting = rows::waiting(&mut conn, staff.town.id, who, staff.who.before).await?;
    let asked = asking::waiting(&mut conn, staff.town.id, staff.who.person).await?;
    let running = running(&mut conn, &staff).await?;
    let notes = between::notes(&mut conn, &staff).await?;
    drop(conn);
    staff.show(&Show {
        greeting: Say::new("today-greeting")
            .with("name", staff.who.name.as_str())
            .with("day", Datum::Date(staff.who.today)),
        notes,
        waiting: lines(&staff, kinds(&waiting, asked)),
        running: running
            .iter()
            .map(|counted| line(&staff, counted))
            .collect(),
        surveys: staff
            .may(Permission::SeeSurveys)
            .then(|| staff.path(surveys::PATH)),
        steps: steps(&staff, &waiting),
        since: since(&staff, &waiting),
    })
}

/// The surveys that are answered now, whose deadline comes first; none where one may not see them.
async fn running(conn: &mut Conn, staff: &Staff<SeeToday>) -> Result<Vec<Counted>, Error> {
    if !staff.may(Permission::SeeSurveys) {
        return Ok(Vec::new());
    }
    let asked = (&Search::default(), Some(Stage::Running));
    let ledger = records::ledger(conn, staff.desk(), asked, Order::Deadline, 0).await?;
    Ok(ledger.surveys)
}

/// A kind of thing that waits: how many there are, in which words, where they are seen, and what that takes.
type Kind = (i64, &'static str, &'static str, Permission);

/// What can wait, the most urgent first.
fn kinds(of: &Waiting, asking: Inquiring) -> [Kind; 9] {
    use Permission as To;
    let Inquiring { asked, unanswered } = asking;
    let (own, inquiries, log) = (account::PATH, inquiries::PATH, record::PATH);
    let motions = "/staff/motions?state=waiting";
    let closed = "/staff/results?state=final";
    let approved = "/staff/results?state=approved";
    let silent = "/staff/values?comments=none";
    let unbound = "/staff/plans?binding=unbound";
    let (inquired, said) = (To::AnswerInquiries, To::EditQuestionnaires);
    [
        (of.motions, "today-motions", motions, To::Decide),
        (of.approvals, "today-approvals", closed, To::MakeMotions),
        (
            of.publications,
            "today-publications",
            approved,
            To::MakeMotions,
        ),
        (of.silent, "today-silent", silent, To::CommentValues),
        (asked, "today-inquiries", inquiries, inquired),
        (unanswered, "today-unanswered", inquiries, said),
        (of.unbound, "today-unbound", unbound, To::SeePlans),
        (
            of.failed_letters,
            "today-failed-letters",
            log,
            To::SeeRecord,
        ),
        (of.kept_forms, "today-kept-forms", own, To::SeeToday),
    ]
}

/// What waits, where one may look at it.
fn lines(staff: &Staff<SeeToday>, kinds: [Kind; 9]) -> Vec<Line> {
    let line = |(count, key, path, needed): Kind| {
        let line = || Line {
            said: Say::new(key).with("count", Datum::how_many(count)),
            href: way(staff, path),
        };
        (count > 0 && staff.may(needed)).then(line)
    };
    kinds.into_iter().filter_map(line).collect()
}

/// An address of ours that may have a query of its own.
fn way(staff: &Staff<SeeToday>, path: &str) -> String {
    match path.split_once('?') {
        Some((path, query)) => format!("{}&{query}", staff.path(path)),
        None => staff.path(path),
    }
}

fn line(staff: &Staff<SeeToday>, counted: &Counted) -> SurveyLine {
    let survey = &counted.survey;
    SurveyLine {
        heading: Heading::of(staff, counted),
        href: format!("{}#{}", staff.path(surveys::PATH), survey.slug),
        left: survey
            .web_closes_at
            .and_then(|at| left(staff, at, counted.now)),
        returned: counted.responses,
        asked: survey.sample_size,
    }
}

/// How many days are left; none where it is over.
fn left(staff: &Staff<SeeToday>, closes: Timestamp, now: Timestamp) -> Option<Say> {
    let zone = staff.town.zone;
    let days = zone
        .last_day(closes)
        .signed_duration_since(zone.day(now))
        .num_days();
    match days {
        _ if closes <= now => None,
        0 => Some(Say::new("today-last-day")),
        days => Some(Say::new("today-days-left").with("days", Datum::how_many(days))),
    }
}

/// The first hour: shown until all of it is done.
fn steps(staff: &Staff<SeeToday>, waiting: &Waiting) -> Vec<Step> {
    use Permission::{EditDivisions, EditPeople, SeePlans, SeeQuestionnaires};
    let is_strong = waiting.factors > 0 || staff.who.entry.is_strong();
    let all = [
        (
            is_strong,
            "step-factor",
            account::FACTOR,
            Permission::KeepOwnAccount,
        ),
        (waiting.people > 1, "step-people", people::PATH, EditPeople),
        (
            waiting.divisions > 0,
            "step-divisions",
            divisions::PATH,
            EditDivisions,
        ),
        (
            waiting.questionnaires > 0,
            "step-questionnaires",
            questionnaires::PATH,
            SeeQuestionnaires,
        ),
        (waiting.indicators > 0, "step-plans", plans::PATH, SeePlans),
    ];
    let own: Vec<_> = all
        .into_iter()
        .filter(|(.., needed)| staff.may(*needed))
        .collect();
    if own.iter().all(|(is_done, ..)| *is_done) {
        return Vec::new();
    }
    let step = |(is_done, key, path, _): (bool, &'static str, &str, Permission)| Step {
        text: Say::new(key),
        href: staff.path(path),
        is_done,
    };
    own.into_iter().map(step).collect()
}

/// What others did since one was here.
fn since(staff: &Staff<SeeToday>, waiting: &Waiting) -> Option<Line> {
    let is_told = waiting.entries > 0 && staff.may(Permission::SeeRecord);
    let before = staff.who.before.filter(|_| is_told)?;
    let day = staff.town.zone.day(before);
    Some(Line {
        said: Say::new("today-since")
            .with("at", Datum::moment(before, staff.town.zone))
            .with("count", Datum::how_many(waiting.entries)),
        href: format!("{}&from={day}", staff.path(record::PATH)),
    })
}

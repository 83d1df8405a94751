//! 調査票の下書き: where a questionnaire is made, one small form for each thing that can be changed.
//!
//! Each form carries the revision its page showed (`_seen`) and is an act on it ([`crate::workflows::designing`]): nothing
//! has to be saved, everything can be taken back. The text fields hold one language at a time (`?in=`).

pub mod adding;
pub mod bank;
pub mod beginning;
pub mod comparison;
pub mod condition;
pub mod continuing;
mod corrected;
mod editor;
pub(super) mod fields;
pub mod freezing;
mod hanging;
pub mod head;
pub mod history;
pub mod inquiry;
pub mod languages;
pub mod leftovers;
mod library;
mod meeting;
pub mod moving;
mod outline;
pub mod packet;
pub mod paths;
pub mod picture;
pub mod preview;
pub mod question;
pub mod removing;
pub mod repeating;
pub mod reviewing;
pub mod scales;
pub mod section;
pub mod sheet;
pub mod source;
pub mod stepping;
mod surroundings;
pub mod trial;
mod ways;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::review::review;
use crate::read::fed::Consequences;
use crate::storage::questionnaire_drafts::{self as drafts, DraftRow};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::FormView;
use crate::web::page::{self, Around, Title};
use crate::workflows::designing;

use super::{Staff, questionnaires};
pub(super) use beginning::NEW;
use corrected::Corrected;
use editor::{At, Editor};
use outline::Outline;
use surroundings::Surroundings;
pub(super) use ways::Way;
use ways::{Pane, languages as tongues, panes, ways};

/// Where drafts are.
pub(super) const PATH: &str = "/staff/drafts";

/// A draft as it is looked at.
pub(super) struct Opened {
    row: DraftRow,
    /// The language whose texts are shown.
    language: Language,
}

impl Opened {
    /// The draft of an address.
    async fn of(
        staff: &Staff<EditQuestionnaires>,
        id: QuestionnaireDraftId,
    ) -> Result<Self, Error> {
        let mut conn = staff.app.db.get().await?;
        let row = drafts::by_id(&mut conn, staff.town.id, id).await?;
        let language = staff.shown_in(&row.document.languages);
        Ok(Self { row, language })
    }

    /// What it does to indicators.
    async fn consequences(&self, staff: &Staff<EditQuestionnaires>) -> Result<Consequences, Error> {
        if self.row.version_id.is_some() {
            return Ok(Consequences::default());
        }
        let mut conn = staff.app.db.get().await?;
        Ok(Consequences::of(&mut conn, staff.desk(), &self.row).await?)
    }

    /// How much stands in the way of freezing it.
    fn faults(&self, consequences: &Consequences) -> usize {
        self.faults_of_design() + consequences.undecided(&self.row.judged).count()
    }

    /// How much of it cannot be asked as it stands.
    fn faults_of_design(&self) -> usize {
        review(&self.row.document).len()
    }

    /// The draft as it was when somebody saw it who now changes it.
    async fn seen(
        staff: &Staff<EditQuestionnaires>,
        id: QuestionnaireDraftId,
        seen: i32,
    ) -> Result<Questionnaire, Error> {
        Ok(as_seen(staff, id, Some(seen)).await?.0)
    }

    /// Whether it can be changed.
    fn is_open(&self) -> bool {
        self.row.is_open()
    }

    /// Whether more than its words can be changed.
    fn is_shaped(&self) -> bool {
        self.is_open() && !self.row.is_erratum
    }

    /// An address of it, with the language whose texts are shown.
    fn path(&self, staff: &Staff<EditQuestionnaires>, end: &str) -> String {
        let own = staff.path(&format!("{}{end}", address(self.row.id)));
        format!("{own}&in={}", self.language)
    }
}

/// The address of a draft, in no language yet.
pub(super) fn address(id: QuestionnaireDraftId) -> String {
    format!("{PATH}/{id}")
}

/// A draft as it was when somebody saw it, or as it is, and its revision.
pub(super) async fn as_seen(
    staff: &Staff<EditQuestionnaires>,
    id: QuestionnaireDraftId,
    seen: Option<i32>,
) -> Result<(Questionnaire, i32), Error> {
    let mut conn = staff.app.db.get().await?;
    let row = drafts::by_id(&mut conn, staff.town.id, id).await?;
    let seen = seen.unwrap_or(row.revision);
    let since = drafts::revisions_after(&mut conn, staff.town.id, id, seen).await?;
    let draft = designing::before(&row.document, &since).map_err(Error::fault)?;
    Ok((draft, seen))
}

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    /// The page that is shown again where a form did not pass.
    #[serde(skip)]
    here: String,
    standing: Say,
    /// The version whose words it corrects.
    corrects: Option<Say>,
    is_open: bool,
    questionnaires: String,
    seen: i32,
    step: String,
    back: Option<i32>,
    forward: Option<i32>,
    faults: Say,
    review: String,
    left: Option<Say>,
    leftovers: String,
    /// The other pages of the draft.
    ways: Vec<Way>,
    sheet: String,
    freeze: String,
    remove: Option<String>,
    languages: Vec<Way>,
    outline: Outline,
    editor: Editor,
    /// The pane that is shown where there is no room for three, and the ways to the others.
    pane: &'static str,
    panes: Vec<Way>,
    /// The page as citizens see it; none where there is no page yet.
    preview: Option<String>,
    at: Option<String>,
    states: Vec<Way>,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/show";

    fn title(&self) -> Title {
        Title::Before(
            Say::new("draft-title")
                .with("title", self.title.as_str())
                .into(),
        )
    }

    fn around(&self) -> Around {
        Around {
            frames: true,
            wide: true,
            switch: Some(self.here.clone()),
            ..Around::of_form(self.editor.form())
        }
    }
}

/// `GET /staff/drafts/{draft}`: `?section=`, `?question=`, or the head of the questionnaire.
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let at = At::of_query(&staff, &opened.row.document);
    let form = editor::filled(&opened, &at);
    page(&staff, &opened, &at, form).await
}

/// The fields that a form may leave out: boxes that are not ticked, what other forms have.
const FIELDS: [&str; 22] = [
    "reason",
    "title",
    "note",
    "purpose",
    "minutes",
    "one_page",
    "text",
    "short",
    "hint",
    "required",
    "attribute",
    "long",
    "month",
    "label",
    "unit",
    "min",
    "max",
    "decimals",
    "places",
    "max_length",
    "gazetteer",
    "picture",
];

/// The page with a form as it was typed.
async fn page(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    at: &At,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let form = form.and_blank(&FIELDS);
    let (row, path) = (&opened.row, |end: &str| opened.path(staff, end));
    let around = Surroundings::of(staff, opened).await?;
    let faults = opened.faults(&around.consequences);
    let state = preview::State::of_query(staff);
    staff.show(&Show {
        title: row.document.title.get(staff.language()).to_owned(),
        here: format!("{}{}", path(""), at.query()),
        standing: standing_said(opened),
        corrects: around.corrected.as_ref().map(Corrected::said),
        is_open: opened.is_open(),
        questionnaires: staff.path(questionnaires::PATH),
        seen: row.revision,
        step: format!("{}{}", path("/steps"), at.query()),
        back: around.standing.back.filter(|_| opened.is_open()),
        forward: around.standing.forward.filter(|_| opened.is_open()),
        faults: faults_said(faults),
        review: path("/review"),
        left: leftovers::said(around.left),
        leftovers: path("/leftovers"),
        ways: ways(staff, opened, at, around.has_source),
        sheet: path("/sheet"),
        freeze: path("/freezing"),
        remove: row.version_id.is_none().then(|| path("/removal")),
        languages: tongues(staff, opened, at),
        outline: Outline::of(staff, opened, at),
        editor: Editor::of(staff, opened, &around, at, form),
        pane: Pane::of_query(staff).word(),
        panes: panes(staff, opened, at),
        preview: preview::frame(staff, opened, at, state),
        at: match at {
            At::Question(code) => Some(code.to_string()),
            _ => None,
        },
        states: preview::states(staff, opened, at, state),
    })
}

fn faults_said(count: usize) -> Say {
    match count {
        0 => Say::new("draft-sound"),
        _ => Say::new("draft-faults").with("count", Datum::how_many(count)),
    }
}

fn standing_said(opened: &Opened) -> Say {
    let key = match (opened.row.version_id, opened.row.removed_at) {
        (Some(_), _) => "draft-is-frozen",
        (None, Some(_)) => "draft-is-gone",
        (None, None) => "draft-is-open",
    };
    Say::new(key).with("number", opened.row.revision.to_string())
}

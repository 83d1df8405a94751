//! 起案: what is put before whoever decides on a survey: what is typed here, the questionnaire in full, and what divisions
//! said of it with what became of that. A page to be printed, and the same as a Word file.

pub mod file;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::packet::Packet;
use crate::domain::permission::EditQuestionnaires;
use crate::read::inquiries as records;
use crate::storage::draft_packets::{self as packets, PacketRow};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::ruby;
use crate::views::say::{Say, Wording};
use crate::views::sheet::Paper;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::parts::Fact;
use crate::web::page::{self, Around, Title};
use crate::web::staff::compared::Speaking;
use crate::web::staff::done::Done;
use crate::web::staff::told::Told;
use crate::web::staff::words::{day, said};
use crate::web::staff::{Staff, paper};
use crate::workflows::putting;

use super::inquiry::{self, Place};
use super::{Opened, address};

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    action: String,
    file: String,
    printed: Printed,
    #[serde(skip)]
    switch: String,
    form: FormView,
}

/// What is printed.
#[derive(Serialize)]
struct Printed {
    subject: String,
    lines: Vec<Fact>,
    language: String,
    paper: Paper,
    places: Vec<Place>,
    /// What the file is called.
    #[serde(skip)]
    code: String,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/packet/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("packet-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    subject: String,
    purpose: String,
    sample: String,
    period: String,
    personal: String,
    cost: String,
    number: String,
    decided_on: String,
    /// The version the page showed.
    seen: String,
}

impl Fields {
    /// What was understood; all that is wrong at once.
    fn packet(&self) -> Result<Packet, FieldErrors> {
        let mut wrong = FieldErrors::default();
        let mut text = |field: &'static str, typed: &str| match typed.trim() {
            "" => String::new(),
            typed => said(field, typed).map_or_else(
                |why| {
                    wrong = std::mem::take(&mut wrong).with(why);
                    String::new()
                },
                String::from,
            ),
        };
        let mut packet = Packet {
            subject: text("subject", &self.subject),
            purpose: text("purpose", &self.purpose),
            sample: text("sample", &self.sample),
            period: text("period", &self.period),
            personal: text("personal", &self.personal),
            cost: text("cost", &self.cost),
            number: text("number", &self.number),
            decided_on: None,
        };
        if !self.decided_on.trim().is_empty() {
            match day("decided_on", &self.decided_on) {
                Ok(day) => packet.decided_on = Some(day),
                Err(why) => wrong = wrong.with(why),
            }
        }
        match wrong.is_empty() {
            true => Ok(packet),
            false => Err(wrong),
        }
    }
}

/// `GET /staff/drafts/{draft}/packet`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    page(&staff, at.draft, None).await
}

/// `POST /staff/drafts/{draft}/packet`
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let draft = at.draft;
    let seen = form.fields.seen.parse().map_err(|_| Error::BadRequest)?;
    let packet = match form.read(Fields::packet) {
        Ok(packet) => packet,
        Err(form) => return page(&staff, draft, Some(form)).await,
    };
    let kept = staff
        .write(async move |at| putting::keep(at.tx, at.actor, draft, seen, packet).await)
        .await?;
    if kept? {
        return Ok(staff.see(&format!("{}/packet", address(draft)), Done::PacketKept));
    }
    let changed = FieldErrors::of("subject", Say::new("packet-changed"));
    page(&staff, draft, Some(form.refused(changed))).await
}

/// The page as it stands: what is printed is what is kept, or what is proposed while nothing is.
async fn page(
    staff: &Staff<EditQuestionnaires>,
    draft: QuestionnaireDraftId,
    form: Option<FormView>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(staff, draft).await?;
    let row = kept(staff, &opened).await?;
    let form = form.unwrap_or_else(|| filled(&row.document));
    staff.show(&Show {
        title: opened.row.document.title.get(staff.language()).to_owned(),
        back: opened.path(staff, ""),
        action: opened.path(staff, "/packet"),
        file: opened.path(staff, "/packet.docx"),
        printed: printed(staff, &opened, &row.document).await?,
        switch: format!("{}/packet", address(draft)),
        form: form.with("seen", row.version.to_string()),
    })
}

/// What was typed; what is proposed before anybody did.
async fn kept(staff: &Staff<EditQuestionnaires>, opened: &Opened) -> Result<PacketRow, Error> {
    let mut conn = staff.app.db.get().await?;
    if let Some(row) = packets::of(&mut conn, staff.town.id, opened.row.id).await? {
        return Ok(row);
    }
    let (document, speaking) = (&opened.row.document, Speaking(staff));
    let title = ruby::plain(document.title.get(staff.language()));
    let subject = Say::new("packet-subject-proposed").with("title", title);
    Ok(PacketRow {
        municipality_id: staff.town.id,
        draft_id: opened.row.id,
        document: Packet {
            subject: speaking.say(&subject)?,
            purpose: ruby::plain(document.purpose.get(staff.language())),
            personal: speaking.say(&Say::new("packet-personal-proposed"))?,
            ..Packet::default()
        },
        version: 0,
    })
}

fn filled(packet: &Packet) -> FormView {
    let day = packet.decided_on.map(|day| day.to_string());
    FormView::filled([
        ("subject", packet.subject.clone()),
        ("purpose", packet.purpose.clone()),
        ("sample", packet.sample.clone()),
        ("period", packet.period.clone()),
        ("personal", packet.personal.clone()),
        ("cost", packet.cost.clone()),
        ("number", packet.number.clone()),
        ("decided_on", day.unwrap_or_default()),
    ])
}

async fn printed(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    packet: &Packet,
) -> Result<Printed, Error> {
    let mut conn = staff.app.db.get().await?;
    let found = records::of_draft(&mut conn, staff.desk(), opened.row.id).await?;
    drop(conn);
    let told = Told::to(staff, &found.names);
    let document = &opened.row.document;
    Ok(Printed {
        subject: packet.subject.clone(),
        lines: lines(packet),
        language: opened.language.public_tag().to_owned(),
        paper: paper::printed(staff, document.clone(), &opened.language)?,
        places: inquiry::places(staff, opened, &told, &found.comments, None),
        code: document.code.to_string(),
    })
}

/// What is said of the survey, each with what it is; what is empty is not printed.
fn lines(packet: &Packet) -> Vec<Fact> {
    let texts = [
        ("packet-number", &packet.number),
        ("packet-purpose", &packet.purpose),
        ("packet-sample", &packet.sample),
        ("packet-period", &packet.period),
        ("packet-personal", &packet.personal),
        ("packet-cost", &packet.cost),
    ];
    let fact = |term: &'static str, value: Wording| Fact {
        term: Say::new(term),
        value,
    };
    let said = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let mut lines: Vec<Fact> = said
        .map(|(term, text)| fact(term, text.as_str().into()))
        .collect();
    if let Some(on) = packet.decided_on {
        let at = usize::from(!packet.number.is_empty());
        lines.insert(at, fact("packet-decided-on", Datum::Date(on).into()));
    }
    lines
}

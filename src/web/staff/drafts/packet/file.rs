//! The same as a Word file.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::formats::docx::{Cell, Document, Paper, Style, Table};
use crate::views::say::Say;
use crate::web::download::Download;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::parts::Fact;
use crate::web::staff::compared::Speaking;
use crate::web::staff::{Staff, paper};

use super::super::Opened;
use super::super::inquiry::Place;
use super::{Printed, kept, printed};

/// How wide what a line is stands beside what it says.
const LINE: [u32; 2] = [1, 4];

/// How wide the columns of comments are: of what, what was said, what became of it.
const COMMENT: [u32; 3] = [3, 4, 4];

/// `GET /staff/drafts/{draft}/packet.docx`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let row = kept(&staff, &opened).await?;
    let printed = printed(&staff, &opened, &row.document).await?;
    let name = format!("{}-packet", printed.code);
    let file = document(&Speaking(&staff), &printed)?;
    Download::of_staff(&name, &printed.subject).docx(&file)
}

fn document<P>(speaking: &Speaking<'_, P>, printed: &Printed) -> Result<Document, Error> {
    let mut document = Document::new(Paper::Upright, &printed.subject);
    document.paragraph(Style::Title, &printed.subject);
    let line = |fact: &Fact| {
        let term = speaking.say(&fact.term)?;
        Ok(vec![term.into(), speaking.write(&fact.value)?.into()])
    };
    document.table(&Table {
        widths: LINE.to_vec(),
        heads: Vec::new(),
        rows: printed
            .lines
            .iter()
            .map(line)
            .collect::<Result<_, Error>>()?,
    });
    let annex = |key: &'static str| speaking.say(&Say::new(key));
    document.paragraph(Style::Heading, &annex("packet-annex-sheet")?);
    paper::write(&mut document, &printed.paper);
    document.paragraph(Style::Heading, &annex("packet-annex-inquiry")?);
    match printed.places.is_empty() {
        true => document.paragraph(Style::Body, &annex("packet-no-comments")?),
        false => document.table(&comments(speaking, &printed.places)?),
    }
    Ok(document)
}

fn comments<P>(speaking: &Speaking<'_, P>, places: &[Place]) -> Result<Table, Error> {
    let heads = ["col-packet-place", "inquiry-comment-said", "inquiry-answer"];
    let heads = heads.map(|key| speaking.say(&Say::new(key)).map(Cell::from));
    let mut rows = Vec::new();
    for place in places {
        let name = speaking.write(&place.way.text)?;
        for comment in &place.comments {
            let said = format!("{}\n{}", comment.said, speaking.say(&comment.by)?);
            let answer = comment.answer.as_ref().map(|answer| answer.said.clone());
            rows.push(vec![
                name.clone().into(),
                said.into(),
                answer.unwrap_or_default().into(),
            ]);
        }
    }
    Ok(Table {
        widths: COMMENT.to_vec(),
        heads: vec![heads.into_iter().collect::<Result<_, Error>>()?],
        rows,
    })
}

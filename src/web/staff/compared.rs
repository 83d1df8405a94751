//! 新旧対照表 of two versions, or of a draft and a version: what its pages show, and the same as a Word file.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::questionnaire::Questionnaire;
use crate::formats::docx::{Cell, Document, Paper, Run, Style, Table};
use crate::views::comparing::{self, Line, Side};
use crate::views::ruby;
use crate::views::say::{Say, Wording};
use crate::web::download::Download;
use crate::web::error::Error;

use super::Staff;

/// How wide the columns are, beside each other: what it is, new, old, what changed.
const WIDTHS: [u32; 4] = [14, 33, 33, 20];

/// Two questionnaires side by side.
#[derive(Serialize)]
pub(super) struct Comparison {
    /// What the newer one is called.
    new: Say,
    /// What the older one is called.
    old: Say,
    lines: Vec<Line>,
    /// How many questions are as they were.
    same: Option<Say>,
    /// What both are about.
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    code: String,
}

/// A questionnaire, and what it is called where it is compared.
pub(super) type Named<'q> = (&'q Questionnaire, Say);

impl Comparison {
    /// Of an older and a newer one.
    pub(super) fn of<P>(
        staff: &Staff<P>,
        (before, old): Named<'_>,
        (after, new): Named<'_>,
    ) -> Result<Self, Error> {
        let locales = staff.app.views.locales();
        let table = comparing::table((before, after), locales, &staff.language)?;
        let is_told = table.same > 0 && !table.lines.is_empty();
        let same = is_told.then(|| Say::new("beside-same").with("count", table.same));
        Ok(Self {
            new,
            old,
            lines: table.lines,
            same,
            title: ruby::plain(after.title.get(&staff.language)),
            code: after.code.to_string(),
        })
    }

    /// The Word file.
    pub(super) fn file<P>(&self, staff: &Staff<P>) -> Result<HttpResponse, Error> {
        let speaking = Speaking(staff);
        let title = Say::new("comparison-file").with("title", self.title.as_str());
        let title = speaking.say(&title)?;
        let mut document = Document::new(Paper::Across, &title);
        document.paragraph(Style::Title, &title);
        match self.lines.is_empty() {
            true => document.paragraph(Style::Body, &speaking.say(&Say::new("beside-nothing"))?),
            false => document.table(&self.table(&speaking)?),
        }
        if let Some(same) = &self.same {
            document.paragraph(Style::Body, &speaking.say(same)?);
        }
        let name = format!("{}-comparison", self.code);
        Download::of_staff(&name, &title).docx(&document)
    }

    fn table<P>(&self, speaking: &Speaking<'_, P>) -> Result<Table, Error> {
        let named =
            |key: &'static str, version: &Say| Say::new(key).with("version", version.clone());
        let heads = [
            Say::new("beside-what"),
            named("beside-new", &self.new),
            named("beside-old", &self.old),
            Say::new("beside-changes"),
        ];
        let heads = heads.iter().map(|head| Ok(speaking.say(head)?.into()));
        let rows = self.lines.iter().map(|line| row(line, speaking));
        Ok(Table {
            widths: WIDTHS.to_vec(),
            heads: vec![heads.collect::<Result<_, Error>>()?],
            rows: rows.collect::<Result<_, Error>>()?,
        })
    }
}

/// Words for whoever is at the desk, as a Word file has them.
pub(super) struct Speaking<'s, P>(pub(super) &'s Staff<P>);

impl<P> Speaking<'_, P> {
    pub(super) fn say(&self, say: &Say) -> Result<String, Error> {
        let said = self.0.app.views.locales().say(&self.0.language, say)?;
        Ok(ruby::plain(&said))
    }

    /// What stands in a place, line by line as it was typed.
    pub(super) fn write(&self, wording: &Wording) -> Result<String, Error> {
        let locales = self.0.app.views.locales();
        Ok(locales.write(&self.0.language, wording)?)
    }
}

fn row<P>(line: &Line, speaking: &Speaking<'_, P>) -> Result<Vec<Cell>, Error> {
    let said = line.changes.iter().chain(&line.effect);
    let said: Vec<String> = said
        .map(|say| speaking.say(say))
        .collect::<Result<_, _>>()?;
    Ok(vec![
        speaking.say(&line.name)?.into(),
        side(&line.new, speaking)?,
        side(&line.old, speaking)?,
        said.join("\n").into(),
    ])
}

fn side<P>(side: &Side, speaking: &Speaking<'_, P>) -> Result<Cell, Error> {
    let only = side.only.as_ref().map(|only| speaking.say(only));
    let only = only.transpose()?.map(Run::from);
    let words = side.words.iter().map(|words| Run {
        text: words.text.clone(),
        is_marked: words.is_changed,
    });
    Ok(Cell::of(only.into_iter().chain(words).collect()))
}

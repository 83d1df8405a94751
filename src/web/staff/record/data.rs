//! The log as a file: what the search finds, each entry as a sentence and as it is stored.

use std::sync::Arc;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::ExportRecord;
use crate::read::record::{self as records, Record, Written};
use crate::views::locale::Locales;
use crate::views::say::{Say, Wording};
use crate::views::{ViewError, ruby};
use crate::web::download::Download;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::staff::Staff;
use crate::web::town::Town;
use crate::workflows::recording;

use super::asked::Fields;
use super::{details, sentence};
use crate::web::staff::told::Told;
use details::Detail;

/// Its address.
pub(super) const PATH: &str = "/staff/record.csv";

/// A line.
#[derive(Serialize)]
struct Line {
    number: i64,
    /// On the clocks of the town.
    at: String,
    who: String,
    what: String,
    details: String,
    /// As it is stored, JSON.
    event: String,
}

/// `POST /staff/record.csv`: that the file was taken is an entry itself, so it is no page to look at.
pub async fn create(staff: Staff<ExportRecord>, form: Form<Fields>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let surveys = records::surveys_of(&mut conn, staff.desk()).await?;
    let (mut search, survey) = match form.read(|fields| fields.search(staff.town.zone, &surveys)) {
        Ok(understood) => understood,
        Err(again) => return staff.show(&super::page(&staff, &form, again, &surveys, None)),
    };
    if let Some(survey) = survey {
        search.of_survey = Some(records::ids_of(&mut conn, staff.desk(), survey).await?);
    }
    drop(conn);
    let taken = staff.write(async move |at| recording::export(at.tx, at.actor, &search).await);
    let record = taken.await??;
    let teller = Teller {
        locales: staff.app.views.locales().clone(),
        language: staff.language().clone(),
        town: staff.town.clone(),
    };
    let title = teller.said(&Say::new("record-title").into())?;
    // Ten thousand entries are half a second of work: not on the thread that answers others.
    let lines = actix_web::web::block(move || teller.lines(&record)).await;
    Download::of_staff("record", &title).csv(lines.map_err(Error::fault)??)
}

/// Writes entries in words.
struct Teller {
    locales: Locales,
    language: Language,
    town: Arc<Town>,
}

impl Teller {
    fn lines(&self, record: &Record) -> Result<Vec<Line>, ViewError> {
        let told = Told {
            names: &record.names,
            language: &self.language,
            zone: self.town.zone,
            town: &self.town.slug,
            of: None,
        };
        let entries = record.entries.iter();
        entries
            .map(|entry| self.line(&told.at(entry.at), entry))
            .collect()
    }

    fn line(&self, told: &Told<'_>, entry: &Written) -> Result<Line, ViewError> {
        let details = entry.event.as_ref();
        let details = details.map_or_else(Vec::new, |event| details::of(told, event));
        let details = details.into_iter().map(Detail::said);
        let at = told.zone.local(entry.at);
        Ok(Line {
            number: entry.number,
            at: at.format("%Y-%m-%d %H:%M:%S").to_string(),
            who: self.said(&told.who(entry.who.as_ref()).into())?,
            what: self.said(&sentence::of(told, entry).into())?,
            details: self.said(&Wording::several(details, "\n"))?,
            event: entry.document.to_string(),
        })
    }

    /// In words, without readings.
    fn said(&self, wording: &Wording) -> Result<String, ViewError> {
        let words = self.locales.write(&self.language, wording)?;
        Ok(ruby::plain(&words))
    }
}

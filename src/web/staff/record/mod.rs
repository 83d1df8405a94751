//! The log of the town: who did what, when, and what it was before. Searched by what stands in the address.

mod asked;
pub mod data;
mod details;
mod sentence;
pub mod verification;

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::event::Event;
use crate::domain::permission::{Grant, Permission, SeeRecord};
use crate::read::record::{self as records, IN_A_FILE, ON_A_PAGE, Record, Written};
use crate::storage::audit::searching::Place;
use crate::storage::surveys::Survey;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};

use super::told::Told;
use super::{Staff, work};
use asked::{Choice, Fields};
use details::Detail;

/// The address of the list.
pub(super) const PATH: &str = "/staff/record";

/// The list.
#[derive(Serialize)]
struct Index {
    path: &'static str,
    form: FormView,
    nouns: Vec<Choice>,
    surveys: Vec<Choice>,
    /// The way back to all entries, where some are left out.
    all: Option<String>,
    rows: Vec<Row>,
    /// That there are none; nothing where the search was not understood.
    none: Option<Say>,
    pager: Option<Pager>,
    export: Option<Export>,
    verify: Option<Verify>,
    #[serde(skip)]
    switch: String,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/record/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("record-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// An entry.
#[derive(Serialize)]
struct Row {
    number: i64,
    at: Wording,
    said: Say,
    details: Vec<Detail>,
    /// What it is about, where that has a page.
    thing: Option<Link>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    text: Wording,
}

/// The ways to newer and older entries.
#[derive(Serialize)]
struct Pager {
    said: Say,
    previous: Option<String>,
    next: Option<String>,
}

/// The button that writes a file of what is shown.
#[derive(Serialize)]
struct Export {
    action: String,
    most: Say,
}

/// The button that has it followed.
#[derive(Serialize)]
struct Verify {
    action: String,
    /// What came of it before.
    works: String,
}

/// `GET /staff/record`: narrowed down by [`Fields`], from `?before=` or `?after=` an entry on.
pub async fn index(staff: Staff<SeeRecord>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let form = Form::<Fields>::of_query(&request, &asked::NAMES)?;
    let mut conn = staff.app.db.get().await?;
    let surveys = records::surveys_of(&mut conn, staff.desk()).await?;
    let (mut search, survey) = match form.read(|fields| fields.search(staff.town.zone, &surveys)) {
        Ok(understood) => understood,
        Err(again) => return staff.show(&page(&staff, &form, again, &surveys, None)),
    };
    if let Some(survey) = survey {
        search.of_survey = Some(records::ids_of(&mut conn, staff.desk(), survey).await?);
    }
    let from = place(&staff);
    let record = records::find(&mut conn, staff.desk(), &search, from, ON_A_PAGE).await?;
    let typed = form.refused(FieldErrors::default());
    staff.show(&page(&staff, &form, typed, &surveys, Some(&record)))
}

/// Where in the log they stand.
fn place(staff: &Staff<SeeRecord>) -> Place {
    let number = |name| staff.query(name).and_then(|number| number.parse().ok());
    match (number("before"), number("after")) {
        (Some(before), _) => Place::Before(before),
        (None, Some(after)) => Place::After(after),
        (None, None) => Place::Newest,
    }
}

fn page<P: Grant>(
    staff: &Staff<P>,
    form: &Form<Fields>,
    view: FormView,
    surveys: &[Survey],
    found: Option<&Record>,
) -> Index {
    let asked = form.in_query();
    let rows = found.map_or_else(Vec::new, |record| rows(staff, record));
    let is_none = found.is_some() && rows.is_empty();
    let export = || Export {
        action: staff.path(data::PATH),
        most: Say::new("record-export-most").with("most", Datum::how_many(IN_A_FILE)),
    };
    let verify = || Verify {
        action: staff.path(verification::PATH),
        works: staff.path(work::PATH),
    };
    let verifies = staff.may(Permission::VerifyRecord);
    let exports = !rows.is_empty() && staff.may(Permission::ExportRecord);
    Index {
        path: PATH,
        nouns: form.fields.nouns(),
        surveys: form.fields.surveys(surveys, staff.language()),
        all: (!asked.is_empty()).then(|| staff.path(PATH)),
        pager: found.and_then(|record| pager(staff, &asked, record)),
        none: is_none.then(|| Say::new("record-none")),
        export: exports.then(export),
        verify: verifies.then(verify),
        switch: format!("{PATH}?{}", asked.trim_start_matches('&')),
        form: view,
        rows,
    }
}

fn rows<P: Grant>(staff: &Staff<P>, record: &Record) -> Vec<Row> {
    let now = Told::to(staff, &record.names);
    let row = |entry: &Written| {
        let (told, event) = (now.at(entry.at), entry.event.as_ref());
        Row {
            number: entry.number,
            at: told.moment(entry.at),
            said: sentence::of(&told, entry),
            details: event.map_or_else(Vec::new, |event| details::of(&told, event)),
            thing: event.and_then(|event| link(staff, &told, event)),
        }
    };
    record.entries.iter().map(row).collect()
}

/// The page about what an event is about.
fn link<P: Grant>(staff: &Staff<P>, told: &Told<'_>, event: &Event) -> Option<Link> {
    let thing = event.about()?;
    let (path, row) = told.path(thing)?;
    let row = row.map_or_else(String::new, |row| format!("#{row}"));
    Some(Link {
        href: format!("{}{row}", staff.path(&path)),
        text: told.thing(thing),
    })
}

/// None where everything stands on one page.
fn pager<P: Grant>(staff: &Staff<P>, asked: &str, record: &Record) -> Option<Pager> {
    let (first, last) = (
        record.entries.first()?.number,
        record.entries.last()?.number,
    );
    let to = |place: &str, number: i64| format!("{}{asked}&{place}={number}", staff.path(PATH));
    let pager = || Pager {
        said: Say::new("record-range")
            .with("first", Datum::how_many(last))
            .with("last", Datum::how_many(first)),
        previous: record.has_newer.then(|| to("after", first)),
        next: record.has_older.then(|| to("before", last)),
    };
    (record.has_newer || record.has_older).then(pager)
}

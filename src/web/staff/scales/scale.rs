//! A scale is changed: everywhere it is used by drafts, or only where the boxes stay ticked.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::ScaleId;
use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::question::Choice;
use crate::read::scales::{Of, Use, uses};
use crate::storage::scales::{self as stored, ScaleRow};
use crate::views::frame::Frame;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::ScaleAt;
use crate::web::page::form::FormView;
use crate::web::page::{self, Around, Title, see_other};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::drafts::Way;
use crate::web::staff::drafts::fields::Fields;
use crate::web::staff::drafts::head::known;
use crate::workflows::scales;

use super::address;
use super::form::{ScaleForm, filled, read, said};
use super::uses::{BoxView, UseView, boxes, ticked, view};

/// The page.
#[derive(Serialize)]
struct Edit {
    name: String,
    list: String,
    is_open: bool,
    languages: Vec<Way>,
    form: ScaleForm,
    boxes: Vec<BoxView>,
    /// The versions that use it.
    frozen: Vec<UseView>,
    remove: String,
}

impl page::Page for Edit {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/scales/scale/edit";

    fn title(&self) -> Title {
        Title::Before(self.name.as_str().into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.form.action().to_owned()),
            ..Around::of_form(self.form.form())
        }
    }
}

/// A scale as it is looked at, in one of its languages.
struct Opened {
    row: ScaleRow,
    uses: Vec<Use>,
    language: Language,
}

/// The language that options are written in first.
pub(super) fn written_in(options: &[Choice]) -> Language {
    let japanese = Language::japanese();
    let first = options.first().map(|option| &option.label);
    let other = first.filter(|label| label.exact(&japanese).is_none());
    let other = other.and_then(|label| label.iter().next());
    other.map_or(japanese, |(language, _)| language.clone())
}

impl Opened {
    async fn of(staff: &Staff<EditQuestionnaires>, id: ScaleId) -> Result<Self, Error> {
        let mut conn = staff.app.db.get().await?;
        let row = stored::by_id(&mut conn, staff.town.id, id).await?;
        let uses = uses(&mut conn, staff.desk(), &[&row.document]).await?;
        let asked = staff.query("in").and_then(|tag| Language::parse(tag).ok());
        let asked = asked.filter(|language| languages(&row).contains(language));
        let language = asked.unwrap_or_else(|| written_in(&row.document.options));
        Ok(Self {
            row,
            uses,
            language,
        })
    }

    fn is_first(&self) -> bool {
        self.language == written_in(&self.row.document.options)
    }

    fn path(&self, staff: &Staff<EditQuestionnaires>) -> String {
        format!("{}&in={}", staff.path(&address(self.row.id)), self.language)
    }

    fn show(
        &self,
        staff: &Staff<EditQuestionnaires>,
        form: FormView,
    ) -> Result<HttpResponse, Error> {
        let frozen = |used: &&Use| matches!(used.of, Of::Version(_));
        let frozen = self.uses.iter().filter(frozen);
        let own = staff.path(&address(self.row.id));
        let way = |language: Language| Way {
            href: format!("{own}&in={language}"),
            text: language.own_name().into(),
            current: language == self.language,
        };
        let (path, options) = (self.path(staff), &self.row.document.options);
        staff.show(&Edit {
            name: self.row.document.name.to_string(),
            list: staff.path(super::PATH),
            is_open: self.row.removed_at.is_none(),
            languages: languages(&self.row).into_iter().map(way).collect(),
            boxes: boxes(staff, &self.uses, &form),
            form: ScaleForm::of(staff, (&path, self.row.revision), options, form),
            frozen: frozen.filter_map(|used| view(staff, used, 0)).collect(),
            remove: staff.path(&format!("{}/removal", address(self.row.id))),
        })
    }
}

/// The languages it is written in, and those it can come to be.
fn languages(row: &ScaleRow) -> Vec<Language> {
    let mut all = row.document.languages();
    let others = known().into_iter();
    let others: Vec<_> = others.filter(|language| !all.contains(language)).collect();
    all.extend(others);
    all
}

/// `GET /staff/scales/{scale}`
pub async fn edit(
    staff: Staff<EditQuestionnaires>,
    at: Path<ScaleAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.scale).await?;
    let scale = &opened.row.document;
    let form = filled(scale.name.as_str(), &scale.options, &opened.language);
    opened.show(&staff, form)
}

/// `POST /staff/scales/{scale}`
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<ScaleAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.scale).await?;
    let language = (&opened.language, opened.is_first());
    let scale = match read(&opened.row.document.options, &fields, language) {
        Ok(scale) => scale,
        Err(wrong) => return opened.show(&staff, fields.refused(wrong)),
    };
    let places = ticked(fields.all()).ok_or(Error::BadRequest)?;
    let one = (at.scale, fields.seen);
    let changed = staff
        .write(async move |at| scales::change(at.tx, at.actor, one, (scale, &places)).await)
        .await?;
    match changed {
        Ok(count) => Ok(leads(&staff, &opened, count)),
        Err(why) => opened.show(&staff, fields.refused(said(why)?)),
    }
}

/// To the scale, in the language that was typed in.
fn leads(staff: &Staff<EditQuestionnaires>, opened: &Opened, count: usize) -> HttpResponse {
    let done = match count {
        0 => Done::ScaleChanged,
        _ => Done::ScaleFollowed,
    };
    see_other(&format!("{}&done={}", opened.path(staff), done.word())).finish()
}

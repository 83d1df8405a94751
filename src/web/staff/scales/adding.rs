//! A scale is registered: typed, from a question of a draft (`?draft=`), or as the program brings it along (`?stock=`).

use actix_web::HttpResponse;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::question::{Choice, Code};
use crate::domain::questionnaire::scales::{Place, Scale, lists, plain};
use crate::formats::library;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::drafts;
use crate::web::staff::drafts::fields::Fields;
use crate::workflows::scales;

use super::address;
use super::form::{ScaleForm, filled, read, said};

/// Where one is registered.
pub(in crate::web::staff) const PATH: &str = "/staff/scales/new";

/// The page.
#[derive(Serialize)]
struct New {
    form: ScaleForm,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/scales/adding/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("scale-new-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.form.action().to_owned()),
            ..Around::of_form(self.form.form())
        }
    }
}

/// The address where the options of a draft's question are registered.
pub(in crate::web::staff) fn of_place(draft: QuestionnaireDraftId, place: &Place) -> String {
    format!(
        "&draft={draft}&question={}&axis={}",
        place.question, place.axis
    )
}

/// What a scale is made of.
struct Base {
    name: String,
    options: Vec<Choice>,
    /// The revision of the draft they are from.
    seen: i32,
    /// The address with where they are from.
    action: String,
}

impl Base {
    /// As the address says; of a draft as it was when somebody saw it.
    async fn of(staff: &Staff<EditQuestionnaires>, seen: Option<i32>) -> Result<Self, Error> {
        let path = staff.path(PATH);
        if let Some(draft) = staff.query("draft") {
            return Self::of_draft(staff, draft, seen).await;
        }
        let Some(nth) = staff.query("stock") else {
            return Ok(Self {
                name: String::new(),
                options: Vec::new(),
                seen: 0,
                action: path,
            });
        };
        let stock = nth
            .parse()
            .ok()
            .and_then(|at: usize| library::scales().get(at));
        let Scale { name, options } = stock.cloned().ok_or(Error::NotFound)?;
        Ok(Self {
            name: name.to_string(),
            options,
            seen: 0,
            action: format!("{path}&stock={nth}"),
        })
    }

    async fn of_draft(
        staff: &Staff<EditQuestionnaires>,
        draft: &str,
        seen: Option<i32>,
    ) -> Result<Self, Error> {
        let asked = |name: &str| staff.query(name).ok_or(Error::NotFound);
        let id = QuestionnaireDraftId(Uuid::parse_str(draft).map_err(|_| Error::NotFound)?);
        let place = Place {
            question: Code::parse(asked("question")?).map_err(|_| Error::NotFound)?,
            axis: asked("axis")?.parse().map_err(|_| Error::NotFound)?,
        };
        let (draft, seen) = drafts::as_seen(staff, id, seen).await?;
        let question = draft.question(&place.question).ok_or(Error::NotFound)?;
        let mut all = lists(question).into_iter();
        let found = all.find(|(one, _)| *one == place);
        let (_, options) = found.ok_or(Error::NotFound)?;
        Ok(Self {
            name: String::new(),
            options: plain(options),
            seen,
            action: format!("{}{}", staff.path(PATH), of_place(id, &place)),
        })
    }

    /// The language they are written in.
    fn language(&self) -> Language {
        super::scale::written_in(&self.options)
    }

    /// What was typed; what a form left out is as it was.
    fn refused(&self, fields: &Fields, why: FieldErrors) -> FormView {
        match fields.sent("options") {
            Some(_) => fields.refused(why),
            None => filled(&fields.text("name"), &self.options, &self.language()).and_wrong(why),
        }
    }

    fn show(
        &self,
        staff: &Staff<EditQuestionnaires>,
        form: FormView,
    ) -> Result<HttpResponse, Error> {
        let to = (self.action.as_str(), self.seen);
        staff.show(&New {
            form: ScaleForm::of(staff, to, &self.options, form),
        })
    }
}

/// `GET /staff/scales/new`
pub async fn new(staff: Staff<EditQuestionnaires>) -> Result<HttpResponse, Error> {
    let base = Base::of(&staff, None).await?;
    let form = filled(&base.name, &base.options, &base.language());
    base.show(&staff, form)
}

/// `POST /staff/scales/new`
pub async fn create(staff: Staff<EditQuestionnaires>, form: Pairs) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let base = Base::of(&staff, Some(fields.seen)).await?;
    let scale = match read(&base.options, &fields, (&base.language(), true)) {
        Ok(scale) => scale,
        Err(wrong) => return base.show(&staff, base.refused(&fields, wrong)),
    };
    let added = staff.write(async move |at| scales::add(at.tx, at.actor, scale).await);
    match added.await? {
        Ok(id) => Ok(staff.see(&address(id), Done::ScaleAdded)),
        Err(why) => base.show(&staff, base.refused(&fields, said(why)?)),
    }
}

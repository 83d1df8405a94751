//! 新旧対照表 of any two versions of a questionnaire: as a page to be printed, and as a Word file.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::SeeQuestionnaires;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::storage::questionnaire_ledger::{self, Numbered};
use crate::storage::questionnaires::{self as versions, VersionRow};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::QuestionnaireAt;
use crate::web::page::{self, Title};
use crate::web::staff::Staff;
use crate::web::staff::compared::Comparison;

use super::{PATH, numbered};

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    action: String,
    language: String,
    versions: Vec<Choosable>,
    file: String,
    comparison: Option<Comparison>,
}

/// A version that can be put on either side.
#[derive(Serialize)]
struct Choosable {
    number: VersionNumber,
    said: Say,
    is_new: bool,
    is_old: bool,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/questionnaires/comparison/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("comparison-title").into())
    }
}

/// The address for a questionnaire; of the version of a number against the one before it.
pub(super) fn address(code: &str) -> String {
    format!("{PATH}/{code}/comparison")
}

/// `GET /staff/questionnaires/{questionnaire}/comparison`: the version `?new=` against `?old=`; the newest against the
/// one before it.
pub async fn show(
    staff: Staff<SeeQuestionnaires>,
    at: Path<QuestionnaireAt>,
) -> Result<HttpResponse, Error> {
    let sides = Sides::of_query(&staff, &at.questionnaire).await?;
    let own = address(at.questionnaire.as_str());
    let file = staff.path(&format!("{own}.docx"));
    // The version before is the one that is taken anyway.
    let old = sides.old.as_ref().filter(|_| staff.query("old").is_some());
    let old = old.map(|old| format!("&old={}", old.number));
    staff.show(&Show {
        title: sides.new.document.title.get(staff.language()).to_owned(),
        back: staff.path(PATH),
        action: own,
        language: staff.language().to_string(),
        versions: sides.choosable(),
        file: format!("{file}&new={}{}", sides.new.number, old.unwrap_or_default()),
        comparison: sides.comparison(&staff)?,
    })
}

/// `GET /staff/questionnaires/{questionnaire}/comparison.docx`
pub async fn file(
    staff: Staff<SeeQuestionnaires>,
    at: Path<QuestionnaireAt>,
) -> Result<HttpResponse, Error> {
    let sides = Sides::of_query(&staff, &at.questionnaire).await?;
    let comparison = sides.comparison(&staff)?;
    comparison.ok_or(Error::NotFound)?.file(&staff)
}

/// The two that are compared, and all there are.
struct Sides {
    all: Vec<Numbered>,
    new: VersionRow,
    /// None where there is only one version.
    old: Option<VersionRow>,
}

impl Sides {
    /// As the address asks.
    async fn of_query(staff: &Staff<SeeQuestionnaires>, code: &Code) -> Result<Self, Error> {
        let mut conn = staff.app.db.get().await?;
        let town = staff.town.id;
        let all = questionnaire_ledger::of_code(&mut conn, town, code).await?;
        let find = |number: &str| {
            let number: Option<VersionNumber> = number.parse().ok();
            let found = all.iter().find(|version| Some(version.number) == number);
            found.ok_or(Error::NotFound)
        };
        let newest = || all.first().ok_or(Error::NotFound);
        let new = staff.query("new").map_or_else(newest, find)?;
        let before = all.iter().find(|version| version.number < new.number);
        let old = staff.query("old").map(find).transpose()?.or(before);
        Ok(Self {
            new: versions::version(&mut conn, town, new.id).await?,
            old: match old {
                Some(old) => Some(versions::version(&mut conn, town, old.id).await?),
                None => None,
            },
            all,
        })
    }

    fn choosable(&self) -> Vec<Choosable> {
        let choosable = |version: &Numbered| Choosable {
            number: version.number,
            said: numbered(version.number),
            is_new: version.id == self.new.id,
            is_old: self.old.as_ref().is_some_and(|old| old.id == version.id),
        };
        self.all.iter().map(choosable).collect()
    }

    fn comparison(&self, staff: &Staff<SeeQuestionnaires>) -> Result<Option<Comparison>, Error> {
        let named = |version: &'_ VersionRow| numbered(version.number);
        let compared = self.old.as_ref().map(|old| {
            let new = (&self.new.document, named(&self.new));
            Comparison::of(staff, (&old.document, named(old)), new)
        });
        compared.transpose()
    }
}

//! 新旧対照表 of a draft: against the version it was copied from, and against the one that was asked last.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::VersionId;
use crate::domain::permission::EditQuestionnaires;
use crate::storage::questionnaire_ledger;
use crate::storage::questionnaires::{self as versions, VersionRow};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::{self, Title};
use crate::web::staff::Staff;
use crate::web::staff::compared::Comparison;
use crate::web::staff::questionnaires::numbered;

use super::{Opened, Way};

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    /// The ways to the same against another version.
    ways: Vec<Way>,
    file: String,
    comparison: Option<Comparison>,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/comparison/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("comparison-title").into())
    }
}

/// `GET /staff/drafts/{draft}/comparison`: against the version `?old=`, one of those that are offered.
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let against = Against::of_query(&staff, &opened).await?;
    let file = opened.path(&staff, "/comparison.docx");
    let old = against.old.as_ref().map(|old| format!("&old={}", old.id));
    staff.show(&Show {
        title: opened.row.document.title.get(staff.language()).to_owned(),
        back: opened.path(&staff, ""),
        ways: against.ways(&opened.path(&staff, "/comparison")),
        file: format!("{file}{}", old.unwrap_or_default()),
        comparison: against.comparison(&staff, &opened)?,
    })
}

/// `GET /staff/drafts/{draft}/comparison.docx`
pub async fn file(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let against = Against::of_query(&staff, &opened).await?;
    let comparison = against.comparison(&staff, &opened)?;
    comparison.ok_or(Error::NotFound)?.file(&staff)
}

/// What a draft is compared with.
struct Against {
    /// The versions that are offered, each with what it is to the draft.
    offered: Vec<(VersionId, &'static str)>,
    /// The one that is looked at; none where there is none.
    old: Option<VersionRow>,
}

impl Against {
    async fn of_query(staff: &Staff<EditQuestionnaires>, opened: &Opened) -> Result<Self, Error> {
        let mut conn = staff.app.db.get().await?;
        let (town, row) = (staff.town.id, &opened.row);
        let all = questionnaire_ledger::of_code(&mut conn, town, &row.document.code).await?;
        // A draft that was frozen is a version itself.
        let others = || all.iter().filter(|one| Some(one.id) != row.version_id);
        let asked = others().find(|one| one.is_asked);
        let mut offered = Vec::new();
        offered.extend(row.basis_id.map(|id| (id, "comparison-with-basis")));
        let asked = asked.filter(|one| Some(one.id) != row.basis_id);
        offered.extend(asked.map(|one| (one.id, "comparison-with-asked")));
        if offered.is_empty() {
            // Frozen as the only version, it is compared with itself.
            let newest = others().next().or(all.first());
            offered.extend(newest.map(|one| (one.id, "comparison-with-newest")));
        }
        let wanted =
            |(id, _): &&(VersionId, _)| Some(id.to_string().as_str()) == staff.query("old");
        let chosen = offered.iter().find(wanted).or(offered.first());
        let old = match chosen {
            Some((id, _)) => Some(versions::version(&mut conn, town, *id).await?),
            None => None,
        };
        Ok(Self { offered, old })
    }

    fn ways(&self, own: &str) -> Vec<Way> {
        let current = self.old.as_ref().map(|old| old.id);
        let way = |(id, key): &(VersionId, &'static str)| Way {
            href: format!("{own}&old={id}"),
            text: Say::new(*key).into(),
            current: current == Some(*id),
        };
        self.offered.iter().map(way).collect()
    }

    fn comparison(
        &self,
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
    ) -> Result<Option<Comparison>, Error> {
        let compared = self.old.as_ref().map(|old| {
            let draft =
                Say::new("comparison-draft").with("number", opened.row.revision.to_string());
            let old = (&old.document, numbered(old.number));
            Comparison::of(staff, old, (&opened.row.document, draft))
        });
        compared.transpose()
    }
}

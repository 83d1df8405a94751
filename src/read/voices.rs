//! What people wrote in words of their own (自由記述), as staff read it: of a survey that is over, when the last response is
//! sealed and all have been rewritten in random order; masked, and never beside anything else of who wrote it (M-16).

use super::Desk;
use crate::domain::free_text::mask;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::slug::Slug;
use crate::domain::survey::State;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, QueryResult, envelopes, questionnaires, responses};

/// What was written in one survey.
pub struct Voices {
    /// The survey.
    pub survey: Survey,
    /// What it asks.
    pub reader: Reader,
    /// The items that are answered in words.
    pub items: Vec<Item>,
    /// Each text with the place of its item, in no order; none while a response still lies in its envelope.
    pub texts: Option<Vec<(usize, String)>>,
}

/// The surveys that are over, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn surveys(conn: &mut Conn, desk: Desk) -> QueryResult<Vec<Survey>> {
    let mut all = surveys::list(conn, desk.municipality()).await?;
    all.retain(|survey| survey.state == State::EntryClosed);
    Ok(all)
}

/// What was written in a survey that is over.
///
/// # Errors
/// `NotFound` where the town has none of this name, or it is not over: while answers arrive the newest text is the newest
/// person's.
pub async fn of_survey(conn: &mut Conn, desk: Desk, slug: &Slug) -> QueryResult<Voices> {
    let town = desk.municipality();
    let survey = surveys::by_slug(conn, town, slug).await?;
    if survey.state != State::EntryClosed {
        return Err(diesel::NotFound);
    }
    let version = questionnaires::version(conn, town, survey.version_id).await?;
    let reader = Reader::new(version.document);
    let is_text = |item: &&Item| matches!(item.accepts, Accepts::Text { .. });
    let items: Vec<Item> = reader.items().iter().filter(is_text).cloned().collect();
    let mut texts = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let written = responses::texts(conn, town, survey.id, &item.code).await?;
        texts.extend(written.into_iter().map(|text| (place, mask(&text))));
    }
    let is_sealed = envelopes::count(conn, town, survey.id).await? == 0;
    Ok(Voices {
        survey,
        reader,
        items,
        texts: is_sealed.then_some(texts),
    })
}

//! Reading free texts: of a closed survey, question by question, never beside anything else of who wrote them (M-16).

use rand::seq::SliceRandom;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::free_text::{has, mask};
use crate::domain::ids::SurveyId;
use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::reader::Reader;
use crate::domain::reason::Reason;
use crate::domain::secret::Secret;
use crate::domain::survey::State;
use crate::storage::{Conn, audit, clock, questionnaires, responses, surveys};
use crate::workflows::opening;

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// One text item: `free`, `q3.other`. All of them without.
    pub item: Option<String>,
    /// Only texts with all of these words.
    pub words: Vec<String>,
    /// As they stand, and why; masked without.
    pub unmasked: Option<Reason>,
}

/// The texts of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The item.
    pub item: Item,
    /// How many were written.
    pub written: usize,
    /// Those that were asked for, in an order that says nothing.
    pub texts: Vec<String>,
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// While answers arrive the newest text is the newest person's.
    #[error("the survey is {}: texts are read once its web has closed", .0.word())]
    NotClosed(State),
    /// The survey asks no such text.
    #[error("{0} is no text question of this survey; it has {has}", has = .1.join(", "))]
    NoSuchText(String, Vec<String>),
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Reads texts with the questionnaire they belong to. Reading them unmasked is in the audit log before anybody sees
/// them: show what this returns after the transaction was committed.
///
/// # Errors
/// [`TextError`].
pub async fn read(
    tx: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    id: SurveyId,
    asked: &Asked,
) -> Result<(Reader, Vec<Texts>), TextError> {
    let municipality = actor.municipality;
    let survey = surveys::by_id(tx, municipality, id).await?;
    if !matches!(survey.state, State::WebClosed | State::EntryClosed) {
        return Err(TextError::NotClosed(survey.state));
    }
    let version = questionnaires::version(tx, municipality, survey.version_id).await?;
    let reader = Reader::new(version.document);
    let items = wanted(&reader, asked.item.as_deref())?;
    opening::begin(tx, municipality, id).await?;
    let enclosed = opening::enclosed(tx, secret, municipality, id).await?;
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        let mut written = responses::texts(tx, municipality, id, &item.code).await?;
        written.extend(
            enclosed
                .iter()
                .filter_map(|(_, c)| c.answers.text(&item.code)),
        );
        written.shuffle(&mut rand::rng());
        all.push(Texts {
            item,
            written: written.len(),
            texts: shown(written, asked),
        });
    }
    if let Some(reason) = &asked.unmasked {
        let event = Event::TextsRead {
            survey: id,
            items: all.iter().map(|texts| texts.item.code.clone()).collect(),
            reason: reason.clone(),
        };
        let now = clock::now(tx).await?;
        audit::record(tx, actor, &event, now).await?;
    }
    Ok((reader, all))
}

/// Words are looked for in what is shown: a search for what is masked finds nothing.
fn shown(written: Vec<String>, asked: &Asked) -> Vec<String> {
    let texts = written.into_iter();
    let texts = texts.map(|text| match asked.unmasked {
        Some(_) => text,
        None => mask(&text),
    });
    texts.filter(|text| has(text, &asked.words)).collect()
}

fn wanted(reader: &Reader, name: Option<&str>) -> Result<Vec<Item>, TextError> {
    let is_text = |item: &&Item| matches!(item.accepts, Accepts::Text { .. });
    let texts = || reader.items().iter().filter(is_text);
    let Some(name) = name else {
        return Ok(texts().cloned().collect());
    };
    let found = texts().find(|item| item.code == name);
    found.map(|item| vec![item.clone()]).ok_or_else(|| {
        let has = texts().map(|item| item.code.clone()).collect();
        TextError::NoSuchText(name.to_owned(), has)
    })
}

//! The indicators that the questions of a questionnaire give their values: what a change of it can break.

use super::Desk;
use super::plan::by_indicator;
use crate::domain::ids::IndicatorId;
use crate::domain::plan::inputs::Inputs;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::continuity::{Changed, Judgements, changed, has_item};
use crate::domain::questionnaire::question::Code;
use crate::storage::indicators::{self, DefinitionRow};
use crate::storage::questionnaire_drafts::DraftRow;
use crate::storage::{Conn, QueryResult, continuity, questionnaires, values};

/// An indicator.
#[derive(Debug, Clone)]
pub struct Fed {
    /// Its name in one line, as its plan prints it now.
    pub name: String,
    /// The items it is measured by: `q5`, `q7.r1`.
    pub items: Vec<String>,
    /// The fiscal years that have a value of it, oldest first.
    pub years: Vec<i32>,
}

/// Those that the questionnaire of this code feeds, in the order of their names.
///
/// # Errors
/// When the database fails.
pub async fn by(conn: &mut Conn, desk: Desk, code: &Code) -> QueryResult<Vec<Fed>> {
    let municipality = desk.municipality();
    let all = indicators::current_definitions(conn, municipality).await?;
    let inputs = Inputs::of(all.iter().map(|row| (row.indicator_id, &row.document)));
    let items = |row: &DefinitionRow| items(&inputs, row.indicator_id, code);
    let defined = all.iter().filter(|row| !items(row).is_empty());
    let defined: Vec<&DefinitionRow> = defined.collect();
    let ids: Vec<IndicatorId> = defined.iter().map(|row| row.indicator_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = indicators::versions_of_each(conn, municipality, &ids).await?;
    let rows = by_indicator(rows, |row| row.indicator_id);
    let years = values::years(conn, municipality, &ids).await?;
    let of = |row: &&DefinitionRow| {
        let own = years.iter().filter(|(id, _)| *id == row.indicator_id);
        Some(Fed {
            name: rows.get(&row.indicator_id)?.last()?.name.clone(),
            items: items(row),
            years: own.map(|(_, year)| *year).collect(),
        })
    };
    let mut fed: Vec<Fed> = defined.iter().filter_map(of).collect();
    fed.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(fed)
}

/// The items of a questionnaire that an indicator hangs on, by itself or through others.
fn items(inputs: &Inputs<'_>, of: IndicatorId, code: &Code) -> Vec<String> {
    let items = inputs.items(of).into_iter();
    let own = items.filter(|item| item.questionnaire == *code);
    own.map(|item| item.item.clone()).collect()
}

/// A question that is not quite what it was when it was last asked, and the indicators that feel it.
#[derive(Debug, Clone)]
pub struct Felt {
    /// What changed.
    pub changed: Changed,
    /// The indicators it gives their values; none: nobody feels it.
    pub fed: Vec<Fed>,
}

/// What a draft does to the indicators that its questionnaire feeds.
#[derive(Debug, Clone, Default)]
pub struct Consequences {
    /// The version that was asked last, or whose words are corrected; none: there is nothing to compare with.
    pub last: Option<Questionnaire>,
    /// Its changed questions that indicators feel.
    pub felt: Vec<Felt>,
    /// The indicators of which the draft does not ask an item any more, by the first of these items.
    pub lost: Vec<(String, Fed)>,
}

impl Consequences {
    /// Those of a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(conn: &mut Conn, desk: Desk, row: &DraftRow) -> QueryResult<Self> {
        let (town, draft) = (desk.municipality(), &row.document);
        let last = match row.corrects() {
            Some(version) => Some(questionnaires::version(conn, town, version).await?),
            None => continuity::last_asked(conn, town, &draft.code).await?,
        };
        let Some(last) = last.map(|last| last.document) else {
            return Ok(Self::default());
        };
        let fed = by(conn, desk, &draft.code).await?;
        let felt = changed(&last, draft).into_iter().map(|changed| Felt {
            fed: touched(&fed, &changed),
            changed,
        });
        let lost = |one: &Fed| {
            let gone = |item: &&String| has_item(&last, item) && !has_item(draft, item);
            let gone = one.items.iter().find(gone)?;
            Some((gone.clone(), one.clone()))
        };
        Ok(Self {
            felt: felt.filter(|one| !one.fed.is_empty()).collect(),
            lost: fed.iter().filter_map(lost).collect(),
            last: Some(last),
        })
    }

    /// What a change of a question does; none: nothing.
    #[must_use]
    pub fn of_question(&self, question: &Code) -> Option<&Felt> {
        let mut felt = self.felt.iter();
        felt.find(|one| one.changed.question == *question)
    }

    /// The changed questions of which nobody has said yet whether their series goes on.
    pub fn undecided<'c>(&'c self, said: &'c Judgements) -> impl Iterator<Item = &'c Felt> {
        let mut felt = self.felt.iter();
        std::iter::from_fn(move || felt.find(|one| said.holding(&one.changed).is_none()))
    }
}

fn touched(fed: &[Fed], changed: &Changed) -> Vec<Fed> {
    let feels = |one: &&Fed| one.items.iter().any(|item| changed.touches(item));
    fed.iter().filter(feels).cloned().collect()
}

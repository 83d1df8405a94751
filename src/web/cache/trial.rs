//! A draft on trial as the survey it might become: open to whoever has the link, until its day.

use crate::domain::ids::{SurveyId, VersionId};
use crate::domain::slug::Slug;
use crate::domain::survey::{Anonymity, State};
use crate::storage::surveys::Survey;
use crate::storage::trials::TrialRow;

/// What its pages are made from. No row of a survey or of a version bears these ids.
pub(super) fn survey(trial: &TrialRow) -> Survey {
    let (begins, ends) = (Some(trial.begun_at), Some(trial.ends_at));
    Survey {
        municipality_id: trial.municipality_id,
        id: SurveyId(trial.id.0),
        version_id: VersionId(trial.id.0),
        slug: Slug::of_trial(trial.id),
        title: trial.document.title.clone(),
        fiscal_year: 0,
        anonymity: Anonymity::Open,
        state: State::Open,
        opens_at: begins,
        web_closes_at: ends,
        entry_closes_at: ends,
        grace_minutes: 0,
        frame_population: None,
        sample_size: None,
        census: false,
        synthetic: false,
    }
}

//! The versions of questionnaires behind a series, and where a question does not mean any more what it meant (M-11b).

use std::sync::Arc;

use super::{Comparability, Measured, Provenance, Series, Value};
use crate::domain::ids::{QuestionnaireId, VersionId};
use crate::domain::questionnaire::continuity::{Continuity, Judgements};
use crate::domain::questionnaire::version_number::VersionNumber;

/// A version of a questionnaire that was asked, and what was said of its questions when it was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which one.
    pub version: VersionId,
    /// Of which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Within its questionnaire.
    pub number: VersionNumber,
    /// How its questions continue those of the version that was asked before.
    pub judged: Judgements,
}

impl Series {
    /// With the versions that the municipality asked.
    #[must_use]
    pub fn with_asked(mut self, asked: &Arc<[Asked]>) -> Self {
        self.asked = Arc::clone(asked);
        self
    }

    /// How the questions behind two figures compare.
    pub(super) fn asked_between(&self, one: &Measured, other: &Measured) -> Comparability {
        match (self.asked(one), self.asked(other)) {
            (Some(one), Some(now)) if one.questionnaire == now.questionnaire => {
                let (from, to) = (one.number.min(now.number), one.number.max(now.number));
                self.judged(now.questionnaire, (Some(from), to), &other.figure.item)
            }
            _ => Comparability::Same,
        }
    }

    /// How the question behind a value compares with the one that was asked first.
    pub(super) fn asked_since_the_first(&self, value: &Value) -> Comparability {
        let Provenance::Survey(measured) = &value.provenance else {
            return Comparability::Same;
        };
        match self.asked(measured) {
            Some(now) => self.judged(now.questionnaire, (None, now.number), &measured.figure.item),
            None => Comparability::Same,
        }
    }

    fn asked(&self, measured: &Measured) -> Option<&Asked> {
        let mut asked = self.asked.iter();
        asked.find(|one| one.version == measured.version)
    }

    /// The gravest of what was said of an item's question after one version, or from the first on, up to another.
    fn judged(
        &self,
        questionnaire: QuestionnaireId,
        (from, to): (Option<VersionNumber>, VersionNumber),
        item: &str,
    ) -> Comparability {
        let question = item.split('.').next().unwrap_or_default();
        let between = self.asked.iter().filter(|one| {
            one.questionnaire == questionnaire && Some(one.number) > from && one.number <= to
        });
        let said = between.flat_map(|one| one.judged.iter());
        let said = said.filter(|one| one.question.as_str() == question);
        said.fold(Comparability::Same, |all, one| {
            all.and(comparability(one.how))
        })
    }
}

/// What a person said, as figures are compared by it.
fn comparability(how: Continuity) -> Comparability {
    match how {
        Continuity::Continues => Comparability::Minor,
        Continuity::Broken => Comparability::Broken,
    }
}

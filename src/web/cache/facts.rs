//! The facts of a survey that texts of its questionnaire may name, as each of its languages says them.

use crate::domain::language::Language;
use crate::domain::questionnaire::placeholder::SurveyFact;
use crate::storage::surveys::Survey;
use crate::views::datum::Datum;
use crate::web::town::Town;

/// What is known of them, by fact and language. Two that say the same fill a questionnaire alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Facts(Vec<(SurveyFact, Language, String)>);

impl Facts {
    /// Those of a survey; a fact that is open is none.
    pub(super) fn of(town: &Town, survey: &Survey, languages: &[Language]) -> Self {
        let told = |(fact, language): (SurveyFact, &Language)| {
            let said = said(town, survey, fact, language)?;
            Some((fact, language.clone(), said))
        };
        let each = SurveyFact::ALL
            .into_iter()
            .flat_map(|fact| languages.iter().map(move |language| (fact, language)));
        Self(each.filter_map(told).collect())
    }

    /// A fact as a language says it.
    pub(super) fn get(&self, fact: SurveyFact, language: &Language) -> Option<String> {
        let mut all = self.0.iter();
        let found = all.find(|(one, of, _)| *one == fact && of == language);
        found.map(|(_, _, said)| said.clone())
    }
}

fn said(town: &Town, survey: &Survey, fact: SurveyFact, language: &Language) -> Option<String> {
    match fact {
        SurveyFact::Deadline => {
            let ends = Datum::until(survey.web_closes_at?, town.zone);
            Some(ends.print(language))
        }
        SurveyFact::Division => Some(town.contact.division.get(language).to_owned()),
        SurveyFact::Telephone => Some(town.contact.telephone.clone()),
        SurveyFact::Title => Some(survey.title.get(language).to_owned()),
    }
}

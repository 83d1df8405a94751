//! What the form of a section sends, and where its button leads: on, unless something is wrong with it, or back.

use actix_web::HttpResponse;

use crate::domain::questionnaire::draft_answers::{self, Forward, Shown};
use crate::domain::questionnaire::{AnswerError, AnswerErrorKind, DraftAnswers};
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::state::AppState;

use super::draft::{Draft, Held};
use super::slip::OF_DRAFT;
use super::steps::{Go, Step, back, redirect};
use super::{paths, section};

/// The field that names the questions on the page: unchecked boxes send nothing, so the form says what it asked.
pub(super) const SHOWN: &str = "_shown";

/// What the form of a section has sent.
pub(super) struct Sent {
    section: usize,
    /// The questions that stood on its page.
    shown: Shown,
    fields: Vec<(String, String)>,
}

impl Sent {
    /// `before`: the answers its page was made of, where the form does not say what stood on it.
    pub(super) fn read(
        form: &Pairs,
        live: &LiveSurvey,
        section: usize,
        before: &DraftAnswers,
    ) -> Result<Self, Error> {
        let shown = form.one(SHOWN)?.map_or_else(
            || before.shown(section),
            |codes| Shown::named(&live.reader, section, codes),
        );
        Ok(Self {
            section,
            shown,
            fields: form.without(&["_go", OF_DRAFT, "_display", SHOWN]),
        })
    }

    /// In place of what the draft had of these questions.
    pub(super) fn put_into(&self, draft: &mut Draft, live: &LiveSurvey) {
        let typed = &mut draft.typed;
        draft_answers::replace(typed, &live.reader, self.section, &self.shown, &self.fields);
    }

    /// Leads where the button says, when everything is kept.
    pub(super) fn lead(
        &self,
        app: &AppState,
        live: &LiveSurvey,
        held: &Held,
        draft: &Draft,
        go: &Go,
    ) -> Result<HttpResponse, Error> {
        let to = |step: Step| step.lead(app, live, held, draft);
        match go {
            Go::Language(_) | Go::Display(_) => to(Step::Section(self.section)),
            Go::Back => to(back(draft.answers(live).path(), self.section)),
            Go::Next | Go::Send | Go::Change(_) => self.forward(app, live, held, draft),
        }
    }

    /// On: the page again with what is wrong or newly asked, the next section, or the check page.
    fn forward(
        &self,
        app: &AppState,
        live: &LiveSurvey,
        held: &Held,
        draft: &Draft,
    ) -> Result<HttpResponse, Error> {
        let section = self.section;
        let mut faults = self.strangers(live);
        match draft.answers(live).forward(section, &self.shown) {
            Forward::Faulty(wrong) => faults.extend(wrong),
            _ if !faults.is_empty() => {}
            Forward::Opened(question) if !held.travels() => {
                let opened = live.reader.questions_of(section).get(question);
                let code = opened.map_or("", |question| question.code.as_str());
                let to = paths::question(live, section, code);
                return Ok(redirect(app, live, held, &to));
            }
            Forward::Opened(_) => {}
            Forward::Section(next) => return Step::Section(next).lead(app, live, held, draft),
            Forward::Check => return Step::Check.lead(app, live, held, draft),
        }
        section::write(app, live, held, draft, section, &faults)
    }

    /// Fields that no page of the section has: the form was made or changed by other means.
    fn strangers(&self, live: &LiveSurvey) -> Vec<AnswerError> {
        let here = |name: &str| {
            let item = live.reader.item(name).map(|(_, item)| item);
            item.is_some_and(|item| item.section == self.section)
        };
        let strange = self.fields.iter().filter(|(name, _)| !here(name));
        strange
            .take(1)
            .map(|(name, _)| AnswerError {
                item: name.chars().take(100).collect(),
                kind: AnswerErrorKind::UnknownItem,
            })
            .collect()
    }
}

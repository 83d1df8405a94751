//! What each letter says: its subject, and the sentences that its templates print.

use serde::Serialize;

use crate::domain::letter::{Letter, Work};
use crate::domain::report::Stage;
use crate::domain::year::FiscalYear;
use crate::views::say::Say;

/// What the templates of a letter see.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    /// The folder of its templates.
    #[serde(skip)]
    pub folder: &'static str,
    #[serde(skip)]
    pub subject: Say,
    letter: &'a Letter,
    greeting: Say,
    what: Say,
    margin: Option<Say>,
    stage: Option<Say>,
    year: String,
    url: String,
}

impl<'a> Page<'a> {
    /// `public_url`: without a slash at the end.
    pub(super) fn new(letter: &'a Letter, public_url: &str) -> Self {
        match letter {
            Letter::ValueArrived {
                division,
                indicator,
                margin,
                fiscal_year,
                survey,
                stage,
                path,
                ..
            } => {
                let (subject, stage) = staged(*stage);
                let margin = margin.as_deref();
                Self {
                    folder: "value_arrived",
                    subject: subject.with("indicator", indicator.as_str()),
                    letter,
                    greeting: Say::new("letter-value-greeting").with("division", division.as_str()),
                    what: Say::new("letter-value-arrived").with("survey", survey.as_str()),
                    margin: margin.map(|m| Say::new("letter-value-margin").with("margin", m)),
                    stage: Some(stage),
                    year: FiscalYear(*fiscal_year).japanese(),
                    url: format!("{public_url}{path}"),
                }
            }
            Letter::WorkGivenUp { work, survey, .. } => {
                let word = word(*work);
                let of_survey = |key: String| Say::new(key).with("survey", survey.as_str());
                let subject = of_survey(format!("letter-given-up-subject-{word}"));
                let what = of_survey(format!("letter-given-up-{word}"));
                Self::to_operator(letter, "work_given_up", (subject, what), public_url)
            }
            Letter::Guessed { municipality } => {
                let subject = Say::new("letter-guessed-subject");
                let subject = subject.with("municipality", municipality.as_str());
                let what = Say::new("letter-guessed-what");
                Self::to_operator(letter, "guessed", (subject, what), public_url)
            }
        }
    }

    fn to_operator(
        letter: &'a Letter,
        folder: &'static str,
        (subject, what): (Say, Say),
        public_url: &str,
    ) -> Self {
        Self {
            folder,
            subject,
            letter,
            greeting: Say::new("letter-given-up-greeting"),
            what,
            margin: None,
            stage: None,
            year: String::new(),
            url: public_url.to_owned(),
        }
    }
}

/// The subject of a value, and its stage in words.
fn staged(stage: Stage) -> (Say, Say) {
    let (subject, said) = match stage {
        Stage::Provisional => (
            "letter-value-subject-provisional",
            "letter-value-provisional",
        ),
        Stage::Final => ("letter-value-subject-final", "letter-value-final"),
    };
    (Say::new(subject), Say::new(said))
}

fn word(work: Work) -> &'static str {
    match work {
        Work::Figures => "figures",
        Work::Sealing => "sealing",
        Work::Destroying => "destroying",
    }
}

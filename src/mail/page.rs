//! What each letter says: its subject, and the sentences that its templates print.

use serde::Serialize;

use crate::domain::account::codes::SetUpCode;
use crate::domain::letter::{InquiryLetter, Letter, SetUpLetter, ValueArrived, Work};
use crate::domain::report::Stage;
use crate::domain::year::FiscalYear;
use crate::views::datum::Datum;
use crate::views::ruby;
use crate::views::say::Say;

use super::Addresses;

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
    pub(super) fn new(letter: &'a Letter, addresses: &Addresses) -> Self {
        let operator = addresses.public_url.as_str();
        match letter {
            Letter::ValueArrived(value) => Self::value_arrived(letter, value, operator),
            Letter::WorkGivenUp { work, survey, .. } => {
                let word = word(*work);
                let of_survey = |key: String| Say::new(key).with("survey", survey.as_str());
                let subject = of_survey(format!("letter-given-up-subject-{word}"));
                let what = of_survey(format!("letter-given-up-{word}"));
                Self::to_operator(letter, "work_given_up", (subject, what), operator)
            }
            Letter::SetUp(right) => Self::set_up(letter, right, addresses),
            Letter::Inquiry(inquiry) => Self::inquiry(letter, inquiry, &addresses.staff_url),
            Letter::Guessed { municipality } => {
                let subject = Say::new("letter-guessed-subject");
                let subject = subject.with("municipality", municipality.as_str());
                let what = Say::new("letter-guessed-what");
                Self::to_operator(letter, "guessed", (subject, what), operator)
            }
        }
    }

    fn value_arrived(letter: &'a Letter, value: &ValueArrived, public_url: &str) -> Self {
        let (subject, stage) = staged(value.stage);
        let margin = value.margin.as_deref();
        let greeting = Say::new("letter-value-greeting");
        let what = Say::new("letter-value-arrived");
        Self {
            folder: "value_arrived",
            subject: subject.with("indicator", value.indicator.as_str()),
            letter,
            greeting: greeting.with("division", value.division.as_str()),
            what: what.with("survey", value.survey.as_str()),
            margin: margin.map(|m| Say::new("letter-value-margin").with("margin", m)),
            stage: Some(stage),
            year: FiscalYear(value.fiscal_year).japanese(),
            url: format!("{public_url}{}", value.path),
        }
    }

    fn inquiry(letter: &'a Letter, inquiry: &InquiryLetter, staff_url: &str) -> Self {
        let (subject, what) = match inquiry.is_reminder {
            true => ("letter-inquiry-subject-again", "letter-inquiry-again"),
            false => ("letter-inquiry-subject", "letter-inquiry-what"),
        };
        let title = ruby::plain(&inquiry.questionnaire);
        let greeting = Say::new("letter-value-greeting");
        Self {
            folder: "inquiry",
            subject: Say::new(subject).with("questionnaire", title.as_str()),
            letter,
            greeting: greeting.with("division", inquiry.division.as_str()),
            what: Say::new(what)
                .with("questionnaire", title)
                .with("until", Datum::Date(inquiry.until)),
            margin: None,
            stage: None,
            year: String::new(),
            url: format!("{staff_url}{}", inquiry.path),
        }
    }

    fn set_up(letter: &'a Letter, right: &SetUpLetter, addresses: &Addresses) -> Self {
        let word = right.purpose.word();
        let code = SetUpCode::of_letter(&addresses.keys, right.of, right.right);
        let greeting = Say::new("letter-set-up-greeting").with("name", right.name.as_str());
        let place = format!("staff/set-up/{}/{code}", right.slug);
        Self {
            folder: "set_up",
            subject: Say::new(format!("letter-set-up-subject-{word}")),
            letter,
            greeting: greeting.with("login", right.login.as_str()),
            what: Say::new(format!("letter-set-up-{word}")),
            margin: None,
            stage: None,
            year: String::new(),
            url: format!("{}/{place}", addresses.staff_url),
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

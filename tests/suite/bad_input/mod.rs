//! Whatever is sent to the citizens' doors: the right status, nothing stored, nothing typed lost, nothing of the
//! program's insides. The ids in comments are those of the catalogue of bad input and of the experiments on
//! reliability.

mod addresses;
mod answers;
mod bodies;
mod characters;
mod closed;
mod invented;
mod keys;
mod property;
mod protocol;
mod replay;

use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;

use crate::support::door::{EVERYTHING, TestApp};

/// A survey anyone may answer, with every kind of question.
async fn open_survey() -> (TestApp, Survey) {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    (door, survey)
}

//! Networks: how many drafts of an open survey, or of a trial, one of them begins on one day is bounded, so that a
//! single address cannot fill the disk.
//!
//! Why this links nobody to an answer: the hash stands beside a draft and nowhere else, and a draft is deleted in the
//! transaction that stores its response; nothing of it gets into the response, its envelope, its receipt or a log. It
//! is keyed with the installation's secret, so that a reader of the database cannot try all addresses, and made for
//! one survey and one day, so that the same network has another hash in the next survey and tomorrow, when the old
//! one is emptied besides. Who holds the secret *and* the database of the day can find by trying from which network a
//! draft not yet sent was begun; never what it says (only its own browser opens it), nor what became of it. Surveys
//! with keys store none: their keys bound them.

use std::fmt::Display;

use super::{NetworkHash, purpose};
use crate::domain::ids::SurveyId;
use crate::domain::secret::Secret;
use crate::domain::time::Day;

impl NetworkHash {
    /// The hash of a network, as its address is written, in one survey on one day.
    #[must_use]
    pub fn of(secret: &Secret, survey: SurveyId, day: Day, network: impl Display) -> Self {
        let message = format!("{survey}.{day}.{network}");
        Self::first_half(secret.hash(purpose::NETWORK, message.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_another_one_tomorrow_and_elsewhere() {
        let (secret, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let survey = |n| SurveyId(uuid::Uuid::from_u128(n));
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (today, tomorrow) = (day("2026-11-28"), day("2026-11-29"));
        let here = "203.0.113.7";
        let hash = NetworkHash::of(&secret, survey(1), today, here);
        assert_eq!(hash, NetworkHash::of(&secret, survey(1), today, here));
        for different in [
            NetworkHash::of(&secret, survey(1), tomorrow, here),
            NetworkHash::of(&secret, survey(2), today, here),
            NetworkHash::of(&other, survey(1), today, here),
            NetworkHash::of(&secret, survey(1), today, "203.0.113.8"),
        ] {
            assert_ne!(hash, different);
        }
    }
}

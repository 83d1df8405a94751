//! Lanes: who shares a pace, as a hash that tells nothing.
//!
//! Why this links nobody to an answer: the hash of a network is keyed with the installation's secret and made for one
//! hour, stands beside nothing but the moment its lane is free, and is deleted when that is over: a few seconds after
//! the last wrong code (a right one takes nothing), two minutes at most after the last of very many forms. No key,
//! draft, receipt, envelope or response has it, no log shows it, no backup holds it. Who has the secret *and* the
//! database in those seconds learns by trying all addresses from which network wrong codes are typed or open forms sent
//! at that moment: what the log of any proxy says for months.

use core::net::IpAddr;

use super::{LaneHash, purpose};
use crate::domain::ids::{MunicipalityId, PersonId, SurveyId};
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;

/// What shares a pace.
#[derive(Debug, Clone, Copy)]
pub enum Lane<'a> {
    /// Codes of a municipality, from a network.
    CodesFrom(MunicipalityId, IpAddr),
    /// The same, from the network around it. Their first address may be the same, they are not.
    CodesAround(MunicipalityId, IpAddr),
    /// Codes of a municipality, from everywhere.
    Codes(MunicipalityId),
    /// Wrong codes of a municipality: beyond its pace there is an alarm.
    Wrong(MunicipalityId),
    /// Telling the log of an alarm.
    Logged(MunicipalityId),
    /// Writing to the operator of an alarm.
    Written(MunicipalityId),
    /// Sign-ins of a town's staff, from a network.
    SignInsFrom(MunicipalityId, IpAddr),
    /// Sign-ins under one name, from a network.
    SignInsAs(MunicipalityId, &'a str, IpAddr),
    /// Sign-ins under one name, from browsers that the person of this name has never used.
    SignInsOfStrangers(MunicipalityId, &'a str),
    /// Second factors of one person.
    SecondFactors(MunicipalityId, PersonId),
    /// Set-up codes typed in a town, from a network.
    SetUpsFrom(MunicipalityId, IpAddr),
    /// Forms of an open survey, from a network.
    FormsFrom(SurveyId, IpAddr),
    /// The same, from the network around it.
    FormsAround(SurveyId, IpAddr),
}

impl LaneHash {
    /// The hash of a lane in the hour of `now`.
    #[must_use]
    pub fn of(secret: &Secret, lane: Lane<'_>, now: Timestamp) -> Self {
        let hour = now.timestamp().div_euclid(3600);
        let message = match lane {
            Lane::CodesFrom(town, network) => format!("codes from.{town}.{network}.{hour}"),
            Lane::CodesAround(town, network) => format!("codes around.{town}.{network}.{hour}"),
            Lane::FormsFrom(survey, network) => format!("forms from.{survey}.{network}.{hour}"),
            Lane::FormsAround(survey, network) => {
                format!("forms around.{survey}.{network}.{hour}")
            }
            Lane::SignInsFrom(town, network) => format!("sign-ins from.{town}.{network}.{hour}"),
            Lane::SignInsAs(town, name, network) => {
                format!("sign-ins as.{town}.{name}.{network}.{hour}")
            }
            Lane::SignInsOfStrangers(town, name) => format!("sign-ins of strangers.{town}.{name}"),
            Lane::SecondFactors(town, person) => format!("second factors.{town}.{person}"),
            Lane::SetUpsFrom(town, network) => format!("set-ups from.{town}.{network}.{hour}"),
            Lane::Codes(town) => format!("codes.{town}"),
            Lane::Wrong(town) => format!("wrong.{town}"),
            Lane::Logged(town) => format!("logged.{town}"),
            Lane::Written(town) => format!("written.{town}"),
        };
        Self::first_half(secret.hash(purpose::LANE, message.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_another_one_in_an_hour_and_elsewhere() {
        let (secret, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let town = |n| MunicipalityId(uuid::Uuid::from_u128(n));
        let survey = SurveyId(uuid::Uuid::from_u128(1));
        let now: Timestamp = "2026-11-28T09:59:59Z".parse().unwrap();
        let here: IpAddr = "203.0.113.7".parse().unwrap();
        let there: IpAddr = "203.0.113.8".parse().unwrap();
        let hash = LaneHash::of(&secret, Lane::CodesFrom(town(1), here), now);
        let before = now - chrono::Duration::minutes(59);
        assert_eq!(
            hash,
            LaneHash::of(&secret, Lane::CodesFrom(town(1), here), before)
        );
        let soon = now + chrono::Duration::seconds(1);
        for different in [
            LaneHash::of(&secret, Lane::CodesFrom(town(1), here), soon),
            LaneHash::of(&secret, Lane::CodesFrom(town(2), here), now),
            LaneHash::of(&secret, Lane::CodesFrom(town(1), there), now),
            LaneHash::of(&secret, Lane::CodesAround(town(1), here), now),
            LaneHash::of(&secret, Lane::FormsFrom(survey, here), now),
            LaneHash::of(&secret, Lane::FormsAround(survey, here), now),
            LaneHash::of(&other, Lane::CodesFrom(town(1), here), now),
        ] {
            assert_ne!(hash, different);
        }
    }
}

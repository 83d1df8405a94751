//! How fast names and passwords, codes and set-up codes of staff are tried.
//!
//! A town hall is often one address: its people do not hold each other up, for whoever comes in gives the turn back. A
//! stranger cannot lock a person out: what strangers try under a name fills a lane in which the person does not stand
//! who uses a browser they have used before, and nobody is shut out in any lane, only asked to wait.
//!
//! The bounds: one network tries one name five times a minute; all networks together, from unknown browsers, one name
//! sixty times an hour: 525,600 a year, where a password that we take has more than 10⁸ guesses before it. Six digits,
//! of which three are good at a time, are tried ten times an hour by whoever has the password already.

use std::net::IpAddr;
use std::num::NonZeroU32;

use actix_web::HttpRequest;

use super::{Throttle, Turn};
use crate::domain::ids::{MunicipalityId, PersonId};
use crate::domain::pace::Pace;
use crate::domain::token::lane::Lane;
use crate::web::error::Error;

/// A town hall in the morning.
const FROM: Pace = Pace::hourly(NonZeroU32::new(3_600).unwrap(), 100);
/// Somebody who does not remember.
const AS: Pace = Pace::hourly(NonZeroU32::new(300).unwrap(), 10);
/// Everybody who is not known to be somebody, under one name.
const STRANGERS: Pace = Pace::hourly(NonZeroU32::new(60).unwrap(), 30);
/// Somebody who looks for the right line of their list.
const SECOND: Pace = Pace::hourly(NonZeroU32::new(10).unwrap(), 10);
/// Slips that are read wrongly.
const SET_UPS: Pace = Pace::hourly(NonZeroU32::new(600).unwrap(), 20);

impl Throttle {
    /// Waits until somebody, from the network of a household, may try a name of a town. `is_known`: whether the person of
    /// that name has used this browser before.
    ///
    /// # Errors
    /// As [`Throttle::turn`].
    pub async fn sign_in(
        &self,
        request: &HttpRequest,
        household: IpAddr,
        (town, name, is_known): (MunicipalityId, &str, bool),
    ) -> Result<Turn<'_>, Error> {
        let mut lanes = vec![
            (Lane::SignInsFrom(town, household), FROM),
            (Lane::SignInsAs(town, name, household), AS),
        ];
        if !is_known {
            lanes.push((Lane::SignInsOfStrangers(town, name), STRANGERS));
        }
        self.queue(request, town, &lanes).await
    }

    /// Waits until a code of somebody whose password was right may be tried.
    ///
    /// # Errors
    /// As [`Throttle::turn`].
    pub async fn second_factor(
        &self,
        request: &HttpRequest,
        town: MunicipalityId,
        person: PersonId,
    ) -> Result<Turn<'_>, Error> {
        let lanes = [(Lane::SecondFactors(town, person), SECOND)];
        self.queue(request, town, &lanes).await
    }

    /// Waits until a set-up code may be tried.
    ///
    /// # Errors
    /// As [`Throttle::turn`].
    pub async fn set_up(
        &self,
        request: &HttpRequest,
        household: IpAddr,
        town: MunicipalityId,
    ) -> Result<Turn<'_>, Error> {
        let lanes = [(Lane::SetUpsFrom(town, household), SET_UPS)];
        self.queue(request, town, &lanes).await
    }
}

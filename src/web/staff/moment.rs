//! A moment with its year, to the minute: what is looked up years later.

use chrono::Timelike as _;

use crate::domain::time::{Timestamp, Zone};
use crate::domain::time_of_day::TimeOfDay;
use crate::views::datum::Datum;
use crate::views::say::Wording;

/// On the clocks of the town.
pub(super) fn said(at: Timestamp, zone: Zone) -> Wording {
    let local = zone.local(at);
    let hour = u16::try_from(local.hour()).ok();
    let minute = u16::try_from(local.minute()).ok();
    let time = hour.zip(minute);
    let time = time.and_then(|(hour, minute)| TimeOfDay::new(hour, minute));
    let parts = [Some(Datum::Date(local.date())), time.map(Datum::TimeOfDay)];
    Wording::several(parts.into_iter().flatten(), " ")
}

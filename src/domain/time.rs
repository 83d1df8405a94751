//! Moments and days as the program speaks of them. Nobody here asks what time it is.

use chrono::{DateTime, NaiveDate, Utc};

/// A moment. Decisions are taken with the database's time, handed in as an argument.
pub type Timestamp = DateTime<Utc>;

/// A day in the municipality's calendar.
pub type Day = NaiveDate;

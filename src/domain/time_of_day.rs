//! Times of day as people write them: `14:30`, `14時30分`, `午後２時半`, `2:30 pm`. To the minute, on no clock in
//! particular.
//!
//! Read is only what can mean one thing: 午後12時 is noon to some and midnight to others.

use serde::{Deserialize, Serialize};

use super::numeral;
use super::text;

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    minutes: u16,
}

/// The text is no [`TimeOfDay`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time of day is written as 09:30, from 00:00 to 23:59")]
pub struct NotATimeOfDay;

impl TimeOfDay {
    /// The first of a day: 00:00.
    pub const FIRST: Self = Self { minutes: 0 };
    /// The last of a day: 23:59.
    pub const LAST: Self = Self {
        minutes: 24 * 60 - 1,
    };

    /// Of an hour and a minute; none where no clock shows them.
    #[must_use]
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self {
            minutes: hour * 60 + minute,
        })
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u16 {
        self.minutes / 60
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub fn minute(self) -> u16 {
        self.minutes % 60
    }

    /// Reads what people write, in digits of any width or in kanji.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let plain: String = written.chars().filter_map(narrow).collect();
        let bare = BEHIND.iter().find_map(|word| plain.strip_suffix(word));
        let bare = bare.unwrap_or(&plain);
        let bare = bare.strip_prefix('約').unwrap_or(bare);
        if bare == "正午" {
            return Self::new(12, 0);
        }
        let (half, clock) = half(bare);
        let (hour, minute) = parts(clock, half)?;
        let hour = match (half, hour) {
            (None, hour) => hour,
            (Some(Half::Am), 12) => 0,
            (Some(Half::Pm), 12) => 12,
            (Some(Half::Morning | Half::Am), 0..=11) => hour,
            (Some(Half::Afternoon | Half::Pm), 0..=11) => hour + 12,
            (Some(Half::Afternoon | Half::Pm), 13..) => hour,
            (Some(_), _) => return None,
        };
        Self::new(hour, minute)
    }
}

/// What stands behind a time and says nothing of it.
const BEHIND: [&str; 4] = ["ごろ", "頃", "くらい", "ぐらい"];

/// The half of the day a time is said to be in. 12 am is midnight wherever it is said; of 午前12時 nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
    Am,
    Pm,
}

const HALVES: [(&str, Half); 6] = [
    ("午前", Half::Morning),
    ("午後", Half::Afternoon),
    ("am", Half::Am),
    ("a.m.", Half::Am),
    ("pm", Half::Pm),
    ("p.m.", Half::Pm),
];

/// The half of the day, and the rest. Only the English words stand behind.
fn half(plain: &str) -> (Option<Half>, &str) {
    let said = HALVES.iter().find_map(|(word, half)| {
        let behind = || plain.strip_suffix(word).filter(|_| word.is_ascii());
        let rest = plain.strip_prefix(word).or_else(behind)?;
        Some((Some(*half), rest))
    });
    said.unwrap_or((None, plain))
}

/// Hour and minute as numbers, not yet ones of a clock.
fn parts(clock: &str, half: Option<Half>) -> Option<(u16, u16)> {
    if let Some((hour, rest)) = clock.split_once('時') {
        let minute = match rest {
            "" => 0,
            "半" => 30,
            rest => number(rest.strip_suffix('分').unwrap_or(rest))?,
        };
        return Some((number(hour)?, minute));
    }
    if let Some((hour, minute)) = clock.split_once(':') {
        // Some clocks show seconds; nobody means them.
        let minute = minute.strip_suffix(":00").unwrap_or(minute);
        return (minute.len() == 2).then_some((number(hour)?, number(minute)?));
    }
    match half {
        None => {
            let (hour, minute) = clock.split_at_checked(2)?;
            (minute.len() == 2).then_some((number(hour)?, number(minute)?))
        }
        Some(Half::Am | Half::Pm) => Some((number(clock)?, 0)),
        Some(_) => None,
    }
}

/// A number of one or two digits, or the same in kanji.
fn number(written: &str) -> Option<u16> {
    let digits = match written.is_ascii() {
        true => written.to_owned(),
        false => numeral::read(written)?.to_string(),
    };
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

/// What is read of a character: in ASCII and lower case where it has a twin there; spaces are left out.
fn narrow(c: char) -> Option<char> {
    match text::narrow(c) {
        '∶' => Some(':'),
        c if c.is_whitespace() => None,
        c => Some(c.to_ascii_lowercase()),
    }
}

/// `09:30`.
impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

/// As it is printed, and in no other form.
impl std::str::FromStr for TimeOfDay {
    type Err = NotATimeOfDay;

    fn from_str(printed: &str) -> Result<Self, NotATimeOfDay> {
        let read = Self::read(printed).filter(|time| time.to_string() == printed);
        read.ok_or(NotATimeOfDay)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NotATimeOfDay;

    fn try_from(printed: String) -> Result<Self, NotATimeOfDay> {
        printed.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        for (written, time) in [
            ("14:30", "14:30"),
            ("１４：３０", "14:30"),
            ("9:05", "09:05"),
            ("14:30:00", "14:30"),
            ("1430", "14:30"),
            ("14時", "14:00"),
            ("14時30分", "14:30"),
            ("14時半", "14:30"),
            ("１４ 時 ５ 分", "14:05"),
            ("午後2時半", "14:30"),
            ("午後２時", "14:00"),
            ("午後二時三十分", "14:30"),
            ("午後2:30", "14:30"),
            ("午後14時", "14:00"),
            ("午前0時", "00:00"),
            ("午後0時半", "12:30"),
            ("正午", "12:00"),
            ("午前9時ごろ", "09:00"),
            ("約9時", "09:00"),
            ("十時", "10:00"),
            ("2:30 pm", "14:30"),
            ("2:30 P.M.", "14:30"),
            ("２：３０ＰＭ", "14:30"),
            ("PM 2:30", "14:30"),
            ("9am", "09:00"),
            ("12:30 pm", "12:30"),
            ("12:30 am", "00:30"),
            ("0:00", "00:00"),
            ("23:59", "23:59"),
        ] {
            let read = TimeOfDay::read(written).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(time), "{written}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_not_read() {
        for not in [
            "",
            "14",
            "24:00",
            "24時",
            "25:00",
            "14:60",
            "14時60分",
            "14:5",
            "14.5",
            "143",
            "14300",
            "午前12時",
            "午後12時半",
            "午前14時",
            "午後",
            "午後2",
            "13:00 am",
            "24 pm",
            "半",
            "時半",
            "2時間",
            "-1:30",
            "+9:00",
            "夕方",
            "10時～12時",
            "14:30:15",
            "١٤:٣٠",
            "二三時",
        ] {
            assert_eq!(TimeOfDay::read(not), None, "{not}");
        }
    }

    #[test]
    fn only_the_printed_form_is_stored() {
        assert_eq!("09:30".parse(), Ok(TimeOfDay::new(9, 30).unwrap()));
        for not in ["9:30", "0930", "09:30:00", "９:30", "24:00", "09:30 "] {
            assert_eq!(not.parse::<TimeOfDay>(), Err(NotATimeOfDay), "{not}");
        }
        assert_eq!(TimeOfDay::LAST.to_string(), "23:59");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,20}|[0-9０-９:：時分半午前後ampAMP. ]{0,12}") {
            if let Some(time) = TimeOfDay::read(&text) {
                prop_assert_eq!(time.to_string().parse(), Ok(time));
            }
        }

        #[test]
        fn every_time_is_read_in_every_form(hour in 0_u16..24, minute in 0_u16..60) {
            let time = TimeOfDay::new(hour, minute);
            let (half, of_half) = if hour < 12 { ("午前", hour) } else { ("午後", hour - 12) };
            for written in [
                format!("{hour}:{minute:02}"),
                format!("{hour}時{minute}分"),
                format!("{half}{of_half}時{minute}分"),
                format!("{hour:02}{minute:02}"),
            ] {
                prop_assert_eq!(TimeOfDay::read(&written), time, "{}", written);
            }
        }
    }
}

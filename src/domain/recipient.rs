//! A recipient (送付先) of a confidential survey: whom a letter or an e-mail with a key goes to, and nothing else of them.

use validator::ValidateEmail as _;

use super::reason::says_something;
use super::time::Day;

/// Somebody a confidential survey is sent to. At least one of the three is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// What the municipality calls them: 職員番号, 宛名番号.
    pub code: Option<String>,
    /// The name on the letter.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// What is wrong with a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing is known of them.
    #[error("code, name and email are all empty")]
    Nobody,
    /// Longer than anything of its kind.
    #[error("{0}: more than {1} characters")]
    TooLong(&'static str, usize),
    /// A character that is none.
    #[error("{0}: control characters")]
    Control(&'static str),
    /// Letters could not go there.
    #[error("email: this is no e-mail address")]
    NoAddress,
}

/// Most recipients of one survey.
pub const MOST: usize = 100_000;

/// Most characters of each column.
const LONGEST: [(&str, usize); 3] = [("code", 100), ("name", 200), ("email", 254)];

/// The longest a list may be kept, in years. A promise to destroy it in a century is none.
pub const MOST_YEARS: u32 = 3;

impl Recipient {
    /// A recipient as typed: code, name, e-mail address; blanks around them are left out.
    ///
    /// # Errors
    /// Every [`Fault`].
    pub fn parse(typed: [&str; 3]) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let [code, name, email] = typed.map(str::trim);
        for (text, (column, most)) in [code, name, email].into_iter().zip(LONGEST) {
            if text.chars().count() > most {
                faults.push(Fault::TooLong(column, most));
            }
            if text.chars().any(char::is_control) {
                faults.push(Fault::Control(column));
            }
        }
        if !email.is_empty() && !email.validate_email() {
            faults.push(Fault::NoAddress);
        }
        let known = |text: &str| says_something(text).then(|| text.to_owned());
        let (code, name, email) = (known(code), known(name), known(email));
        if code.is_none() && name.is_none() && email.is_none() {
            faults.push(Fault::Nobody);
        }
        if faults.is_empty() {
            Ok(Self { code, name, email })
        } else {
            Err(faults)
        }
    }

    /// What two recipients of one survey must not share: code and address, in the form in which they are compared.
    #[must_use]
    pub fn marks(&self) -> Vec<(&'static str, String)> {
        let code = self.code.iter().map(|code| ("code", code.clone()));
        let email = self
            .email
            .iter()
            .map(|email| ("email", email.to_lowercase()));
        code.chain(email).collect()
    }
}

/// Whether a list that is made on a day may be promised to be destroyed on another: later than it, and not so late that
/// nobody would ever see whether it was.
#[must_use]
pub fn may_promise(today: Day, destroy_on: Day) -> bool {
    let last = today.checked_add_months(chrono::Months::new(12 * MOST_YEARS));
    today < destroy_on && last.is_some_and(|last| destroy_on <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_somebody() {
        let taken = Recipient::parse([" 0012 ", "", "taro@town.example"]).unwrap();
        assert_eq!((taken.code.as_deref(), taken.name), (Some("0012"), None));
        assert_eq!(
            Recipient::parse(["", "　", "－"]),
            Err(vec![Fault::NoAddress, Fault::Nobody])
        );
        let long = "字".repeat(201);
        assert_eq!(
            Recipient::parse(["a\0b", &long, "taro@"]),
            Err(vec![
                Fault::Control("code"),
                Fault::TooLong("name", 200),
                Fault::NoAddress
            ])
        );
    }

    #[test]
    fn a_list_is_destroyed_within_years() {
        let day = |year, month, day| Day::from_ymd_opt(year, month, day).unwrap();
        let today = day(2026, 11, 28);
        assert!(may_promise(today, day(2026, 11, 29)) && may_promise(today, day(2029, 11, 28)));
        assert!(!may_promise(today, today) && !may_promise(today, day(2029, 11, 29)));
        assert!(!may_promise(today, day(2126, 1, 1)));
    }
}

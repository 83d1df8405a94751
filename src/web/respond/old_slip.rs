//! What forms carried before slips were sealed. A form that was open in a browser while the program was brought up to
//! date is sent once, under the id it was made with.

use crate::domain::ids::{SubmissionId, SurveyId};
use crate::domain::language::Language;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::domain::token::Key;
use crate::domain::token::draft::DraftToken;

use super::slip::{Place, Slip};

/// The token of a draft as a section's form carried it. The rest is in the draft.
#[must_use]
pub fn of_token(text: &str) -> Option<Slip> {
    let token = DraftToken::read(text).ok()?;
    let mut slip = Slip::new(token, None, Language::japanese(), Timestamp::default());
    slip.answers = Place::Database;
    Some(slip)
}

/// The signed slip of a one-page form: id, beginning and key.
#[must_use]
pub fn of_signed(secret: &Secret, survey: SurveyId, signed: &str) -> Option<Slip> {
    let (text, given) = signed.rsplit_once('.')?;
    let ours = signature(secret, survey, text);
    if !bool::from(subtle::ConstantTimeEq::ct_eq(
        given.as_bytes(),
        ours.as_bytes(),
    )) {
        return None;
    }
    let mut parts = text.split('.');
    let submission = SubmissionId(uuid::Uuid::try_parse(parts.next()?).ok()?);
    let begun_at = Timestamp::from_timestamp(parts.next()?.parse().ok()?, 0)?;
    let key = parts.next().filter(|key| !key.is_empty());
    let token = match key.map(Key::read) {
        Some(key) => DraftToken::of_key(secret, survey, &key.ok()?),
        None => DraftToken::from_random(rand::random()),
    };
    let key = key.map(str::to_owned);
    let mut slip = Slip::new(token, key, Language::japanese(), begun_at);
    slip.given = Some(submission);
    Some(slip)
}

/// 16 bytes in hexadecimal digits.
fn signature(secret: &Secret, survey: SurveyId, text: &str) -> String {
    let hash = secret.hash("one-page form", format!("{survey}.{text}").as_bytes());
    let halves = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = halves.filter_map(|half| char::from_digit(half.into(), 16));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::token::slip_key::SlipKey;

    #[test]
    fn a_signed_slip_keeps_its_id_and_no_other_is_believed() {
        let (secret, survey) = (Secret::new([1; 32]), SurveyId(uuid::Uuid::from_u128(9)));
        let own = SlipKey::of(&secret, survey);
        let id = SubmissionId(uuid::Uuid::from_u128(7));
        for key in ["", &Key::from_random(7).to_string()] {
            let text = format!("{id}.1700000000.{key}");
            let signed = format!("{text}.{}", signature(&secret, survey, &text));
            let slip = Slip::read(&own, &signed).unwrap();
            assert_eq!(slip.submission(survey), id);
            assert_eq!(slip.begun_at.timestamp(), 1_700_000_000);
            assert_eq!(slip.key.as_deref().unwrap_or_default(), key);
            let other = SurveyId(uuid::Uuid::from_u128(10));
            assert_eq!(Slip::read(&SlipKey::of(&secret, other), &signed), None);
            assert_eq!(
                Slip::read(&SlipKey::of(&Secret::new([2; 32]), survey), &signed),
                None
            );
            let later = signed.replace(".1700000000.", ".1800000000.");
            assert_eq!(Slip::read(&own, &later), None);
            assert_eq!(Slip::read(&own, "..."), None);
        }
    }
}

//! The slip of a form in which nothing is typed yet: of a page that everybody gets, and few send. It is a seed with its
//! proof, made by one hash; what a slip holds grows out of the seed when the form comes back ([`Slip::read`]).
//!
//! Nothing in it has to be hidden: without the secret, the seed tells neither the token nor the id of the response.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::language::Language;
use crate::domain::time::Timestamp;
use crate::domain::token::slip_key::{Seed, SlipKey};

use super::slip::Slip;

/// What no sealed slip begins with.
const MARK: &str = "f.";

/// Proof, seed, whole seconds of the beginning; the language follows.
const PROOF: usize = 16;
const SEED: usize = 16;
const BEGUN: usize = 8;

/// A new one, as its field carries it.
pub(super) fn written(key: &SlipKey, language: &Language, begun_at: Timestamp) -> String {
    of_seed(key, Seed(rand::random()), language, begun_at)
}

fn of_seed(key: &SlipKey, seed: Seed, language: &Language, begun_at: Timestamp) -> String {
    let tag = language.tag();
    let mut bytes = Vec::with_capacity(PROOF + SEED + BEGUN + tag.len());
    bytes.extend([0; PROOF]);
    bytes.extend(seed.0);
    bytes.extend(begun_at.timestamp().to_be_bytes());
    bytes.extend(tag.as_bytes());
    let (proof, content) = bytes.split_at_mut(PROOF);
    proof.copy_from_slice(&key.prove(content));
    let mut text = String::with_capacity(MARK.len() + bytes.len() * 4 / 3 + 4);
    text.push_str(MARK);
    URL_SAFE_NO_PAD.encode_string(&bytes, &mut text);
    text
}

/// The slip it stands for; none where it was not made here for this survey.
pub(super) fn read(key: &SlipKey, text: &str) -> Option<Slip> {
    let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(MARK)?).ok()?;
    let (proof, content) = bytes.split_first_chunk::<PROOF>()?;
    let ours = key.prove(content);
    if !bool::from(subtle::ConstantTimeEq::ct_eq(&proof[..], &ours[..])) {
        return None;
    }
    let (seed, rest) = content.split_first_chunk::<SEED>()?;
    let (begun, tag) = rest.split_first_chunk::<BEGUN>()?;
    let begun_at = Timestamp::from_timestamp(i64::from_be_bytes(*begun), 0)?;
    let language = Language::parse(std::str::from_utf8(tag).ok()?).ok()?;
    let (token, own) = key.grown(Seed(*seed));
    Some(Slip::begun(token, own, language, begun_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::SurveyId;
    use crate::domain::secret::Secret;

    fn key(secret: u8, survey: u128) -> SlipKey {
        SlipKey::of(
            &Secret::new([secret; 32]),
            SurveyId(uuid::Uuid::from_u128(survey)),
        )
    }

    #[test]
    fn a_fresh_slip_is_the_same_whenever_it_comes_back_and_nobody_else_makes_one() {
        let begun_at = Timestamp::from_timestamp(1_700_000_000, 0).unwrap();
        let own = key(1, 9);
        let text = of_seed(&own, Seed([7; 16]), &Language::easy_japanese(), begun_at);
        assert!(text.len() < 80, "{}", text.len());
        let slip = read(&own, &text).unwrap();
        assert_eq!(Some(&slip), read(&own, &text).as_ref());
        assert_eq!(
            (slip.begun_at, slip.language.tag()),
            (begun_at, "ja-x-easy")
        );
        for other in [key(2, 9), key(1, 10)] {
            assert_eq!(read(&other, &text), None);
        }
        for place in 0..text.len() {
            let mut forged = text.clone().into_bytes();
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            // The last letter holds bits that stand for nothing.
            assert!(place + 1 == text.len() || read(&own, &forged).is_none());
        }
        let another = written(&own, &Language::japanese(), begun_at);
        assert_ne!(read(&own, &another).unwrap().token, slip.token);
    }
}

//! What forms and browsers carry, as it is sealed: short, since every page bears it twice, in the form and in the cookie.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::questionnaire::limits::DRAFT_BYTES;
use crate::domain::token::slip_key::SlipKey;

/// The first byte says how the others are written: whoever changes a field of what is sealed takes new ones, so that
/// a form that was open meanwhile is not misread. The former version wrote JSON.
const JSON: u8 = 0;
const DEFLATED_JSON: u8 = 1;
const PLAIN: u8 = 2;
const DEFLATED: u8 = 3;

/// What carries no answers is short and mostly random: folding it up takes longer than the rest of the page and saves
/// nothing. Bytes.
const SHORT: usize = 512;

/// More bytes, unfolded, are nothing of ours.
const MOST: usize = 4 * DRAFT_BYTES;

/// Seals `content`: the same always looks the same, so that a page that is looked at again is the same page.
pub(super) fn seal(key: &SlipKey, content: &impl Serialize) -> String {
    // Writing into memory does not fail; what is not written does not open.
    let written = postcard::to_extend(content, vec![PLAIN]).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(key.seal(&folded(written)))
}

/// Opens what [`seal`] made, also that of the former version; anything else is none.
pub(super) fn open<T: DeserializeOwned>(key: &SlipKey, text: &str) -> Option<T> {
    let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
    let opened = key.open(&sealed).ok()?;
    let (how, content) = opened.split_first()?;
    match *how {
        PLAIN => postcard::from_bytes(content).ok(),
        DEFLATED => postcard::from_bytes(&unfolded(content)?).ok(),
        JSON => serde_json::from_slice(content).ok(),
        DEFLATED_JSON => serde_json::from_slice(&unfolded(content)?).ok(),
        _ => None,
    }
}

/// `written` as it is, or deflated where that is shorter by much.
fn folded(written: Vec<u8>) -> Vec<u8> {
    if written.len() < SHORT {
        return written;
    }
    let mut small = DeflateEncoder::new(vec![DEFLATED], Compression::fast());
    let content = written.get(1..).unwrap_or_default();
    let whole = small.write_all(content).and_then(|()| small.finish());
    whole.unwrap_or(written)
}

fn unfolded(small: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let most = u64::try_from(MOST).ok()?;
    let mut content = DeflateDecoder::new(small).take(most);
    content.read_to_end(&mut whole).ok()?;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::SurveyId;
    use crate::domain::language::Language;
    use crate::domain::questionnaire::draft_answers::Typed;
    use crate::domain::secret::Secret;
    use crate::domain::time::Timestamp;
    use crate::domain::token::draft::DraftToken;
    use crate::web::respond::slip::{Place, Slip};

    fn key() -> SlipKey {
        SlipKey::of(&Secret::new([1; 32]), SurveyId(uuid::Uuid::from_u128(9)))
    }

    fn slip(answers: Place) -> Slip {
        let begun_at = Timestamp::from_timestamp(1_700_000_000, 0).unwrap();
        let token = DraftToken::from_random([3; 32]);
        let printed = Some("7KQ2-M4XD-9TF".to_owned());
        let mut slip = Slip::new(token, printed, Language::japanese(), begun_at);
        slip.answers = answers;
        slip
    }

    fn places() -> [Place; 3] {
        let long = vec!["砂川市は".repeat(200)];
        let typed = Typed::from([("q1".to_owned(), long)]);
        [Place::Nowhere, Place::Database, Place::Here(typed)]
    }

    /// Forms stay open while the program is brought up to date.
    #[test]
    fn what_the_former_version_sealed_opens() {
        for slip in places().map(slip) {
            let json = serde_json::to_vec(&slip).unwrap();
            let plain = [&[JSON], &json[..]].concat();
            let mut small = folded(plain.clone());
            if small[0] == DEFLATED {
                small[0] = DEFLATED_JSON;
            }
            for written in [plain, small] {
                let sealed = URL_SAFE_NO_PAD.encode(key().seal(&written));
                assert_eq!(open(&key(), &sealed), Some(slip.clone()));
            }
        }
    }

    #[test]
    fn what_is_sealed_is_short_and_always_the_same() {
        for (slip, most) in places().map(slip).iter().zip([160, 160, 500]) {
            let sealed = seal(&key(), slip);
            assert!(sealed.len() <= most, "{slip:?}: {}", sealed.len());
            assert_eq!(sealed, seal(&key(), slip));
            assert_eq!(open(&key(), &sealed).as_ref(), Some(slip));
            let mut other = slip.clone();
            other.key = None;
            let several = vec![slip.clone(), other];
            assert_eq!(open(&key(), &seal(&key(), &several)), Some(several));
        }
    }

    #[test]
    fn what_is_written_in_no_known_way_is_none() {
        for written in [
            &[][..],
            &[PLAIN],
            &[PLAIN, 1],
            &[JSON, b'{'],
            &[DEFLATED, 0xff],
            &[9, 1, 2],
        ] {
            let sealed = URL_SAFE_NO_PAD.encode(key().seal(written));
            assert_eq!(open::<Slip>(&key(), &sealed), None, "{written:?}");
        }
    }
}

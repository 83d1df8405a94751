//! Whom an ID token is believed of, and all those it is not. Signed here by ES256; by RSA in `tests/data/openid/rsa.json`,
//! which Node made.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::begun::{Asking, Begun};
use super::claims::{Claims, Expected, Mapping};
use super::keys::ProviderKeys;
use super::token::IdToken;
use super::*;
use crate::domain::account::keys::Keys;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;

/// A provider's key, and how it shows it.
struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        let (random, kind) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let pair = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(kind, pair.as_ref(), &random).unwrap())
    }

    fn shown(&self, id: &str) -> Value {
        let point = self.0.public_key().as_ref();
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"kty": "EC", "crv": "P-256", "kid": id, "use": "sig", "alg": "ES256",
            "x": text(&point[1..33]), "y": text(&point[33..])})
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = self
            .0
            .sign(&SystemRandom::new(), signed.as_bytes())
            .unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn keys(shown: &[Value]) -> ProviderKeys {
    ProviderKeys::read(json!({ "keys": shown }).to_string().as_bytes()).unwrap()
}

fn verified(token: &str, keys: &ProviderKeys) -> Result<Claims, Untrusted> {
    IdToken::read(token)?.verified(keys).cloned()
}

fn header() -> Value {
    json!({"alg": "ES256", "kid": "a"})
}

fn noon() -> Timestamp {
    "2026-11-29T12:00:00Z".parse().unwrap()
}

fn claims() -> Value {
    let now = noon().timestamp();
    json!({"iss": "https://id.example.jp", "aud": "kocho", "exp": now + 300, "iat": now - 5, "nonce": "n",
        "sub": "0451", "preferred_username": "Tanaka@Sunagawa.example", "name": "田中 花子",
        "email": "tanaka@sunagawa.example", "groups": ["g-survey", "g-all"]})
}

fn with(claim: &str, value: Value) -> Value {
    let mut all = claims();
    all[claim] = value;
    all
}

fn check(claims: &Value) -> Result<(), Untrusted> {
    let expected = Expected {
        issuer: "https://id.example.jp",
        client: "kocho",
        nonce: "n",
        now: noon(),
    };
    Claims::new(claims.as_object().unwrap().clone()).check(expected)
}

fn identity(claims: &Value) -> Result<Identity, Untrusted> {
    let role = |group: &str, role| (group.to_owned(), role);
    let mapping = Mapping {
        login: "preferred_username".to_owned(),
        groups: "groups".to_owned(),
        roles: vec![
            role("g-survey", Role::Designer),
            role("g-boss", Role::Approver),
            // The settings refuse it; even if they did not, nobody becomes one.
            role("g-all", Role::Administrator),
            role("g-all", Role::Operator),
        ],
    };
    Claims::new(claims.as_object().unwrap().clone()).identity(&mapping)
}

#[test]
fn a_token_is_believed_when_the_provider_signed_it() {
    let (own, other) = (Signer::new(), Signer::new());
    let token = own.sign(&header(), &claims());
    let both = keys(&[other.shown("b"), own.shown("a")]);
    assert_eq!(check(&claims()), Ok(()));
    assert!(verified(&token, &both).is_ok());
    for (keys, why) in [
        (keys(&[]), Untrusted::Key),
        (keys(&[other.shown("b")]), Untrusted::Key),
        (keys(&[own.shown("b")]), Untrusted::Key),
        (keys(&[other.shown("a")]), Untrusted::Signature),
    ] {
        assert_eq!(verified(&token, &keys), Err(why));
    }
    // A key of the name that is for something else.
    let mut encrypting = own.shown("a");
    encrypting["use"] = json!("enc");
    assert_eq!(verified(&token, &keys(&[encrypting])), Err(Untrusted::Key));
}

#[test]
fn a_key_that_is_not_named_is_used_where_there_is_no_choice() {
    let (own, other) = (Signer::new(), Signer::new());
    let token = own.sign(&json!({"alg": "ES256"}), &claims());
    assert!(verified(&token, &keys(&[own.shown("a")])).is_ok());
    let both = keys(&[own.shown("a"), other.shown("b")]);
    assert_eq!(verified(&token, &both), Err(Untrusted::Key));
}

/// GHSA-7229-q9pv-j6p4: a token that is only decoded lets everybody in.
#[test]
fn nobody_chooses_how_a_token_is_verified() {
    let own = Signer::new();
    let keys = keys(&[own.shown("a")]);
    let token = own.sign(&header(), &claims());
    let parts: Vec<&str> = token.split('.').collect();
    let headed = |header: Value| {
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        format!("{header}.{}.{}", parts[1], parts[2])
    };
    for other in ["none", "None", "HS256", "ES384", ""] {
        let forged = headed(json!({"alg": other, "kid": "a"}));
        assert_eq!(verified(&forged, &keys), Err(Untrusted::Algorithm));
    }
    for (forged, why) in [
        // A key of one kind is not used in the way of another.
        (headed(json!({"alg": "RS256", "kid": "a"})), Untrusted::Key),
        (headed(json!({"alg": "PS256", "kid": "a"})), Untrusted::Key),
        (
            headed(json!({"alg": "ES256", "kid": "a", "typ": "x"})),
            Untrusted::Signature,
        ),
        (
            headed(json!({"alg": "ES256", "kid": "a", "crit": ["b64"]})),
            Untrusted::Unreadable,
        ),
        (headed(json!({"kid": "a"})), Untrusted::Unreadable),
        (format!("{}.{}.", parts[0], parts[1]), Untrusted::Signature),
        (format!("{}.{}", parts[0], parts[1]), Untrusted::Unreadable),
        (format!("{token}.{}", parts[2]), Untrusted::Unreadable),
        (format!("{token}="), Untrusted::Unreadable),
        (format!(" {token}"), Untrusted::Unreadable),
        (String::new(), Untrusted::Unreadable),
        (".".to_owned(), Untrusted::Unreadable),
        ("..".to_owned(), Untrusted::Unreadable),
    ] {
        assert_eq!(verified(&forged, &keys), Err(why), "{forged}");
    }
}

#[test]
fn every_changed_character_is_noticed() {
    let own = Signer::new();
    let keys = keys(&[own.shown("a")]);
    let token = own.sign(&header(), &claims());
    for place in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(verified(&changed, &keys).is_err(), "{place}");
        assert!(verified(&token[..place], &keys).is_err(), "{place}");
    }
}

#[test]
fn rsa_is_verified_in_both_ways_and_neither_for_the_other() {
    let file = include_str!("../../../../tests/data/openid/rsa.json");
    let mut file: Value = serde_json::from_str(file).unwrap();
    let tokens = ["rs256", "ps256"].map(|way| file[way].as_str().unwrap().to_owned());
    let shown = |keys: &Value| ProviderKeys::read(keys.to_string().as_bytes()).unwrap();
    let any = shown(&file["keys"]);
    for token in &tokens {
        assert_eq!(verified(token, &any).unwrap().subject(), Ok("rsa"));
    }
    let (signed, _) = tokens[0].rsplit_once('.').unwrap();
    let (_, signature) = tokens[1].rsplit_once('.').unwrap();
    let crossed = format!("{signed}.{signature}");
    assert_eq!(verified(&crossed, &any), Err(Untrusted::Signature));
    file["keys"]["keys"][0]["alg"] = json!("PS256");
    let only = shown(&file["keys"]);
    assert_eq!(verified(&tokens[0], &only), Err(Untrusted::Key));
    assert!(verified(&tokens[1], &only).is_ok());
}

#[test]
fn a_token_is_for_us_and_of_now_and_of_this_attempt() {
    let now = noon().timestamp();
    for (changed, why) in [
        (
            with("iss", json!("https://id.example.jp/")),
            Untrusted::Issuer,
        ),
        (with("iss", json!(null)), Untrusted::Issuer),
        (with("aud", json!("other")), Untrusted::Audience),
        (with("aud", json!(["other"])), Untrusted::Audience),
        (with("aud", json!(["kocho", "other"])), Untrusted::Audience),
        (with("aud", json!([])), Untrusted::Audience),
        (with("aud", json!(null)), Untrusted::Audience),
        (with("azp", json!("other")), Untrusted::Audience),
        (with("azp", json!(7)), Untrusted::Audience),
        (with("exp", json!(now - 61)), Untrusted::Time),
        (with("exp", json!(null)), Untrusted::Time),
        (with("exp", json!("soon")), Untrusted::Time),
        (with("iat", json!(now + 61)), Untrusted::Time),
        (with("nbf", json!(now + 61)), Untrusted::Time),
        (with("nonce", json!("other")), Untrusted::Nonce),
        (with("nonce", json!(null)), Untrusted::Nonce),
        (with("sub", json!("")), Untrusted::Claim("sub")),
        (with("sub", json!("a\u{202e}b")), Untrusted::Claim("sub")),
    ] {
        assert_eq!(check(&changed), Err(why), "{changed}");
    }
    for fine in [
        with("aud", json!(["kocho"])),
        with("azp", json!("kocho")),
        with("exp", json!(now - 59)),
        with("exp", json!(1.0e300)),
        with("iat", json!(now + 59)),
    ] {
        assert_eq!(check(&fine), Ok(()), "{fine}");
    }
    let mut several = with("aud", json!(["other", "kocho"]));
    several["azp"] = json!("kocho");
    assert_eq!(check(&several), Ok(()));
}

#[test]
fn groups_give_roles_and_make_nobody_an_administrator() {
    let tanaka = identity(&claims()).unwrap();
    assert_eq!(tanaka.login, "tanaka@sunagawa.example");
    assert_eq!(
        (tanaka.name.as_str(), tanaka.subject.as_str()),
        ("田中 花子", "0451")
    );
    assert_eq!(tanaka.roles, [Role::Designer]);
    assert_eq!(
        tanaka.roles_with(&[Role::Viewer]),
        Ok(vec![Role::Designer, Role::Viewer])
    );
    let groups = |groups: Value| identity(&with("groups", groups)).unwrap();
    assert_eq!(groups(json!("g-boss")).roles, [Role::Approver]);
    for none in [
        json!([]),
        json!(["g-all"]),
        json!(["G-SURVEY"]),
        json!({"g-survey": 1}),
        json!(null),
    ] {
        let stranger = groups(none);
        assert_eq!(stranger.roles_with(&[]), Err(NoRole));
        assert_eq!(
            stranger.roles_with(&[Role::Administrator]),
            Ok(vec![Role::Administrator])
        );
    }
}

#[test]
fn names_are_taken_as_they_can_be_shown_and_compared() {
    let login =
        |login: &str| identity(&with("preferred_username", json!(login))).map(|of| of.login);
    assert_eq!(login("ＴＡＮＡＫＡ"), Ok("tanaka".to_owned()));
    for bad in ["", "a b", "a\u{0}b", "a\u{200f}b", "a\n", &"a".repeat(61)] {
        assert_eq!(login(bad), Err(Untrusted::Claim("login")), "{bad}");
    }
    let name = |name: Value| identity(&with("name", name)).unwrap().name;
    assert_eq!(name(json!(" 田中\u{202e}\u{7} 花子 ")), "田中 花子");
    assert_eq!(name(json!("\u{200b}")), "tanaka@sunagawa.example");
    assert_eq!(name(json!(7)), "tanaka@sunagawa.example");
    assert_eq!(name(json!("田".repeat(10_000))).chars().count(), 100);
    let email = identity(&with("email", json!("a@b\r\nBcc: c")))
        .unwrap()
        .email;
    assert_eq!(email, None);
}

#[test]
fn what_is_told_besides_is_about_the_same_and_changes_nothing_signed() {
    let signed = Claims::new(
        json!({"iss": "i", "sub": "0451"})
            .as_object()
            .unwrap()
            .clone(),
    );
    let told = |told: Value| signed.with(told.as_object().unwrap().clone());
    let all = told(json!({"sub": "0451", "iss": "j", "name": "田中"})).unwrap();
    let expected = json!({"sub": "0451", "iss": "i", "name": "田中"});
    assert_eq!(all, Claims::new(expected.as_object().unwrap().clone()));
    assert_eq!(told(json!({"sub": "0452"})), Err(Untrusted::Subject));
    assert_eq!(told(json!({"name": "田中"})), Err(Untrusted::Subject));
}

#[test]
fn an_attempt_is_kept_for_its_browser_town_and_ten_minutes() {
    let keys = Keys::new(&Secret::new([1; 32]), &[]);
    let begun = Begun::new([[1; 32], [2; 32], [3; 32]], "https://kocho.example.jp/back");
    let sealed = begun.clone().seal(&keys, "sunagawa", noon(), [4; 24]);
    let open = |town, minutes, text: &str| {
        Begun::open(
            &keys,
            town,
            noon() + chrono::Duration::minutes(minutes),
            text,
        )
    };
    let again = open("sunagawa", 10, &sealed).unwrap();
    assert!(again == begun && again.is_answered_by(&URL_SAFE_NO_PAD.encode([1; 32])));
    assert!(!again.is_answered_by("") && !again.is_answered_by(&URL_SAFE_NO_PAD.encode([2; 32])));
    assert!(open("sunagawa", 11, &sealed).is_none() && open("other", 1, &sealed).is_none());
    assert!(open("sunagawa", 1, &sealed[2..]).is_none() && open("sunagawa", 1, "").is_none());
    // A cookie has room for 4,000 bytes.
    assert!(sealed.len() < 1_000, "{}", sealed.len());
}

/// The example of RFC 7636, appendix B.
#[test]
fn the_address_asks_for_a_code_with_a_challenge() {
    let verifier = URL_SAFE_NO_PAD
        .decode("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        .unwrap();
    let random = [[1; 32], [2; 32], verifier.try_into().unwrap()];
    let begun = Begun::new(random, "https://kocho.example.jp/a?b=c&d");
    let asking = Asking {
        client: "kocho & co",
        scopes: "openid profile",
        prompt: "select_account",
    };
    let endpoint = "https://id.example.jp/sign-in?tenant=7".parse().unwrap();
    let address = begun.address(&endpoint, asking);
    let said: std::collections::BTreeMap<_, _> = address.query_pairs().into_owned().collect();
    for (name, value) in [
        ("tenant", "7"),
        ("response_type", "code"),
        ("client_id", "kocho & co"),
        ("redirect_uri", "https://kocho.example.jp/a?b=c&d"),
        ("scope", "openid profile"),
        ("prompt", "select_account"),
        (
            "code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(said[name], value);
    }
    assert!(said["state"] != said["nonce"] && !address.as_str().contains(begun.verifier()));
}

proptest! {
    #[test]
    fn whatever_a_provider_says_is_answered(text: String, bytes: Vec<u8>) {
        let _ = (IdToken::read(&text), ProviderKeys::read(&bytes), ProviderKeys::read(text.as_bytes()));
    }
}

//! A provider that lies: it answers whatever a test wants.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kocho::clock;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What it says, by path: the whole answer of HTTP.
type Said = Arc<Mutex<HashMap<String, String>>>;

pub(super) struct Liar {
    pub(super) issuer: String,
    key: EcdsaKeyPair,
    said: Said,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Liar {
    /// One that has not lied yet.
    pub(super) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let (said, asked) = (Said::default(), Arc::new(Mutex::new(Vec::new())));
        tokio::spawn(serve(listener, Arc::clone(&said), Arc::clone(&asked)));
        let liar = Self {
            issuer,
            key: key(),
            said,
            asked,
        };
        liar.says("/.well-known/openid-configuration", &liar.about());
        liar.says("/keys", &json!({"keys": [shown(&liar.key, "a")]}));
        liar
    }

    /// What an honest one says about itself.
    pub(super) fn about(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        json!({"issuer": self.issuer, "authorization_endpoint": at("/auth"), "token_endpoint": at("/token"),
            "jwks_uri": at("/keys"), "userinfo_endpoint": at("/me")})
    }

    /// What an honest one claims of somebody.
    pub(super) fn claims(&self, nonce: &str) -> Value {
        let now = clock::now().timestamp();
        json!({"iss": self.issuer, "aud": "kocho", "sub": "0451", "iat": now, "exp": now + 300, "nonce": nonce,
            "preferred_username": "tanaka", "groups": ["g-survey"]})
    }

    /// From now on it answers with a document at a path.
    pub(super) fn says(&self, path: &str, document: &Value) {
        self.answers(path, "200 OK", &document.to_string());
    }

    /// From now on it answers in its own way.
    pub(super) fn answers(&self, path: &str, status: &str, body: &str) {
        let length = body.len();
        let whole = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}");
        self.said.lock().unwrap().insert(path.to_owned(), whole);
    }

    /// From now on it takes a question at a path and says nothing.
    pub(super) fn is_silent(&self, path: &str) {
        self.said.lock().unwrap().remove(path);
    }

    /// It gives an ID token for every code: with these claims, signed with its key or a `strange` one.
    pub(super) fn gives(&self, claims: &Value, strange: bool) {
        let strange = strange.then(key);
        let header = json!({"alg": "ES256", "kid": if strange.is_some() { "b" } else { "a" }});
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signing = strange.as_ref().unwrap_or(&self.key);
        let signature = signing
            .sign(&SystemRandom::new(), signed.as_bytes())
            .unwrap();
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature));
        self.says(
            "/token",
            &json!({"id_token": token, "access_token": "x", "token_type": "Bearer"}),
        );
    }

    /// How often it was asked at a path.
    pub(super) fn asked(&self, path: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|one| *one == path).count()
    }
}

fn key() -> EcdsaKeyPair {
    let (random, kind) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
    let pair = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(kind, pair.as_ref(), &random).unwrap()
}

fn shown(key: &EcdsaKeyPair, id: &str) -> Value {
    let point = key.public_key().as_ref();
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({"kty": "EC", "crv": "P-256", "kid": id, "x": text(&point[1..33]), "y": text(&point[33..])})
}

async fn serve(listener: TcpListener, said: Said, asked: Arc<Mutex<Vec<String>>>) {
    loop {
        let (line, _) = listener.accept().await.unwrap();
        tokio::spawn(answer(line, Arc::clone(&said), Arc::clone(&asked)));
    }
}

async fn answer(mut line: TcpStream, said: Said, asked: Arc<Mutex<Vec<String>>>) {
    let mut heard = vec![0; 16_384];
    let length = line.read(&mut heard).await.unwrap();
    let heard = String::from_utf8_lossy(&heard[..length]).into_owned();
    let path = heard.split(' ').nth(1).unwrap_or_default().to_owned();
    let answer = said.lock().unwrap().get(&path).cloned();
    asked.lock().unwrap().push(path);
    match answer {
        Some(answer) => {
            // Whoever has heard enough hangs up.
            let _ = line.write_all(answer.as_bytes()).await;
        }
        None => tokio::time::sleep(std::time::Duration::from_secs(60)).await,
    }
}

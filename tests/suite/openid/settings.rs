//! What the operator writes about a provider, and what stops the start.

use std::collections::HashMap;

use kocho::config;
use kocho::domain::language::Language;
use kocho::domain::slug::Slug;
use kocho::openid::OpenId;

const EXAMPLE: &str = r#"
[openid.sunagawa-r7]
issuer = "https://login.microsoftonline.com/9f6c1b1e-TENANT/v2.0"
client_id = "kocho"
client_secret = ""
name = { ja = "職員アカウントでログイン", en = "Sign in with your staff account" }
scopes = "openid profile email"
prompt = "select_account"
login = "preferred_username"
groups = "groups"
roles = { "8D2C-Kocho" = "designer", "企画課" = "viewer" }
"#;

fn read(file: &str, environment: &[(&str, &str)]) -> anyhow::Result<config::Config> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("local.toml");
    std::fs::write(&path, file)?;
    let pairs = environment.iter();
    let environment: HashMap<_, _> = pairs.map(|(a, b)| ((*a).into(), (*b).into())).collect();
    Ok(config::read(&path, environment)?.checked()?)
}

fn complaint(from: &str, to: &str) -> String {
    assert!(EXAMPLE.contains(from), "{from}");
    let config = read(&EXAMPLE.replace(from, to), &[]);
    let openid = config.and_then(|config| OpenId::new(&config.openid).map(|_| ()));
    format!("{:#}", openid.unwrap_err())
}

#[test]
fn a_provider_is_read_as_it_is_written() {
    let secret = ("KOCHO__OPENID__SUNAGAWA-R7__CLIENT_SECRET", "geheim");
    let config = read(EXAMPLE, &[secret]).unwrap();
    let one = &config.openid["sunagawa-r7"];
    assert_eq!(one.roles["8D2C-Kocho"], "designer");
    assert_eq!(one.roles["企画課"], "viewer");
    assert_eq!(one.client_secret.as_ref().unwrap().0, "geheim");
    assert!(!format!("{config:?}").contains("geheim"));
    let openid = OpenId::new(&config.openid).unwrap();
    let button = |town: &str| openid.button(&Slug::parse(town).unwrap());
    let words = button("sunagawa-r7").unwrap();
    assert_eq!(
        words.get(&Language::english()),
        "Sign in with your staff account"
    );
    assert!(button("elsewhere").is_none());
    assert!(read("", &[]).unwrap().openid.is_empty());
}

#[test]
fn a_bad_setting_stops_the_start_and_is_named() {
    for (from, to, named) in [
        ("https://login", "http://login", "openid.sunagawa-r7.issuer"),
        ("https://login", "login", "openid.sunagawa-r7.issuer"),
        ("v2.0\"", "v2.0?x\"", "openid.sunagawa-r7.issuer"),
        ("\"kocho\"", "\"\"", "openid.sunagawa-r7.client_id"),
        ("ja =", "de =", "openid.sunagawa-r7.name"),
        ("openid profile", "profile", "openid.sunagawa-r7.scopes"),
        ("\"viewer\"", "\"boss\"", "openid.sunagawa-r7.roles"),
        (
            "\"viewer\"",
            "\"administrator\"",
            "openid.sunagawa-r7.roles",
        ),
        ("\"viewer\"", "\"operator\"", "openid.sunagawa-r7.roles"),
        ("sunagawa-r7]", "Sunagawa]", "openid.Sunagawa"),
        ("prompt =", "promt =", "promt"),
        ("login = \"preferred_username\"", "", "login"),
    ] {
        let said = complaint(from, to);
        assert!(said.contains(named), "{to}: {said}");
    }
}

//! At a real provider: who comes in, and what goes wrong.

use kocho::domain::account::openid::{Answer, NoRole, Untrusted};
use kocho::domain::role::Role;
use kocho::domain::slug::Slug;
use kocho::openid::OpenIdFault;

use super::provider::Provider;
use super::{Office, answer, settings};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_comes_in_with_the_account_they_have_elsewhere() {
    for provider in [Provider::terse(), Provider::wordy()] {
        let office = Office::new(settings(&provider.issuer));
        let leading = office.start().await.unwrap();
        let back = provider.browse(&leading.address, "tanaka").await;
        let tanaka = office.finish(&leading.kept, &answer(&back)).await.unwrap();
        assert_eq!(tanaka.issuer, provider.issuer);
        assert_eq!(
            (tanaka.login.as_str(), tanaka.name.as_str()),
            ("tanaka", "田中 花子")
        );
        assert_eq!(tanaka.email.as_deref(), Some("tanaka@sunagawa.example"));
        assert_eq!(tanaka.roles, [Role::Designer]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_role_there_and_none_here_does_not_come_in() {
    let provider = Provider::terse();
    let office = Office::new(settings(&provider.issuer));
    let leading = office.start().await.unwrap();
    let back = provider.browse(&leading.address, "sato").await;
    let sato = office.finish(&leading.kept, &answer(&back)).await.unwrap();
    assert_eq!(sato.roles_with(&[]), Err(NoRole));
    assert_eq!(sato.roles_with(&[Role::Viewer]), Ok(vec![Role::Viewer]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once_and_by_the_browser_that_asked_for_it() {
    let provider = Provider::terse();
    let office = Office::new(settings(&provider.issuer));
    let (one, other) = (office.start().await.unwrap(), office.start().await.unwrap());
    let back = answer(&provider.browse(&one.address, "tanaka").await);
    // Somebody else's browser, and one that was told the state besides: it has not what the code is fetched with.
    let stray = office.finish(&other.kept, &back).await;
    assert!(matches!(stray, Err(OpenIdFault::Stray)), "{stray:?}");
    let theirs = answer(&provider.browse(&other.address, "sato").await);
    let injected = Answer {
        code: back.code.clone(),
        ..theirs
    };
    let refused = office.finish(&other.kept, &injected).await;
    assert!(
        matches!(&refused, Err(OpenIdFault::CodeRefused(why)) if why == "invalid_grant"),
        "{refused:?}"
    );

    let leading = office.start().await.unwrap();
    let back = answer(&provider.browse(&leading.address, "tanaka").await);
    assert!(office.finish(&leading.kept, &back).await.is_ok());
    let again = office.finish(&leading.kept, &back).await;
    assert!(
        matches!(&again, Err(OpenIdFault::CodeRefused(why)) if why == "invalid_grant"),
        "{again:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_is_asked_for_once_a_minute() {
    let provider = Provider::wordy();
    let office = Office::new(settings(&provider.issuer));
    let sign_in = async || {
        let leading = office.start().await.unwrap();
        let back = provider.browse(&leading.address, "tanaka").await;
        office.finish(&leading.kept, &answer(&back)).await
    };
    assert!(sign_in().await.is_ok());
    provider.rotate().await;
    assert!(sign_in().await.is_ok(), "a new key");
    provider.rotate().await;
    let soon = sign_in().await;
    assert!(
        matches!(soon, Err(OpenIdFault::Untrusted(Untrusted::Key))),
        "{soon:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_nobody_or_of_another_provider_is_none() {
    let provider = Provider::terse();
    let office = Office::new(settings(&provider.issuer));
    let leading = office.start().await.unwrap();
    let back = answer(&provider.browse(&leading.address, "tanaka").await);
    let with = |change: fn(&mut Answer)| {
        let mut changed = back.clone();
        change(&mut changed);
        changed
    };
    for stray in [
        Answer::default(),
        with(|answer| answer.state = None),
        with(|answer| answer.state = Some(String::new())),
        with(|answer| answer.code = None),
        // RFC 9207: it promises to say who answers.
        with(|answer| answer.iss = None),
        with(|answer| answer.iss = Some("https://evil.example".to_owned())),
    ] {
        let finished = office.finish(&leading.kept, &stray).await;
        assert!(matches!(finished, Err(OpenIdFault::Stray)), "{finished:?}");
    }
    for kept in ["", "x", &leading.kept[1..]] {
        let finished = office.finish(kept, &back).await;
        assert!(matches!(finished, Err(OpenIdFault::Stray)), "{finished:?}");
    }
    assert!(
        office.finish(&leading.kept, &back).await.is_ok(),
        "the code was not used"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_turns_back_at_the_provider_is_told_so() {
    let provider = Provider::terse();
    let office = Office::new(settings(&provider.issuer));
    let leading = office.start().await.unwrap();
    let refusal = ("refusal", "access_denied");
    let back = provider.browse_with(&leading.address, refusal).await;
    let finished = office.finish(&leading.kept, &answer(&back)).await;
    assert!(
        matches!(&finished, Err(OpenIdFault::Refused(why)) if why == "access_denied"),
        "{finished:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_the_settings_is_said_and_what_is_away_comes_again() {
    let mut provider = Provider::terse();
    let elsewhere = provider.issuer.replace("127.0.0.1", "localhost");
    let started = Office::new(settings(&elsewhere)).start().await;
    assert!(
        matches!(started, Err(OpenIdFault::Misfit(_))),
        "{started:?}"
    );

    let mut wrong = settings(&provider.issuer);
    wrong.client_secret = Some(kocho::config::Hidden("guessed".to_owned()));
    let office = Office::new(wrong);
    let leading = office.start().await.unwrap();
    let back = answer(&provider.browse(&leading.address, "tanaka").await);
    let refused = office.finish(&leading.kept, &back).await;
    assert!(
        matches!(&refused, Err(OpenIdFault::CodeRefused(why)) if why == "invalid_client"),
        "{refused:?}"
    );

    let leading = office.start().await.unwrap();
    let back = answer(&provider.browse(&leading.address, "tanaka").await);
    provider.stop();
    let away = office.finish(&leading.kept, &back).await;
    assert!(matches!(away, Err(OpenIdFault::Away(_))), "{away:?}");
    let away = Office::new(settings(&provider.issuer)).start().await;
    assert!(matches!(away, Err(OpenIdFault::Away(_))), "{away:?}");

    let other = Office {
        town: Slug::parse("elsewhere").unwrap(),
        ..office
    };
    let none = other.start().await;
    assert!(matches!(none, Err(OpenIdFault::NoProvider)), "{none:?}");
}

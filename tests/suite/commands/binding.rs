//! An indicator is bound to a question: said back, tried out on the last survey, refused with all faults at once.

use clap::Parser;
use kocho::commands::binding::{self, Arguments};
use kocho::domain::plan::definition::Comparability;
use kocho::domain::survey::Mode;
use kocho::storage::{indicators, values};
use kocho::views::locale::Locales;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::tabulating;

use crate::closing::{Bound, documents};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    said: Arguments,
}

fn said(line: &str) -> Arguments {
    Line::parse_from(["bind"].into_iter().chain(line.split(' '))).said
}

async fn bind(town: &Bound, line: &str) -> Result<String, String> {
    let locales = Locales::load().unwrap();
    let (db, secret) = (&town.town.db.pool, &town.town.secret);
    let actor = &town.town.operator;
    let told = binding::run(db, secret, actor, &locales, &said(line)).await;
    told.map_err(|error| format!("{error:#}"))
}

/// Seventy answers of a survey that has closed.
async fn closed() -> Bound {
    let bound = Bound::new().await;
    bound.send(&documents(70), Mode::Web).await;
    for act in [Act::CloseWeb, Act::CloseEntry] {
        bound.town.act(bound.survey.id, act).await.unwrap();
    }
    bound
}

const SHARE: &str =
    "sng-03 --questionnaire shimin --question info --measure share --numerator 1,2 --base answered";

#[tokio::test(flavor = "multi_thread")]
async fn a_definition_is_said_back_and_tried_out_before_it_is_stored() {
    let bound = closed().await;
    let (town, slug) = (
        &bound.town,
        kocho::domain::slug::Slug::parse("sng-03").unwrap(),
    );
    let mut conn = town.db.conn().await;
    let id = indicators::by_slug(&mut conn, town.id, &slug)
        .await
        .unwrap()
        .id;
    let checked = bind(&bound, &format!("{SHARE} --check")).await.unwrap();
    assert!(checked.starts_with("nothing was stored"), "{checked}");
    // 30 of 70 chose 1 or 2.
    for line in [
        "で「そう思う」「やや思う」と答えた人の割合。分母は無回答を除く回答者（「わからない」を含む）。小数第1位まで示す。",
        "(fiscal year 2025): 42.9％, n = 30 of 70, margin ±",
        "definition 1 holds from now on; with what was before it compares: unknown",
    ] {
        assert!(checked.contains(line), "{line} in\n{checked}");
    }
    assert!(
        indicators::definitions(&mut conn, town.id, id)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        town.db
            .number("select count(*) from divisions where name = '企画課'")
            .await,
        0
    );
    let owned = format!("{SHARE} --owner 企画課=kikaku@town.example --owner 総務課");
    let stored = bind(&bound, &owned).await.unwrap();
    assert!(
        stored.contains("総務課 owns it, but has no address"),
        "{stored}"
    );
    let again = bind(&bound, &owned).await.unwrap();
    assert!(again.contains("definition 1 says so already"), "{again}");
    assert_eq!(
        indicators::owners(&mut conn, town.id, id)
            .await
            .unwrap()
            .len(),
        2
    );
    // What was tried out is what the report gives: here to the indicator that was bound first.
    tabulating::run(&town.db.pool, &town.secret, &town.operator, bound.survey.id)
        .await
        .unwrap();
    let given = values::list(&mut conn, town.id, id).await.unwrap();
    assert_eq!(given[0].document.shown.to_string(), "42.9");
    // Another base, and only the women: the series is broken.
    let line = SHARE.replace(
        "--base answered",
        "--base substantive --only sex=2 --weighted --language en",
    );
    let silent = bind(&bound, &line).await.unwrap_err().to_string();
    assert!(
        silent.contains("say why that changes with --reason"),
        "{silent}"
    );
    let line = format!("{line} --reason 分母を改めたため");
    let other = bind(&bound, &line).await.unwrap();
    for line in [
        "Only people are counted who answered “女性” to question 4 “性別”.",
        "no value: nobody said its population",
        "definition 2 holds from now on; with what was before it compares: broken",
    ] {
        assert!(other.contains(line), "{line} in\n{other}");
    }
    let definitions = indicators::definitions(&mut conn, town.id, id)
        .await
        .unwrap();
    assert_eq!(definitions[1].comparability, Comparability::Broken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_net_score_is_given_in_points() {
    let bound = closed().await;
    let line = "sng-03 --questionnaire shimin --question info --measure net --positive 1,2 --negative 4,5 --base substantive";
    let told = bind(&bound, line).await.unwrap();
    // Of 60 who had an opinion 30 are for it and 20 against it.
    assert!(told.contains("16.7ポイント, n = 60, margin ±"), "{told}");
    let (town, id) = (&bound.town, bound.survey.id);
    tabulating::run(&town.db.pool, &town.secret, &town.operator, id)
        .await
        .unwrap();
    let unit = "select document->>'unit' from indicator_values v join indicators i on i.id = v.indicator_id where slug = 'sng-03'";
    assert_eq!(town.db.text(unit).await, "ポイント");
    let mean = "sng-03 --questionnaire shimin --question years --measure mean --base answered --decimals 2 \
                --reason 設問を替えたため";
    let told = bind(&bound, mean).await.unwrap();
    assert!(
        told.contains("書かれた数の平均。小数第2位まで示す。")
            && told.contains(", n = 70, margin ±"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_told_and_nothing_is_stored() {
    let bound = Bound::new().await;
    let refused = bind(
        &bound,
        "sng-03 --questionnaire shimin --question info --measure share --numerator 1,8,9 --negative 4 --base substantive \
         --only nobody=1 --decimals 7 --owner 課=nowhere --owner =a@b.example",
    )
    .await
    .unwrap_err();
    for fault in [
        "--negative is not for this measure",
        "nowhere is no e-mail address",
        "an owner has a name",
        "0 to 6 decimals, not 7",
        "info has no option 8; it has 1, 2, 3, 4, 5, 9",
        "option 9 says “",
        "nobody is no question of the questionnaire",
    ] {
        assert!(
            refused.contains(&format!("\n  {fault}")),
            "{fault} in\n{refused}"
        );
    }
    let refused = bind(
        &bound,
        "sng-99 --questionnaire nix --question q --measure mean --base all",
    )
    .await
    .unwrap_err();
    assert!(
        refused.contains("there is no indicator sng-99")
            && refused.contains("no questionnaire is called nix"),
        "{refused}"
    );
    // 協働事業の数 comes from a register, and an open survey is not looked into.
    let register = bind(&bound, &SHARE.replace("sng-03", "sng-01"))
        .await
        .unwrap_err();
    assert!(register.contains("comes from a register"), "{register}");
    let untried = bind(&bound, &format!("{SHARE} --check")).await.unwrap();
    assert!(untried.contains("nothing to try it out on"), "{untried}");
    let definitions = "select count(*) from indicator_definitions";
    assert_eq!(
        bound.town.db.number(definitions).await,
        1,
        "the one that was there"
    );
}

#[test]
fn a_base_has_no_default() {
    let without = "sng-03 --questionnaire shimin --question info --measure share --numerator 1";
    let line = ["bind"].into_iter().chain(without.split(' '));
    let refused = Line::try_parse_from(line)
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("--base"), "{refused}");
}

//! The four towns of the demonstration, their plans, and who owns which indicator.

use std::collections::BTreeSet;

use anyhow::Context;
use diesel_async::AsyncConnection;
use uuid::Uuid;

use crate::commands::plan_files;
use crate::domain::actor::{Actor, Who};
use crate::domain::ids::{DivisionId, MunicipalityId};
use crate::domain::language::Language;
use crate::domain::plan::definition::{
    Base, Comparability, Definition, Measurand, Measure, Source,
};
use crate::domain::plan::indicator::Direction;
use crate::domain::questionnaire::question::Code;
use crate::domain::reason::Reason;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Zone;
use crate::formats::plan::Form;
use crate::storage::divisions::{self, Division};
use crate::storage::municipalities::{self, Contact, Municipality};
use crate::storage::{Conn, clock, indicators, plans};
use crate::workflows::planning::documenting::Found;
use crate::workflows::planning::{self, binding::Binding};

/// All rows of the four plans, in the form that also says short names of headings and where a name is from.
const PLANS: &[u8] = include_bytes!("../../../config/demo/plans/indicators.json");

/// The town with the surveys.
pub(super) const FIRST: &str = "sunagawa";

/// Name in addresses; name in Japanese, easy Japanese and English.
const TOWNS: [(&str, [&str; 3]); 4] = [
    (FIRST, ["砂川市", "砂川市《すながわし》", "Sunagawa City"]),
    ("nayoro", ["名寄市", "名寄市《なよろし》", "Nayoro City"]),
    (
        "biratori",
        ["平取町", "平取町《びらとりちょう》", "Biratori Town"],
    ),
    ("suzaka", ["須坂市", "須坂市《すざかし》", "Suzaka City"]),
];

/// The indicators of 砂川市 that are measured by its survey: row of the plan, item of the questionnaire.
const MEASURED: [(&str, &str); 2] = [("sng-02", "info"), ("sng-03", "voice")];

/// 砂川市 as the operator acts for it.
pub(super) async fn load(conn: &mut Conn) -> anyhow::Result<Actor> {
    for (slug, names) in TOWNS {
        town(conn, slug, names).await?;
    }
    let sunagawa = municipalities::by_slug(conn, &Slug::parse(FIRST)?).await?;
    if plans::list(conn, sunagawa.id).await?.is_empty() {
        let imported = plan_files::import(conn, None, PLANS, Form::Json, "demo").await?;
        super::say(&format!("plans\n{}", imported.to_string().trim_end()));
    }
    Ok(actor(sunagawa.id))
}

/// The demonstration as the operator of a town.
pub(super) fn actor(municipality: MunicipalityId) -> Actor {
    Actor {
        municipality,
        who: Who::Operator("demo".to_owned()),
    }
}

async fn town(conn: &mut Conn, slug: &str, names: [&str; 3]) -> anyhow::Result<()> {
    let slug = Slug::parse(slug)?;
    let there = municipalities::list(conn).await?;
    if there.iter().any(|town| town.slug == slug) {
        return Ok(());
    }
    let municipality = Municipality {
        synthetic: true,
        ..Municipality::new(slug, text(names), contact(), Zone::TOKYO)
    };
    Ok(municipalities::insert(conn, &municipality).await?)
}

fn contact() -> Contact {
    Contact {
        division: text([
            "政策調整課",
            "政策調整課《せいさくちょうせいか》",
            "Policy Coordination Division",
        ]),
        telephone: "0125-00-0000".to_owned(),
        hours: text([
            "平日8時30分〜17時15分（架空の番号です）",
            "月《げつ》〜金曜日《きんようび》 8時《じ》30分《ぷん》〜17時《じ》15分《ふん》（本当《ほんとう》の 番号《ばんごう》では ありません）",
            "Mon–Fri 8:30–17:15 (not a real number)",
        ]),
    }
}

/// A text in the three languages of the program.
pub(super) fn text([ja, easy, en]: [&str; 3]) -> Text {
    Text::from_iter([
        (Language::japanese(), ja.to_owned()),
        (Language::easy_japanese(), easy.to_owned()),
        (Language::english(), en.to_owned()),
    ])
}

/// Binds the two indicators to their questions and gives them their owner. The base is said, as the plan does not:
/// 無回答 is left out, わからない counts.
pub(super) async fn bind(conn: &mut Conn, actor: &Actor) -> anyhow::Result<()> {
    let municipality = actor.municipality;
    let new = Division {
        municipality_id: municipality,
        id: DivisionId(Uuid::now_v7()),
        name: "政策調整課".to_owned(),
        email: Some("seisaku@sunagawa.example".to_owned()),
    };
    let owner = divisions::by_name_or_insert(conn, &new).await?;
    for (row, item) in MEASURED {
        let indicator = indicators::by_slug(conn, municipality, &Slug::parse(row)?)
            .await
            .with_context(|| format!("the plan has no {row}"))?;
        let binding = Binding {
            definition: Definition {
                source: Source::Item(Measurand {
                    questionnaire: Code::parse("shimin")?,
                    item: item.to_owned(),
                    measure: Measure::Share(BTreeSet::from([Code::parse("1")?, Code::parse("2")?])),
                    base: Base::Answered,
                    weighting: None,
                    filter: None,
                }),
                decimals: 1,
                direction: Direction::Increase,
                baseline: None,
            },
            comparability: None,
            owners: vec![owner.id],
        };
        conn.transaction(async |tx| {
            let now = clock::now(tx).await?;
            planning::bind(tx, actor, indicator.id, &binding, now).await
        })
        .await?;
    }
    document(conn, actor).await
}

/// One of the two baselines gets an assumed n, so that the demonstration shows a verdict beside one that is withheld.
/// The plan does not say how its baselines were made: the source says that this is made up.
async fn document(conn: &mut Conn, actor: &Actor) -> anyhow::Result<()> {
    let found = Found {
        n: Some(700),
        n_assumed: true,
        se: None,
        source: Reason::parse("架空の記録です。計画には書かれていません")?,
        comparability: Comparability::Same,
    };
    let indicator = indicators::by_slug(conn, actor.municipality, &Slug::parse("sng-03")?).await?;
    conn.transaction(async |tx| {
        let now = clock::now(tx).await?;
        planning::document_baseline(tx, actor, indicator.id, &found, now).await
    })
    .await?;
    Ok(())
}

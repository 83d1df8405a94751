//! `kocho survey spread`: how the answers to numbers, dates and times are spread.

use crate::commands::rehearsal;
use crate::domain::actor::Actor;
use crate::domain::language::Language;
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::domain::statistics::distribution::Distribution;
use crate::storage::Conn;
use crate::workflows::distributing::{self, Spread, Spreads};

use super::find;

/// `kocho survey spread`
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Of a survey whose entry has closed: n, mean, median, quartiles and classes of each number, median, \
    quartiles and months or years of each date, hours of each time of day; unweighted. As it stands it is for staff: small classes are people. \
    --published says what may be given away: nothing of fewer people than --min-base, no class of fewer than --k of \
    kocho survey fieldwork, and never a smallest or largest value."
)]
pub struct Arguments {
    survey: Slug,
    /// One number, date or time. All of them without.
    question: Option<String>,
    /// Only what may be published.
    #[arg(long)]
    published: bool,
}

pub(super) async fn run(
    conn: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    said: Arguments,
) -> anyhow::Result<String> {
    let question = said.question.as_deref();
    read(conn, secret, actor, &said.survey, question, said.published).await
}

/// The spreads of a survey, a few lines each.
///
/// # Errors
/// A survey that still takes answers, no such question, a response that cannot be read, a failing database.
pub async fn read(
    conn: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    slug: &Slug,
    question: Option<&str>,
    published: bool,
) -> anyhow::Result<String> {
    let id = find(conn, actor, slug).await?.id;
    let spreads = rehearsal::transaction(conn, false, async |tx| {
        distributing::spreads(tx, secret, actor, id, question).await
    })
    .await?;
    Ok(lines(&spreads, published).join("\n"))
}

fn lines(spreads: &Spreads, published: bool) -> Vec<String> {
    let questionnaire = spreads.reader.questionnaire();
    let mut lines = Vec::new();
    for (item, spread) in &spreads.items {
        let text = item.wording(questionnaire, &Language::japanese());
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.push(format!("{} {text}", item.code));
        let shown = match published {
            true => spread.published(&spreads.design),
            false => Some(spread.clone()),
        };
        match shown {
            None => lines.push("  x (too few people)".to_owned()),
            Some(Spread::Numbers(spread, mean)) => lines.extend(told(&spread, mean.as_deref())),
            Some(Spread::Days(spread)) => lines.extend(told(&spread, None)),
            Some(Spread::Times(spread)) => lines.extend(told(&spread, None)),
        }
    }
    lines
}

fn told<T: std::fmt::Display>(spread: &Distribution<T>, mean: Option<&str>) -> Vec<String> {
    let mut figures = vec![format!("n = {}", spread.n)];
    figures.extend(mean.map(|mean| format!("mean {mean}")));
    figures.extend(
        spread
            .median
            .as_ref()
            .map(|median| format!("median {median}")),
    );
    let quartiles = spread.quartiles.as_ref();
    figures.extend(quartiles.map(|(low, high)| format!("quartiles {low} and {high}")));
    let classes = spread.classes.iter();
    let classes =
        classes.map(|class| format!("    {} to {}: {}", class.from, class.to, class.count));
    std::iter::once(format!("  {}", figures.join(", ")))
        .chain(classes)
        .collect()
}

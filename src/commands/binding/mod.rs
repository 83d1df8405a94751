//! `kocho plan bind`: which question measures an indicator, and how (R8). Read back as a sentence, tried out on
//! the last survey, then stored.

mod words;

use anyhow::{anyhow, bail};

use super::plan::Compared;
use super::rehearsal;
use crate::domain::actor::Actor;
use crate::domain::language::Language;
use crate::domain::plan::definition::Base;
use crate::domain::plan::indicator::Direction;
use crate::domain::plan::proposal::{Proposal, Wanted};
use crate::domain::reason::Reason;
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::storage::{Conn, Db};
use crate::views::definition::sentence;
use crate::views::locale::Locales;
use crate::workflows::planning::binding::BindError;
use crate::workflows::proposing::{self, Asked, ExamineError, Owner, Subject};

/// `kocho plan bind`
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "For example\n  \
    kocho plan bind sng-02 --questionnaire shimin --question info --measure share --numerator 1,2 --base answered\n\
    says: the share of 1 and 2 among those who answered the question info. --check only says it and tries it out.")]
pub struct Arguments {
    /// The indicator, by its name in addresses.
    pub indicator: Slug,
    /// Code of the questionnaire; its newest version is looked at.
    #[arg(long)]
    pub questionnaire: String,
    /// The question, as its item is called: q5, q7.r1 for a row of a grid, q7.r1.satisfaction for one of its two scales.
    #[arg(long)]
    pub question: String,
    /// What is computed.
    #[arg(long, value_enum)]
    pub measure: Kind,
    /// share: codes of the options that count.
    #[arg(long, value_delimiter = ',')]
    pub numerator: Vec<String>,
    /// net: codes of the options that count +1.
    #[arg(long, value_delimiter = ',')]
    pub positive: Vec<String>,
    /// net: codes of the options that count -1.
    #[arg(long, value_delimiter = ',')]
    pub negative: Vec<String>,
    /// Who is counted. It has no default: no figure is one without it.
    #[arg(long, value_enum)]
    pub base: Counted,
    /// Count only people who gave one of these answers: sex=1, district=1,2. Said several times all of them must hold.
    #[arg(long, value_name = "ITEM=CODES", value_parser = only)]
    pub only: Vec<(String, Vec<String>)>,
    /// Weight the answers to the population of the survey.
    #[arg(long)]
    pub weighted: bool,
    /// Digits after the point, 0 to 6; those the plan prints when absent.
    #[arg(long)]
    pub decimals: Option<u32>,
    /// Which way is good; as the plan says when absent.
    #[arg(long, value_enum)]
    pub direction: Option<Way>,
    /// A division that owns it and gets a letter with each new value: 企画課, or with its address 企画課=kikaku@town.example.
    #[arg(long, value_name = "NAME[=ADDRESS]")]
    pub owner: Vec<String>,
    /// Why, where the indicator is measured in another way already: that is an amendment of the plan.
    #[arg(long)]
    pub reason: Option<Reason>,
    /// How values before and after compare, where that is known better than from the change itself.
    #[arg(long, value_enum)]
    pub comparability: Option<Compared>,
    /// The language of the sentence: ja or en.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    pub language: String,
    /// Only say what would be, and try it out.
    #[arg(long)]
    pub check: bool,
}

/// What is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// The share choosing one of --numerator, in percent.
    Share,
    /// The mean of the options' scores, or of the numbers.
    Mean,
    /// The share choosing one of --positive less that of --negative, in points.
    Net,
    /// 9 and 10 less 0 to 6 of a scale with the scores 0 to 10.
    Nps,
}

/// The four bases (M-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Counted {
    /// Everybody with a valid response, also those who were not asked.
    Everyone,
    /// Everybody who was asked, also those who gave no answer.
    All,
    /// Everybody who answered, don't know included.
    Answered,
    /// Everybody who answered, without don't know and the like.
    Substantive,
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[expect(missing_docs, reason = "the words of `Direction`")]
pub enum Way {
    Increase,
    Decrease,
    Maintain,
    Range,
    KeepBelow,
    KeepAbove,
}

fn only(written: &str) -> Result<(String, Vec<String>), String> {
    let (item, codes) = written.split_once('=').ok_or("write ITEM=CODE,CODE")?;
    let codes = codes.split(',').map(|code| code.trim().to_owned());
    let codes = codes.filter(|code| !code.is_empty()).collect();
    Ok((item.trim().to_owned(), codes))
}

/// Checks, tries out and, without `--check`, stores; what is said.
///
/// # Errors
/// Every fault of what was said at once; a failing database.
pub async fn run(
    db: &Db,
    secret: &Secret,
    actor: &Actor,
    locales: &Locales,
    said: &Arguments,
) -> anyhow::Result<String> {
    let conn = &mut *db.get().await?;
    let subject = examined(conn, actor, said).await?;
    let definition = &subject.definition;
    let language = Language::parse(&said.language)?;
    let mut lines = vec![format!("{} {}", said.indicator, subject.name)];
    if let Some(said) = sentence(definition, &subject.reader, &language) {
        lines.push(locales.write(&language, &said)?);
    }
    let tried = proposing::try_out(db, secret, actor, &subject).await?;
    lines.extend(words::tried(tried.as_ref()));
    let stored = rehearsal::transaction(conn, said.check, async |tx| {
        let comparability = said.comparability.map(Into::into);
        proposing::bind(tx, actor, &subject, comparability, said.reason.as_ref()).await
    });
    let stored = stored.await.map_err(unbound)?;
    lines.extend(words::stored(&stored));
    Ok(rehearsal::said(said.check, lines.join("\n")))
}

/// Where a reason is missing, the word that says it.
fn unbound(error: BindError) -> anyhow::Error {
    let hint = match error {
        BindError::NeedsReason => " with --reason",
        BindError::Database(_) => "",
    };
    anyhow!("{error}{hint}")
}

/// What was said, understood, or everything that is wrong with it, a line each.
async fn examined(conn: &mut Conn, actor: &Actor, said: &Arguments) -> anyhow::Result<Subject> {
    let (asked, misplaced) = said.asked();
    let (subject, faults) = match proposing::examine(conn, actor, &asked).await {
        Ok(subject) => (Some(subject), Vec::new()),
        Err(ExamineError::Faults(faults)) => (None, faults),
        Err(ExamineError::Database(error)) => return Err(error.into()),
    };
    let faults = faults.iter().map(ToString::to_string);
    let lines: Vec<String> = misplaced.into_iter().chain(faults).collect();
    match subject {
        Some(subject) if lines.is_empty() => Ok(subject),
        _ => bail!(
            "{} was not bound:\n  {}",
            said.indicator,
            lines.join("\n  ")
        ),
    }
}

impl Arguments {
    /// What is asked, and the options that do not belong to its measure.
    fn asked(&self) -> (Asked, Vec<String>) {
        let given = [
            ("--numerator", !self.numerator.is_empty(), Kind::Share),
            ("--positive", !self.positive.is_empty(), Kind::Net),
            ("--negative", !self.negative.is_empty(), Kind::Net),
        ];
        let misplaced = given
            .into_iter()
            .filter(|(_, is_given, of)| *is_given && self.measure != *of);
        let misplaced = misplaced.map(|(name, ..)| format!("{name} is not for this measure"));
        let asked = Asked {
            indicator: self.indicator.clone(),
            questionnaire: self.questionnaire.clone(),
            proposal: self.proposal(),
            owners: self.owner.iter().map(|written| owner(written)).collect(),
        };
        (asked, misplaced.collect())
    }

    fn proposal(&self) -> Proposal {
        Proposal {
            item: self.question.clone(),
            measure: match self.measure {
                Kind::Share => Wanted::Share(self.numerator.clone()),
                Kind::Mean => Wanted::Mean,
                Kind::Net => Wanted::Net(self.positive.clone(), self.negative.clone()),
                Kind::Nps => Wanted::Nps,
            },
            base: self.base.into(),
            weighted: self.weighted,
            only: self.only.clone(),
            decimals: self.decimals,
            direction: self.direction.map(Direction::from),
        }
    }
}

impl From<Counted> for Base {
    fn from(said: Counted) -> Self {
        match said {
            Counted::Everyone => Self::Everyone,
            Counted::All => Self::All,
            Counted::Answered => Self::Answered,
            Counted::Substantive => Self::Substantive,
        }
    }
}

impl From<Way> for Direction {
    fn from(said: Way) -> Self {
        match said {
            Way::Increase => Self::Increase,
            Way::Decrease => Self::Decrease,
            Way::Maintain => Self::Maintain,
            Way::Range => Self::Range,
            Way::KeepBelow => Self::KeepBelow,
            Way::KeepAbove => Self::KeepAbove,
        }
    }
}

fn owner(written: &str) -> Owner {
    let (name, address) = match written.split_once('=') {
        Some((name, address)) => (name, Some(address.trim().to_owned())),
        None => (written, None),
    };
    Owner {
        name: name.trim().to_owned(),
        address,
    }
}

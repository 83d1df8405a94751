//! `kocho import questionnaire FILE`: a file becomes a version, or all its faults are told.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use diesel::OptionalExtension as _;
use diesel_async::AsyncConnection;

use crate::config::Config;
use crate::domain::actor::Actor;
use crate::domain::ids::VersionId;
use crate::domain::questionnaire::comparison::{Effect, compare};
use crate::domain::questionnaire::limits::PICTURE_BYTES;
use crate::domain::questionnaire::picture::Image;
use crate::domain::questionnaire::{Questionnaire, Reader};
use crate::formats::questionnaire::{self, Fault};
use crate::storage::{Conn, clock, questionnaires};
use crate::views::locale::Locales;
use crate::views::sheet;
use crate::workflows::freezing;

use super::operator;
use super::session::Session;

/// Which file, for which municipality.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The municipality, by its name in addresses; may be left out where there is only one.
    #[arg(long)]
    municipality: Option<String>,
    /// A dry run: only reads and checks the file, and stores nothing. Needs no database.
    #[arg(long)]
    check: bool,
    /// Says what has changed since this older file, and what that does to figures that stand in a row.
    #[arg(long, value_name = "OLDER")]
    against: Option<PathBuf>,
    /// Prints how a sheet of paper words it in this language (ja, ja-x-easy, en).
    #[arg(long, value_name = "LANGUAGE")]
    sheet: Option<String>,
    /// The file, YAML or JSON in the form of `config/questionnaire.schema.json`.
    file: PathBuf,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let (questionnaire, images) = read(&arguments.file)?;
    let (code, questions) = (&questionnaire.code, questionnaire.questions().count());
    println!(
        "{}: {code}, {questions} questions, no faults",
        arguments.file.display()
    );
    if let Some(older) = &arguments.against {
        print(&changes(
            &older.display().to_string(),
            &read(older)?.0,
            &questionnaire,
        ))?;
    }
    if let Some(language) = &arguments.sheet {
        print(&sheet(&questionnaire, language)?)?;
    }
    if arguments.check {
        return Ok(());
    }
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    let actor = operator::actor(&mut conn, arguments.municipality.as_deref()).await?;
    let last = questionnaires::newest_version(&mut conn, actor.municipality, &questionnaire.code);
    let last = last.await.optional()?;
    let version = freeze(&mut conn, &actor, &questionnaire, &images).await?;
    if let Some(last) = last.filter(|last| last.id != version) {
        let name = format!("version {}", last.number);
        print(&changes(&name, &last.document, &questionnaire))?;
    }
    println!("version {version}");
    session.note().await
}

/// What has changed since an older one, a line each.
fn changes(older: &str, old: &Questionnaire, new: &Questionnaire) -> String {
    let found = compare(old, new);
    let breaks = found.iter().filter(|found| found.effect == Effect::Breaks);
    let (count, breaks) = (found.len(), breaks.count());
    let noun = if count == 1 { "change" } else { "changes" };
    let lines = found.iter().map(|found| format!("  {found}\n"));
    let head = format!("{count} {noun} since {older}; {breaks} of them break a series\n");
    std::iter::once(head).chain(lines).collect()
}

/// Prints many lines, of which whoever reads them may want the first only.
///
/// # Errors
/// Nobody takes them.
fn print(lines: &str) -> io::Result<()> {
    io::stdout().write_all(lines.as_bytes())
}

/// The lines of a sheet of paper.
///
/// # Errors
/// The questionnaire is not in this language.
fn sheet(questionnaire: &Questionnaire, language: &str) -> anyhow::Result<String> {
    let mut offered = questionnaire.languages.iter();
    let Some(language) = offered.find(|offer| offer.tag() == language) else {
        bail!("it is not offered in “{language}”");
    };
    let reader = Reader::new(questionnaire.clone());
    Ok(sheet::lines(&reader, &Locales::load()?, language)?.join("\n") + "\n")
}

/// Reads a file of the disk and the pictures beside it, and says what is no fault in it but should be looked at.
///
/// # Errors
/// The file cannot be read, or has faults: all of them, a line each, with file, line, column and path.
#[expect(clippy::print_stderr, reason = "the operator reads this")]
fn read(file: &Path) -> anyhow::Result<(Questionnaire, Vec<Image>)> {
    let name = file.display();
    let bytes = std::fs::read(file).with_context(|| name.to_string())?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let examined = questionnaire::examine(&bytes, move |name| picture(&folder.join(name)));
    for remark in &examined.remarks {
        eprintln!("warning: {name}:{remark}");
    }
    match examined.questionnaire {
        Some(questionnaire) if examined.faults.is_empty() => Ok((questionnaire, examined.images)),
        _ => bail!("{}", told(file, &examined.faults)),
    }
}

/// The bytes of a picture, as far as they are needed to see that there are too many.
fn picture(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = PICTURE_BYTES.saturating_add(1);
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    File::open(file)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Every fault on a line of its own.
fn told(file: &Path, faults: &[Fault]) -> String {
    let (name, count) = (file.display(), faults.len());
    let noun = if count == 1 { "fault" } else { "faults" };
    let lines = faults.iter().map(|fault| format!("\n{name}:{fault}"));
    format!("{count} {noun} in {name}{}", lines.collect::<String>())
}

/// Freezes a questionnaire with its new pictures in a transaction of its own.
///
/// # Errors
/// When the design has faults or the database fails.
pub async fn freeze(
    conn: &mut Conn,
    actor: &Actor,
    questionnaire: &Questionnaire,
    images: &[Image],
) -> anyhow::Result<VersionId> {
    conn.transaction(async |tx| {
        let now = clock::now(tx).await?;
        Ok(freezing::freeze_version(tx, actor, questionnaire, images, now).await?)
    })
    .await
}

//! `kocho survey texts`: what people wrote in their own words, masked, in an order that says nothing.

use std::path::{Path, PathBuf};

use super::{find, private};
use crate::commands::rehearsal;
use crate::domain::actor::Actor;
use crate::domain::language::Language;
use crate::domain::questionnaire::item::Part;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::reason::Reason;
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::formats::spreadsheet;
use crate::storage::Conn;
use crate::views::ruby;
use crate::workflows::texts::{self, Asked, Texts};

/// `kocho survey texts`
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Texts are those of a survey whose web has closed. They come question by question, shuffled anew \
    each time, and never with an answer to another question: two texts of one person are not found together.\n\
    E-mail addresses, accounts, telephone and other long numbers, postal codes and block numbers are masked. Names are \
    not known to the program and are not: read every text before it is given to anybody."
)]
pub struct Arguments {
    survey: Slug,
    /// One text question: free, or media.other for what was written beside an option. All of them without.
    question: Option<String>,
    /// Only texts with this word; said several times all of them must be there. Width and case do not matter.
    #[arg(long, value_name = "WORD")]
    search: Vec<String>,
    /// As they stand, unmasked. It is recorded in the audit log, with the reason.
    #[arg(long, requires = "reason")]
    unmasked: bool,
    /// Why they must be read unmasked.
    #[arg(long, requires = "unmasked")]
    reason: Option<Reason>,
    /// Write them into this file (CSV for spreadsheets), readable by its owner only; it must not exist yet.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

pub(super) async fn run(
    conn: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    said: Arguments,
) -> anyhow::Result<String> {
    let asked = Asked {
        item: said.question,
        words: said.search,
        unmasked: said.reason.filter(|_| said.unmasked),
    };
    read(
        conn,
        secret,
        actor,
        &said.survey,
        &asked,
        said.csv.as_deref(),
    )
    .await
}

/// Reads texts, as lines or into a file.
///
/// # Errors
/// A survey that still takes answers, no such question, a file that cannot be written, a failing database.
pub async fn read(
    conn: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    slug: &Slug,
    asked: &Asked,
    file: Option<&Path>,
) -> anyhow::Result<String> {
    let id = find(conn, actor, slug).await?.id;
    let (reader, all) = rehearsal::transaction(conn, false, async |tx| {
        texts::read(tx, secret, actor, id, asked).await
    })
    .await?;
    match file {
        Some(path) => {
            private::write(private::create(path)?, path, &csv(&reader, &all))?;
            let count: usize = all.iter().map(|texts| texts.texts.len()).sum();
            Ok(format!("{slug}: {count} texts in {}", path.display()))
        }
        None => Ok(lines(&reader, &all)),
    }
}

/// The wording of the question, or that it is the line beside an option.
fn wording(reader: &Reader, texts: &Texts) -> String {
    let questionnaire = reader.questionnaire();
    let question = texts.item.question(questionnaire);
    let text = &texts.item.wording(questionnaire, &Language::japanese());
    let beside = match texts.item.part {
        Part::Other(at) => question.and_then(|question| question.kind.choices(0).get(at)),
        _ => None,
    };
    let beside = beside.map(|option| ruby::plain(option.label.get(&Language::japanese())));
    match beside {
        Some(option) => format!("{}（{}）", one_line(text), one_line(&option)),
        None => one_line(text),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(reader: &Reader, all: &[Texts]) -> String {
    let mut lines = Vec::new();
    for texts in all {
        let (item, wording) = (&texts.item.code, wording(reader, texts));
        let (shown, written) = (texts.texts.len(), texts.written);
        lines.push(format!("{item} {wording}: {shown} of {written} texts"));
        let indented = |text: &String| format!("- {}", visible(text).replace('\n', "\n  "));
        lines.extend(texts.texts.iter().map(indented));
    }
    lines.join("\n")
}

/// Without marks that would turn around what stands beside them on the screen.
fn visible(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
    text.chars().filter(|c| !turns(c)).collect()
}

fn csv(reader: &Reader, all: &[Texts]) -> Vec<u8> {
    let rows = all.iter().flat_map(|texts| {
        let (item, wording) = (texts.item.code.clone(), wording(reader, texts));
        let row = move |text: &String| [item.clone(), wording.clone(), text.clone()];
        texts.texts.iter().map(row)
    });
    spreadsheet::csv(["item", "question", "text"], rows)
}

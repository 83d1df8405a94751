//! `kocho analyze DIR [--out FILE] [--check FILE] [--accept-invalid]`: the figures of a case folder.
//!
//! Reads and writes files and talks to the terminal; everything else is in `formats::case` and `domain::statistics`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::domain::survey::design::TotalsDiffer;
use crate::formats::case::{Case, Files, compare, read, read_accepting, results};

/// All is well, or nothing differs.
const OK: u8 = 0;
/// `--check` found differences.
const DIFFERENT: u8 = 1;
/// The input is faulty or a file cannot be read or written.
const FAULTY: u8 = 2;

/// Computes the figures of `dir`, writes them to `out` (or to standard output when nothing else is asked for) and
/// compares them with `check`. Returns the exit code: 0 fine, 1 differences, 2 faulty input. Columns in which more than a
/// few cells are no answers are faulty, unless they were `accepted`.
pub fn run(dir: &Path, out: Option<&Path>, check: Option<&Path>, accepted: bool) -> u8 {
    match analyze(dir, out, check, accepted) {
        Ok(code) => code,
        Err(problem) => {
            say(&problem);
            FAULTY
        }
    }
}

/// `kocho analyze`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The case folder: questionnaire.json, responses.csv, population.csv, indicators.json.
    dir: PathBuf,
    /// Write the figures into this file instead of to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Compare the figures with this file and print every difference.
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
    /// Count cells that are no answers to their question as 無効, however many a column has of them. Without it a column
    /// with more than five of them that are more than 2 % of its filled cells (or more than half) stops the analysis: most
    /// often it holds labels instead of codes. They are told in either case.
    #[arg(long)]
    accept_invalid: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let (out, check) = (self.out.as_deref(), self.check.as_deref());
        run(&self.dir, out, check, self.accept_invalid)
    }
}

fn analyze(
    dir: &Path,
    out: Option<&Path>,
    check: Option<&Path>,
    accepted: bool,
) -> Result<u8, String> {
    let figures = figures(dir, accepted)?;
    if let Some(out) = out {
        save(out, &figures).map_err(|error| format!("{}: {error}", out.display()))?;
    } else if check.is_none() {
        let text = format!("{figures:#}\n");
        io::stdout()
            .write_all(text.as_bytes())
            .map_err(|error| error.to_string())?;
    }
    check.map_or(Ok(OK), |file| differences(&figures, file))
}

/// The figures, or all faults of the folder, one a line. What is no fault but must be seen is said in either case.
fn figures(dir: &Path, accepted: bool) -> Result<Value, String> {
    let file = |name: &str| -> Result<Option<Vec<u8>>, String> {
        match fs::read(dir.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{name}: {error}")),
        }
    };
    let [
        questionnaire,
        responses,
        population,
        indicators,
        text_tokens,
    ] = [
        file("questionnaire.json")?,
        file("responses.csv")?,
        file("population.csv")?,
        file("indicators.json")?,
        file("text_tokens.json")?,
    ];
    let read = if accepted { read_accepting } else { read };
    let case = read(Files {
        questionnaire: questionnaire.as_deref(),
        responses: responses.as_deref(),
        population: population.as_deref(),
        indicators: indicators.as_deref(),
        text_tokens: text_tokens.as_deref(),
    });
    let case = case.map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        lines.join("\n")
    })?;
    for remark in &case.remarks {
        say(&format!("note: {remark}"));
    }
    if let Some(differ) = totals_differ(&case) {
        say(&format!("population.csv: warning: {differ}"));
    }
    Ok(results(&case))
}

/// Whether the dimensions of the population count different numbers of people.
fn totals_differ(case: &Case) -> Option<TotalsDiffer> {
    let totals = case.population.iter().map(|margin| {
        let people = margin.categories.iter().map(|(_, people)| people).sum();
        (margin.name.clone(), people)
    });
    TotalsDiffer::among(totals.collect())
}

/// Writes beside the target and renames, so that a half-written file is never seen.
fn save(out: &Path, figures: &Value) -> io::Result<()> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = out.with_file_name(name);
    let written = fs::write(&part, format!("{figures:#}\n")).and_then(|()| fs::rename(&part, out));
    if written.is_err() {
        // The error that is reported is the one of writing; a part that cannot be removed changes nothing.
        let _ = fs::remove_file(&part);
    }
    written
}

fn differences(figures: &Value, file: &Path) -> Result<u8, String> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let expected: Value =
        serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", file.display()))?;
    let found = compare(figures, &expected);
    for difference in &found {
        say(&difference.to_string());
    }
    Ok(if found.is_empty() { OK } else { DIFFERENT })
}

fn say(line: &str) {
    // A closed terminal is no reason to lose the exit code.
    let _ = writeln!(io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `sex` and `age` count the same people of the town, or one of them is wrong.
    #[test]
    fn two_totals_of_one_population_are_told() {
        let of = |population: &str| {
            let case = read(Files {
                questionnaire: Some(include_bytes!(
                    "../../tests/data/cases/p1_basic/questionnaire.json"
                )),
                responses: Some(include_bytes!(
                    "../../tests/data/cases/p1_basic/responses.csv"
                )),
                population: Some(population.as_bytes()),
                indicators: Some(include_bytes!(
                    "../../tests/data/cases/p1_basic/indicators.json"
                )),
                text_tokens: None,
            });
            totals_differ(&case.unwrap()).map(|differ| differ.to_string())
        };
        let head = "dimension,category,population\n";
        let same = format!("{head}sex,1,4500\nsex,2,15500\nage,1,20000\n");
        assert_eq!(of(&same), None);
        let told = of(&format!("{head}sex,1,4500\nsex,2,15500\nage,1,33000\n"));
        assert!(told.unwrap().contains("sex 20000, age 33000"));
    }
}

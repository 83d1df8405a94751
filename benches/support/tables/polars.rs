//! The same unweighted cross tables by polars, in Python, from Parquet.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use kocho::domain::questionnaire::item::Accepts;

use super::cells::{Cell, Cells};
use crate::support::sheets::column;
use crate::support::town::Asked;

/// Seconds from the start of reading the file until all counts are there, and the counts; none without polars.
pub fn count(csv: &Path, asked: &Asked) -> anyhow::Result<Option<(f64, Cells)>> {
    let python = |arguments: &[&str]| Command::new("python3").args(arguments).output();
    if !python(&["-c", "import polars"]).is_ok_and(|said| said.status.success()) {
        return Ok(None);
    }
    let items = asked.form.items().iter();
    let closed = items.filter_map(|item| match &item.accepts {
        Accepts::One(_) => Some((&item.code, 0)),
        Accepts::Many { codes, .. } => Some((&item.code, codes.len())),
        _ => None,
    });
    let closed: Vec<(&String, usize)> = closed.collect();
    let named = closed
        .iter()
        .map(|(code, n)| format!("{}:{n}", column(code)));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/tables.py");
    let (script, csv) = (script.display().to_string(), csv.display().to_string());
    let said = python(&[&script, &csv, &named.collect::<Vec<_>>().join(",")])?;
    ensure!(
        said.status.success(),
        "polars: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    let text = String::from_utf8(said.stdout)?;
    let mut lines = text.lines();
    let seconds = lines.next().context("no seconds")?.parse()?;
    let mut cells = Cells::default();
    for line in lines {
        let parts: Vec<&str> = line.split(',').collect();
        let [by, category, item, answer, n] = parts[..] else {
            anyhow::bail!("not a cell: {line}");
        };
        let (item, _) = closed[item.parse::<usize>()?];
        let cell = Cell {
            n: n.parse()?,
            weight: None,
        };
        cells.add(by, category.parse()?, item, answer.parse()?, cell);
    }
    Ok(Some((seconds, cells)))
}

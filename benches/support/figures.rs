//! The table of figures: on the screen, and in `benches/README.md` between two marks.

use std::fs;
use std::path::Path;

use anyhow::Context;

const BEGIN: &str = "<!-- figures: written by make bench -->";
const END: &str = "<!-- end of figures -->";

/// Lines of the table.
#[derive(Default)]
pub struct Figures(Vec<Line>);

struct Line {
    what: String,
    measured: String,
    ratio: String,
    target: String,
    reached: Option<bool>,
}

impl Figures {
    /// A figure that only explains others.
    pub fn note(&mut self, what: &str, measured: String) {
        self.add(what, measured, String::new(), String::new(), None);
    }

    /// A figure that shall be at least a share of another.
    pub fn ratio(&mut self, what: &str, rate: f64, of: f64, least: f64) {
        let ratio = rate / of;
        self.add(
            what,
            format!("{rate:.0}/s"),
            format!("{ratio:.2}"),
            format!("≥ {least}"),
            Some(ratio >= least),
        );
    }

    /// A ratio that there is not, because not everybody was answered.
    pub fn refused(&mut self, what: &str, why: &str, least: f64) {
        let target = format!("≥ {least}");
        self.add(what, why.to_owned(), String::new(), target, Some(false));
    }

    /// Seconds of somebody else for the same work, who shall need at least so many times ours.
    pub fn slower(&mut self, what: &str, theirs: f64, ours: f64, least: f64) {
        let ratio = theirs / ours;
        self.add(
            what,
            format!("{theirs:.2} s"),
            format!("{ratio:.1}"),
            format!("≥ {least}"),
            Some(ratio >= least),
        );
    }

    /// A figure that shall be at most so large.
    pub fn at_most(&mut self, what: &str, value: f64, most: f64, unit: &str) {
        let digits = if most < 10.0 { 2 } else { 0 };
        self.add(
            what,
            format!("{value:.digits$} {unit}"),
            String::new(),
            format!("≤ {most} {unit}"),
            Some(value <= most),
        );
    }

    /// A figure that shall be at least so large.
    pub fn at_least(&mut self, what: &str, value: f64, least: f64, unit: &str) {
        self.add(
            what,
            format!("{value:.0}{unit}"),
            String::new(),
            format!("≥ {least}{unit}"),
            Some(value >= least),
        );
    }

    fn add(
        &mut self,
        what: &str,
        measured: String,
        ratio: String,
        target: String,
        reached: Option<bool>,
    ) {
        let line = Line {
            what: what.to_owned(),
            measured,
            ratio,
            target,
            reached,
        };
        eprintln!("{}", line.written());
        self.0.push(line);
    }

    /// The table in Markdown.
    pub fn table(&self) -> String {
        let head = "| what | measured | ratio | target | reached |\n|---|---:|---:|---:|---|\n";
        let lines = self.0.iter().map(|line| format!("{}\n", line.written()));
        format!("{head}{}", lines.collect::<String>())
    }

    /// Puts machine and table into the file, in place of what stood there.
    pub fn keep(&self, file: &Path, machine: &str) -> anyhow::Result<()> {
        let text = fs::read_to_string(file)?;
        let (before, rest) = text
            .split_once(BEGIN)
            .context("no mark where figures begin")?;
        let (_, after) = rest.split_once(END).context("no mark where figures end")?;
        let table = self.table();
        Ok(fs::write(
            file,
            format!("{before}{BEGIN}\n\n{machine}\n\n{table}\n{END}{after}"),
        )?)
    }
}

impl Line {
    fn written(&self) -> String {
        let reached = match self.reached {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        format!(
            "| {} | {} | {} | {} | {reached} |",
            self.what, self.measured, self.ratio, self.target
        )
    }
}

//! The frame: an experiment is run twice, as it is and with something broken, and becomes one row of the table.

use std::any::Any;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

/// Something that is tried.
pub struct Experiment {
    /// Its name, for `ONLY=`.
    pub name: &'static str,
    /// What must be true of it.
    pub promise: &'static str,
    /// Tries it.
    pub run: fn(Scene) -> LocalBoxFuture<'static, Seen>,
}

/// How it is tried.
#[derive(Clone, Copy)]
pub struct Scene {
    /// Where its dice begin.
    pub seed: u64,
    /// Whether something is broken, which must be noticed.
    pub is_control: bool,
}

impl Scene {
    /// So many rounds, unless `KOCHO_ROUNDS` says fewer; a control needs a quarter of them.
    pub fn rounds(&self, usual: usize) -> usize {
        let asked = std::env::var("KOCHO_ROUNDS").ok();
        let most = asked
            .and_then(|text| text.parse().ok())
            .unwrap_or(usize::MAX);
        let usual = if self.is_control {
            usual.div_ceil(4)
        } else {
            usual
        };
        usual.min(most).max(1)
    }
}

/// What was seen.
pub enum Seen {
    /// It was tried.
    Tried {
        /// What was done, with numbers.
        tried: String,
        /// What came of it, with numbers.
        seen: String,
        /// Whether that is what was promised.
        kept: bool,
    },
    /// It cannot be tried here.
    Skipped(&'static str),
    /// It could not go on: neither kept nor noticed.
    Ended(String),
}

/// The rows so far.
#[derive(Default)]
pub struct Report {
    rows: Vec<[String; 6]>,
    broken: usize,
}

/// Runs an experiment and its control.
pub async fn try_out(experiment: &Experiment, seed: u64, report: &mut Report) {
    for is_control in [false, true] {
        let name = if is_control {
            format!("{} (control)", experiment.name)
        } else {
            experiment.name.to_owned()
        };
        eprintln!("{name}: seed {seed} …");
        let trying = (experiment.run)(Scene { seed, is_control });
        let seen = AssertUnwindSafe(trying).catch_unwind().await;
        let seen = seen.unwrap_or_else(|panic| Seen::Ended(said(&*panic)));
        report.add(&name, experiment.promise, seed, is_control, seen);
    }
}

impl Report {
    fn add(&mut self, name: &str, promise: &str, seed: u64, is_control: bool, seen: Seen) {
        let promise = if is_control {
            "must be noticed"
        } else {
            promise
        };
        let (tried, seen, verdict) = match seen {
            Seen::Skipped(why) => (String::new(), why.to_owned(), "skipped"),
            Seen::Ended(why) => {
                self.broken += 1;
                (String::new(), why, "BROKEN")
            }
            Seen::Tried { tried, seen, kept } => {
                let verdict = match (is_control, kept) {
                    (false, true) => "kept",
                    (true, false) => "noticed",
                    (false, false) => "BROKEN",
                    (true, true) => "NOT NOTICED",
                };
                self.broken += usize::from(kept == is_control);
                (tried, seen, verdict)
            }
        };
        eprintln!("{name}: {verdict}: {tried}: {seen}");
        let row = [name, &tried, promise, &seen, &seed.to_string(), verdict];
        self.rows.push(row.map(str::to_owned));
    }

    /// Whether every promise was kept and every control noticed.
    pub fn kept(&self) -> bool {
        self.broken == 0
    }

    /// All rows, as a table of Markdown.
    pub fn table(&self) -> String {
        let mut text =
            "\n| experiment | tried | promised | seen | seed | |\n|---|---|---|---|---|---|\n"
                .to_owned();
        for row in &self.rows {
            writeln!(text, "| {} |", row.join(" | ")).unwrap();
        }
        text
    }
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!(
        "ended early: {}",
        text.unwrap_or_default().replace('\n', " ")
    )
}

/// The seed of this run: `KOCHO_SEED`, or one nobody chose.
pub fn seed() -> u64 {
    std::env::var("KOCHO_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| u64::from(getrandom::u32().unwrap()))
}

pub use crate::linking::dice::Dice;

impl Dice {
    /// One of `0..count`.
    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).unwrap()
    }

    /// A time between two.
    pub fn milliseconds(&mut self, least: usize, most: usize) -> Duration {
        Duration::from_millis((least + self.below(most - least + 1)) as u64)
    }
}

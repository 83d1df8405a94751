//! What an experiment is, and the table of them.

/// One experiment.
pub struct Experiment {
    /// How it is called.
    pub name: &'static str,
    /// What must be true.
    pub promise: &'static str,
    /// Does it with a seed.
    pub run: fn(u64) -> Vec<Row>,
}

/// What came of it, or of its control.
pub struct Row {
    /// What was done, with its numbers.
    pub tried: String,
    /// What was seen.
    pub seen: String,
    /// Whether the promise held; of a control, whether it failed as it must.
    pub is_kept: bool,
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let verdict = if self.is_kept { "kept" } else { "BROKEN" };
        write!(f, "{verdict}: {} → {}", self.tried, self.seen)
    }
}

/// As a table in Markdown.
pub fn table(rows: &[(&str, Row)], seed: u64) -> String {
    let mut lines = vec![
        format!("\n| experiment | tried (seed {seed}) | seen | promise |"),
        "|---|---|---|---|".to_owned(),
    ];
    for (name, row) in rows {
        let verdict = if row.is_kept { "kept" } else { "**broken**" };
        lines.push(format!(
            "| {name} | {} | {} | {verdict} |",
            row.tried, row.seen
        ));
    }
    lines.join("\n")
}

/// Numbers that come again with their seed.
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next, below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    /// Shuffles.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            let other = usize::try_from(self.roll(at as u64 + 1)).unwrap();
            all.swap(at, other);
        }
    }
}

//! The machine the figures belong to, in words.

use std::fs;
use std::process::Command;

/// Lines of a list.
pub fn described(postgres: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpu = line("/proc/cpuinfo", "model name");
    let memory = line("/proc/meminfo", "MemTotal");
    let kibibytes = memory
        .split_whitespace()
        .next()
        .and_then(|n| n.parse().ok());
    let gigabytes = kibibytes.map_or(f64::NAN, |n: f64| n * 1024.0 / 1e9);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map_or_else(
        |_| "rustc unknown".to_owned(),
        |said| String::from_utf8_lossy(&said.stdout).trim().to_owned(),
    );
    let date = kocho::clock::now().date_naive();
    format!(
        "{date} · {cores} cores of {cpu}, {gigabytes:.0} GB memory · Linux {} · PostgreSQL {postgres} · {rustc}",
        kernel.trim()
    )
}

fn line(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let found = text.lines().find_map(|line| line.strip_prefix(name));
    let value = found.map(|rest| rest.trim_start_matches([' ', '\t', ':']).trim());
    value.unwrap_or("unknown").to_owned()
}

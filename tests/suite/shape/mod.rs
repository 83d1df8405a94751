//! The shape of the house: what the compiler does not keep. Which layer may use which, where SQL is written, who may
//! act, what templates and languages must not do.

mod alone;
mod arrows;
mod counting;
mod dependencies;
mod dress;
mod edges;
mod handlers;
mod keeping;
mod links;
mod logged;
mod pages;
mod said;
mod sources;
mod templates;
mod wording;

use std::path::{Path, PathBuf};

/// Every file under a folder of the repository with this ending, by its path, with its text.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join(folder), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "nothing under {folder}");
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        (name.to_owned(), std::fs::read_to_string(path).unwrap())
    };
    found.iter().map(read).collect()
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(path);
        }
    }
}

/// No faults; otherwise all of them at once.
#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

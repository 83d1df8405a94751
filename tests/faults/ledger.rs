//! The ledger: what each citizen sent and was told, written to a disk nobody breaks, and compared in the end with what
//! is stored (`trust.md` §2.2).

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Shared by all citizens.
#[derive(Clone)]
pub struct Ledger(Arc<Mutex<Book>>);

struct Book {
    file: File,
    sent: BTreeSet<String>,
    receipts: BTreeMap<String, String>,
    errors: usize,
    other_receipts: usize,
}

/// What the comparison comes to. All but the first three must be nothing.
#[derive(Debug, Default)]
pub struct Balance {
    pub sent: usize,
    pub acked: usize,
    pub errors: usize,
    /// Told "recorded" and not stored.
    pub lost: usize,
    /// Stored more than once.
    pub dup: usize,
    /// Stored and never sent.
    pub ghost: usize,
    /// Stored and, after all tries, not told so.
    pub unacked: usize,
    /// A retry got another receipt.
    pub other_receipts: usize,
}

impl Ledger {
    /// A new one in a file.
    pub fn new(file: &Path) -> Self {
        Self(Arc::new(Mutex::new(Book {
            file: File::create(file).unwrap(),
            sent: BTreeSet::new(),
            receipts: BTreeMap::new(),
            errors: 0,
            other_receipts: 0,
        })))
    }

    /// Before it is sent.
    pub fn sent(&self, id: &str) {
        let mut book = self.0.lock().unwrap();
        book.note(&format!("SENT {id}"));
        book.sent.insert(id.to_owned());
    }

    /// When a receipt was shown, for the first time or again.
    pub fn acked(&self, id: &str, receipt: String) {
        let mut book = self.0.lock().unwrap();
        book.note(&format!("ACK {id} {receipt}"));
        let first = book
            .receipts
            .entry(id.to_owned())
            .or_insert(receipt.clone());
        let differs = *first != receipt;
        book.other_receipts += usize::from(differs);
    }

    /// When something else came.
    pub fn error(&self, id: &str, kind: &str) {
        let mut book = self.0.lock().unwrap();
        book.note(&format!("ERR {id} {kind}"));
        book.errors += 1;
    }

    /// How many were told "recorded".
    pub fn count(&self) -> usize {
        self.0.lock().unwrap().receipts.len()
    }

    /// Compares with what is stored.
    pub fn balance(&self, stored: &[String]) -> Balance {
        let book = self.0.lock().unwrap();
        let distinct: BTreeSet<&String> = stored.iter().collect();
        for lost in book.receipts.keys().filter(|id| !distinct.contains(id)) {
            eprintln!("LOST {lost}");
        }
        let told = |id: &&&String| book.receipts.contains_key(**id);
        Balance {
            sent: book.sent.len(),
            acked: book.receipts.len(),
            errors: book.errors,
            lost: book
                .receipts
                .keys()
                .filter(|id| !distinct.contains(id))
                .count(),
            dup: stored.len() - distinct.len(),
            ghost: distinct
                .iter()
                .filter(|id| !book.sent.contains(**id))
                .count(),
            unacked: distinct.iter().filter(|id| !told(id)).count(),
            other_receipts: book.other_receipts,
        }
    }
}

impl Book {
    fn note(&mut self, line: &str) {
        writeln!(self.file, "{line}").unwrap();
        self.file.sync_data().unwrap();
    }
}

impl Balance {
    /// Whether everything promised is true.
    pub fn kept(&self) -> bool {
        let faults = [
            self.lost,
            self.dup,
            self.ghost,
            self.unacked,
            self.other_receipts,
        ];
        self.acked > 0 && faults == [0; 5]
    }

    /// As it stands in the table.
    pub fn said(&self) -> String {
        format!(
            "sent={} acked={} errors={} LOST={} DUP={} GHOST={} UNACKED_STORED={} OTHER_RECEIPT={}",
            self.sent,
            self.acked,
            self.errors,
            self.lost,
            self.dup,
            self.ghost,
            self.unacked,
            self.other_receipts
        )
    }
}

//! One target on its own, in the notation of `achievements[]`: for trying out a target, and for tables of vectors.

use serde_json::Value;

use super::fault::{Fault, Faults};
use super::json::Node;
use super::{read, write};

/// Judges one entry that does not refer to an indicator; the result has the shape of `achievements[]` without id.
pub fn judge_entry(entry: &Value) -> Result<Value, Vec<Fault>> {
    let faults = Faults::default();
    let plan = read::achievement(&Node::root("entry", entry, &faults), &[]);
    match plan.filter(|_| faults.is_empty()) {
        Some(plan) => Ok(write::achievement(&plan)),
        None => Err(faults.into_list()),
    }
}

//! Comparing computed figures with expected ones: every difference with its path.

use serde_json::{Number, Value};

/// Keys that are informative only.
const NOT_COMPARED: [&str; 4] = ["iterations", "audit", "max_abs_margin_error", "schema"];

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Where, e.g. `indicators[3].ci_wilson[0]`.
    pub path: String,
    /// As computed; `None` where the key is missing.
    pub computed: Option<Value>,
    /// As expected; `None` where the key is not expected.
    pub expected: Option<Value>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |value: &Option<Value>| {
            value
                .as_ref()
                .map_or_else(|| "(absent)".to_owned(), Value::to_string)
        };
        let (computed, expected) = (shown(&self.computed), shown(&self.expected));
        write!(f, "{}: computed {computed}, expected {expected}", self.path)
    }
}

/// Every difference beyond the tolerances of the reference cases.
pub fn compare(computed: &Value, expected: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk("", false, (Some(computed), Some(expected)), &mut found);
    found
}

type Pair<'a> = (Option<&'a Value>, Option<&'a Value>);

fn walk(path: &str, weighted: bool, pair: Pair, found: &mut Vec<Difference>) {
    match pair {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let weighted = weighted || b.get("weighted") == Some(&Value::Bool(true));
            let extra = a.keys().filter(|key| !b.contains_key(*key));
            let keys = b.keys().chain(extra);
            for key in keys.filter(|key| !NOT_COMPARED.contains(&key.as_str())) {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{key}");
                let weighted = weighted || is_weighted(key);
                walk(&path, weighted, (a.get(key), b.get(key)), found);
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for at in 0..a.len().max(b.len()) {
                let path = format!("{path}[{at}]");
                walk(&path, weighted, (a.get(at), b.get(at)), found);
            }
        }
        (Some(Value::Number(a)), Some(Value::Number(b))) if close(path, weighted, a, b) => {}
        (a, b) if a != b => push(path, pair, found),
        _ => {}
    }
}

/// Whole numbers are counts and must be equal; everything else within its tolerance.
fn close(path: &str, weighted: bool, computed: &Number, expected: &Number) -> bool {
    if computed.is_u64() && expected.is_u64() {
        return computed == expected;
    }
    let float = |number: &Number| number.as_f64().unwrap_or(f64::NAN);
    let (x, y) = (float(computed), float(expected));
    (x - y).abs() <= tolerance(path, weighted, y)
}

fn push(path: &str, (computed, expected): Pair, found: &mut Vec<Difference>) {
    found.push(Difference {
        path: path.to_owned(),
        computed: computed.cloned(),
        expected: expected.cloned(),
    });
}

/// Keys whose figures come from weights wherever they stand.
fn is_weighted(key: &str) -> bool {
    matches!(
        key,
        "weights" | "weighted_count" | "wcount" | "weighted_n" | "other_weighting"
    ) || key.starts_with("wpct")
}

fn tolerance(path: &str, weighted: bool, expected: f64) -> f64 {
    let key = path.rsplit('.').next().unwrap_or(path);
    match key {
        "improvement" | "angle_deg" => 1e-4,
        "n_eff" | "deff_kish" | "deff_lin" | "ci_n" => 1e-6 * expected.abs().max(1.0),
        _ if weighted => 1e-6 * expected.abs().max(1.0),
        _ => 1e-9 * expected.abs().max(1.0),
    }
}

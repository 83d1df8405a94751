//! Made-up answers to any questionnaire: every item by chance, marks that are invalid, sheets that are blank.

use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::item::Accepts;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

/// The same numbers in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// 0 to `below` − 1.
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % below
    }
}

/// The document of one response. Also questions that are not asked are answered now and then: that is ignored.
pub fn document(dice: &mut Dice, questionnaire: &Reader, paper: bool) -> String {
    let mut answers = Map::new();
    // One paper sheet in fifteen is blank: nothing at all, only attributes, or only invalid marks.
    let blank = paper && dice.roll(15) == 0;
    // Some answer every row of a grid alike.
    let lines = (dice.roll(6) == 0).then(|| dice.roll(3));
    for item in questionnaire.items() {
        let subject = item.role == kocho::domain::questionnaire::question::Role::Subject;
        let what = dice.roll(20);
        if what < 3 {
            continue;
        }
        let value = if paper && (what == 3 || blank && subject) {
            json!({"invalid": true})
        } else {
            let pick = lines.filter(|_| item.code.contains('.'));
            answer(dice, &item.accepts, pick)
        };
        answers.insert(item.code.clone(), value);
    }
    if blank && dice.roll(3) == 0 {
        answers.clear();
    }
    Value::Object(answers).to_string()
}

fn answer(dice: &mut Dice, accepts: &Accepts, pick: Option<usize>) -> Value {
    match accepts {
        Accepts::One(codes) => {
            let at = pick.unwrap_or_else(|| dice.roll(codes.len()));
            json!(codes[at.min(codes.len() - 1)])
        }
        Accepts::Consent(code) => json!(code),
        Accepts::Many { codes, .. } => {
            let first = dice.roll(codes.len());
            // More marks than allowed and exclusive ones beside others: as older files brought them in.
            let chosen = codes
                .iter()
                .enumerate()
                .filter(|(at, _)| *at == first || dice.roll(4) == 0)
                .map(|(_, code)| json!(code));
            Value::Array(chosen.collect())
        }
        Accepts::Number {
            min, max, decimals, ..
        } => {
            // Older files are no wider than their questions: `analyze` would call it invalid.
            let inside = |number: Decimal| number.clamp(*min, *max);
            let mut roll = |below| Decimal::from(dice.roll(below));
            match decimals {
                0 => json!(inside(roll(100)).to_i64()),
                _ => json!(inside(roll(12_000) / Decimal::from(100) - Decimal::from(4)).to_f64()),
            }
        }
        Accepts::Date { .. } => json!(format!("19{}-0{}-11", 40 + dice.roll(60), 1 + dice.roll(9))),
        Accepts::Time { .. } => json!(format!("{:02}:{:02}", dice.roll(24), dice.roll(60))),
        Accepts::Text { .. } => json!("氏名\"砂川 太郎\"\n=1+1, 0125-54-2121"),
    }
}

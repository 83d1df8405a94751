//! Single bits of a backup flipped: none is restored (`trust.md` §1.9).

use std::fs;

use crate::frame::{Dice, Scene, Seen};
use crate::postgres::Postgres;
use crate::town;

const FLIPS: usize = 250;

/// Flips one bit and restores, again and again. The control flips none: it is restored.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let town = town::found(&postgres).await;
    town.run(&["backup", "whole.dump"]);
    let whole = fs::read(town.var.join("whole.dump")).unwrap();
    let mut dice = Dice::new(scene.seed);
    let flips = scene.rounds(FLIPS);
    let (mut restored, mut unsaid) = (0, 0);
    for _ in 0..flips {
        let mut bytes = whole.clone();
        if !scene.is_control {
            bytes[dice.below(whole.len())] ^= 1 << dice.below(8);
        }
        fs::write(town.var.join("flipped.dump"), bytes).unwrap();
        let ended = town.command(&["restore", "--force", "flipped.dump"]);
        let ended = { ended }.output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        restored += usize::from(ended.status.success());
        let is_said = said.contains("damaged") || said.contains("no backup");
        unsaid += usize::from(!is_said);
    }
    Seen::Tried {
        tried: format!("{flips} bits flipped in a backup of {} bytes", whole.len()),
        seen: format!("restored={restored} refused_without_why={unsaid}"),
        kept: restored == 0 && unsaid == 0,
    }
}

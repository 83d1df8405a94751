//! The role's `synchronous_commit` is turned off under running nodes, and the database is killed.

use crate::frame::{Scene, Seen};
use crate::kills;

/// Twenty kills.
pub async fn run(scene: Scene) -> Seen {
    kills::database_kills(scene, scene.rounds(20), true).await
}

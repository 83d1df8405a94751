//! What the measurements stand on: a database and a server of their own, a load driver, the table of figures.

pub mod closing;
pub mod crowd;
pub mod designer;
pub mod desk;
pub mod distance;
pub mod environment;
pub mod figures;
pub mod form;
pub mod journey;
pub mod latency;
pub mod load;
pub mod machine;
pub mod pgbench;
pub mod phone;
pub mod processors;
pub mod public;
pub mod server;
pub mod sheets;
pub mod tables;
pub mod town;
pub mod ways;

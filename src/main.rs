//! The program: hands the command line to `commands`.

use std::process::ExitCode;

/// Pages are written into many small and a few large pieces of memory on every processor at once: the allocator of
/// the system spent a fifth of the time of a page on that (`benches/README.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kocho::commands::run()
}

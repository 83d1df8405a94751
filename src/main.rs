//! The program: hands the command line to `commands`.

use std::process::ExitCode;

/// Pages are written by templates in many small pieces of memory: allocating was about half of the largest entries in
/// the profile of a page with answers (`benches/README.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kocho::commands::run()
}

//! The program: hands the command line to `commands`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kocho::commands::run()
}

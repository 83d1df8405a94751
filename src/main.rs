//! The program: hands the command line to `commands`.

fn main() {}

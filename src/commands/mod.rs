//! The operator's door: one file a family of subcommands.

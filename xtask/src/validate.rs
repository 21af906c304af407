//! `cargo xtask validate`: parts, checkers and simulations against published results.
use crate::run::{self, cargo};

/// Builds the comparison with its own profile, which is quick where releases are small, and runs it.
pub fn validate(arguments: &[String]) -> Result<(), String> {
    let mut command = cargo(&["run", "--quiet", "--profile", "validate", "--package", "tests", "--bin", "validate"]);
    run::run(command.arg("--").args(arguments))
}

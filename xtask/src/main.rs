//! `cargo xtask COMMAND`: see the list of commands in `lib.rs`.
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) =
        arguments.split_first().filter(|(name, _)| !matches!(name.as_str(), "help" | "--help" | "-h"))
    else {
        print!("{}", xtask::help());
        return if arguments.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    };
    match xtask::command(name, rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

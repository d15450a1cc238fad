//! The command line: what an integrator and the build run outside a browser.

use std::process::ExitCode;

const USAGE: &str = "usage:
  portcullis check POLICY.json   says whether a policy is right, and if not, where it is wrong
  portcullis table               prints what the shim's build takes from the built-in services";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["check", file] => check(file),
        ["table"] => {
            println!(
                "{{\"BEFORE\":{},\"KNOWN\":{}}}",
                portcullis::consent::steps_before(),
                portcullis::classify::table()
            );
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn check(file: &str) -> ExitCode {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::from(2);
        }
    };
    match portcullis::policy::parse(&text) {
        Ok(policy) => {
            println!(
                "{file}: right; {} services, {} of them wait for a choice",
                policy.services.len(),
                policy.gated().len()
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{file}: {}", error.message());
            ExitCode::FAILURE
        }
    }
}

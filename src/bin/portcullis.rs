//! The command line as a native process: what an integrator and the build run outside a browser.

// What could stop the program is refused, as in the library.
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::get_unwrap,
        clippy::panic_in_result_fn,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_in_result
    )
)]

use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

use portcullis::command::{MISSING, Outside, run};
use portcullis::policy::field::Date;

struct Process;

impl Outside for Process {
    fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        let read = if name == "-" {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(name)
        };
        read.map_err(|error| match error.kind() {
            ErrorKind::NotFound => MISSING.into(),
            _ => error.to_string(),
        })
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let path = Path::new(name);
        let unfinished = format!("{name}.{}", std::process::id());
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&unfinished, bytes))
            .and_then(|()| fs::rename(&unfinished, path))
            .map_err(|error| {
                let _ = fs::remove_file(&unfinished);
                error.to_string()
            })
    }

    // Why not: docs/decisions/022-one-program-two-shells.md.
    fn answer(&self, url: &str) -> Result<Vec<u8>, String> {
        Err(format!(
            "this program fetches nothing: use `npx portcullis`, or curl -sSiL '{url}' | portcullis … --page -"
        ))
    }

    fn brotli(&self, bytes: &[u8]) -> usize {
        let mut sent = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        // Memory takes whatever is written.
        let _ = brotli::BrotliCompress(&mut &*bytes, &mut sent, &parameters);
        sent.len()
    }

    fn today(&self) -> Date {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Date::of_seconds(since.as_secs())
    }

    fn own_pkg(&self) -> Option<String> {
        None
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = run(&arguments, &Process);
    // Nobody is there to hear of a pipe that was closed.
    let _ = io::stdout().write_all(done.out.as_bytes());
    let _ = io::stderr().write_all(done.err.as_bytes());
    ExitCode::from(done.status)
}

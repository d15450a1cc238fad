//! The command line for Node: `www/tools/portcullis.mjs` is what is outside.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::command::{self, Done, Outside};
use crate::consent::{Guard, Signals, stored};
use crate::policy::field::Date;

#[wasm_bindgen]
extern "C" {
    /// What `www/tools/portcullis.mjs` passes: what a process would have by itself.
    pub type Process;
    #[wasm_bindgen(method, catch)]
    fn file(this: &Process, name: &str) -> Result<Vec<u8>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Process, name: &str, bytes: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn answer(this: &Process, url: &str) -> Result<Vec<u8>, JsValue>;
    #[wasm_bindgen(method)]
    fn brotli(this: &Process, bytes: &[u8]) -> f64;
    #[wasm_bindgen(method)]
    fn now(this: &Process) -> f64;
    #[wasm_bindgen(method)]
    fn pkg(this: &Process) -> String;
}

fn why(error: &JsValue) -> String {
    match error.as_string() {
        Some(why) if why == "missing" => command::MISSING.to_string(),
        why => why.unwrap_or_else(|| format!("{error:?}")),
    }
}

impl Outside for Process {
    fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        Process::file(self, name).map_err(|error| why(&error))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        Process::put(self, name, bytes).map_err(|error| why(&error))
    }

    fn answer(&self, url: &str) -> Result<Vec<u8>, String> {
        Process::answer(self, url).map_err(|error| why(&error))
    }

    fn brotli(&self, bytes: &[u8]) -> usize {
        // The length of a text that is in memory.
        Process::brotli(self, bytes) as usize
    }

    fn today(&self) -> Date {
        // Never before 1970, and far from where a float is no longer exact.
        Date::of_seconds(self.now() as u64)
    }

    fn own_pkg(&self) -> Option<String> {
        Some(self.pkg())
    }
}

/// What a command printed, and its exit status.
#[wasm_bindgen(getter_with_clone)]
#[derive(Debug)]
pub struct Printed {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// The exit status.
    pub status: u8,
}

/// Runs a command.
#[wasm_bindgen]
pub fn run(arguments: Vec<String>, process: &Process) -> Printed {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Done { out, err, status } = command::run(&arguments, process);
    Printed { out, err, status }
}

/// The pages that the command will ask `answer` for, which must be there by then.
#[wasm_bindgen]
pub fn pages(arguments: Vec<String>) -> Vec<String> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    command::pages(&arguments).into_iter().map(String::from).collect()
}

/// The seal's policy for what a visitor's record grants at that minute since 1970.
#[wasm_bindgen]
pub fn policy_for(
    policy: &str,
    guard: &str,
    cookies: &str,
    gpc: bool,
    age: &str,
    secure: bool,
    now: f64,
) -> Result<String, JsError> {
    let policy = crate::policy::parse(policy).map_err(|error| JsError::new(&error.message()))?;
    let guard = Guard::parse(guard).ok_or_else(|| JsError::new("guard: expected seal or seal-strict"))?;
    let name = stored::record_name(secure, "");
    let signals = Signals::read(gpc, age, "", "", true);
    Ok(guard.policy_of(&policy, signals, cookies, &name, now as u32))
}

//! All that this module keeps in a visitor's browser, as a file that they take away.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use serde::Serialize;

use crate::journal::Controller;
use crate::policy::Policy;

/// What is in the file besides the receipts.
pub struct Everything<'a> {
    /// When it was made, as [`crate::journal::time`] has it.
    pub at: String,
    /// What is allowed, by the services' ids.
    pub choices: BTreeMap<&'a str, &'static str>,
    /// The receipts, as they are exported.
    pub receipts: String,
    /// The record.
    pub record: Option<String>,
    /// Whose site it is.
    pub policy: &'a Policy<'a>,
    /// What is kept, as it is.
    pub stored: BTreeMap<String, String>,
}

impl Everything<'_> {
    /// The file, in its canonical form: `portcullis verify` reads the receipts in it.
    pub fn text(&self) -> String {
        let site = Controller { contact: self.policy.contact().into(), name: self.policy.site().into() };
        let record = self.record.as_ref().map_or(String::new(), |record| format!("\"record\":{},", json(record)));
        format!(
            "{{\"at\":{},\"choices\":{},\"receipts\":{},{record}\"site\":{},\"stored\":{},\"version\":1}}",
            json(&self.at),
            json(&self.choices),
            self.receipts,
            json(&site),
            json(&self.stored),
        )
    }
}

/// A value of plain data is always written.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

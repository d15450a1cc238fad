//! What a receipt must be to be kept.

use serde_json::Value;

/// A receipt, and what it is found by.
pub struct Receipt {
    pub id: String,
    pub at: String,
    /// The hash of the policy that it was made under.
    pub policy: String,
    /// All of it, as it came.
    pub body: String,
}

impl Receipt {
    /// Reads the body of a request.
    pub fn read(body: &[u8]) -> Result<Receipt, &'static str> {
        let body = std::str::from_utf8(body).map_err(|_| "not UTF-8")?;
        let value: Value = serde_json::from_str(body).map_err(|_| "not JSON")?;
        let text = |pointer| value.pointer(pointer).and_then(Value::as_str);
        if text("/kind") != Some("decision") {
            return Err("`kind` is not \"decision\"");
        }
        // Receipts of one visitor are not to be linked, whoever posts.
        if value.get("before").is_some() || value.get("hash").is_some() {
            return Err("`before` and `hash` stay with the visitor");
        }
        let id = text("/id").filter(|id| is_like(id, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"));
        let at = text("/at").filter(|at| is_like(at, "xxxx-xx-xxTxx:xx:xxZ"));
        let policy = text("/notice/policy").filter(|hash| hash.len() == 43);
        let processes = value.get("processes").and_then(Value::as_array);
        let speaks = |one: &Value| one["service"].is_string() && one["status"].is_string();
        let whole = processes.is_some_and(|all| all.iter().all(speaks));
        if !whole {
            return Err("`processes` is no list of services and their status");
        }
        Ok(Receipt {
            id: id.ok_or("`id` is no UUID")?.into(),
            at: at.ok_or("`at` is no time to the second, in UTC")?.into(),
            policy: policy.ok_or("`notice.policy` is no SHA-256")?.into(),
            body: body.into(),
        })
    }
}

/// Whether a text is a pattern in which `x` stands for a hexadecimal digit.
fn is_like(text: &str, pattern: &str) -> bool {
    let same = |(one, other): (u8, u8)| if other == b'x' { one.is_ascii_hexdigit() } else { one == other };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(same)
}

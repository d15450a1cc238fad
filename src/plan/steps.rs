//! What a vendor is told, as data: the shim's interpreter runs it (`www/shim/steps.ts` lists the operations).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Serialize, Serializer};
use ts_rs::TS;

use crate::policy::json::{self, Node, Value};
use crate::policy::{Policy, Service};
use crate::text;
use crate::vendors::{BUILT_IN, Needed, SIGNALS, Setting};

/// A step: an operation, a path, and values.
#[derive(Clone, Debug, PartialEq, TS)]
#[ts(type = "[operation: string, path?: string, ...values: unknown[]]")]
pub struct Step(Node<'static>);

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A service that waits for a choice, and the steps that tell its vendor.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceSteps {
    /// Its id.
    pub id: String,
    /// Whether it is loaded before a choice, told that nothing is granted.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub advanced: bool,
    /// The service without which it does not run, and whose scripts run first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub needs: Option<String>,
    /// Globals that pages call, in whose place a stub stands until a grant: it drops what it is told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub stubs: Vec<String>,
    /// On a grant, before anything is loaded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Step>>", optional)]
    pub start: Vec<Step>,
    /// What loads it, where no marked tag of the page does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Step>>", optional)]
    pub load: Vec<Step>,
    /// Once it is loaded, and its marked tags have run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Step>>", optional)]
    pub after: Vec<Step>,
    /// On a withdrawal, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Step>>", optional)]
    pub stop: Vec<Step>,
}

impl ServiceSteps {
    pub(super) fn of(service: &Service<'_>) -> ServiceSteps {
        let steps = |of: &str| filled(of, service);
        let built_in = service.built_in();
        let missing = |setting: &Setting| setting.needed != Needed::Never && service.setting(setting.name).is_none();
        let loads = built_in.filter(|built_in| !built_in.settings.iter().any(missing));
        ServiceSteps {
            id: service.id.to_string(),
            advanced: service.is_advanced(),
            needs: service.needs().map(ToString::to_string),
            stubs: service.stubs().into_iter().map(ToString::to_string).collect(),
            start: built_in.map(|built_in| steps(built_in.start)).unwrap_or_default(),
            load: loads.map(|built_in| steps(built_in.load)).unwrap_or_default(),
            after: built_in.map(|built_in| steps(built_in.after)).unwrap_or_default(),
            stop: built_in.map(|built_in| steps(built_in.stop)).unwrap_or_default(),
        }
    }
}

/// The steps of a service on every page, before anything of the page runs.
pub(super) fn before(policy: &Policy<'_>, id: &str) -> Vec<Step> {
    let service = policy.service(id);
    let built_in = service.and_then(|service| Some((service, service.built_in()?)));
    built_in.map(|(service, built_in)| filled(built_in.before, service)).unwrap_or_default()
}

/// Those of every built-in service, for a page that has not read its policy yet.
pub(super) fn before_of_all() -> Vec<Step> {
    let own = BUILT_IN.iter().flat_map(|built_in| parsed(built_in.before));
    consent_defaults(true).into_iter().chain(own).collect()
}

/// The defaults of Google's Consent Mode: all types are denied, before anything else in the queue, because a default
/// that comes late leaks in full. While advertising is denied, what identifies a click is redacted.
pub(super) fn consent_defaults(are_wanted: bool) -> Vec<Step> {
    if !are_wanted {
        return Vec::new();
    }
    let denied: Vec<String> = SIGNALS.iter().map(|signal| format!("\"{signal}\":\"denied\"")).collect();
    parsed(&format!(
        "[\"push\",\"dataLayer\",\"set\",\"ads_data_redaction\",true],\
         [\"unshift\",\"dataLayer\",\"consent\",\"default\",{{{}}}]",
        denied.join(",")
    ))
}

/// What is told of each decision: to Google's tags, what each type is; to a container, what is granted.
pub(super) fn tells(are_wanted: bool) -> Vec<Step> {
    if !are_wanted {
        return Vec::new();
    }
    parsed(
        r#"["push","dataLayer","consent","update","$signals"],["call","dataLayer.push",
        {"event":"portcullis_consent","portcullis_granted":"$granted"}]"#,
    )
}

/// The steps with the settings' values in place of `{name}`.
fn filled(steps: &str, service: &Service<'_>) -> Vec<Step> {
    let settings = service.built_in().map_or(&[][..], |built_in| built_in.settings);
    let known = |name: &str| settings.iter().any(|setting| setting.name == name);
    let mut out = String::new();
    for (at, piece) in text::pieces(steps, b'{').enumerate() {
        match text::cut(piece, b'}') {
            (name, Some(rest)) if known(name) => {
                write_setting(&mut out, service.setting(name));
                out.push_str(rest);
            }
            _ => {
                if at > 0 {
                    out.push('{');
                }
                out.push_str(piece);
            }
        }
    }
    parsed(&out)
}

/// A setting's value as it stands in a step; nothing where it is not given. Its form leaves no quote in it.
fn write_setting(out: &mut String, given: Option<&Node<'_>>) {
    match given.map(|node| node.value) {
        Some(Value::Text(said) | Value::Plain(said)) => out.push_str(said),
        // Switches: tokens that are true or false.
        Some(Value::Fields(fields)) => {
            out.push('{');
            for (at, field) in fields.iter().enumerate() {
                for part in [if at > 0 { ",\"" } else { "\"" }, field.name, "\":"] {
                    out.push_str(part);
                }
                write_setting(out, Some(field));
            }
            out.push('}');
        }
        _ => {}
    }
}

/// Steps as the vendors' files write them: JSON lists, with commas between.
fn parsed(steps: &str) -> Vec<Step> {
    let list = alloc::format!("[{steps}]");
    // The tests of the vendors hold every list to be JSON; what is none is no step.
    let list = json::parse(list.leak()).map(|list| list.items()).unwrap_or_default();
    list.iter().map(|step| Step(*step)).collect()
}

//! The rules, each with why it is one and where that is written.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The policy should not be published so.
    Error,
    /// It is hard to defend, or likely a slip.
    Warning,
}

impl Severity {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A rule that a policy can break.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name it goes by.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Why it is a rule.
    pub why: &'static str,
    /// Where that is written: a law and its article, what an authority published, or how Portcullis works.
    pub law: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $severity:ident $why:literal $law:expr;)*) => {
        $(pub(super) static $name: Rule = Rule { id: $id, severity: Severity::$severity, why: $why, law: $law };)*
        /// All of them.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

const US: &str = "how Portcullis works";

rules! {
    ESSENTIAL_TRACKING "essential-tracking" Error
        "what recognises or measures visitors is never strictly necessary, so it waits for consent"
        "ePrivacy Directive Art. 5(3); EDPB cookie banner taskforce 2023, wrongly classified as essential";
    ALLOW_GATED "allow-gated" Error
        "nothing holds what `allow` names, so it would be reached before any choice"
        "ePrivacy Directive Art. 5(3)";
    COVERS_WAITING "covers-waiting" Warning
        "the longer rule decides there; a source list cannot say that, so under the seal this stays shut until the \
         other service is granted too: name it by a path"
        US;
    KNOWN_VENDOR "known-vendor" Warning
        "visitors are told who receives their data, and a built-in service knows its hosts, names and durations"
        "GDPR Art. 13(1)(e)";
    NEEDS "needs" Error
        "a service that builds on another one stays locked where that one is not before it"
        US;
    NOTHING_HELD "nothing-held" Warning
        "what names no host, path or stored name can neither be held nor erased when consent is withdrawn"
        "GDPR Art. 7(3)";
    PRIVACY_MISSING "privacy-missing" Warning
        "visitors are told who receives their data, and can read what the vendor does with it"
        "GDPR Art. 13(1)(e)-(f)";
    PURPOSE_MISSING "purpose-missing" Warning
        "visitors are told what each stored name is for, not only the service as a whole"
        "GDPR Art. 13(1)(c); ePrivacy Directive Art. 5(3)";
    PURPOSE_VAGUE "purpose-vague" Warning
        "a purpose must say what happens and why, so that a visitor can decide"
        "GDPR Art. 5(1)(b); Article 29 Working Party, Opinion 03/2013";
    LIFETIME "lifetime" Warning
        "13 months are the longest that the French authority recommends for what measures an audience"
        "CNIL, guidelines on cookies of 17 September 2020; GDPR Art. 5(1)(e)";
    RECORD_LIFETIME "record-lifetime" Warning
        "Portcullis keeps a choice for 180 days, yes and no alike, and the policy should say the same"
        "CNIL, recommendation on cookies of 17 September 2020: 6 months";
    NAME_TWICE "name-twice" Warning
        "a name belongs to one service, or nobody can say whose choice it follows"
        "GDPR Art. 7(1)";
    IMPLIED_CONSENT "implied-consent" Error
        "visiting, scrolling or going on is not consent: it takes a clear act"
        "GDPR Art. 4(11) and recital 32; CJEU C-673/17 (Planet49); EDPB Guidelines 05/2020";
    LEGITIMATE_INTEREST "legitimate-interest" Error
        "storing and reading in a visitor's device knows consent and strict necessity, and no legitimate interest"
        "ePrivacy Directive Art. 5(3); EDPB cookie banner taskforce 2023, legitimate interest";
    BROWSER_SETTINGS "browser-settings" Error
        "withdrawing is as easy as giving, in the page; a browser's settings are no answer"
        "GDPR Art. 7(3)";
    LOADED_WORDING "loaded-wording" Warning
        "a notice informs; praise and feeling steer"
        "EDPB Guidelines 03/2022 on deceptive design, stirring";
    ACCEPT_WORDING "accept-wording" Error
        "the button must say that it accepts"
        "GDPR Art. 4(11); CCPA Regulations §7004(a)";
    REJECT_WORDING "reject-wording" Error
        "the button must say that it rejects, at once and without shame"
        "GDPR Art. 7(3); EDPB cookie banner taskforce 2023, no reject button; CCPA Regulations §7004(a)";
    BUTTON_ALONE "button-alone" Error
        "one of the two in your words and the other in ours are not twins"
        "CNIL, guidelines on cookies of 17 September 2020; EDPB cookie banner taskforce 2023, deceptive buttons";
    BUTTON_LENGTH "button-length" Warning
        "rejecting is as easy to see as accepting, and a much longer text is not"
        "CNIL, guidelines on cookies of 17 September 2020; EDPB Guidelines 03/2022";
    CONTACT "contact" Error
        "visitors must be able to reach whoever is responsible"
        "GDPR Art. 13(1)(a)-(b)";
    TEXTS_LANGUAGE "texts-language" Warning
        "visitors of every language read the same, in a language they know"
        "GDPR Art. 12(1)";
    UNKNOWN_LANGUAGE "unknown-language" Error
        "there are no texts in it, so nobody would see them"
        US;
    UNKNOWN_TEXT "unknown-text" Error
        "no text goes by that key, so nobody would see it"
        US;
    DATE_FUTURE "date-future" Error
        "a policy was not changed on a day that is to come; `effective` announces one"
        "GDPR Art. 7(1)";
    DATE_ORDER "date-order" Error
        "a version is changed, then in force, and asks about what changed no later than that"
        "GDPR Art. 7(1)";
    NOTICE_INCOMPLETE "notice-incomplete" Warning
        "a policy page says on which legal basis you use data, what visitors may ask of you, and whether data leaves \
         the EU"
        "GDPR Art. 13(1)(c), (1)(f) and (2)(b)-(d)";
    MOVING_NAME "moving-name" Error
        "what is marked by a name that stands for no service that waits for a choice stays held for ever"
        US;
    MOVING_DATE "moving-date" Warning
        "a choice holds for 180 days from the day on which it was made; one without a date holds from `asOf` on, and \
         without that is asked again"
        US;
}

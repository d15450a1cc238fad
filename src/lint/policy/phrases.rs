//! Wordings of a refused kind, in the languages whose authorities and courts have named them. In small letters, with
//! one space between words and a straight apostrophe, as [`plain`] makes of a text.

use alloc::string::String;

/// That someone agrees who goes on.
pub(super) const GOES_ON: &[&str] = &[
    "by continuing",
    "by visiting",
    "by using",
    "by browsing",
    "by scrolling",
    "by accessing",
    "if you continue",
    "continued use",
    "continue to use this",
    "continue to use our",
    "continue to browse",
    "durch die nutzung",
    "durch die weitere nutzung",
    "durch den besuch",
    "durch weitersurfen",
    "mit der nutzung",
    "wenn sie weitersurfen",
    "indem sie weiter",
    "en poursuivant",
    "en continuant",
    "en naviguant",
    "en visitant",
    "en utilisant ce site",
    "al continuar",
    "al navegar",
    "si continúa navegando",
    "si continúas navegando",
    "proseguendo",
    "continuando a navigare",
    "continuando la navigazione",
    "door verder te",
    "door gebruik te",
    "door te blijven",
    "ao continuar",
    "ao navegar",
    "korzystając z",
    "kontynuując",
    "genom att fortsätta",
    "ved at fortsætte",
];

/// That a ground which is none allows it.
pub(super) const INTEREST: &[&str] = &[
    "legitimate interest",
    "legitimate interests",
    "berechtigtes interesse",
    "berechtigte interesse",
    "berechtigten interesse",
    "berechtigte interessen",
    "berechtigten interessen",
    "intérêt légitime",
    "intérêts légitimes",
    "interés legítimo",
    "intereses legítimos",
    "interesse legittimo",
    "legittimo interesse",
    "interesse legítimo",
    "legítimo interesse",
    "gerechtvaardigd belang",
    "uzasadniony interes",
    "uzasadnionego interesu",
];

/// That whoever does not want it may see to it elsewhere.
pub(super) const BROWSER: &[&str] = &[
    "browser settings",
    "browser's settings",
    "browsers settings",
    "settings of your browser",
    "disable cookies",
    "browsereinstellungen",
    "einstellungen ihres browsers",
    "paramètres de votre navigateur",
    "paramètres du navigateur",
    "configuración de su navegador",
    "configuración del navegador",
    "impostazioni del browser",
    "browserinstellingen",
    "ustawienia przeglądarki",
    "ustawieniach przeglądarki",
];

/// Praise, and appeals to feeling.
pub(super) const LOADED: &[&str] = &[
    "we value your privacy",
    "we respect your privacy",
    "we care about your privacy",
    "your privacy is important to us",
    "your privacy matters",
    "best experience",
    "best possible experience",
    "enhance your experience",
    "improve your experience",
    "great experience",
    "privatsphäre ist uns wichtig",
    "wir schätzen ihre privatsphäre",
    "bestmögliche erlebnis",
    "bestmögliches erlebnis",
    "bestes erlebnis",
    "respectons votre vie privée",
    "vie privée est importante",
    "vie privée nous tient",
    "meilleure expérience",
    "valoramos su privacidad",
    "valoramos tu privacidad",
    "mejor experiencia",
    "privacy è importante per noi",
    "migliore esperienza",
    "wij waarderen uw privacy",
    "privacy is belangrijk voor ons",
    "beste ervaring",
    "cenimy twoją prywatność",
    "valorizamos a sua privacidade",
];

/// The whole text of a button that only seems to accept nothing.
pub(super) const NO_ACCEPTANCE: &[&str] = &[
    "ok",
    "okay",
    "got it",
    "continue",
    "close",
    "dismiss",
    "fine",
    "i understand",
    "understood",
    "yes",
    "verstanden",
    "weiter",
    "schließen",
    "alles klar",
    "compris",
    "j'ai compris",
    "continuer",
    "fermer",
    "entendido",
    "continuar",
    "cerrar",
    "capito",
    "ho capito",
    "continua",
    "chiudi",
    "begrepen",
    "doorgaan",
    "sluiten",
    "rozumiem",
    "zamknij",
];

/// What puts off, leads elsewhere or shames, in place of a rejection.
pub(super) const NO_REJECTION: &[&str] = &[
    "later",
    "not now",
    "learn more",
    "more information",
    "more options",
    "manage",
    "settings",
    "preferences",
    "options",
    "customise",
    "customize",
    "i don't care",
    "i don't like",
    "i don't want",
    "i prefer",
    "i hate",
    "später",
    "nicht jetzt",
    "mehr erfahren",
    "einstellungen",
    "plus tard",
    "pas maintenant",
    "en savoir plus",
    "paramètres",
    "paramétrer",
    "más tarde",
    "ahora no",
    "más información",
    "configurar",
    "più tardi",
    "non ora",
    "impostazioni",
    "niet nu",
    "instellingen",
    "nie teraz",
    "ustawienia",
];

/// Purposes that say nothing, as whole texts.
pub(super) const VAGUE: &[&str] = &[
    "various purposes",
    "business purposes",
    "legitimate business purposes",
    "marketing purposes",
    "analytics purposes",
    "statistical purposes",
    "user experience",
    "improve user experience",
    "to improve user experience",
    "improving users' experience",
    "to improve your experience",
    "improve our service",
    "improve our services",
    "to improve our service",
    "to improve our services",
    "third party services",
    "other purposes",
    "verbesserung unserer dienste",
    "verbesserung der nutzererfahrung",
    "verschiedene zwecke",
    "améliorer nos services",
    "améliorer l'expérience utilisateur",
    "mejorar nuestros servicios",
    "mejorar la experiencia del usuario",
    "migliorare i nostri servizi",
    "verbeteren van onze diensten",
];

/// A text in small letters, with one space between words, and without what ends a sentence.
pub(super) fn plain(text: &str) -> String {
    let small = text.to_lowercase().replace('\u{2019}', "'");
    let words: alloc::vec::Vec<&str> = small.split_whitespace().collect();
    String::from(words.join(" ").trim_end_matches(['.', '!', '…']))
}

/// The phrase that the text says somewhere, as whole words.
pub(super) fn within(phrases: &[&'static str], text: &str) -> Option<&'static str> {
    let said = plain(text);
    let ends = |char: Option<char>| !char.is_some_and(char::is_alphanumeric);
    let says = |phrase: &&&str| {
        said.match_indices(**phrase).any(|(at, phrase)| {
            let (before, after) =
                (said.get(..at).unwrap_or_default(), said.get(at.saturating_add(phrase.len())..).unwrap_or_default());
            ends(before.chars().next_back()) && ends(after.chars().next())
        })
    };
    phrases.iter().find(says).copied()
}

/// The phrase that the text is.
pub(super) fn whole(phrases: &[&'static str], text: &str) -> Option<&'static str> {
    let said = plain(text);
    phrases.iter().find(|phrase| **phrase == said).copied()
}

//! The templates of code, which are files of their own in `app/quickstart`, and how they are filled in.
//!
//! `{{name}}` stands for a value. A line `{{#case}}` begins lines that are for clients of this case only, and `{{/}}` ends them.

use domain::{
    client::{Client, ClientType, TokenEndpointAuthMethod},
    client_keys::{ClientAlgorithm, JwkSet},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

use crate::{id, text::MessageId};

/// What stands for a redirect URI where none is registered.
const EXAMPLE: &str = "https://app.example.com/callback";

/// The one that runs in a browser.
pub(super) const BROWSER: &str = "browser";

/// The languages, in the order in which they are shown.
pub(super) const LANGUAGES: &[Language] = &[
    Language {
        name: BROWSER,
        label: "Browser",
        needs: id!("client-pages-quickstart-needs-page"),
        file: "callback.html",
        run: "",
        user: include_str!("../../../../quickstart/user.html.tmpl"),
        service: "",
        quotes: Quotes::Script,
    },
    Language {
        name: "curl",
        label: "curl",
        needs: id!("client-pages-quickstart-needs-shell"),
        file: "quickstart.sh",
        run: "sh quickstart.sh",
        user: include_str!("../../../../quickstart/user.sh.tmpl"),
        service: include_str!("../../../../quickstart/service.sh.tmpl"),
        quotes: Quotes::Shell,
    },
    Language {
        name: "rust",
        label: "Rust",
        needs: id!("client-pages-quickstart-needs-reqwest"),
        file: "src/main.rs",
        run: "cargo run",
        user: include_str!("../../../../quickstart/user.rs.tmpl"),
        service: include_str!("../../../../quickstart/service.rs.tmpl"),
        quotes: Quotes::Double,
    },
    Language {
        name: "node",
        label: "Node.js",
        needs: id!("client-pages-quickstart-needs-nothing"),
        file: "quickstart.mjs",
        run: "node quickstart.mjs",
        user: include_str!("../../../../quickstart/user.mjs.tmpl"),
        service: include_str!("../../../../quickstart/service.mjs.tmpl"),
        quotes: Quotes::Double,
    },
    Language {
        name: "python",
        label: "Python",
        needs: id!("client-pages-quickstart-needs-library"),
        file: "quickstart.py",
        run: "python3 quickstart.py",
        user: include_str!("../../../../quickstart/user.py.tmpl"),
        service: include_str!("../../../../quickstart/service.py.tmpl"),
        quotes: Quotes::Double,
    },
    Language {
        name: "go",
        label: "Go",
        needs: id!("client-pages-quickstart-needs-library"),
        file: "quickstart.go",
        run: "go run quickstart.go",
        user: include_str!("../../../../quickstart/user.go.tmpl"),
        service: include_str!("../../../../quickstart/service.go.tmpl"),
        quotes: Quotes::Double,
    },
];

/// The exchange of a token, for every client that may do that.
pub(super) const EXCHANGE: Language = Language {
    name: "token-exchange",
    label: "curl",
    needs: id!("client-pages-quickstart-needs-shell"),
    file: "exchange.sh",
    run: "SUBJECT_TOKEN='…' sh exchange.sh",
    user: include_str!("../../../../quickstart/exchange.sh.tmpl"),
    service: include_str!("../../../../quickstart/exchange.sh.tmpl"),
    quotes: Quotes::Shell,
};

/// How a device without a browser gets tokens, for every client that may do that.
pub(super) const DEVICE: Language = Language {
    name: "device",
    label: "curl",
    needs: id!("client-pages-quickstart-needs-shell"),
    file: "device.sh",
    run: "sh device.sh",
    user: include_str!("../../../../quickstart/device.sh.tmpl"),
    service: "",
    quotes: Quotes::Shell,
};

/// How a text is quoted in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// In single quotes, within which nothing is special.
    Shell,
    /// In double quotes, with backslashes.
    Double,
    /// The same within a script of a page, which an end tag would end.
    Script,
}

/// A language that there is code in.
#[derive(Debug)]
pub(super) struct Language {
    /// What it is called in the page's address.
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// What it takes, in a word or two.
    pub(super) needs: MessageId,
    /// The file that the code is for.
    pub(super) file: &'static str,
    /// The command that runs it; empty where none does.
    pub(super) run: &'static str,
    user: &'static str,
    service: &'static str,
    quotes: Quotes,
}

/// The values of a client that are filled in.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// Its issuer.
    pub issuer: String,
    /// Its identifier.
    pub client_id: String,
    /// Its first redirect URI, or an example.
    pub redirect_uri: String,
    /// The scopes that it asks for.
    pub scope: String,
    /// How it authenticates.
    pub authentication: TokenEndpointAuthMethod,
    /// Whether users sign in to it.
    pub has_users: bool,
    /// Whether it runs in a browser.
    pub in_browser: bool,
    /// Whether it has to push its authorization requests.
    pub pushes: bool,
    /// Whether it presents a certificate.
    pub presents: bool,
    /// What it signs its assertions by.
    pub algorithm: String,
}

impl Values {
    /// The values of a client, whose requests have to be pushed or not.
    pub(super) fn of(client: &Client, issuer: String, pushes: bool) -> Self {
        let settings = &client.settings;
        let has_users = settings.client_type.has_users();
        let keys = settings.keys.jwks.iter().flat_map(JwkSet::keys);
        let own = settings.keys.token_endpoint_auth_signing_alg;
        let of_key = || keys.flat_map(|key| ClientAlgorithm::ALL.into_iter().filter(move |algorithm| key.is_for(*algorithm))).next();
        let scopes = settings.scopes.only(if has_users { Scope::is_for_users } else { Scope::is_for_clients });
        Self {
            issuer,
            client_id: client.client_id().to_string(),
            redirect_uri: settings.redirect_uris.first().map_or_else(|| EXAMPLE.to_owned(), ToString::to_string),
            scope: scopes.to_string(),
            authentication: settings.token_endpoint_auth_method,
            has_users,
            in_browser: settings.client_type == ClientType::SinglePage,
            pushes,
            presents: settings.needs_certificate(),
            algorithm: own.or_else(of_key).unwrap_or(ClientAlgorithm::Es256).name().to_owned(),
        }
    }

    fn is(&self, case: &str) -> bool {
        match case {
            "confidential" => self.authentication.uses_secret(),
            "basic" => self.authentication == TokenEndpointAuthMethod::ClientSecretBasic,
            "post" => self.authentication == TokenEndpointAuthMethod::ClientSecretPost,
            // What a certificate proves, the form does not say.
            "public" => self.authentication == TokenEndpointAuthMethod::None || self.authentication.uses_certificate(),
            "assertion" => self.authentication == TokenEndpointAuthMethod::PrivateKeyJwt,
            "unsigned" => self.authentication != TokenEndpointAuthMethod::PrivateKeyJwt,
            "presents" => self.presents,
            "plain" => !self.presents,
            "pushes" => self.pushes,
            "direct" => !self.pushes,
            _ => false,
        }
    }
}

impl Language {
    /// Returns those that there is code in for a client, the one that fits it best first.
    pub(super) fn of(values: &Values) -> impl Iterator<Item = &'static Self> {
        let in_browser = values.in_browser && !values.is("confidential");
        let (by_shell, by_node) = (values.pushes || values.presents, values.is("assertion"));
        LANGUAGES.iter().filter(move |language| {
            (in_browser || language.name != BROWSER) && (!by_shell || language.name == "curl") && (!by_node || language.name == "node")
        })
    }

    /// Returns whether there is code of this language for a client: shell scripts sign nothing.
    pub(super) fn is_for(&self, values: &Values) -> bool {
        self.quotes != Quotes::Shell || !values.is("assertion")
    }

    /// Returns the code of a client.
    pub(super) fn code(&self, values: &Values) -> String {
        let template = if values.has_users { self.user } else { self.service };
        let (mut code, mut shown) = (String::with_capacity(template.len()), true);
        for line in template.lines() {
            if line == "{{/}}" {
                shown = true;
            } else if let Some(case) = line.strip_prefix("{{#").and_then(|rest| rest.strip_suffix("}}")) {
                shown = values.is(case);
            } else if shown {
                code.push_str(&self.filled_in(line, values));
                code.push('\n');
            }
        }
        code
    }

    fn filled_in(&self, line: &str, values: &Values) -> String {
        let Values { issuer, client_id, redirect_uri, scope, algorithm, .. } = values;
        let pairs =
            [("issuer", issuer), ("client_id", client_id), ("redirect_uri", redirect_uri), ("scope", scope), ("algorithm", algorithm)];
        // A value is not looked at again: it may have braces.
        let (mut filled, mut rest) = (String::new(), line);
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let Some((name, behind)) = after.split_once("}}") else {
                filled.push_str("{{");
                rest = after;
                continue;
            };
            match pairs.iter().find(|(of, _)| *of == name) {
                Some((_, value)) => filled.push_str(&self.quotes.within(value)),
                None => filled.extend(["{{", name, "}}"]),
            }
            rest = behind;
        }
        filled + rest
    }
}

impl Quotes {
    /// Returns a text as it stands between the quotes.
    fn within(self, text: &str) -> String {
        match self {
            Self::Shell => text.replace('\'', r"'\''"),
            Self::Double => text.replace('\\', r"\\").replace('"', "\\\""),
            Self::Script => Self::Double.within(text).replace('<', r"\u003c"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(authentication: TokenEndpointAuthMethod, has_users: bool) -> Values {
        Values {
            issuer: "https://id.example.com/acme/shop".to_owned(),
            client_id: "01a2223c-da7d-76d8-bb92-0358af6e13d8".to_owned(),
            redirect_uri: "https://app.example.com/it's?a={b}".to_owned(),
            scope: "openid it's {{issuer}}".to_owned(),
            authentication,
            has_users,
            in_browser: authentication == TokenEndpointAuthMethod::None,
            pushes: false,
            presents: authentication.uses_certificate(),
            algorithm: "ES256".to_owned(),
        }
    }

    #[test]
    fn nothing_of_a_template_is_left_and_each_way_to_authenticate_has_code_of_its_own() {
        use TokenEndpointAuthMethod::{ClientSecretBasic, ClientSecretPost, None};

        for (method, has_users) in
            [(ClientSecretBasic, true), (ClientSecretPost, true), (None, true), (ClientSecretBasic, false), (ClientSecretPost, false)]
        {
            let values = values(method, has_users);
            assert_eq!(Language::of(&values).count(), if method == None { LANGUAGES.len() } else { LANGUAGES.len() - 1 });
            for language in Language::of(&values) {
                let code = language.code(&values);
                assert!(!code.contains("{{#") && !code.contains("{{/}}") && !code.contains("{{client_id}}"), "{}", language.label);
                assert!(code.contains("https://id.example.com/acme/shop"), "{}", language.label);
                assert_eq!(code.contains("CLIENT_SECRET"), method != None, "{}", language.label);
                assert_eq!(code.contains("refresh_token"), has_users, "{}", language.label);
                assert!(code.contains("{{issuer}}") == has_users || !has_users, "a scope stays as it is");
            }
        }
    }

    #[test]
    fn the_code_of_an_exchange_is_filled_in_and_names_no_token() {
        for method in [TokenEndpointAuthMethod::ClientSecretBasic, TokenEndpointAuthMethod::ClientSecretPost] {
            let code = EXCHANGE.code(&values(method, false));
            assert!(!code.contains("{{") && code.contains("ISSUER='https://id.example.com/acme/shop'"), "{code}");
            assert_eq!(code.contains("user = "), method == TokenEndpointAuthMethod::ClientSecretBasic);
            assert!(code.contains("CLIENT_SECRET") && code.contains("SUBJECT_TOKEN"), "{code}");
        }
    }

    #[test]
    fn a_client_that_signs_pushes_or_presents_a_certificate_has_the_code_that_does_it() {
        use TokenEndpointAuthMethod::{ClientSecretPost, None, PrivateKeyJwt, TlsClientAuth};

        let names = |values: &Values| Language::of(values).map(|language| language.name).collect::<Vec<_>>();
        for has_users in [true, false] {
            let signs = values(PrivateKeyJwt, has_users);
            assert_eq!((names(&signs), DEVICE.is_for(&signs)), (vec!["node"], false));
            let code = Language::of(&signs).next().unwrap().code(&signs);
            assert!(
                code.contains("client_assertion") && code.contains(r#"ALGORITHM = "ES256""#) && !code.contains("CLIENT_SECRET"),
                "{code}"
            );
            assert!(!code.contains("{{#") && !code.contains("{{/}}"), "{code}");

            let presents = values(TlsClientAuth, has_users);
            assert_eq!(names(&presents), ["curl"]);
            let code = Language::of(&presents).next().unwrap().code(&presents);
            assert!(
                code.contains("--cert \"$CLIENT_CERT\"") && code.contains("client_id=$CLIENT_ID") && !code.contains("CLIENT_SECRET"),
                "{code}"
            );
        }
        for method in [ClientSecretPost, None] {
            let pushes = Values { pushes: true, ..values(method, true) };
            assert_eq!(names(&pushes), ["curl"]);
            let code = Language::of(&pushes).next().unwrap().code(&pushes);
            assert!(code.contains("pushed_authorization_request_endpoint") && !code.contains("response_type=code&"), "{code}");
            let code = DEVICE.code(&pushes);
            assert!(code.contains("device_authorization_endpoint") && !code.contains("REDIRECT_URI"), "{code}");
            assert_eq!(code.contains("CLIENT_SECRET"), method == ClientSecretPost);
        }
        assert!(names(&Values { pushes: true, ..values(PrivateKeyJwt, true) }).is_empty(), "no program does both");
    }

    #[test]
    fn a_value_cannot_leave_its_quotes() {
        assert_eq!(Quotes::Shell.within("it's"), r"it'\''s");
        assert_eq!(Quotes::Double.within(r#"a"\b"#), r#"a\"\\b"#);
        assert_eq!(Quotes::Script.within("a</script>\""), r#"a\u003c/script>\""#);
    }

    /// There is no compiler of Go where the tests run, and none that has reqwest: what can be seen of the text is held.
    #[test]
    fn the_brackets_of_rust_and_go_are_closed_and_every_import_of_go_is_used() {
        let all = [TokenEndpointAuthMethod::ClientSecretBasic, TokenEndpointAuthMethod::ClientSecretPost, TokenEndpointAuthMethod::None];
        for language in LANGUAGES.iter().filter(|language| ["Rust", "Go"].contains(&language.label)) {
            for (method, has_users) in all.into_iter().flat_map(|method| [(method, true), (method, false)]) {
                if method == TokenEndpointAuthMethod::None && !has_users {
                    continue;
                }
                let plain = Values { redirect_uri: EXAMPLE.to_owned(), scope: "openid".to_owned(), ..values(method, has_users) };
                let code = language.code(&plain);
                for (open, close) in [('{', '}'), ('(', ')'), ('[', ']')] {
                    assert_eq!(code.matches(open).count(), code.matches(close).count(), "{} {method} {open}", language.label);
                }
                if language.label == "Go" {
                    let imports = code.split("import (\n").nth(1).unwrap().split("\n)").next().unwrap();
                    let body = code.split("\n)").skip(1).collect::<String>();
                    for path in imports.lines().map(|line| line.trim().trim_matches('"')) {
                        let name = path.rsplit('/').next().unwrap();
                        assert!(body.contains(&format!("{name}.")), "{path} is imported and not used ({method})");
                    }
                }
            }
        }
    }
}

//! What the runner is told: by a file, by flags, or by both.

use std::{convert::Infallible, fmt, path::PathBuf, str::FromStr};

use serde::Deserialize;

/// The scopes that are asked for where nothing else is said, as far as the server has them.
const SCOPE: &str = "openid offline_access profile email";

/// What is tested, and with what.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The issuer.
    pub issuer: String,
    /// What the report calls the server. The issuer if it is empty.
    pub name: String,
    /// A client that authenticates, with the code and the refresh token grant.
    pub client: Option<ClientSettings>,
    /// Another one of the same kind.
    pub other_client: Option<ClientSettings>,
    /// A client that does not authenticate, with the same grants.
    pub public_client: Option<ClientSettings>,
    /// A client with `private_key_jwt` and DPoP-bound tokens, which pushes its requests.
    pub fapi_client: Option<ClientSettings>,
    /// Another one of that kind.
    pub other_fapi_client: Option<ClientSettings>,
    /// A client with the client credentials grant.
    pub service: Option<ClientSettings>,
    /// Where users are sent back to, for clients that have no address of their own. Nothing has to listen there.
    pub redirect_uri: String,
    /// The scopes to ask for.
    pub scope: Option<String>,
    /// Two resource servers that the server knows (RFC 8707).
    pub resources: Vec<String>,
    /// What the user signs in with.
    pub user: String,
    /// The user's password.
    pub password: Password,
    /// A command that signs the user in, in place of the forms. It finds the address to open in `TORTURE_AUTHORIZATION_URL` and prints the address
    /// that the browser was sent back to, or a token response as JSON.
    pub sign_in_command: Option<String>,
    /// How long after a rotation the server does not rotate again, in seconds. It is measured where it is not said.
    pub retry_window: Option<u64>,
    /// Whether the server's pages are for development, and replaced in use: then nothing is said about how they are protected.
    pub pages_for_development: bool,
    /// Whether the checks are tried that wait for 30 seconds and longer.
    pub slow: bool,
    /// The checks or groups to try; all of them where none is named.
    pub only: Vec<String>,
}

/// A client.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientSettings {
    /// Its identifier.
    pub id: String,
    /// Its secret.
    #[serde(default)]
    pub secret: Option<Password>,
    /// Whether the secret stands in the form, and not in the header.
    #[serde(default)]
    pub secret_in_form: bool,
    /// A file with its private key, as a JWK.
    #[serde(default)]
    pub key: Option<PathBuf>,
    /// A file with its certificate in PEM. The runner stands where a proxy does that ends TLS: the server has to believe it, and gets the certificate
    /// as `Client-Cert` (RFC 9440). The client authenticates by it, or, where it has a key, has its tokens bound to it.
    #[serde(default)]
    pub certificate: Option<PathBuf>,
    /// Where users are sent back to.
    #[serde(default)]
    pub redirect_uri: Option<String>,
}

/// A password or a secret, which is never printed.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl FromStr for Password {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for ClientSettings {
    type Err = &'static str;

    /// Reads `ID` or `ID:SECRET`.
    fn from_str(text: &str) -> Result<Self, &'static str> {
        let (id, secret) = text.split_once(':').map_or((text, None), |(id, secret)| (id, Some(secret)));
        if id.is_empty() {
            return Err("a client is written as ID or ID:SECRET");
        }
        let secret = secret.map(|secret| Password(secret.to_owned()));
        Ok(Self { id: id.to_owned(), secret, secret_in_form: false, key: None, certificate: None, redirect_uri: None })
    }
}

impl Settings {
    /// Returns the scopes to ask for.
    pub(crate) fn scopes(&self) -> Vec<&str> {
        self.scope.as_deref().unwrap_or(SCOPE).split_whitespace().collect()
    }

    /// Returns what the report calls the server.
    pub(crate) fn title(&self) -> &str {
        if self.name.is_empty() { &self.issuer } else { &self.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_written_with_or_without_its_secret_and_a_secret_is_not_printed() {
        let client: ClientSettings = "shop:a:b".parse().unwrap();
        assert_eq!((client.id.as_str(), client.secret.clone()), ("shop", Some(Password("a:b".to_owned()))));
        assert!(!format!("{client:?}").contains("a:b"));
        assert!("page".parse::<ClientSettings>().unwrap().secret.is_none());
        assert!(":secret".parse::<ClientSettings>().is_err());
    }

    #[test]
    fn a_file_is_read_and_what_it_must_not_have_is_refused() {
        let file = "issuer = \"https://id.example.com\"\nuser = \"alice\"\nresources = [\"https://a.example.com/\"]\n\
                    [client]\nid = \"shop\"\nsecret = \"x\"\n[fapi_client]\nid = \"bank\"\nkey = \"bank.jwk\"\n";
        let settings: Settings = toml::from_str(file).unwrap();
        assert_eq!((settings.title(), settings.scopes().len()), ("https://id.example.com", 4));
        assert_eq!(settings.fapi_client.unwrap().key, Some(PathBuf::from("bank.jwk")));
        assert!(toml::from_str::<Settings>("isuer = \"https://id.example.com\"\n").is_err());
    }
}

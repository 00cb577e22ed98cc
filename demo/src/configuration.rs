//! The demonstration's configuration.

use domain::secret::Secret;
use url::Url;

use crate::error::Error;

/// The demonstration's issuer, its client there, and its own address.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The issuer, as its discovery document names it. A bare origin is taken without the slash that [`Url`] adds to it.
    pub issuer: Url,
    /// The client's identifier.
    pub client_id: String,
    /// The client's secret, sent with `client_secret_basic`.
    pub client_secret: Secret<String>,
    /// Where browsers reach it. May have a path when a proxy takes it off.
    pub public_url: Url,
    /// The client that the API beside the application asks about tokens by; without one there is no API.
    pub api: Option<ApiClient>,
}

/// A client of a resource server, which may ask about the tokens that it is shown.
#[derive(Debug, Clone)]
pub struct ApiClient {
    /// Its identifier.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Secret<String>,
}

impl Configuration {
    /// Refuses a configuration that cannot work.
    ///
    /// # Errors
    /// A public URL or an issuer that is no `http` or `https` address, or an `https` issuer in a build without TLS.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !matches!(self.public_url.scheme(), "http" | "https") {
            return Err(Error::PublicUrl(self.public_url.clone()));
        }
        match self.issuer.scheme() {
            "http" => Ok(()),
            "https" if cfg!(feature = "tls") => Ok(()),
            "https" => Err(Error::WithoutTls(self.issuer.clone())),
            _ => Err(Error::Issuer(self.issuer.clone())),
        }
    }

    /// Returns the issuer letter by letter: it is compared as a string (OpenID Connect Discovery §4.3).
    pub(crate) fn issuer(&self) -> &str {
        let issuer = self.issuer.as_str();
        if self.issuer.path() == "/" { issuer.strip_suffix('/').unwrap_or(issuer) } else { issuer }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

/// Returns the redirect URI to register for a demonstration that is reached at this address.
pub fn redirect_uri(public_url: &Url) -> Url {
    below(public_url, "callback")
}

/// Returns the post-logout redirect URI to register for a demonstration that is reached at this address.
pub fn post_logout_redirect_uri(public_url: &Url) -> Url {
    below(public_url, "signed-out")
}

/// Returns the resource identifier of the API beside a demonstration that is reached at this address.
pub fn api_resource(public_url: &Url) -> Url {
    below(public_url, "api")
}

fn below(public_url: &Url, name: &str) -> Url {
    let mut url = public_url.clone();
    url.set_query(None);
    url.set_fragment(None);
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().push(name);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuer_keeps_its_letters() {
        let issuer = |text: &str| {
            let configuration = Configuration {
                issuer: text.parse().unwrap(),
                client_id: String::new(),
                client_secret: Secret::new(String::new()),
                public_url: "http://127.0.0.1".parse().unwrap(),
                api: None,
            };
            configuration.issuer().to_owned()
        };
        for text in ["http://op.example", "http://op.example/acme/main", "http://op.example/acme/"] {
            assert_eq!(issuer(text), text);
        }
    }

    #[test]
    fn registered_uris_keep_the_path_of_the_public_url() {
        let at = |url: &str| (redirect_uri(&url.parse().unwrap()).to_string(), post_logout_redirect_uri(&url.parse().unwrap()).to_string());
        assert_eq!(at("http://127.0.0.1:9000"), ("http://127.0.0.1:9000/callback".into(), "http://127.0.0.1:9000/signed-out".into()));
        assert_eq!(at("https://shop.example/demo/").0, "https://shop.example/demo/callback");
        assert_eq!(at("https://shop.example/demo?x#y").0, "https://shop.example/demo/callback");
    }
}

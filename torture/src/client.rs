//! A client, and how it authenticates.

use std::{fs, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use url::form_urlencoded;

use crate::{
    error::Error,
    http::Request,
    key::{Change, Key, unchanged},
    settings::ClientSettings,
};

/// The header in which a proxy passes a client's certificate on (RFC 9440 §2.2).
pub(crate) const CLIENT_CERT: &str = "client-cert";
/// The type of a client assertion (RFC 7523 §2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) authentication: Authentication,
    /// The certificate that it presents, as a proxy passes it on (RFC 9440 §2.2).
    pub(crate) certificate: Option<String>,
    pub(crate) redirect_uri: String,
}

/// How a client authenticates.
#[derive(Clone)]
pub(crate) enum Authentication {
    /// A secret in the header.
    Basic(String),
    /// A secret in the form.
    Post(String),
    /// What its key signs.
    Key(Arc<Key>),
    /// The certificate that it presents.
    Certificate,
    /// Not at all.
    None,
}

impl std::fmt::Debug for Authentication {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.method())
    }
}

impl Authentication {
    /// The name of the method.
    pub(crate) const fn method(&self) -> &'static str {
        match self {
            Self::Basic(_) => "client_secret_basic",
            Self::Post(_) => "client_secret_post",
            Self::Key(_) => "private_key_jwt",
            Self::Certificate => "tls_client_auth",
            Self::None => "none",
        }
    }
}

impl Client {
    /// Makes a client of what was said about it.
    ///
    /// # Errors
    /// The file of its key cannot be read.
    pub(crate) fn open(settings: &ClientSettings, redirect_uri: &str) -> Result<Self, Error> {
        let certificate = settings.certificate.as_ref().map(|file| {
            let text = fs::read_to_string(file).map_err(Error::io(file.display()))?;
            passed_on(&text).ok_or_else(|| Error::other(format_args!("{} is no certificate in PEM", file.display())))
        });
        let certificate = certificate.transpose()?;
        let authentication = match (&settings.key, &settings.secret) {
            (Some(file), _) => {
                let text = fs::read_to_string(file).map_err(Error::io(file.display()))?;
                Authentication::Key(Arc::new(Key::parse(&text)?))
            }
            (None, Some(secret)) if settings.secret_in_form => Authentication::Post(secret.0.clone()),
            (None, Some(secret)) => Authentication::Basic(secret.0.clone()),
            (None, None) if certificate.is_some() => Authentication::Certificate,
            (None, None) => Authentication::None,
        };
        let redirect_uri = settings.redirect_uri.clone().unwrap_or_else(|| redirect_uri.to_owned());
        Ok(Self { id: settings.id.clone(), authentication, certificate, redirect_uri })
    }

    /// Returns the same client with another way to authenticate.
    pub(crate) fn with(&self, authentication: Authentication) -> Self {
        Self { authentication, ..self.clone() }
    }

    /// Returns the same client as it is without its certificate.
    pub(crate) fn without_certificate(&self) -> Self {
        Self { certificate: None, ..self.clone() }
    }

    /// Returns the secret, if there is one.
    pub(crate) fn secret(&self) -> Option<&str> {
        match &self.authentication {
            Authentication::Basic(secret) | Authentication::Post(secret) => Some(secret),
            Authentication::Key(_) | Authentication::Certificate | Authentication::None => None,
        }
    }

    /// Returns whether it does not authenticate.
    pub(crate) const fn is_public(&self) -> bool {
        matches!(self.authentication, Authentication::None)
    }

    /// Returns a request that posts a form as this client. What it signs is for this audience.
    pub(crate) fn post(&self, url: &str, audience: &str, form: Vec<(String, String)>) -> Result<Request, Error> {
        self.post_changed(url, audience, form, unchanged)
    }

    /// Returns the same with a change of what it signs.
    pub(crate) fn post_changed(&self, url: &str, audience: &str, form: Vec<(String, String)>, change: Change) -> Result<Request, Error> {
        let assertion = match &self.authentication {
            Authentication::Key(key) => Some(key.assertion(&self.id, audience, change)?),
            _ => None,
        };
        Ok(self.post_with(url, form, assertion.as_deref()))
    }

    /// Returns the same with what was signed.
    pub(crate) fn post_with(&self, url: &str, mut form: Vec<(String, String)>, assertion: Option<&str>) -> Request {
        let mut add = |name: &str, value: &str| form.push((name.to_owned(), value.to_owned()));
        match &self.authentication {
            Authentication::Basic(secret) => return Request::post(url, &form).with_header("authorization", basic(&self.id, secret)),
            Authentication::Post(secret) => {
                add("client_id", &self.id);
                add("client_secret", secret);
            }
            Authentication::Key(_) => {
                add("client_id", &self.id);
                if let Some(assertion) = assertion {
                    add("client_assertion_type", ASSERTION_TYPE);
                    add("client_assertion", assertion);
                }
            }
            Authentication::Certificate | Authentication::None => add("client_id", &self.id),
        }
        let request = Request::post(url, &form);
        match &self.certificate {
            Some(certificate) if !self.is_public() => request.with_header(CLIENT_CERT, certificate),
            _ => request,
        }
    }
}

/// Returns the first certificate of a file in PEM as a proxy passes it on (RFC 9440 §2.2).
fn passed_on(pem: &str) -> Option<String> {
    let (_, rest) = pem.split_once("-----BEGIN CERTIFICATE-----")?;
    let (body, _) = rest.split_once("-----END CERTIFICATE-----")?;
    let base64: String = body.split_whitespace().collect();
    Some(format!(":{base64}:"))
}

/// Returns the value of an `Authorization` header: both parts are encoded as in forms (RFC 6749 §2.3.1).
pub(crate) fn basic(id: &str, secret: &str) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret))))
}

//! The public keys of a client, as they are said on the command line.

use std::path::Path;

use domain::{
    client::{ClientSettings, TokenEndpointAuthMethod},
    client_keys::{ClientKeys, JwkSet},
    client_uri::{ClientUriError, JwksUri},
};

use crate::{bounded_file, terminal};

/// The public keys of a client.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct KeyArgs {
    /// A file with a JSON Web Key Set, or with public keys or certificates in PEM.
    #[arg(long, value_name = "FILE", value_parser = read_jwks)]
    pub(super) jwks: Option<JwkSet>,
    /// The address where the client publishes its keys.
    #[arg(long, value_name = "URI", value_parser = read_jwks_uri)]
    pub(super) jwks_uri: Option<JwksUri>,
}

/// Reads a file of keys.
pub(super) fn read_jwks(path: &str) -> Result<JwkSet, String> {
    let text = bounded_file::read_text(Path::new(path)).map_err(|error| format!("the file cannot be read: {error}"))?;
    engine::certificate::read_keys(&text).map_err(|error| error.to_string())
}

/// Reads the address of keys.
pub(super) fn read_jwks_uri(text: &str) -> Result<JwksUri, ClientUriError> {
    JwksUri::parse(text)
}

/// Has a client authenticate by its private key, where there are public ones.
pub(super) fn authenticate_by(settings: &mut ClientSettings, jwks: Option<JwkSet>, jwks_uri: Option<JwksUri>) {
    if jwks.is_some() || jwks_uri.is_some() {
        if !settings.token_endpoint_auth_method.uses_keys() {
            settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        }
        settings.keys = ClientKeys { jwks, jwks_uri, ..settings.keys.clone() };
    }
}

/// Says how a client authenticates, and by which keys.
pub(super) fn tell_keys(settings: &ClientSettings) {
    let (name, keys) = (&settings.name, &settings.keys);
    let jwks = keys.jwks.iter().flat_map(JwkSet::keys).map(|key| format!("  {}", key.words()));
    let address = keys.jwks_uri.iter().map(|address| format!("  {address}"));
    let method = settings.token_endpoint_auth_method;
    let what = match method {
        TokenEndpointAuthMethod::SelfSignedTlsClientAuth => "a certificate whose key is registered",
        _ => "its private key",
    };
    terminal::say(&format!("{name} authenticates by {what} ({method}). Its public keys:"));
    terminal::say_lines(jwks.chain(address));
}

//! oidc-provider for the runner, on PostgreSQL.

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::{
    program,
    setup::{self, Clients, REDIRECT_URI, RESOURCES, SECRET},
    subject::{self, Subject},
};
use crate::{
    process::{Failure, Result},
    setup as machine,
};

const CLIENTS: Clients = Clients { client: "client", other: "other", public: "public", service: "service", fapi: ["fapi-one", "fapi-two"] };
const PACKAGE: &str = "bench/peers/oidc-provider";

/// When refresh tokens are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rotation {
    /// As oidc-provider does by itself.
    OwnRule,
    /// At each use.
    Always,
}

/// Starts it on an empty database.
pub(super) fn start(database: &str, folder: &Path, rotation: Rotation) -> Result<Subject> {
    let package = program::absolute(Path::new(PACKAGE))?;
    machine::npm_packages(&package, "oidc-provider")?;
    let (keys, address) = (setup::keys(folder)?, subject::free_address()?);
    let file = folder.join("setup.json");
    fs::write(&file, configuration(&keys).to_string()).map_err(|error| Failure::about(&file, &error))?;
    let (rotates, words) = match rotation {
        Rotation::OwnRule => ("", "by its own rule: of public clients at each use, of others when seven tenths of their time are over"),
        Rotation::Always => ("always", "at each use, of all clients (`rotateRefreshToken: true`)"),
    };
    let variables = [
        ("TORTURE_DATABASE_URL", database.to_owned()),
        ("TORTURE_PORT", address.port().to_string()),
        ("TORTURE_SETUP", file.display().to_string()),
        ("TORTURE_ROTATES", rotates.to_owned()),
    ];
    let variables: Vec<(String, String)> = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let script = package.join("torture.js").display().to_string();
    let running = subject::start(folder, &["node", &script], &variables, address)?;
    let name = format!("oidc-provider {}{}", version(&package)?, if rotation == Rotation::Always { ", rotating" } else { "" });
    let settings = setup::write(folder, (&name, &format!("http://{address}")), &CLIENTS, &keys, "pages_for_development = true\n")?;
    let setup = format!(
        "Two processes on one PostgreSQL, with the adapter of [the benchmark](../bench/README.md). PKCE is required, the `redirect_uri` too, requests may be \
         posted, and the profile FAPI 2.0 is on for its clients. Refresh tokens are replaced {words}. The pages are those for development \
         (`devInteractions`)."
    );
    Ok(Subject { _running: vec![running], settings, setup })
}

fn version(package: &Path) -> Result<String> {
    let path = package.join("node_modules/oidc-provider/package.json");
    let text = fs::read_to_string(&path).map_err(|error| Failure::about(&path, &error))?;
    let package: Value = serde_json::from_str(&text).map_err(|error| Failure::about(&path, &error))?;
    Ok(package.get("version").and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// Returns the clients and the resources.
fn configuration(keys: &[setup::Key; 2]) -> Value {
    let grants = ["authorization_code", "refresh_token"];
    let web = |id: &str| json!({ "client_id": id, "client_secret": SECRET, "grant_types": grants, "redirect_uris": [REDIRECT_URI] });
    let signing = |id: &str, key: &setup::Key| {
        json!({
            "client_id": id, "grant_types": grants, "redirect_uris": [REDIRECT_URI], "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256", "id_token_signed_response_alg": "ES256", "jwks": key.jwks,
            "dpop_bound_access_tokens": true, "require_pushed_authorization_requests": true,
        })
    };
    let ([one, two], [key_one, key_two]) = (CLIENTS.fapi, keys);
    json!({
        "secret": SECRET,
        "resources": RESOURCES,
        "clients": [
            web(CLIENTS.client),
            web(CLIENTS.other),
            { "client_id": CLIENTS.public, "grant_types": grants, "redirect_uris": [REDIRECT_URI], "token_endpoint_auth_method": "none" },
            {
                "client_id": CLIENTS.service, "client_secret": SECRET, "grant_types": ["client_credentials"], "redirect_uris": [],
                "response_types": [],
            },
            signing(one, key_one),
            signing(two, key_two),
        ],
    })
}

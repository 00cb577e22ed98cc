//! Regrant for the runner: two nodes on PostgreSQL behind a balancer, with the settings of a new workspace.

use std::{
    env,
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;

use super::{
    balancer, program,
    setup::{self, Clients, PASSWORD, REDIRECT_URI, RESOURCES, SECRET, USER},
    subject::{self, Subject},
};
use crate::process::{Failure, Result, run};

const CLIENTS: Clients = Clients {
    client: "01a2223c-da7d-7ec0-8f5c-2b1a7a1c9d01",
    other: "01a2223c-da7d-7ec0-8f5c-2b1a7a1c9d02",
    public: "01a2223c-da7d-7ec0-8f5c-2b1a7a1c9d03",
    service: "01a2223c-da7d-7ec0-8f5c-2b1a7a1c9d04",
    fapi: ["01a2223c-da7d-7ec0-8f5c-2b1a7a1c9d05", "01a2223c-da7d-7ec0-8f5c-2b1a7a1c9d06"],
};
/// The variable in which the clients' secret is handed over.
const SECRET_VARIABLE: &str = "TORTURE_SECRET";

/// Sets it up on an empty database, and starts it.
pub(super) fn start(database: &str, folder: &Path) -> Result<Subject> {
    let (regrant, address, nodes) = (program::regrant()?, subject::free_address()?, [subject::free_address()?, subject::free_address()?]);
    let mut variables = vec![
        ("REGRANT_DATABASE_URL".to_owned(), database.to_owned()),
        ("REGRANT_DATA_DIR".to_owned(), folder.join("data").display().to_string()),
        ("REGRANT_PUBLIC_URL".to_owned(), format!("http://{address}")),
        ("REGRANT_LOG_LEVEL".to_owned(), "warn".to_owned()),
        // All that the runner asks comes from one address.
        ("REGRANT_MAX_CONNECTIONS_PER_ADDRESS".to_owned(), "10000".to_owned()),
        (SECRET_VARIABLE.to_owned(), SECRET.to_owned()),
    ];
    let command = |words: &[&str]| {
        let mut command = Command::new(&regrant);
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("REGRANT_")) {
            command.env_remove(name);
        }
        command.args(words).envs(variables.iter().cloned()).current_dir(folder);
        command
    };
    let keys = setup::keys(folder)?;
    let declared = folder.join("tenant.json");
    fs::write(&declared, configuration(&keys).to_string()).map_err(|error| Failure::about(&declared, &error))?;
    run(&mut command(&["migrate"]))?;
    run(&mut command(&["apply", "tenant.json"]))?;
    let typed = folder.join("password");
    fs::write(&typed, format!("{PASSWORD}\n")).map_err(|error| Failure::about(&typed, &error))?;
    let typed = File::open(&typed).map_err(|error| Failure::about(&typed, &error))?;
    let user = ["user", "create", "--tenant", "acme", "--workspace", "torture", "--identifier", USER, "--name", "Alice", "--email", USER];
    run(command(&user).stdin(Stdio::from(typed)))?;
    let mut running = Vec::new();
    for node in nodes {
        variables.retain(|(name, _)| name != "REGRANT_LISTEN");
        variables.push(("REGRANT_LISTEN".to_owned(), node.to_string()));
        running.push(subject::start(folder, &[&regrant.display().to_string(), "serve"], &variables, node)?);
    }
    balancer::start(address, &nodes)?;
    let issuer = format!("http://{address}/acme/torture");
    Ok(Subject {
        _running: running,
        settings: setup::write(folder, ("Regrant", &issuer), &CLIENTS, &keys, "")?,
        setup: "Two nodes on one PostgreSQL, with each connection at the next of them. A new workspace that requires PKCE and redirect URIs of all clients \
                and checks strictly what they sign, as FAPI 2.0 asks, with its other defaults: refresh tokens are replaced at each use, with \
                a retry window of 30 s. The clients for FAPI 2.0 have DPoP-bound tokens, have to push their requests, and have *until first use*."
            .to_owned(),
    })
}

/// Returns the tenant's configuration, as `regrant apply` takes it.
fn configuration(keys: &[setup::Key; 2]) -> serde_json::Value {
    let grants = ["authorization_code", "refresh_token"];
    let scopes = ["openid", "offline_access", "profile", "email"];
    let secret = json!({ "env": SECRET_VARIABLE });
    let web = |id: &str, name: &str| {
        json!({
            "client_id": id, "client_name": name, "application_types": ["server_side_web"], "grant_types": grants, "scopes": scopes,
            "redirect_uris": [REDIRECT_URI], "client_secret": secret,
        })
    };
    let signing = |id: &str, name: &str, key: &setup::Key| {
        json!({
            "client_id": id, "client_name": name, "application_types": ["server_side_web"], "grant_types": grants, "scopes": scopes,
            "redirect_uris": [REDIRECT_URI], "token_endpoint_auth_method": "private_key_jwt", "jwks": key.jwks,
            "dpop_bound_access_tokens": true, "require_pushed_authorization_requests": true,
            "refresh_token_policy": { "retry_until_first_use": true },
        })
    };
    let ([one, two], [key_one, key_two]) = (CLIENTS.fapi, keys);
    let [first, second] = RESOURCES;
    let service = |name: &str, resource: &str| json!({ "name": name, "resource": resource, "scopes": [] });
    json!({
        "tenant": { "id": "acme", "name": "Acme" },
        "servers": [{
            "id": "torture", "name": "Torture",
            "require_pkce": true, "require_redirect_uri": true, "require_strict_client_jwts": true,
            "services": [service("One", first), service("Two", second)],
            "clients": [
                web(CLIENTS.client, "Client"),
                web(CLIENTS.other, "Other client"),
                {
                    "client_id": CLIENTS.public, "client_name": "Public client", "application_types": ["single_page"], "grant_types": grants,
                    "scopes": scopes, "redirect_uris": [REDIRECT_URI],
                },
                {
                    "client_id": CLIENTS.service, "client_name": "Service", "application_types": ["service"],
                    "grant_types": ["client_credentials"], "client_secret": secret,
                },
                signing(one, "FAPI client", key_one),
                signing(two, "Other FAPI client", key_two),
            ],
        }],
    })
}

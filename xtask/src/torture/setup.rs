//! The clients, the user and the resources that every server of the command has, and the runner's file of settings for them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::program;
use crate::process::{Failure, Result, capture};

/// Where users are sent back to. Nobody listens there.
pub(super) const REDIRECT_URI: &str = "https://app.example.com/callback";
/// What the user signs in with.
pub(super) const USER: &str = "alice@example.com";
/// The password. The servers listen on loopback, for some minutes.
pub(super) const PASSWORD: &str = "violet-canyon-marble-47";
/// Every client's secret.
pub(super) const SECRET: &str = "torture-on-loopback-for-some-minutes";
/// Two resource servers.
pub(super) const RESOURCES: [&str; 2] = ["https://one.example.com/", "https://two.example.com/"];

/// The identifiers of the clients.
pub(super) struct Clients {
    pub(super) client: &'static str,
    pub(super) other: &'static str,
    pub(super) public: &'static str,
    pub(super) service: &'static str,
    pub(super) fapi: [&'static str; 2],
}

/// A key that the runner has made.
pub(super) struct Key {
    file: PathBuf,
    /// The key set to register.
    pub(super) jwks: Value,
}

/// Makes the keys of the two clients that sign.
pub(super) fn keys(folder: &Path) -> Result<[Key; 2]> {
    let key = |name: &str| -> Result<Key> {
        let file = folder.join(name);
        let printed = capture(Command::new(program::runner()?).arg("new-key").arg(&file))?;
        let jwks = serde_json::from_str(&printed).map_err(|error| Failure::about(&file, &error))?;
        Ok(Key { file, jwks })
    };
    Ok([key("one.jwk")?, key("two.jwk")?])
}

/// Writes the runner's settings, and returns their file.
pub(super) fn write(folder: &Path, (name, issuer): (&str, &str), clients: &Clients, keys: &[Key; 2], more: &str) -> Result<PathBuf> {
    let Clients { client, other, public, service, fapi: [one, two] } = clients;
    let [key_one, key_two] = keys.each_ref().map(|key| key.file.display().to_string());
    let [first, second] = RESOURCES;
    let text = format!(
        "name = \"{name}\"\nissuer = \"{issuer}\"\nredirect_uri = \"{REDIRECT_URI}\"\nuser = \"{USER}\"\npassword = \"{PASSWORD}\"\n\
         resources = [\"{first}\", \"{second}\"]\n{more}\n[client]\nid = \"{client}\"\nsecret = \"{SECRET}\"\n\n[other_client]\nid = \"{other}\"\n\
         secret = \"{SECRET}\"\n\n[public_client]\nid = \"{public}\"\n\n[service]\nid = \"{service}\"\nsecret = \"{SECRET}\"\n\n\
         [fapi_client]\nid = \"{one}\"\nkey = \"{key_one}\"\n\n[other_fapi_client]\nid = \"{two}\"\nkey = \"{key_two}\"\n"
    );
    let file = folder.join("settings.toml");
    fs::write(&file, text).map_err(|error| Failure::about(&file, &error))?;
    Ok(file)
}

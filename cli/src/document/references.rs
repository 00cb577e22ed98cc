//! Secrets that a file refers to: by an environment variable, or by another file.

use std::{ffi::OsString, path::Path};

use serde_json::Value as Json;

use crate::bounded_file;

/// Puts the secret in the place of each reference to one. Returns what is wrong with references, by their places; there is nothing in their
/// place then.
pub(super) fn resolve(document: &mut Json, folder: &Path, environment: impl Fn(&str) -> Option<OsString>) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    for (server, workspace) in items(document.get_mut("servers")).enumerate() {
        for (client, declared) in items(workspace.get_mut("clients")).enumerate() {
            let Some(secret) = declared.get_mut("client_secret").filter(|secret| !secret.is_null()) else { continue };
            let pointer = || format!("/servers/{server}/clients/{client}/client_secret");
            let text = read(secret, folder, &environment).map_err(|sentence| wrong.push((pointer(), sentence)));
            *secret = text.map_or(Json::Null, Json::from);
        }
    }
    wrong
}

/// Returns the items of a list, if it is one.
fn items(list: Option<&mut Json>) -> impl Iterator<Item = &mut Json> {
    list.and_then(Json::as_array_mut).into_iter().flatten()
}

fn read(reference: &Json, folder: &Path, environment: &impl Fn(&str) -> Option<OsString>) -> Result<String, String> {
    let members = reference.as_object().filter(|members| members.len() == 1);
    let member = members.and_then(|members| members.iter().next()).and_then(|(name, value)| Some((name.as_str(), value.as_str()?)));
    let text = match member {
        Some(("env", name)) => {
            let value = environment(name).ok_or_else(|| format!("The environment variable {name} is not set."))?;
            value.into_string().map_err(|_| format!("The environment variable {name} is not text in UTF-8."))?
        }
        Some(("file", path)) => {
            let path = folder.join(path);
            bounded_file::read_text(&path).map_err(|error| format!("The file {} cannot be read: {error}.", path.display()))?
        }
        _ => return Err("A secret does not stand in a file: name where it is, as `{ env: NAME }` or `{ file: PATH }`.".to_owned()),
    };
    // A file ends with a line break, and so may what is made of one.
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

//! How a user is signed in: by the server's forms, or by a command that does it.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{authorization::Callback, error::Error, fill::User, tokens::Tokens};

/// The variable in which a command finds the address to open.
const ADDRESS: &str = "TORTURE_AUTHORIZATION_URL";
/// The variable in which it finds where the browser will be sent back to.
const REDIRECT_URI: &str = "TORTURE_REDIRECT_URI";

/// How a user is signed in.
#[derive(Debug, Clone)]
pub(crate) enum SignIn {
    /// By the forms of the server's pages.
    Forms(User),
    /// By a command, which a shell runs.
    Command(String),
}

/// What a command brought.
#[derive(Debug, Clone)]
pub(crate) enum Brought {
    /// The address that the browser was sent back to.
    Callback(Callback),
    /// The tokens themselves.
    Tokens(Tokens),
}

/// Runs a command that signs the user in.
///
/// # Errors
/// It fails, or prints neither an address of the client nor a token response.
pub(crate) async fn run(command: &str, address: &str, redirect_uri: &str) -> Result<Brought, Error> {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).env(ADDRESS, address).env(REDIRECT_URI, redirect_uri).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = tokio::task::spawn_blocking(move || shell.output()).await.map_err(Error::other)?.map_err(Error::io("sh"))?;
    if !output.status.success() {
        return Err(Error::other(format_args!("the command that signs in failed ({})", output.status)));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    read(printed.trim(), redirect_uri)
        .ok_or_else(|| Error::other("the command that signs in printed neither an address nor a token response"))
}

fn read(printed: &str, redirect_uri: &str) -> Option<Brought> {
    match serde_json::from_str::<Value>(printed) {
        Ok(body) => Tokens::of(&body).map(Brought::Tokens),
        Err(_) => Callback::read(printed, redirect_uri).map(Brought::Callback),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_command_brings_an_address_or_tokens() {
        let at = async |command: &str| run(command, "https://id.example.com/authorize?x=1", "https://app.example.com/cb").await;
        let Ok(Brought::Callback(callback)) = at("echo \"$TORTURE_REDIRECT_URI?code=${TORTURE_AUTHORIZATION_URL##*=}\"").await else {
            panic!("there is an address");
        };
        assert_eq!(callback.get("code"), Some("1"));
        let Ok(Brought::Tokens(tokens)) = at(r#"echo '{"access_token": "a", "refresh_token": "r"}'"#).await else {
            panic!("there are tokens");
        };
        assert_eq!(tokens.refresh.as_deref(), Some("r"));
        assert!(at("exit 3").await.is_err());
        assert!(at("echo nothing").await.is_err());
    }
}

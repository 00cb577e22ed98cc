//! `regrant-torture run`

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use torture::{
    error::Error,
    report::Expectation,
    settings::{ClientSettings, Password, Settings},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A TOML file with settings; what is said here goes before it
    #[arg(long)]
    settings: Option<PathBuf>,
    /// The issuer
    #[arg(long)]
    issuer: Option<String>,
    /// What the report calls the server
    #[arg(long)]
    name: Option<String>,
    /// A client that authenticates, with the code and the refresh token grant
    #[arg(long, value_name = "ID[:SECRET]")]
    client: Option<ClientSettings>,
    /// Another one of the same kind
    #[arg(long, value_name = "ID[:SECRET]")]
    other_client: Option<ClientSettings>,
    /// A client that does not authenticate, with the same grants
    #[arg(long, value_name = "ID")]
    public_client: Option<ClientSettings>,
    /// A client with the client credentials grant
    #[arg(long, value_name = "ID[:SECRET]")]
    service: Option<ClientSettings>,
    /// A client with `private_key_jwt` and DPoP-bound tokens, which pushes its requests
    #[arg(long, value_name = "ID", requires = "fapi_key")]
    fapi_client: Option<ClientSettings>,
    /// Its private key, a JWK
    #[arg(long, value_name = "FILE", requires = "fapi_client")]
    fapi_key: Option<PathBuf>,
    /// Another client of that kind
    #[arg(long, value_name = "ID", requires = "other_fapi_key")]
    other_fapi_client: Option<ClientSettings>,
    /// Its private key, a JWK
    #[arg(long, value_name = "FILE", requires = "other_fapi_client")]
    other_fapi_key: Option<PathBuf>,
    /// Where users are sent back to; nothing has to listen there
    #[arg(long, value_name = "URI")]
    redirect_uri: Option<String>,
    /// The scopes to ask for [default: those of `openid offline_access profile email` that the server has]
    #[arg(long)]
    scope: Option<String>,
    /// A resource server that the server knows (RFC 8707); twice
    #[arg(long = "resource", value_name = "URI")]
    resources: Vec<String>,
    /// What the user signs in with
    #[arg(long)]
    user: Option<String>,
    /// The user's password
    #[arg(long, env = "TORTURE_PASSWORD", hide_env_values = true)]
    password: Option<Password>,
    /// A command that signs the user in, in place of the server's forms: it opens `$TORTURE_AUTHORIZATION_URL` and prints the address that the
    /// browser was sent back to, or a token response as JSON
    #[arg(long, value_name = "COMMAND")]
    sign_in_command: Option<String>,
    /// How long after a replacement refresh tokens are not replaced again, in seconds [default: measured]
    #[arg(long, value_name = "SECONDS")]
    retry_window: Option<u64>,
    /// The server's pages are for development: nothing is said about how they are protected
    #[arg(long)]
    pages_for_development: bool,
    /// Also the checks that wait for 30 seconds and longer
    #[arg(long)]
    slow: bool,
    /// Only these checks or groups, separated by commas
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Where the report is saved, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// An earlier report: what differs from it is told, and fails
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
}

pub(super) async fn run(arguments: Arguments) -> Result<ExitCode, Error> {
    let (json, expect) = (arguments.json.clone(), arguments.expect.clone());
    // Read before anything is tried: a run takes its time.
    let expectation = expect.map(|path| Expectation::parse(&read(&path)?)).transpose()?;
    let report = torture::run(settings(arguments)?, &mut |line| eprintln!("{line}")).await?;
    println!("{}", report.table());
    if let Some(path) = json {
        fs::write(&path, report.json()?).map_err(Error::io(path.display()))?;
    }
    let differences = expectation.map(|expectation| report.differences(&expectation)).unwrap_or_default();
    for difference in &differences {
        println!("{difference}");
    }
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::io(path.display()))
}

/// Returns the settings of the file with those of the flags.
fn settings(arguments: Arguments) -> Result<Settings, Error> {
    let mut settings = match &arguments.settings {
        Some(path) => toml::from_str(&read(path)?).map_err(|error| Error::other(format_args!("{}: {error}", path.display())))?,
        None => Settings::default(),
    };
    let with_key = |client: Option<ClientSettings>, key: Option<PathBuf>| client.map(|client| ClientSettings { key, ..client });
    let fapi_client = with_key(arguments.fapi_client, arguments.fapi_key);
    let other_fapi_client = with_key(arguments.other_fapi_client, arguments.other_fapi_key);
    for (client, said) in [
        (&mut settings.client, arguments.client),
        (&mut settings.other_client, arguments.other_client),
        (&mut settings.public_client, arguments.public_client),
        (&mut settings.service, arguments.service),
        (&mut settings.fapi_client, fapi_client),
        (&mut settings.other_fapi_client, other_fapi_client),
    ] {
        if said.is_some() {
            *client = said;
        }
    }
    for (text, said) in [
        (&mut settings.issuer, arguments.issuer),
        (&mut settings.name, arguments.name),
        (&mut settings.redirect_uri, arguments.redirect_uri),
        (&mut settings.user, arguments.user),
    ] {
        if let Some(said) = said {
            *text = said;
        }
    }
    settings.scope = arguments.scope.or(settings.scope);
    settings.sign_in_command = arguments.sign_in_command.or(settings.sign_in_command);
    settings.retry_window = arguments.retry_window.or(settings.retry_window);
    settings.password = arguments.password.unwrap_or(settings.password);
    settings.pages_for_development |= arguments.pages_for_development;
    settings.slow |= arguments.slow;
    if !arguments.resources.is_empty() {
        settings.resources = arguments.resources;
    }
    if !arguments.only.is_empty() {
        settings.only = arguments.only;
    }
    for (what, is_missing) in [("--issuer", settings.issuer.is_empty()), ("--redirect-uri", settings.redirect_uri.is_empty())] {
        if is_missing {
            return Err(Error::other(format_args!("say {what}, or name it in a file of settings")));
        }
    }
    Ok(settings)
}

//! `regrant demo`

use std::{
    env,
    ffi::OsString,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use cli::{failure::Failure, open::open, terminal};

use super::{
    demonstration::Demonstration,
    failed::of_demo_app,
    serve::{Listeners, until_shutdown},
};
use crate::{
    clock::SystemClock,
    config::{Configuration, Key, Sources},
    router,
    serve::{self, Limits, ServeError, shutdown::Shutdown},
};

/// The data directory of every command, unless told otherwise.
const DATA: &str = "data";
/// The same for the address.
const LISTEN: &str = "127.0.0.1:8080";

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The directory for the demonstration's database and keys.
    #[arg(long, value_name = "DIRECTORY", default_value = DATA)]
    data: PathBuf,
    /// The directory of the console's files [default: `site` beside the program, or else target/site].
    #[arg(long, value_name = "DIRECTORY")]
    site: Option<PathBuf>,
    /// The address and port of the server.
    #[arg(long, value_name = "ADDRESS", default_value = LISTEN)]
    listen: SocketAddr,
    /// The address and port of the demonstration application.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    demo_app_listen: SocketAddr,
}

/// The settings of the environment that a demonstration has, too.
const OF_ENVIRONMENT: [Key; 2] = [Key::LogLevel, Key::LogFormat];

/// Returns the variables of settings that a demonstration does not read.
fn ignored(environment: impl IntoIterator<Item = (OsString, OsString)>) -> Vec<String> {
    let given: Vec<OsString> = environment.into_iter().filter(|(_, value)| !value.is_empty()).map(|(variable, _)| variable).collect();
    let others = Key::ALL.into_iter().filter(|key| !OF_ENVIRONMENT.contains(key)).map(Key::variable);
    others.filter(|variable| given.iter().any(|name| *name == **variable)).collect()
}

impl Arguments {
    /// A demonstration has its own database: of the environment only the log settings are read, and no file.
    fn configuration(&self) -> Result<Configuration, Failure> {
        let mut sources = Sources::of_environment(env::vars_os(), &OF_ENVIRONMENT)?;
        if sources.get(Key::LogLevel).is_none() {
            sources.set(Key::LogLevel, "warn".to_owned());
        }
        // Everything is on this machine, receivers of webhooks too.
        sources.set(Key::AllowPrivateNetworks, "127.0.0.0/8,::1".to_owned());
        sources.set(Key::Listen, self.listen.to_string());
        sources.set(Key::PublicUrl, public_url(self.listen));
        sources.set(Key::DataDir, self.data.to_string_lossy().into_owned());
        sources.set(Key::MailOutbox, self.data.join("mail").to_string_lossy().into_owned());
        if let Some(site) = &self.site {
            sources.set(Key::SiteDir, site.to_string_lossy().into_owned());
        }
        Ok(Configuration::from_sources(&sources)?)
    }
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    for address in [arguments.listen, arguments.demo_app_listen] {
        if !address.ip().is_loopback() {
            return Err(Failure::NotLoopback(address));
        }
    }
    let ignored = ignored(env::vars_os());
    if !ignored.is_empty() {
        let ignored = ignored.join(", ");
        terminal::complain(&format!(
            "A demonstration runs by settings of its own, and does not read {ignored}. They are for `regrant serve`."
        ));
    }
    let installation = open(arguments.configuration()?).await?;
    let _ours = installation.claim("regrant demo")?;
    // Before its schema is changed, too.
    Demonstration::check(&installation).await?;
    installation.migrate().await?;
    // Both addresses are had before anything is set up, so that a second start of the same finds out without a change.
    let server = serve::listen(arguments.listen).await?;
    let application = serve::listen(arguments.demo_app_listen).await?;

    let program = env::args().next().unwrap_or_else(|| "regrant".to_owned());
    let command = command(&program, &arguments);
    let demonstration = Box::pin(Demonstration::set_up(&installation, arguments.demo_app_listen, command)).await?;
    let client = demonstration.credentials.for_the_application(arguments.demo_app_listen)?;
    let app = ::demo::router(client, Arc::new(SystemClock)).map_err(|error| of_demo_app(&error))?;
    let shutdown = Shutdown::listen().map_err(ServeError::from)?;
    demonstration.tell(terminal::say);
    let limits = Limits::of(&installation.configuration);
    let listeners = Listeners { public: server, tls: None, mutual: None, metrics: None };
    tokio::join!(
        until_shutdown(&installation, router(&installation), listeners, &shutdown),
        serve::serve(application, app, limits, &shutdown)
    );
    Ok(())
}

/// Returns where browsers reach the server that listens here: by a name, because they have passkeys at no IP address.
fn public_url(listen: SocketAddr) -> String {
    let is_localhost = listen.ip() == Ipv4Addr::LOCALHOST || listen.ip() == Ipv6Addr::LOCALHOST;
    if is_localhost { format!("http://localhost:{}", listen.port()) } else { format!("http://{listen}") }
}

/// Returns how the command line is called on the demonstration: with its data, and the address that it listens on.
fn command(program: &str, arguments: &Arguments) -> String {
    let data = (arguments.data.as_os_str() != DATA).then(|| format!("REGRANT_DATA_DIR={} ", quoted(&arguments.data.to_string_lossy())));
    let listen = (arguments.listen.to_string() != LISTEN).then(|| format!("REGRANT_LISTEN={} ", arguments.listen));
    format!("{}{}{}", data.unwrap_or_default(), listen.unwrap_or_default(), quoted(program))
}

/// Quotes a word for a shell, where it needs that.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "/._-".contains(character);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_reached_by_the_name_at_which_there_are_passkeys() {
        let at = |listen: &str| public_url(listen.parse().unwrap());
        assert_eq!((at("127.0.0.1:8080"), at("[::1]:9000")), ("http://localhost:8080".to_owned(), "http://localhost:9000".to_owned()));
        assert_eq!(at("127.0.0.2:8080"), "http://127.0.0.2:8080", "no name leads there");
    }

    #[test]
    fn what_a_demonstration_does_not_read_is_named() {
        let given = [("REGRANT_MTLS_LISTEN", "127.0.0.1:8443"), ("REGRANT_LOG_LEVEL", "info"), ("REGRANT_LISTEN", ""), ("PATH", "/bin")];
        assert_eq!(ignored(given.map(|(variable, value)| (variable.into(), value.into()))), ["REGRANT_MTLS_LISTEN"]);
    }

    #[test]
    fn the_command_line_is_called_with_the_data_of_the_demonstration() {
        let arguments = |data: &str, listen: &str| Arguments {
            data: data.into(),
            site: None,
            listen: listen.parse().unwrap(),
            demo_app_listen: ([127, 0, 0, 1], 8090).into(),
        };
        let program = "target/start/regrant";
        assert_eq!(command(program, &arguments("data", "127.0.0.1:8080")), program);
        assert_eq!(
            command(program, &arguments("/tmp/it's here", "127.0.0.1:9000")),
            "REGRANT_DATA_DIR='/tmp/it'\\''s here' REGRANT_LISTEN=127.0.0.1:9000 target/start/regrant"
        );
    }
}

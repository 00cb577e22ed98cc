//! `regrant demo`

use std::{env, net::SocketAddr, path::PathBuf, sync::Arc};

use super::{demonstration::Demonstration, failure::Failure, open::open, serve::until_shutdown, terminal};
use crate::{
    clock::SystemClock,
    config::{Configuration, Key, Sources},
    serve::{self, Limits, ServeError, shutdown::Shutdown},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The directory for the demonstration's database and keys.
    #[arg(long, value_name = "DIRECTORY", default_value = "data")]
    data: PathBuf,
    /// The directory of the console's files [default: `site` beside the program, or else target/site].
    #[arg(long, value_name = "DIRECTORY")]
    site: Option<PathBuf>,
    /// The address and port of the server.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address and port of the demonstration application.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    demo_app_listen: SocketAddr,
}

impl Arguments {
    /// A demonstration has its own database: of the environment only the log settings are read, and no file.
    fn configuration(&self) -> Result<Configuration, Failure> {
        let mut sources = Sources::of_environment(env::vars_os(), &[Key::LogLevel, Key::LogFormat])?;
        if sources.get(Key::LogLevel).is_none() {
            sources.set(Key::LogLevel, "warn".to_owned());
        }
        sources.set(Key::Listen, self.listen.to_string());
        sources.set(Key::DataDir, self.data.to_string_lossy().into_owned());
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
    let installation = open(arguments.configuration()?).await?;
    let _ours = installation.claim("regrant demo")?;
    installation.migrate().await?;
    // Both addresses are had before anything is set up, so that a second start of the same finds out without a change.
    let server = serve::listen(arguments.listen).await?;
    let application = serve::listen(arguments.demo_app_listen).await?;

    let demonstration = Demonstration::set_up(&installation, arguments.demo_app_listen).await?;
    let app = ::demo::router(demonstration.credentials.for_the_application(arguments.demo_app_listen)?, Arc::new(SystemClock))?;
    let shutdown = Shutdown::listen().map_err(ServeError::from)?;
    demonstration.tell(terminal::say);
    let limits = Limits::of(&installation.configuration);
    tokio::join!(until_shutdown(&installation, server, &shutdown), serve::serve(application, app, limits, &shutdown));
    Ok(())
}

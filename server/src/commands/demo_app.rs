//! `regrant demo-app`

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use cli::{failure::Failure, log, terminal};

use super::{demonstration::Credentials, failed::of_demo_app};
use crate::{
    clock::SystemClock,
    config::{Configuration, LogFormat, LogLevel, Sources},
    serve::{self, Limits, ServeError, shutdown::Shutdown},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file that `regrant demo` wrote the client's identifier and secret into.
    #[arg(long, value_name = "FILE", default_value = "data/demo-app.json")]
    credentials: PathBuf,
    /// The address and port to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    log::start(LogLevel::Warn, LogFormat::Text);
    let credentials = Credentials::read(&arguments.credentials)?;
    let listener = serve::listen(arguments.listen).await?;
    let application = credentials.for_the_application(arguments.listen)?;
    let router = ::demo::router(application, Arc::new(SystemClock)).map_err(|error| of_demo_app(&error))?;
    let shutdown = Shutdown::listen().map_err(ServeError::from)?;
    terminal::say(&format!("The demonstration application is at http://{}", arguments.listen));
    let limits = Limits::of(&Configuration::from_sources(&Sources::default())?);
    serve::serve(listener, router, limits, &shutdown).await;
    Ok(())
}

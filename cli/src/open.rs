//! Opens the installation for a command.

use std::sync::Arc;

use engine::random::SystemRandom;

use super::{failure::Failure, log};
use crate::{clock::SystemClock, config::Configuration, installation::Installation};

/// Starts the log and opens the installation.
pub async fn open(configuration: Configuration) -> Result<Installation, Failure> {
    log::start(configuration.log_level, configuration.log_format);
    Ok(Box::pin(Installation::open(configuration, Arc::new(SystemClock), Arc::new(SystemRandom))).await?)
}

/// Opens the installation for a command about what is in it. One that is not there is not made: its place was mistyped.
pub(super) async fn open_existing(configuration: Configuration) -> Result<Installation, Failure> {
    match Installation::file_to_be_made(&configuration) {
        Some(path) => Err(Failure::NoDatabase(path.to_owned())),
        None => open_migrated(configuration).await,
    }
}

/// Opens the installation for a command that may be its first.
pub(super) async fn open_migrated(configuration: Configuration) -> Result<Installation, Failure> {
    let installation = open(configuration).await?;
    installation.check_schema().await?;
    Ok(installation)
}

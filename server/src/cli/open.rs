//! Opens the installation for a command.

use std::sync::Arc;

use engine::random::SystemRandom;

use super::{failure::Failure, log};
use crate::{clock::SystemClock, config::Configuration, installation::Installation};

/// Starts the log and opens the installation.
pub(super) async fn open(configuration: Configuration) -> Result<Installation, Failure> {
    log::start(configuration.log_level, configuration.log_format);
    Ok(Installation::open(configuration, Arc::new(SystemClock), Arc::new(SystemRandom)).await?)
}

/// Opens the installation for a command that uses its tables.
pub(super) async fn open_migrated(configuration: Configuration) -> Result<Installation, Failure> {
    let installation = open(configuration).await?;
    installation.check_schema().await?;
    Ok(installation)
}

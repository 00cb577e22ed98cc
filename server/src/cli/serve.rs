//! `regrant serve`

use std::sync::Arc;

use super::{Failure, open};
use crate::{config::Configuration, housekeeping::keep_house, router, serve};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Bring the database's schema to this version first.
    #[arg(long)]
    migrate: bool,
}

pub(super) async fn run(configuration: Configuration, arguments: Arguments) -> Result<(), Failure> {
    let installation = open(configuration).await?;
    if arguments.migrate {
        installation.migrate().await?;
    } else {
        installation.check_schema().await?;
    }
    let configuration = &installation.configuration;
    let listener = serve::listen(configuration.listen).await?;
    tracing::info!(listen = %configuration.listen, public_url = %configuration.public_url, "ready");
    tokio::select! {
        served = serve::serve(listener, router(&installation)) => Ok(served?),
        never = keep_house(installation.store.clone(), Arc::clone(&installation.clock)) => match never {},
    }
}

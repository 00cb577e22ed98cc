//! `regrant housekeeping`

use super::{failure::Failure, open::open_migrated, terminal};
use crate::config::Configuration;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Confirms that the clock is right, when the log says that the housekeeping deleted nothing because of it.
    Confirm,
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<(), Failure> {
    let installation = open_migrated(configuration).await?;
    match command {
        Command::Confirm => {
            let now = installation.clock.now();
            installation.store.confirm_housekeeping(now).await.map_err(crate::installation::OpenError::from)?;
            terminal::say(&format!("It is {now}. The next housekeeping deletes what is over by then, within ten minutes."));
        }
    }
    Ok(())
}

//! `regrant migrate`

use super::{failure::Failure, open::open, terminal};
use crate::config::Configuration;

pub(super) async fn run(configuration: Configuration) -> Result<(), Failure> {
    let steps = open(configuration).await?.migrate().await?;
    terminal::say(&match steps {
        0 => "The database's schema was up to date already.".to_owned(),
        1 => "The database's schema is up to date; one step was taken.".to_owned(),
        steps => format!("The database's schema is up to date; {steps} steps were taken."),
    });
    Ok(())
}

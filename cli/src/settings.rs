//! `regrant config`

use super::terminal;
use crate::config::{self, Configuration};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Print the page about every setting instead, as docs/configuration.md has it.
    #[arg(long)]
    pub(super) markdown: bool,
}

pub(super) fn print(configuration: &Configuration) {
    let width = configuration.effective.iter().map(|(key, _)| key.name().len()).max().unwrap_or_default();
    for (key, given) in &configuration.effective {
        let value = if given.text.is_empty() { "(none)" } else { &given.text };
        terminal::say(&format!("{:width$}  {value}  ({})", key.name(), given.origin));
    }
}

pub(super) fn print_markdown() {
    terminal::say_document(&config::markdown());
}

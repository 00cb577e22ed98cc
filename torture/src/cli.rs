//! The command line.

mod run;

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use torture::{Key, error::Error, matrix, report::Report};

#[derive(Debug, clap::Parser)]
#[command(name = "regrant-torture", about = "Asks any authorization server what it does with refresh tokens")]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Tries all checks at a server
    Run(Box<run::Arguments>),
    /// Makes a key for a client with `private_key_jwt`, writes it into a file, and prints the key set to register
    NewKey {
        /// The file, which must not exist
        file: PathBuf,
    },
    /// Writes the page that compares reports
    Matrix {
        /// Reports that `run --json` wrote; the columns, in this order
        #[arg(required = true)]
        reports: Vec<PathBuf>,
        /// What is said of how each server was set up: a file with a paragraph for each report, in this order
        #[arg(long)]
        setup: Option<PathBuf>,
        /// The page
        #[arg(long)]
        page: PathBuf,
    },
}

pub(crate) async fn run(line: CommandLine) -> Result<ExitCode, Error> {
    match line.command {
        Command::Run(arguments) => return run::run(*arguments).await,
        Command::NewKey { file } => new_key(&file)?,
        Command::Matrix { reports, setup, page } => write_matrix(&reports, setup.as_deref(), &page)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn new_key(path: &Path) -> Result<(), Error> {
    let key = Key::generate()?;
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path).map_err(Error::io(path.display()))?;
    writeln!(file, "{}", key.private_jwk()?).map_err(Error::io(path.display()))?;
    println!("{}", key.jwks());
    Ok(())
}

fn write_matrix(reports: &[PathBuf], setup: Option<&Path>, page: &Path) -> Result<(), Error> {
    let read = |path: &Path| fs::read_to_string(path).map_err(Error::io(path.display()));
    let reports = reports.iter().map(|path| Report::parse(&read(path)?)).collect::<Result<Vec<_>, _>>()?;
    let setup = setup.map(read).transpose()?.unwrap_or_default();
    fs::write(page, matrix::page(&reports, &setup)).map_err(Error::io(page.display()))
}

//! What `cargo xtask start` runs, and the builds of console and server.

use std::{os::unix::process::CommandExt, process::Command, thread};

use crate::{
    process::{Failure, Result, cargo, run},
    site::{self, Profile, SITE},
};

/// What is printed before anything is done: Cargo says nothing of how long it takes.
const FIRST_WORDS: &str = "Builds Regrant and starts it with its demonstration. From scratch that takes about ten minutes on two cores, the next time \
                           some seconds.";
/// The profile in which a first walk's server is built: sooner than what is shipped.
const PROFILE: &str = "start";

pub(crate) fn start(arguments: &[String]) -> Result<()> {
    println!("{FIRST_WORDS}");
    build_both()?;
    let server = format!("target/{PROFILE}/regrant");
    println!("starting {server}");
    // From here on this process is the server: signals and the exit status are its own.
    let error = Command::new(&server).args(demonstration(arguments)).exec();
    Err(Failure::new(format!("{server} could not be run: {error}")))
}

/// At once: what the browser loads is optimised as a whole, on one core, and the server has use for the others.
fn build_both() -> Result<()> {
    println!("building the server, without a word, and what the browser loads");
    thread::scope(|scope| {
        let server = scope.spawn(|| run(cargo().args(["build", "--quiet", "--package", "server", "--profile", PROFILE])));
        let site = site::build(Profile::Release).map(|sizes| println!("{sizes}"));
        if let Err(failure) = &site {
            eprintln!("what the browser loads could not be built: {failure}");
        }
        let server = server.join().unwrap_or_else(|_| Err(Failure::new("the build of the server could not be watched")));
        server.and(site)
    })
}

pub(crate) fn build(profile: Profile) -> Result<()> {
    build_site(profile)?;
    println!("building the server");
    build_server(profile)
}

fn build_site(profile: Profile) -> Result<()> {
    println!("building what the browser loads");
    println!("{}", site::build(profile)?);
    Ok(())
}

pub(crate) fn build_server(profile: Profile) -> Result<()> {
    let mut command = cargo();
    command.args(["build", "--package", "server"]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    run(&mut command)
}

pub(crate) fn server(profile: Profile) -> &'static str {
    match profile {
        Profile::Debug => "target/debug/regrant",
        Profile::Release => "target/release/regrant",
    }
}

/// The server's command line for a first walk: it migrates, seeds and listens on loopback. What is typed goes before what is usual.
pub(crate) fn demonstration(arguments: &[String]) -> Vec<String> {
    let mut words = vec!["demo".to_owned()];
    for (option, usual) in [("--data", "data"), ("--site", SITE)] {
        if !arguments.iter().any(|argument| argument.split('=').next() == Some(option)) {
            words.extend([option.to_owned(), usual.to_owned()]);
        }
    }
    words.extend_from_slice(arguments);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(arguments: &[&str]) -> String {
        demonstration(&arguments.iter().copied().map(str::to_owned).collect::<Vec<_>>()).join(" ")
    }

    #[test]
    fn the_usual_is_said_unless_something_else_was_typed() {
        assert_eq!(line(&[]), "demo --data data --site target/site");
        assert_eq!(line(&["--listen", "127.0.0.1:9000"]), "demo --data data --site target/site --listen 127.0.0.1:9000");
        assert_eq!(line(&["--data=/tmp/a", "--site", "b"]), "demo --data=/tmp/a --site b");
    }
}

//! A release build, running.

use std::{os::unix::process::CommandExt, process::Command};

use crate::{
    process::{Failure, Result, cargo, run},
    site::{self, Profile, SITE},
};

pub(crate) fn start(arguments: &[String]) -> Result<()> {
    build(Profile::Release)?;
    println!("starting {}", server(Profile::Release));
    // From here on this process is the server: signals and the exit status are its own.
    let error = Command::new(server(Profile::Release)).args(demonstration(arguments)).exec();
    Err(Failure::new(format!("{} could not be run: {error}", server(Profile::Release))))
}

pub(crate) fn build(profile: Profile) -> Result<()> {
    println!("building what the browser loads");
    println!("{}", site::build(profile)?);
    println!("building the server");
    build_server(profile)
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

/// The server's command line for a first walk: it migrates, seeds and listens on loopback.
pub(crate) fn demonstration(arguments: &[String]) -> Vec<String> {
    let mut words = ["demo", "--data", "data", "--site", SITE].map(str::to_owned).to_vec();
    words.extend_from_slice(arguments);
    words
}

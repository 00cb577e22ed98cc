//! Development: a debug build that follows the files.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, SystemTime},
};

use crate::{
    process::{Failure, Result},
    site::{self, Profile},
    start,
    supervise::Supervised,
};

/// What the running console is made of.
const WATCHED: [&str; 17] = [
    "admin_api",
    "app",
    "cli",
    "configuration",
    "control",
    "demo",
    "domain",
    "engine",
    "foundation",
    "frontend",
    "migrations",
    "server",
    "store",
    "style",
    "translation",
    "Cargo.toml",
    "Cargo.lock",
];
const PAUSE: Duration = Duration::from_millis(300);

pub(crate) fn watch(arguments: &[String]) -> Result<()> {
    let mut running: Option<(Supervised, Option<SystemTime>)> = None;
    loop {
        let built = newest();
        match build() {
            Ok(()) => {
                let binary = changed(Path::new(start::server(Profile::Debug)));
                // A change of style or of the WASM alone needs no new server: it reads hash.txt at every page.
                let still_right = running.as_mut().is_some_and(|(server, of)| *of == binary && server.ended().is_none());
                if !still_right {
                    // The old one must have left its port before the new one comes.
                    drop(running.take());
                    running = Some((serve(arguments)?, binary));
                }
                println!("watching; reload the page to see what changed, Ctrl-C ends");
            }
            Err(failure) => eprintln!("{failure}; waiting for the next change"),
        }
        wait_for_change(built, running.as_mut().map(|(server, _)| server));
    }
}

fn build() -> Result<()> {
    println!("{}", site::build(Profile::Debug)?);
    start::build_server(Profile::Debug)
}

fn serve(arguments: &[String]) -> Result<Supervised> {
    let mut words = vec![start::server(Profile::Debug).to_owned()];
    words.extend(start::demonstration(arguments));
    Supervised::start("TERM", None, &words).map_err(|failure| Failure::new(format!("the server did not start: {failure}")))
}

/// Returns when the files have changed and are quiet again.
fn wait_for_change(built: Option<SystemTime>, mut server: Option<&mut Supervised>) {
    let mut seen = built;
    loop {
        thread::sleep(PAUSE);
        let now = newest();
        if now == seen && now != built {
            return;
        }
        seen = now;
        if let Some(status) = server.as_mut().and_then(|server| server.ended()) {
            eprintln!("the server ended ({status}); waiting for the next change");
            server = None;
        }
    }
}

/// The last change below the watched folders. A folder changes when a file in it comes or goes.
fn newest() -> Option<SystemTime> {
    WATCHED.iter().filter_map(|name| newest_below(Path::new(name))).max()
}

fn newest_below(path: &Path) -> Option<SystemTime> {
    let below = fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| newest_below(&entry.path())).max();
    below.max(changed(path))
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_and_a_changed_file_are_seen() {
        let folder = std::env::temp_dir().join(format!("regrant-watched-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        let file = folder.join("src/lib.rs");
        let empty = newest_below(&folder);
        thread::sleep(Duration::from_millis(20));
        fs::write(&file, "a").unwrap();
        let written = newest_below(&folder);
        thread::sleep(Duration::from_millis(20));
        fs::write(&file, "b").unwrap();
        let rewritten = newest_below(&folder);
        assert!(empty < written && written < rewritten);
        fs::remove_dir_all(&folder).unwrap();
    }
}

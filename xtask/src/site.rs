//! target/site: what the browser loads. Names carry their content's hash, so that they may be cached forever;
//! `hash.txt` lists the current ones for the server, in the form `leptos::LeptosOptions::hash_files` reads.

mod compress;
mod output;
mod profile;
mod style;
mod wasm;

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    time::{Instant, UNIX_EPOCH},
};

use crate::process::{Failure, Result};

pub(crate) use profile::Profile;

use output::Output;

pub(crate) const SITE: &str = "target/site";
const PACKAGE: &str = "target/site/pkg";
const HASHES: &str = "target/site/hash.txt";
const STAMP: &str = "target/site/stamp.txt";

/// The WASM's size as it is loaded, in bytes. A debug build is not compressed.
pub(crate) struct Sizes {
    pub(crate) raw: u64,
    pub(crate) gzip: Option<u64>,
    pub(crate) brotli: Option<u64>,
}

pub(crate) fn build(profile: Profile) -> Result<Sizes> {
    let compiled = wasm::compile(profile)?;
    let inputs = inputs(&compiled, profile)?;
    if fs::read_to_string(STAMP).is_ok_and(|earlier| earlier == inputs) {
        return sizes();
    }
    let began = Instant::now();
    // A build that fails halfway must not look finished to the next one.
    remove_if_there(Path::new(STAMP))?;
    let mut output = Output::new(Path::new(PACKAGE));
    let css = style::bundle(Path::new("style/main.css"), &mut output)?;
    let hashes = [
        ("js", output.add_hashed("console", "js", wasm::bind(&compiled, profile)?.as_bytes())?),
        ("wasm", output.add_hashed("console", "wasm", &wasm::optimised(profile)?)?),
        ("css", output.add_hashed("console", "css", css.as_bytes())?),
    ];
    wasm::add_snippets(&mut output)?;
    output.add_folder(Path::new("style/assets"), Path::new("assets"))?;
    if profile == Profile::Release {
        compress::all(&mut output)?;
    }
    announce(&hashes)?;
    output.remove_everything_else()?;
    fs::write(STAMP, inputs).map_err(|error| Failure::about(Path::new(STAMP), &error))?;
    println!("{SITE} built in {:.1} s", began.elapsed().as_secs_f32());
    sizes()
}

/// One text that differs when any of the inputs does.
fn inputs(compiled: &Path, profile: Profile) -> Result<String> {
    let mut text = format!("{profile:?}\n");
    // The sources, not the running program: a step before this one may have built it anew.
    for path in [compiled, Path::new("Cargo.lock"), Path::new("xtask/tools/wasm-opt/package-lock.json")] {
        describe(path, &mut text)?;
    }
    for folder in ["xtask/src/site", "style"] {
        for path in output::files_below(Path::new(folder))? {
            describe(&path, &mut text)?;
        }
    }
    Ok(text)
}

fn describe(path: &Path, text: &mut String) -> Result<()> {
    let metadata = fs::metadata(path).map_err(|error| Failure::about(path, &error))?;
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    writeln!(text, "{} {} {}", path.display(), metadata.len(), changed.as_nanos()).map_err(|error| Failure::about(path, &error))
}

/// A running server reads this file whenever it renders a page: it never sees half of it.
fn announce(hashes: &[(&str, String)]) -> Result<()> {
    let lines: Vec<String> = hashes.iter().map(|(kind, hash)| format!("{kind}: {hash}\n")).collect();
    let fresh = PathBuf::from(format!("{HASHES}.new"));
    fs::write(&fresh, lines.concat()).and_then(|()| fs::rename(&fresh, HASHES)).map_err(|error| Failure::about(Path::new(HASHES), &error))
}

fn sizes() -> Result<Sizes> {
    let hashes = fs::read_to_string(HASHES).map_err(|error| Failure::about(Path::new(HASHES), &error))?;
    let hash =
        hashes.lines().find_map(|line| line.strip_prefix("wasm: ")).ok_or_else(|| Failure::new(format!("{HASHES} names no wasm")))?;
    let size = |ending: &str| {
        let path = Path::new(PACKAGE).join(format!("console.{hash}.wasm{ending}"));
        fs::metadata(&path).map(|metadata| metadata.len()).map_err(|error| Failure::about(&path, &error))
    };
    Ok(Sizes { raw: size("")?, gzip: size(".gz").ok(), brotli: size(".br").ok() })
}

impl std::fmt::Display for Sizes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "console.wasm: {}", kilobytes(self.raw))?;
        for (name, size) in [("gzip", self.gzip), ("brotli", self.brotli)] {
            if let Some(size) = size {
                write!(formatter, ", {name} {}", kilobytes(size))?;
            }
        }
        Ok(())
    }
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::about(path, &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_shown_with_their_units() {
        let sizes = Sizes { raw: 1_234_567, gzip: Some(99_950), brotli: None };
        assert_eq!(sizes.to_string(), "console.wasm: 1234.5 kB, gzip 99.9 kB");
    }

    #[test]
    fn a_changed_file_changes_its_description() {
        let path = std::env::temp_dir().join(format!("regrant-described-{}", std::process::id()));
        let described = |content: &str| {
            fs::write(&path, content).unwrap();
            let mut text = String::new();
            describe(&path, &mut text).unwrap();
            text
        };
        assert_ne!(described("a"), described("ab"));
        fs::remove_file(&path).unwrap();
    }
}

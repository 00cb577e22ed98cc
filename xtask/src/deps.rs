//! What is built from others' crates: whether each is used, where it comes from, under which licence, and which Rust it needs.

mod licence;
mod unused;

use std::process::Command;

use serde::Deserialize;

use crate::process::{Failure, Result, capture, cargo};

/// The one registry.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The platforms that we build for; crates for others are not looked at.
const WASM: &str = "wasm32-unknown-unknown";

/// What `cargo metadata` says.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// None for a crate of this repository.
    source: Option<String>,
    license: Option<String>,
    rust_version: Option<String>,
}

/// Fails with a sentence for each dependency that is not as it must be.
pub(crate) fn check() -> Result<()> {
    let mut problems = unused::problems()?;
    let packages = packages()?;
    let ours = packages.iter().filter(|package| package.source.is_none()).filter_map(|package| version(package.rust_version.as_deref()?));
    let oldest_rust = ours.min().ok_or_else(|| Failure::new("Cargo.toml has no rust-version"))?;
    problems.extend(packages.iter().flat_map(|package| package_problems(package, oldest_rust)));
    if problems.is_empty() {
        println!("{} crates, all of them used, from crates.io and under licences that we take", packages.len());
        return Ok(());
    }
    Err(Failure::new(problems.join("\n")))
}

/// The crates that are built for this machine and for the browser.
fn packages() -> Result<Vec<Package>> {
    let rustc = capture(Command::new("rustc").arg("-vV"))?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).ok_or_else(|| Failure::new("`rustc -vV` names no host"))?;
    let text =
        capture(cargo().args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host, "--filter-platform", WASM]))?;
    let metadata: Metadata = serde_json::from_str(&text).map_err(|error| Failure::new(format!("`cargo metadata`: {error}")))?;
    Ok(metadata.packages)
}

fn package_problems(package: &Package, oldest_rust: Version) -> Vec<String> {
    let Package { name, version: of_package, .. } = package;
    let mut problems = Vec::new();
    if package.source.as_ref().is_some_and(|source| source != REGISTRY) {
        problems.push(format!("{name} {of_package} does not come from crates.io"));
    }
    match &package.license {
        None => problems.push(format!("{name} {of_package} names no licence")),
        Some(licence) if !licence::is_taken(name, licence) => {
            problems.push(format!("{name} {of_package} is under {licence}: see xtask/src/deps/licence.rs for the licences that we take"));
        }
        Some(_) => {}
    }
    if let Some(needed) = package.rust_version.as_deref().and_then(version).filter(|needed| *needed > oldest_rust) {
        let (major, minor, _) = needed;
        problems.push(format!("{name} {of_package} needs Rust {major}.{minor}: raise rust-version in Cargo.toml or take an older {name}"));
    }
    problems
}

type Version = (u32, u32, u32);

/// From `1.94` or `1.94.0`.
fn version(text: &str) -> Option<Version> {
    let mut numbers = text.split('.').map(str::parse);
    let mut next = || numbers.next().unwrap_or(Ok(0)).ok();
    Some((next()?, next()?, next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package() -> Package {
        Package {
            name: "some".to_owned(),
            version: "1.0.0".to_owned(),
            source: Some(REGISTRY.to_owned()),
            license: Some("MIT".to_owned()),
            rust_version: None,
        }
    }

    #[test]
    fn a_crate_needs_the_registry_a_licence_and_our_rust() {
        let problems = |package| package_problems(&package, (1, 94, 0));
        assert!(problems(package()).is_empty());
        assert!(problems(Package { rust_version: Some("1.94.0".to_owned()), ..package() }).is_empty());
        let git = Package { source: Some("git+https://example.com/some".to_owned()), ..package() };
        assert_eq!(problems(git), ["some 1.0.0 does not come from crates.io"]);
        assert_eq!(problems(Package { license: None, ..package() }), ["some 1.0.0 names no licence"]);
        let newer = Package { rust_version: Some("1.95".to_owned()), ..package() };
        assert_eq!(problems(newer), ["some 1.0.0 needs Rust 1.95: raise rust-version in Cargo.toml or take an older some"]);
        assert_eq!(problems(Package { license: Some("AGPL-3.0-only".to_owned()), ..package() }).len(), 1);
    }
}

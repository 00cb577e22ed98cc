//! What building and testing need beyond a Rust toolchain. Each step does nothing when it is satisfied, and says what it installs otherwise.
//! Written for Debian and Ubuntu; elsewhere each step says what is missing. Only cargo's, rustup's, npm's and apt's own clients download.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::process::{Failure, Result, capture, find_program, run};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE_FOR_PLAYWRIGHT: u32 = 20;

pub(crate) fn everything() -> Result<()> {
    wasm_target()?;
    rust_components()?;
    wasm_opt()?;
    path_for_playwright()?;
    postgresql()?;
    chromium()?;
    cpp_compiler()?;
    Ok(())
}

pub(crate) fn wasm_target() -> Result<()> {
    let installed = Path::new(capture(Command::new("rustc").args(["--print", "sysroot"]))?.trim()).join("lib/rustlib").join(WASM_TARGET);
    if installed.is_dir() {
        return Ok(());
    }
    if find_program("rustup").is_none() {
        return Err(Failure::new(format!("this Rust has no target {WASM_TARGET}, and there is no rustup here to add it")));
    }
    println!("installing the Rust target {WASM_TARGET} with rustup");
    run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
}

fn rust_components() -> Result<()> {
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        if Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success()) {
            continue;
        }
        println!("installing {component} with rustup");
        run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// npm's binaryen, at the version in its package-lock.json.
pub(crate) fn wasm_opt() -> Result<PathBuf> {
    let modules = npm_tool("wasm-opt")?;
    Ok(modules.join(".bin/wasm-opt"))
}

/// The PATH for Playwright: with a Node.js of npm's before the machine's where that one is too old (Debian 12, Ubuntu 24.04).
pub(crate) fn path_for_playwright() -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    node()?;
    let version = capture(Command::new("node").arg("--version"))?;
    if major_version(&version).is_some_and(|major| major >= OLDEST_NODE_FOR_PLAYWRIGHT) {
        return Ok(path);
    }
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let newer = npm_tool("node")?.join(format!("node-linux-{architecture}/bin"));
    let newer = newer.canonicalize().map_err(|error| Failure::about(&newer, &error))?;
    env::join_paths([newer].into_iter().chain(env::split_paths(&path))).map_err(|error| Failure::new(format!("PATH: {error}")))
}

/// From `v20.20.2`.
fn major_version(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs what a folder of xtask/tools asks for and returns its modules.
fn npm_tool(name: &str) -> Result<PathBuf> {
    let tool = Path::new("target/tools").join(name);
    fs::create_dir_all(&tool).map_err(|error| Failure::about(&tool, &error))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        let source = Path::new("xtask/tools").join(name).join(file);
        fs::copy(&source, tool.join(file)).map_err(|error| Failure::about(&source, &error))?;
    }
    npm_packages(&tool, name)?;
    Ok(tool.join("node_modules"))
}

/// `npm ci` in a folder with a package-lock.json, unless what is installed is what that file says.
pub(crate) fn npm_packages(folder: &Path, what: &str) -> Result<()> {
    node()?;
    let lock_path = folder.join("package-lock.json");
    let lock = fs::read(&lock_path).map_err(|error| Failure::about(&lock_path, &error))?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|earlier| earlier == lock) {
        return Ok(());
    }
    println!("installing {what} with npm into {}", folder.join("node_modules").display());
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder)
        // The browser is the distribution's.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(&installed, lock).map_err(|error| Failure::about(&installed, &error))
}

fn node() -> Result<()> {
    if find_program("node").is_some() && find_program("npm").is_some() {
        Ok(())
    } else {
        apt_install("Node.js and npm", &["nodejs", "npm"])
    }
}

pub(crate) fn chromium() -> Result<PathBuf> {
    let find = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program);
    if let Some(found) = find() {
        return Ok(found);
    }
    apt_install("Chromium", &["chromium", "fonts-liberation"])?;
    find().ok_or_else(|| Failure::new("Chromium was installed and is still not on the PATH"))
}

/// libFuzzer is written in C++.
pub(crate) fn cpp_compiler() -> Result<()> {
    if find_program("c++").is_some() { Ok(()) } else { apt_install("a C++ compiler", &["g++"]) }
}

/// The folder with `initdb` and `postgres`: Debian keeps them off the PATH, one folder a version.
pub(crate) fn postgresql() -> Result<PathBuf> {
    if let Some(found) = find_postgresql() {
        return Ok(found);
    }
    apt_install("PostgreSQL", &["postgresql"])?;
    find_postgresql().ok_or_else(|| Failure::new("PostgreSQL was installed and its initdb is still not found"))
}

fn find_postgresql() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .max();
    match newest {
        Some((_, folder)) => Some(folder),
        None => find_program("initdb")?.canonicalize().ok()?.parent().map(Path::to_path_buf),
    }
}

fn apt_install(what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if find_program("apt-get").is_none() {
        return Err(Failure::new(format!(
            "{what} is missing and there is no apt-get here: install it (Debian's name: {list}) and run this again"
        )));
    }
    let root = is_root()?;
    if !root && find_program("sudo").is_none() {
        return Err(Failure::new(format!("{what} is missing: run `apt-get install {list}` as root and run this again")));
    }
    println!("installing {what} with apt-get: {list}");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        if !root {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]).args(arguments);
        run(&mut command)
    };
    apt(&["update"])?;
    apt(&[&["install", "--no-install-recommends"], packages].concat())
}

pub(crate) fn is_root() -> Result<bool> {
    Ok(capture(Command::new("id").arg("-u"))?.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major_version("v20.20.2\n"), Some(20));
        assert_eq!(major_version("20"), None);
    }
}

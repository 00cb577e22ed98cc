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
    nginx()?;
    oidc_agent()?;
    django()?;
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

/// Debian's nginx with the configuration that it ships, unpacked and not installed: installed, it would be a service on port 80. What it links
/// to, Chromium and Node.js do, too.
pub(crate) fn nginx() -> Result<PathBuf> {
    let unpacked = Path::new("target/tools/nginx");
    if !unpacked.join("usr/sbin/nginx").is_file() {
        apt_unpack("nginx", &["nginx", "nginx-common"], unpacked)?;
    }
    absolute(unpacked)
}

/// A client that the distribution has.
pub(crate) fn oidc_agent() -> Result<()> {
    if find_program("oidc-gen").is_some() { Ok(()) } else { apt_install("oidc-agent", &["oidc-agent-cli"]) }
}

/// A Python with what end2end/django/requirements.txt names, in an environment of its own.
pub(crate) fn django() -> Result<PathBuf> {
    let environment = Path::new("target/tools/django");
    let requirements = Path::new("end2end/django/requirements.txt");
    let (python, installed) = (environment.join("bin/python"), environment.join("requirements.txt"));
    let wanted = fs::read(requirements).map_err(|error| Failure::about(requirements, &error))?;
    if !fs::read(&installed).is_ok_and(|earlier| earlier == wanted) {
        let can_begin = Command::new("python3").args(["-c", "import ensurepip, venv"]).output().is_ok_and(|output| output.status.success());
        if !can_begin {
            apt_install("Python", &["python3", "python3-venv"])?;
        }
        println!("installing Django and social-auth with pip into {}", environment.display());
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(environment))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(requirements))?;
        fs::write(&installed, wanted).map_err(|error| Failure::about(&installed, &error))?;
    }
    absolute(&python)
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
    let apt = Apt::find(what, packages)?;
    println!("installing {what} with apt-get: {}", packages.join(" "));
    apt.update()?;
    run(apt.command().args(["install", "--no-install-recommends"]).args(packages))
}

/// Unpacks packages into a folder, without what they depend on.
fn apt_unpack(what: &str, packages: &[&str], folder: &Path) -> Result<()> {
    let about = |error: &std::io::Error| Failure::about(folder, error);
    let beside = folder.with_extension("partial");
    let _ = fs::remove_dir_all(&beside);
    fs::create_dir_all(&beside).map_err(|error| about(&error))?;
    println!("unpacking {what} into {}: {}", folder.display(), packages.join(" "));
    let download = || run(Command::new("apt-get").args(["-q", "download"]).args(packages).current_dir(&beside));
    // Nobody needs to be root to download; to bring the lists of packages up to date, they do.
    if download().is_err() {
        Apt::find(what, packages)?.update()?;
        download()?;
    }
    let downloaded = fs::read_dir(&beside).map_err(|error| about(&error))?.flatten().map(|entry| entry.path()).collect::<Vec<_>>();
    for package in downloaded {
        run(Command::new("dpkg-deb").arg("--extract").args([&package, &beside]))?;
    }
    fs::rename(&beside, folder).map_err(|error| about(&error))
}

/// apt-get, by root or by sudo.
struct Apt {
    root: bool,
}

impl Apt {
    /// Says why nothing can be installed, where that is so.
    fn find(what: &str, packages: &[&str]) -> Result<Self> {
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
        Ok(Self { root })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(if self.root { "env" } else { "sudo" });
        if !self.root {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]);
        command
    }

    fn update(&self) -> Result<()> {
        run(self.command().arg("update"))
    }
}

fn absolute(path: &Path) -> Result<PathBuf> {
    // Not canonical: a virtual environment is known by the link to its Python.
    std::path::absolute(path).map_err(|error| Failure::about(path, &error))
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

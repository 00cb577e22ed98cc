//! What building and testing need beyond a Rust toolchain. Each step does nothing when it is satisfied, and says what it installs otherwise.
//! Written for Debian and Ubuntu; elsewhere each step says what is missing. Only cargo's, rustup's, npm's and apt's own clients download.

mod apt;

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) use self::apt::is_root;
use self::apt::{apt_install, apt_unpack};
use crate::process::{Failure, Result, capture, find_program, run};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Playwright takes 20, the MCP conformance tool 22.
const OLDEST_NODE: u32 = 22;
/// A copy of the package-lock.json that a folder's modules were installed by.
const INSTALLED_LOCK: &str = "node_modules/.installed-lock.json";
const NGINX: &str = "target/tools/nginx";
const PYTHON_CLIENTS: &str = "target/tools/python-clients";
const PYTHON_CLIENTS_REQUIREMENTS: &str = "end2end/clients/requirements.txt";
/// Where the packages of Debian and Ubuntu have them.
const APACHE: [&str; 2] = ["/usr/sbin/apache2", "/usr/lib/apache2/modules/mod_auth_openidc.so"];
const SCHEMATHESIS: &str = "target/tools/schemathesis";
const SCHEMATHESIS_REQUIREMENTS: &str = "xtask/schemathesis/requirements.txt";

/// Something that building or testing needs.
struct Need {
    what: &'static str,
    /// By which client it is installed, and where to.
    how: &'static str,
    is_there: fn() -> bool,
    install: fn() -> Result<()>,
}

const NEEDS: [Need; 13] = [
    Need { what: "the Rust target wasm32-unknown-unknown", how: "rustup", is_there: has_wasm_target, install: wasm_target },
    Need { what: "rustfmt and Clippy", how: "rustup", is_there: has_rust_components, install: rust_components },
    Need { what: "Node.js and npm", how: "apt-get", is_there: has_node, install: node },
    Need { what: "wasm-opt", how: "npm, in target/tools", is_there: has_wasm_opt, install: || wasm_opt().map(drop) },
    Need { what: "Playwright and the clients", how: "npm, in end2end", is_there: has_end2end_packages, install: end2end_packages },
    Need { what: "PostgreSQL", how: "apt-get", is_there: || find_postgresql().is_some(), install: || postgresql().map(drop) },
    Need { what: "Chromium", how: "apt-get", is_there: has_chromium, install: || chromium().map(drop) },
    Need { what: "nginx", how: "apt-get, unpacked into target/tools", is_there: has_nginx, install: || nginx().map(drop) },
    Need { what: "oidc-agent", how: "apt-get", is_there: || find_program("oidc-gen").is_some(), install: oidc_agent },
    Need { what: "openssl", how: "apt-get", is_there: || find_program("openssl").is_some(), install: openssl },
    Need { what: "Apache and mod_auth_openidc", how: "apt-get", is_there: has_apache, install: apache },
    Need { what: "clients in Python", how: "pip, in target/tools", is_there: has_python_clients, install: || python_clients().map(drop) },
    Need { what: "a C++ compiler", how: "apt-get", is_there: || find_program("c++").is_some(), install: cpp_compiler },
];

/// Installs everything that is missing, and says first what that is.
pub(crate) fn everything() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    println!("{}", plan(&missing));
    for need in missing {
        (need.install)()?;
    }
    // Playwright and the clients may need a newer Node.js than the distribution has.
    path_for_playwright().map(drop)
}

fn plan(missing: &[&Need]) -> String {
    if missing.is_empty() {
        return "everything that building and testing need is installed".to_owned();
    }
    let lines = missing.iter().map(|need| format!("  {} ({})", need.what, need.how));
    format!("about to install what is missing:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn has_wasm_target() -> bool {
    let sysroot = capture(Command::new("rustc").args(["--print", "sysroot"])).unwrap_or_default();
    Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).is_dir()
}

pub(crate) fn wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    if find_program("rustup").is_none() {
        return Err(Failure::new(format!("this Rust has no target {WASM_TARGET}, and there is no rustup here to add it")));
    }
    println!("installing the Rust target {WASM_TARGET} with rustup");
    run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
}

const RUST_COMPONENTS: [(&str, &str); 2] = [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")];

fn has_rust_components() -> bool {
    RUST_COMPONENTS.iter().all(|(program, _)| has_rust_component(program))
}

fn has_rust_component(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn rust_components() -> Result<()> {
    for (program, component) in RUST_COMPONENTS {
        if has_rust_component(program) {
            continue;
        }
        println!("installing {component} with rustup");
        run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

fn has_wasm_opt() -> bool {
    has_npm_packages(Path::new("xtask/tools/wasm-opt"), Path::new("target/tools/wasm-opt"))
}

/// npm's binaryen, at the version in its package-lock.json.
pub(crate) fn wasm_opt() -> Result<PathBuf> {
    let modules = npm_tool("wasm-opt")?;
    Ok(modules.join(".bin/wasm-opt"))
}

/// The PATH for Playwright: with a Node.js of npm's before the machine's where that one is too old (Debian 13, Ubuntu 24.04).
pub(crate) fn path_for_playwright() -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    node()?;
    let version = capture(Command::new("node").arg("--version"))?;
    if major_version(&version).is_some_and(|major| major >= OLDEST_NODE) {
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

fn has_end2end_packages() -> bool {
    has_npm_packages(Path::new("end2end"), Path::new("end2end"))
}

/// Returns whether a folder holds what the package-lock.json of `wanted` says.
fn has_npm_packages(wanted: &Path, folder: &Path) -> bool {
    let installed = fs::read(folder.join(INSTALLED_LOCK));
    fs::read(wanted.join("package-lock.json")).is_ok_and(|lock| installed.is_ok_and(|earlier| earlier == lock))
}

pub(crate) fn end2end_packages() -> Result<()> {
    npm_packages(Path::new("end2end"), "Playwright and the clients")
}

/// `npm ci` in a folder with a package-lock.json, unless what is installed is what that file says.
pub(crate) fn npm_packages(folder: &Path, what: &str) -> Result<()> {
    node()?;
    if has_npm_packages(folder, folder) {
        return Ok(());
    }
    let lock_path = folder.join("package-lock.json");
    let lock = fs::read(&lock_path).map_err(|error| Failure::about(&lock_path, &error))?;
    let installed = folder.join(INSTALLED_LOCK);
    println!("installing {what} with npm into {}", folder.join("node_modules").display());
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder)
        // The browser is the distribution's.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(&installed, lock).map_err(|error| Failure::about(&installed, &error))
}

fn has_node() -> bool {
    find_program("node").is_some() && find_program("npm").is_some()
}

fn node() -> Result<()> {
    if has_node() { Ok(()) } else { apt_install("Node.js and npm", &["nodejs", "npm"]) }
}

/// The same engine without a window: the walks took 0.6 of the time that they take in a whole Chromium.
const HEADLESS_SHELL: &str = "chromium-headless-shell";

fn find_chromium() -> Option<PathBuf> {
    [HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program)
}

/// A whole Chromium does where the distribution has no headless shell.
fn has_chromium() -> bool {
    let offered = || capture(Command::new("apt-cache").args(["show", HEADLESS_SHELL])).is_ok();
    find_program(HEADLESS_SHELL).is_some() || find_chromium().is_some() && !offered()
}

pub(crate) fn chromium() -> Result<PathBuf> {
    if !has_chromium() && apt_install("Chromium", &[HEADLESS_SHELL, "fonts-liberation"]).is_err() && find_chromium().is_none() {
        apt_install("Chromium", &["chromium", "fonts-liberation"])?;
    }
    find_chromium().ok_or_else(|| Failure::new("Chromium was installed and is still not on the PATH"))
}

/// Debian's nginx with the configuration that it ships, unpacked and not installed: installed, it would be a service on port 80. What it links
/// to, Chromium and Node.js do, too.
pub(crate) fn nginx() -> Result<PathBuf> {
    let unpacked = Path::new(NGINX);
    if !has_nginx() {
        apt_unpack("nginx", &["nginx", "nginx-common"], unpacked)?;
    }
    absolute(unpacked)
}

fn has_nginx() -> bool {
    Path::new(NGINX).join("usr/sbin/nginx").is_file()
}

/// A client that the distribution has.
pub(crate) fn oidc_agent() -> Result<()> {
    if find_program("oidc-gen").is_some() { Ok(()) } else { apt_install("oidc-agent", &["oidc-agent-cli"]) }
}

/// Apache's program and modules without its service, which is in a package of its own, and the module that signs users in.
pub(crate) fn apache() -> Result<()> {
    if has_apache() { Ok(()) } else { apt_install("Apache and mod_auth_openidc", &["apache2-bin", "libapache2-mod-auth-openidc"]) }
}

fn has_apache() -> bool {
    APACHE.iter().all(|file| Path::new(file).is_file())
}

/// What makes the certificates of the tests in a browser and of clients.
pub(crate) fn openssl() -> Result<()> {
    if find_program("openssl").is_some() { Ok(()) } else { apt_install("openssl", &["openssl"]) }
}

/// The pooler that some proofs put before PostgreSQL.
pub(crate) fn pgbouncer() -> Result<()> {
    let is_there = find_program("pgbouncer").is_some() || Path::new("/usr/sbin/pgbouncer").is_file();
    if is_there { Ok(()) } else { apt_install("pgbouncer", &["pgbouncer"]) }
}

/// A Python with what end2end/clients/requirements.txt names, in an environment of its own.
pub(crate) fn python_clients() -> Result<PathBuf> {
    python_with("clients in Python", PYTHON_CLIENTS, PYTHON_CLIENTS_REQUIREMENTS)
}

fn has_python_clients() -> bool {
    has_python_with(PYTHON_CLIENTS, PYTHON_CLIENTS_REQUIREMENTS)
}

/// Schemathesis, in an environment of its own.
pub(crate) fn schemathesis() -> Result<PathBuf> {
    let python = python_with("Schemathesis", SCHEMATHESIS, SCHEMATHESIS_REQUIREMENTS)?;
    Ok(python.with_file_name("schemathesis"))
}

/// A Python with what a file of requirements names, in this environment.
fn python_with(what: &str, environment: &str, requirements: &str) -> Result<PathBuf> {
    let (environment, wanted_file) = (Path::new(environment), Path::new(requirements));
    let (python, installed) = (environment.join("bin/python"), environment.join("requirements.txt"));
    let wanted = fs::read(wanted_file).map_err(|error| Failure::about(wanted_file, &error))?;
    if !fs::read(&installed).is_ok_and(|earlier| earlier == wanted) {
        let can_begin = Command::new("python3").args(["-c", "import ensurepip, venv"]).output().is_ok_and(|output| output.status.success());
        if !can_begin {
            apt_install("Python", &["python3", "python3-venv"])?;
        }
        println!("installing {what} with pip into {}", environment.display());
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(environment))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(wanted_file))?;
        fs::write(&installed, wanted).map_err(|error| Failure::about(&installed, &error))?;
    }
    absolute(&python)
}

fn has_python_with(environment: &str, requirements: &str) -> bool {
    let installed = fs::read(Path::new(environment).join("requirements.txt"));
    fs::read(requirements).is_ok_and(|wanted| installed.is_ok_and(|earlier| earlier == wanted))
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

fn absolute(path: &Path) -> Result<PathBuf> {
    // Not canonical: a virtual environment is known by the link to its Python.
    std::path::absolute(path).map_err(|error| Failure::about(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_to_be_installed_is_said_with_the_client_that_does_it() {
        assert_eq!(plan(&[]), "everything that building and testing need is installed");
        let [wasm, components, ..] = &NEEDS;
        assert_eq!(
            plan(&[wasm, components]),
            "about to install what is missing:\n  the Rust target wasm32-unknown-unknown (rustup)\n  rustfmt and Clippy (rustup)"
        );
    }

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major_version("v20.20.2\n"), Some(20));
        assert_eq!(major_version("20"), None);
    }
}

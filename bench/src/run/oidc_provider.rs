//! oidc-provider on the same PostgreSQL.

use std::{fs, path::Path, process::Command};

use engine::random::{SystemRandom, new_secret};

use super::options::{Options, Places, Scenario};
use crate::{
    database::Database,
    error::Error,
    load::share,
    measure::{Load, Subject, measure},
    process::Server,
    report::{Results, Start},
    scenario::Chains,
};

/// The name of its client.
const CLIENT: &str = "bench";
/// How many logins there are.
const LOGINS: usize = 20_000;
/// How many processes it has: with more than the machine has cores it is slower.
const PROCESSES: usize = 2;
/// Where it issues tokens.
const TOKEN_ENDPOINT: &str = "/token";

/// Measures refreshes over the same connections as Regrant's.
pub(super) async fn measure_all(
    options: &Options,
    places: &Places,
    program: &Path,
    server: &str,
    results: &mut Results,
    say: &mut dyn FnMut(String),
) -> Result<(), Error> {
    let database = Database::postgres(server, "oidc_provider_bench").await?;
    let version = package_version(program)?;
    let name = format!("oidc-provider {version} on {}", database.version().await?);
    let (address, tokens) = (Server::free_address()?, places.folder.join("oidc-provider-tokens"));
    let secret = new_secret(&SystemRandom).expose().clone();
    let mut command = Command::new("node");
    command.arg("server.js").current_dir(program).env("NODE_ENV", "production");
    command.env("BENCH_DATABASE_URL", &database.url).env("BENCH_PORT", address.port().to_string());
    command.env("BENCH_SECRET", &secret).env("BENCH_TOKENS", &tokens);
    command.env("BENCH_LOGINS", LOGINS.to_string()).env("BENCH_PROCESSES", PROCESSES.to_string());
    let running = Server::start(command, address, &places.folder.join("oidc-provider.log")).await?;
    let seeded = fs::read_to_string(&tokens).map_err(Error::io(tokens.display()))?;
    let work = share(Chains::new(address, TOKEN_ENDPOINT, (CLIENT, &secret), seeded.lines().map(str::to_owned)));
    let subject = Subject { name: &name, address, processes: running.processes(), database: &database };
    results.starts.push(Start { subject: name.clone(), seconds: 0.0, idle_memory: subject.processes.memory() });
    for connections in &options.connections {
        let load = Load { connections: *connections, offered: None, length: options.length, rotations: true };
        let measured = measure(subject, Scenario::Refresh.name(), &work, load).await?;
        say(measured.line());
        results.measurements.push(measured);
    }
    drop(running);
    database.close().await
}

fn package_version(program: &Path) -> Result<String, Error> {
    let path = program.join("node_modules/oidc-provider/package.json");
    let text = fs::read_to_string(&path).map_err(Error::io(path.display()))?;
    let package: serde_json::Value = serde_json::from_str(&text)?;
    Ok(package.get("version").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned())
}

//! Schemathesis at the admin API: whatever is sent, the server does not fail, it answers as its description says, and whoever may only look
//! changes nothing.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    process::{Failure, Result, capture, cargo, run},
    setup,
    supervise::Supervised,
};

/// What the server and Schemathesis leave behind.
const FOLDER: &str = "target/schemathesis";
/// What answers are held against.
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";
/// What would take away what the other requests are about.
const APART: &str = "^(delete_tenant|delete_server|delete_client|delete_user|delete_installation_administrator|disable_installation_administrator\
                     |revoke_installation_api_token|withdraw_installation_role)$";

/// A server with a workspace of its own.
struct Installation {
    address: String,
    _server: Supervised,
}

/// Sends `examples` requests to each operation, as the installation's owner and as an auditor.
pub(crate) fn schemathesis(examples: u32) -> Result<()> {
    let program = setup::schemathesis()?;
    run(cargo().args(["build", "--quiet", "--package", "server"]))?;
    let folder = Path::new(FOLDER);
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|error| Failure::about(folder, &error))?;
    let installation = Installation::start()?;
    for (role, email) in [("owner", "olga@example.com"), ("auditor", "otto@example.com")] {
        regrant(&["admin", "create", "--email", email, "--name", role, "--role", role])?;
        let told = regrant(&["admin", "token", "create", "--email", email, "--name", "schemathesis", "--ttl", "1d"])?;
        let token = told.lines().last().unwrap_or_default();
        println!("{examples} requests to each operation by the {role}");
        let mut command = Command::new(&program);
        command.args(["--config-file", &format!("{FOLDER}/schemathesis.toml"), "run", &installation.url("/admin/openapi.json")]);
        command.args(["--url", &installation.url(""), "--header", &format!("Authorization: Bearer {token}"), "--checks", CHECKS]);
        command.args(["--exclude-operation-id-regex", APART, "--phases", "coverage,fuzzing", "--workers", "2", "--seed", "1"]);
        run(command.args(["--max-examples", &examples.to_string(), "--generation-database", "none", "--continue-on-failure"]))?;
        let lines = regrant(&["audit", "--json", "--limit", "1000000"])?;
        let written = lines.lines().filter(|line| line.contains(&format!("\"actor\":\"{email}\""))).count();
        println!("lines in the log by the {role}: {written}");
        match (role, written) {
            ("auditor", 0) => {}
            ("auditor", _) => return Err(Failure::new("an auditor changed something")),
            (_, 0) => return Err(Failure::new("the owner changed nothing, so nothing was shown")),
            _ => {}
        }
    }
    Ok(())
}

impl Installation {
    fn start() -> Result<Self> {
        regrant(&["migrate"])?;
        regrant(&["tenant", "create", "--slug", "acme", "--name", "Acme"])?;
        regrant(&["workspace", "create", "--tenant", "acme", "--slug", "shop", "--name", "Shop"])?;
        let client =
            regrant(&["client", "create", "--tenant", "acme", "--workspace", "shop", "--name", "Shop", "--type", "server_side_web"])?;
        let client = client.split(": ").nth(1).and_then(|rest| rest.split('.').next()).unwrap_or_default();
        // Of what there is, so that requests are about something.
        let parameters = format!(
            "[parameters]\n\"path.tenant\" = \"acme\"\n\"path.workspace\" = \"shop\"\n\"path.client\" = \"{client}\"\n\"header.If-Match\" = \"*\"\n"
        );
        let file = Path::new(FOLDER).join("schemathesis.toml");
        fs::write(&file, parameters).map_err(|error| Failure::about(&file, &error))?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.map_err(|error| Failure::new(format!("there is no free port: {error}")))?.to_string();
        let settings = ["REGRANT_ADMIN_API_REQUESTS_PER_MINUTE=1000000", "REGRANT_LOG_LEVEL=warn", &format!("REGRANT_LISTEN={address}")];
        let server = ["env", "--chdir", FOLDER].into_iter().chain(settings).chain(["../debug/regrant", "serve"]).collect::<Vec<_>>();
        let mut server = Supervised::start("TERM", None, &server)?;
        let began = Instant::now();
        while TcpStream::connect(&address).is_err() {
            if server.ended().is_some() || began.elapsed() > Duration::from_mins(1) {
                return Err(Failure::new("the server does not start"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(Self { address, _server: server })
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/api{path}", self.address)
    }
}

/// Runs a command in the folder, and returns what it printed.
fn regrant(arguments: &[&str]) -> Result<String> {
    let mut command = Command::new("env");
    capture(command.args(["--chdir", FOLDER, "REGRANT_LOG_LEVEL=warn", "../debug/regrant"]).args(arguments))
}

//! The master key is replaced while two nodes serve, each with a key file of its own.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::StatusCode;

use crate::{
    browser::Browser,
    database::Database,
    process::{PUBLIC_URL, Process},
    proved,
    shop::DeployedShop,
};

/// A key file of a node.
struct KeyFile<'a> {
    shop: &'a DeployedShop,
    path: PathBuf,
}

impl<'a> KeyFile<'a> {
    fn new(shop: &'a DeployedShop, node: &str) -> Self {
        let file = Self { shop, path: shop.database().directory().join(format!("{node}.key")) };
        file.write(shop.master_key());
        file
    }

    #[cfg(unix)]
    fn write(&self, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;

        // As an administrator copies it: whole, and for the owner alone.
        let draft = self.path.with_extension("draft");
        fs::write(&draft, text).unwrap();
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o600)).unwrap();
        fs::rename(draft, &self.path).unwrap();
    }

    fn start(&self) -> Process {
        let path = self.path.display().to_string();
        Process::start_with(self.shop, &[("REGRANT_MASTER_KEY", String::new()), ("REGRANT_MASTER_KEY_FILE", path)])
    }

    /// Runs `regrant master-key` on this node.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regrant"));
        command.arg("master-key").args(arguments).current_dir(self.shop.database().directory());
        command.env_clear().env("REGRANT_MASTER_KEY_FILE", &self.path).env("REGRANT_DATABASE_URL", self.shop.database().url());
        command.env("REGRANT_PUBLIC_URL", PUBLIC_URL).env("REGRANT_LOG_LEVEL", "error").output().unwrap()
    }

    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn complains(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// The answer of the readiness check.
async fn readiness(node: &Process) -> (StatusCode, String) {
    let response = reqwest::get(format!("http://{}/health/ready", node.address())).await.unwrap();
    (response.status(), response.text().await.unwrap())
}

/// Asks until something is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < Duration::from_mins(1), "{what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The version of the master key in the text of a refresh token.
fn version(token: &str) -> u8 {
    // 48 bits of base64url after the prefix are 6 bytes; the first is the version.
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.decode(&token["rt1.".len().."rt1.".len() + 8]).unwrap()[0]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_master_key_takes_effect_on_both_nodes_and_no_client_is_refused() {
    let shop = DeployedShop::open(Database::postgresql().await).await;
    let (here, there) = (KeyFile::new(&shop, "here"), KeyFile::new(&shop, "there"));
    let nodes = [here.start(), there.start()];
    let mut browser = Browser::new(&shop);
    let first = browser.login(&nodes[0]).await.refresh;
    let unused = browser.login(&nodes[0]).await.refresh;
    until("both nodes are known", async || here.says(&["status"]).matches("Server ").count() == 2).await;

    assert!(here.complains(&["activate", "2"]).contains("There is no version of the master key `2`."));
    assert!(here.says(&["add"]).starts_with("Version 2 was added to "));
    let key = fs::read_to_string(&here.path).unwrap();
    shop.remember(key.lines().last().unwrap().split(':').next_back().unwrap());
    until("one node has it", async || here.says(&["status"]).contains("has versions 1, 2.")).await;
    let refusal = here.complains(&["activate", "2"]);
    assert!(refusal.starts_with("1 of the running servers do not have version 2 of the master key"), "{refusal}");

    // A node that was forgotten says so before anything is made under the new version, and answers nothing until it has it.
    assert!(here.says(&["activate", "2", "--force"]).contains("Version 2 of the master key is current from"));
    until("the other node is not ready", async || {
        readiness(&nodes[1]).await == (StatusCode::SERVICE_UNAVAILABLE, "not ready: master_key\n".to_owned())
    })
    .await;
    let answer = browser.refresh(nodes[1].address(), &first).await.unwrap();
    assert_eq!((answer.status, answer.body["error"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("temporarily_unavailable")));
    assert_eq!(version(&browser.refresh(nodes[0].address(), &first).await.unwrap().tokens().refresh), 1);
    there.write(&key);
    until("the other node is ready", async || readiness(&nodes[1]).await.0 == StatusCode::OK).await;

    // While it becomes the current one, every client is answered by either node.
    let (mut token, mut asked) = (first, 0);
    until("tokens of the new version from both nodes", async || {
        let mut versions = Vec::new();
        for node in &nodes {
            token = browser.refresh(node.address(), &token).await.unwrap().tokens().refresh;
            versions.push(version(&token));
            asked += 1;
        }
        versions == [2, 2]
    })
    .await;
    proved("the current master key is replaced", shop.database().name(), asked, "0 refused");

    // The signing keys and the client's secret follow, and what is left is counted.
    assert!(here.complains(&["retire", "1"]).contains("Run `regrant master-key reseal` first"));
    assert!(here.says(&["reseal"]).starts_with("Signing keys sealed under version 2: "));
    assert!(here.says(&["reseal"]).starts_with("Signing keys sealed under version 2: 0.\n"));
    let status = "signing keys: 0, audit logs: 0, other secrets: 0, client secrets: 0,";
    until("the secret was hashed anew", async || here.says(&["status"]).contains(status)).await;
    let refusal = here.complains(&["retire", "1"]);
    assert!(refusal.contains("Client secrets under it: 0;") && refusal.contains("Active refresh tokens under it: at most 2;"), "{refusal}");

    // Whoever accepts the loss loses what was not used since, and nothing else.
    here.says(&["retire", "1", "--accept-loss"]);
    for node in &nodes {
        until("the retired version is refused", async || {
            browser.refresh(node.address(), &unused).await.unwrap().is_refused_as("invalid_grant")
        })
        .await;
        token = browser.refresh(node.address(), &token).await.unwrap().tokens().refresh;
    }
    assert!(here.says(&["status"]).contains("Version 1: retired since"));
    for file in [&here, &there] {
        file.write(key.lines().last().unwrap());
    }
    let again = here.start();
    browser.reconnected().refresh(again.address(), &token).await.unwrap().tokens();
    drop((nodes, again));
    Arc::clone(&shop).its_secrets_are_nowhere().await;
}

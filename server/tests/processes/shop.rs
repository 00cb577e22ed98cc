//! A workspace with a user and a client that has everything a refresh token needs, set up before any process starts.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use control::{Actor, NewAdministrator};
use domain::{
    client::ClientType,
    grant_type::GrantType,
    name::Slug,
    policy::RetryWindow,
    redirect_uri::RedirectUri,
    role::BuiltInRole,
    scope::{self, Scope},
    view::{NewUser, NewWorkspace},
    workspace::WorkspacePath,
};
use engine::{keys::MasterKeys, random::SystemRandom};
use server::{
    clock::SystemClock,
    config::{Configuration, Key, Sources},
    installation::Installation,
};

use crate::{database::Database, process::PUBLIC_URL, secrets::Secrets};

pub(crate) const REDIRECT_URI: &str = "https://shop.example.com/callback";
pub(crate) const USER: &str = "alice@example.com";
pub(crate) const PASSWORD: &str = "alice-likes-tokens";

pub(crate) struct DeployedShop {
    pub(crate) client_id: String,
    /// None for a public client.
    pub(crate) client_secret: Option<String>,
    secrets: Mutex<Secrets>,
    master_key: String,
    one_time_token: String,
    database: Database,
}

impl DeployedShop {
    /// With a client that authenticates, and a retry window of 30 seconds.
    pub(crate) async fn open(database: Database) -> Arc<Self> {
        Self::open_with(database, ClientType::ServerSideWeb, 30).await
    }

    /// With a client of this type, and a retry window of so many seconds.
    pub(crate) async fn open_with(database: Database, client_type: ClientType, window: i64) -> Arc<Self> {
        let master_key = MasterKeys::new_file(&SystemRandom);
        let installation = installation(&database, &master_key).await;
        installation.migrate().await.unwrap();

        let operator = installation.control().acting_as(Actor::CommandLine);
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        operator.create_tenant(path.tenant.as_str(), "Acme").await.unwrap();
        let new = NewWorkspace { name: "Shop".to_owned(), slug: path.workspace.to_string() };
        operator.create_workspace(&path.tenant, new).await.unwrap();
        let user = NewUser { identifier: USER.to_owned(), name: "Alice".to_owned(), email: USER.to_owned(), password: PASSWORD.to_owned() };
        operator.create_user(&path, user).await.unwrap();
        let made = operator.create_client(&path, "Shop", client_type).await.unwrap();
        let mut settings = made.client.settings.clone();
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.refresh.retry_window = Some(RetryWindow::from_seconds(window).unwrap());
        settings.scopes.insert(Scope::parse(scope::OFFLINE_ACCESS).unwrap());
        settings.redirect_uris.push(RedirectUri::parse(REDIRECT_URI).unwrap());
        operator.set_client(&path, made.client.id, made.client.version, settings).await.unwrap();
        let client_secret = made.secret.map(|secret| secret.expose().clone());
        let administrator =
            NewAdministrator { email: "admin@example.com".to_owned(), name: "Ada".to_owned(), tenant: None, role: BuiltInRole::Owner };
        operator.create_administrator(administrator).await.unwrap();
        let one_time_token = operator.create_one_time_sign_in("admin@example.com").await.unwrap().token.expose().clone();
        installation.store.clone().close().await.unwrap();

        let mut secrets = Secrets::default();
        secrets.remember(PASSWORD);
        if let Some(secret) = &client_secret {
            secrets.remember(secret);
        }
        secrets.remember(&one_time_token);
        secrets.remember_private_keys();
        for line in master_key.lines() {
            secrets.remember(line.split(':').next_back().unwrap());
        }
        Arc::new(Self {
            client_id: made.client.id.to_string(),
            client_secret,
            secrets: Mutex::new(secrets),
            master_key,
            one_time_token,
            database,
        })
    }

    /// What the command line opens beside a server.
    pub(crate) async fn installation(&self) -> Installation {
        installation(&self.database, &self.master_key).await
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn master_key(&self) -> &str {
        &self.master_key
    }

    /// Signs an administrator in once.
    pub(crate) fn one_time_token(&self) -> &str {
        &self.one_time_token
    }

    /// How many forms of how many secrets are searched for.
    pub(crate) fn secrets(&self) -> usize {
        self.secrets.lock().unwrap().len()
    }

    /// Here is something that nobody may find anywhere.
    pub(crate) fn remember(&self, secret: &str) {
        self.secrets.lock().unwrap().remember(secret);
    }

    /// The first of them that is in what was sent somewhere.
    pub(crate) fn finds_secret_in(&self, sent: &[u8]) -> Option<String> {
        self.secrets.lock().unwrap().find_in(sent)
    }

    /// Searches the database and the logs of all processes for whatever was to be remembered (RFC 6749 §10.4).
    pub(crate) async fn its_secrets_are_nowhere(&self) {
        let secrets = self.secrets.lock().unwrap().clone();
        let dump = self.database.dump().await;
        let mut logs = Vec::new();
        for file in fs::read_dir(self.database.directory()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "log") {
                logs.extend(fs::read(path).unwrap());
            }
        }
        // A search that finds nothing may have looked at nothing.
        let holds = |haystack: &[u8], needle: &[u8]| haystack.windows(needle.len()).any(|window| window == needle);
        assert!(holds(&dump, USER.as_bytes()), "the database was read");
        assert!(holds(&logs, b"/acme/shop/oauth2/token"), "the logs were read");
        for (haystack, name) in [(&dump, "database"), (&logs, "log")] {
            let found = secrets.find_in(haystack);
            assert_eq!(found, None, "a secret is in the {name}");
        }
    }
}

async fn installation(database: &Database, master_key: &str) -> Installation {
    let mut sources = Sources::default();
    sources.set(Key::PublicUrl, PUBLIC_URL.to_owned());
    sources.set(Key::DatabaseUrl, database.url());
    sources.set(Key::DataDir, database.directory().display().to_string());
    sources.set(Key::MasterKey, master_key.to_owned());
    let configuration = Configuration::from_sources(&sources).unwrap();
    Installation::open(configuration, Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap()
}

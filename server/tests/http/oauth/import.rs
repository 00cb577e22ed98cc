//! Users who were taken over from another server, and the passwords that they had there.

use axum::http::StatusCode;
use control::{Actor, Auth0Files, Import, KeycloakFiles};
use domain::{audit::AuditAction, clock::Clock as _, name::Slug, view::AuditFilter, workspace::WorkspacePath};
use engine::second_factor::TotpSecret;
use serde_json::Value;
use store::testing::TestStore;

use crate::{
    shop::{encode, hidden},
    support::{Answer, TestServer},
};

const PASSWORD: &str = "correct horse battery";
const REALM: &str = include_str!("../../import/keycloak-realm.json");
const USERS: &str = include_str!("../../import/auth0-users.ndjson");

struct Imported {
    server: TestServer,
    path: WorkspacePath,
}

impl Imported {
    async fn new(store: TestStore, import: Import) -> Self {
        let server = TestServer::on(store);
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        let operator = server.installation.control().acting_as(Actor::CommandLine);
        operator.create_tenant("acme", "Acme").await.unwrap();
        Box::pin(operator.apply_import(&path, import, |_| ())).await.unwrap();
        Self { server, path }
    }

    async fn realm(store: TestStore) -> Self {
        let mut keycloak = KeycloakFiles::default();
        keycloak.read(0, &serde_json::from_str(REALM).unwrap()).unwrap();
        Self::new(store, keycloak.done()).await
    }

    async fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.server.post("/acme/shop/account/sign-in", "", &encode(&[("identifier", name), ("password", password)])).await
    }

    /// The hash of a user's password as it is stored.
    async fn hash(&self, name: &str) -> String {
        let operator = self.server.installation.control().acting_as(Actor::CommandLine);
        let user = operator.list_users(&self.path, name, None).await.unwrap().items.remove(0);
        let tenant = operator.load_tenant(&self.path.tenant).await.unwrap();
        let workspace = self.server.installation.store.tenant(tenant.id).workspace(&self.path.workspace).await.unwrap().unwrap();
        workspace.find_password_hash(user.id).await.unwrap().unwrap_or_default()
    }

    /// How often a line is in the log.
    async fn lines(&self, action: AuditAction) -> usize {
        let operator = self.server.installation.control().acting_as(Actor::CommandLine);
        let filter = AuditFilter { action: Some(action), ..AuditFilter::default() };
        operator.list_audit_events(&self.path.tenant, Some(&self.path.workspace), filter, None).await.unwrap().items.len()
    }

    /// Each of these signs in with the password that they had, and with no other; afterwards the hash is one of ours.
    async fn sign_in_with_what_they_had(&self, users: &[(&str, &str)]) {
        for (name, theirs) in users {
            let before = self.hash(name).await;
            assert!(before.starts_with(theirs), "{name}: {before}");
            let wrong = self.sign_in(name, "correct horse batterx").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {wrong:?}");
            assert_eq!(self.hash(name).await, before, "a wrong password changes nothing");
            let right = self.sign_in(name, PASSWORD).await;
            assert_eq!(right.status, StatusCode::SEE_OTHER, "{name}: {right:?}");
            let after = self.hash(name).await;
            assert!(after.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{name}: {after}");
            assert_eq!(self.sign_in(name, PASSWORD).await.status, StatusCode::SEE_OTHER, "{name}");
            assert_eq!(self.hash(name).await, after, "once");
            assert_eq!(self.sign_in(name, "correct horse batterx").await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        }
        assert_eq!(self.lines(AuditAction::UserPasswordRehashed).await, users.len());
    }
}

const OF_KEYCLOAK: [(&str, &str); 3] =
    [("ann", "$pbkdf2-sha256$i=27500$"), ("ben", "$pbkdf2-sha512$i=30000$"), ("cleo", "$argon2id$v=19$m=7168,t=5,p=1$")];

#[tokio::test]
async fn users_of_keycloak_sign_in_with_the_password_that_they_had() {
    Imported::realm(TestStore::sqlite().await.unwrap()).await.sign_in_with_what_they_had(&OF_KEYCLOAK).await;
}

#[tokio::test]
async fn users_of_keycloak_sign_in_with_the_password_that_they_had_on_postgresql() {
    Imported::realm(TestStore::postgres().await.unwrap()).await.sign_in_with_what_they_had(&OF_KEYCLOAK).await;
}

#[tokio::test]
async fn users_of_auth0_sign_in_with_the_password_that_they_had() {
    let lines: Value = USERS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    let mut auth0 = Auth0Files::default();
    auth0.read(0, &lines).unwrap();
    let imported = Imported::new(TestStore::sqlite().await.unwrap(), auth0.done()).await;
    imported.sign_in_with_what_they_had(&[("uma@example.com", "$2b$10$")]).await;
    let blocked = imported.sign_in("vic", PASSWORD).await;
    assert_eq!(blocked.status, StatusCode::UNPROCESSABLE_ENTITY, "{blocked:?}");
    assert!(imported.hash("vic").await.starts_with("$argon2id$v=19$m=7168"), "nobody signed in");
}

#[tokio::test]
async fn an_authenticator_app_that_was_taken_over_is_asked_for_its_code() {
    let imported = Imported::realm(TestStore::sqlite().await.unwrap()).await;
    let first = imported.sign_in("dora", PASSWORD).await;
    assert!(first.status == StatusCode::OK && first.body.contains("<h1>Enter your code</h1>"), "{first:?}");
    assert!(imported.hash("dora").await.starts_with("$argon2id$"), "the password was right");
    let app = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
    let code = app.code_at(imported.server.clock.now());
    let form = encode(&[("step", &hidden(&first, "step")), ("code", &code)]);
    let right = imported.server.post("/acme/shop/account/sign-in/code", "", &form).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{right:?}");
}

#[tokio::test]
async fn who_has_a_hash_that_is_not_taken_signs_in_by_no_password() {
    let imported = Imported::realm(TestStore::sqlite().await.unwrap()).await;
    for name in ["eve", "frank", "ines", "gina"] {
        assert_eq!(imported.hash(name).await, "", "{name}");
        for password in [PASSWORD, "", "plain as day 123"] {
            let refused = imported.sign_in(name, password).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {refused:?}");
        }
    }
}
